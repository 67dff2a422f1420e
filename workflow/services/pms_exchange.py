"""One round with the hotel's PMS through its adapter: stays come in, the life of tickets goes out (R-PMS-1).

Each batch is a transaction; no transaction is open while the adapter speaks. A round that ends in the middle is done
again: stays are the same twice, and a ticket's version told twice is the same word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workflow.database import hotel, rows
from workflow.pms_adapter import LineResult, MirroredTicket, PmsAdapter, StayBatch
from workflow.services import stay_import
from workflow.services.pms import PMS
from workflow.services.stay_import import REFUSED

BATCH = 500

_CHANGED = """
SELECT t.id, t.pid, coalesce(p.external_id, ''), t.version, t.source, t.state, t.priority, t.subject,
  coalesce(r.number, ''), coalesce(s.confirmation, ''), coalesce(a.name, ''), t.created_at, t.updated_at,
  t.deleted_at IS NOT NULL
FROM tickets t
LEFT JOIN pms_mirrors m ON m.ticket_id = t.id
LEFT JOIN pms_tickets p ON p.ticket_id = t.id
LEFT JOIN rooms r ON r.id = t.room_id
LEFT JOIN stays s ON s.id = t.stay_id
LEFT JOIN staff a ON a.id = t.assignee_id
WHERE t.hotel_id = %s AND (m.version IS NULL OR m.version < t.version) ORDER BY t.id LIMIT %s
"""
_TOLD = """
INSERT INTO pms_mirrors (hotel_id, ticket_id, version)
SELECT %s, told.id, told.version FROM unnest(%s::bigint[], %s::bigint[]) AS told (id, version)
ON CONFLICT (ticket_id) DO UPDATE SET version = greatest(pms_mirrors.version, excluded.version)
"""


@dataclass(frozen=True, slots=True)
class Round:
    """How much of what was exchanged."""

    batches: int
    taken: int
    refused: int
    tickets: int


def exchange(hotel_id: int, adapter: PmsAdapter, *, now: datetime) -> Round:
    """Raises what the adapter raises when the other side is away."""
    results = [_take(hotel_id, batch, adapter, now=now) for batch in adapter.stays()]
    lines = [line for batch in results for line in batch]
    refused = sum(line.outcome == REFUSED for line in lines)
    return Round(len(results), len(lines) - refused, refused, _mirror(hotel_id, adapter))


def _take(hotel_id: int, batch: StayBatch, adapter: PmsAdapter, *, now: datetime) -> Sequence[LineResult]:
    if batch.problem:
        results = [LineResult(0, "", REFUSED, batch.problem)]
    else:
        with hotel(hotel_id):
            done = stay_import.take(hotel_id, batch.lines, actor=PMS, now=now)
        results = [LineResult(line.number, line.confirmation, line.outcome, line.reason) for line in done]
    adapter.settled(batch, results)
    return results


def _mirror(hotel_id: int, adapter: PmsAdapter) -> int:
    told = 0
    while True:
        with hotel(hotel_id):
            found = rows(_CHANGED, (hotel_id, BATCH))
        if not found:
            return told
        adapter.mirror([MirroredTicket(*row[1:]) for row in found])
        with hotel(hotel_id):
            rows(_TOLD, (hotel_id, [row[0] for row in found], [row[3] for row in found]))
        told += len(found)

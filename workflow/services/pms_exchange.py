"""One round with the hotel's PMS through its adapter: stays come in, the life of tickets goes out (R-PMS-1).

Each batch is a transaction; no transaction is open while the adapter speaks. A round that ends in the middle is done
again: stays are the same twice, and a ticket's version told twice is the same word. A round looks only at tickets of
which the timeline has something new; the first one at all.
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

# Seals stand in the order in which they were made, also of events that committed late; their primary keys serve it.
_HAPPENED = """
SELECT DISTINCT e.ticket_id FROM (
  SELECT event_id FROM event_seals WHERE hotel_id = %s AND position > %s
  UNION ALL SELECT event_id FROM unsealed_events WHERE hotel_id = %s) AS news
JOIN events e ON e.id = news.event_id WHERE e.ticket_id IS NOT NULL
"""
_CURSOR = """
SELECT (SELECT position FROM pms_mirror_cursors WHERE hotel_id = %s),
  coalesce((SELECT max(position) FROM event_seals WHERE hotel_id = %s), 0)
"""
_CAME_TO = """
INSERT INTO pms_mirror_cursors (hotel_id, position) VALUES (%s, %s)
ON CONFLICT (hotel_id) DO UPDATE SET position = excluded.position RETURNING position
"""
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
WHERE t.hotel_id = %s AND (%s OR t.id = ANY(%s)) AND (m.version IS NULL OR m.version < t.version) ORDER BY t.id LIMIT %s
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
    with hotel(hotel_id):
        ((known, reached),) = rows(_CURSOR, (hotel_id, hotel_id))
        news = [] if known is None else [id for (id,) in rows(_HAPPENED, (hotel_id, known, hotel_id))]
    told = 0
    while batch := _told(hotel_id, adapter, (hotel_id, known is None, news, BATCH)):
        told += batch
    with hotel(hotel_id):
        rows(_CAME_TO, (hotel_id, reached))
    return told


def _told(hotel_id: int, adapter: PmsAdapter, changed: tuple[object, ...]) -> int:
    """Tells of one batch; 0: there is nothing left."""
    with hotel(hotel_id):
        found = rows(_CHANGED, changed)
    if found:
        adapter.mirror([MirroredTicket(*row[1:]) for row in found])
        with hotel(hotel_id):
            rows(_TOLD, (hotel_id, [row[0] for row in found], [row[3] for row in found]))
    return len(found)

"""What an endpoint was told of and how it went: its deliveries with their attempts, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from workflow.database import rows
from workflow.errors import NotFound
from workflow.queries.paging import Page, Wanted, checked, count, read_cursor, write_cursor
from workflow.queries.sql import Condition, all_of


@dataclass(frozen=True, slots=True)
class Attempt:
    """status None: there was no answer."""

    at: datetime
    status: int | None
    ms: int
    answer: str
    error: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """next_at: when it is tried again, while it waits."""

    id: int
    endpoint_id: int
    event_key: str
    type: str
    pid: str | None
    state: str
    created_at: datetime
    finished_at: datetime | None
    next_at: datetime | None
    body: str
    attempts: tuple[Attempt, ...] = ()


_DELIVERIES = """
SELECT d.id, d.endpoint_id, e.key, e.type, t.pid, d.state, d.created_at, d.finished_at,
  (SELECT f.look_at FROM effects f WHERE f.endpoint_id = d.endpoint_id AND f.state = 'waiting'
     AND f.payload ->> 'delivery' = d.id::text LIMIT 1), e.body
FROM webhook_deliveries d JOIN webhook_events e ON e.id = d.event_id LEFT JOIN tickets t ON t.id = e.ticket_id
WHERE {where} ORDER BY d.id DESC LIMIT %s OFFSET %s
"""


def deliveries(endpoint_id: int, wanted: Wanted) -> Page[Delivery]:
    """In the open transaction; webhook_deliveries_of_endpoint serves it. Raises Invalid for a page there is not."""
    wanted = checked(wanted)
    where = Condition("d.endpoint_id = %s", (endpoint_id,))
    total, is_estimate = count("webhook_deliveries d", where)
    if wanted.cursor:
        where = all_of([where, Condition("d.id < %s", (read_cursor(wanted.cursor),))])
    found = rows(_DELIVERIES.format(where=where.sql), (*where.values, wanted.page_size + 1, wanted.offset))
    shown = [Delivery(*row) for row in found[: wanted.page_size]]
    more = write_cursor(shown[-1].id) if len(found) > wanted.page_size else ""
    return Page(_with_attempts(shown), total, is_estimate, wanted.page, wanted.page_size, more)


def delivery(endpoint_id: int, id: int) -> Delivery:
    """Raises NotFound."""
    found = rows(_DELIVERIES.format(where="d.endpoint_id = %s AND d.id = %s"), (endpoint_id, id, 1, 0))
    if not found:
        raise NotFound("There is no such delivery.")
    return _with_attempts([Delivery(*found[0])])[0]


def _with_attempts(found: Sequence[Delivery]) -> tuple[Delivery, ...]:
    of: dict[int, list[Attempt]] = {one.id: [] for one in found}
    for delivery_id, *attempt in rows(
        "SELECT delivery_id, at, status, ms, answer, error FROM webhook_attempts"
        " WHERE delivery_id = ANY(%s) ORDER BY id",
        (list(of),),
    ):
        of[delivery_id].append(Attempt(*attempt))
    return tuple(replace(one, attempts=tuple(of[one.id])) for one in found)

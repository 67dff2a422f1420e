"""Tickets that may have to do with one: to link them, or to merge into. Only those that the person may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.database import rows
from workflow.models import Ticket
from workflow.queries.sight import Sight
from workflow.values import State

MOST = 6
LOOKED_BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Likely:
    """is_same_guest: else it is about the same room."""

    pid: str
    subject: str
    state: State
    is_same_guest: bool


# tickets_by_guest and tickets_by_room.
_FIND = """
SELECT t.pid, t.subject, t.state, {is_same_guest} FROM tickets t
WHERE t.hotel_id = %s AND t.id <> %s AND t.deleted_at IS NULL AND t.merged_into_id IS NULL
  AND t.created_at > %s AND {among} AND {seen}
ORDER BY t.id DESC LIMIT %s
"""


def of_ticket(ticket: Ticket, sight: Sight, *, now: datetime) -> tuple[Likely, ...]:
    """Of the same guest first, then of the same room; the latest first. In the open transaction."""
    found = _found(ticket, sight, "guest_id", ticket.guest_id, now=now)
    known = {one.pid for one in found}
    others = _found(ticket, sight, "room_id", ticket.room_id, now=now)
    return (*found, *(one for one in others if one.pid not in known))[:MOST]


def _found(
    ticket: Ticket, sight: Sight, column: str, value: int | None, *, now: datetime
) -> tuple[Likely, ...]:
    if value is None:
        return ()
    seen, is_same_guest = sight.condition(), column == "guest_id"
    found = rows(
        _FIND.format(is_same_guest=is_same_guest, among=f"t.{column} = %s", seen=seen.sql),
        (ticket.hotel_id, ticket.id, now - LOOKED_BACK, value, *seen.values, MOST),
    )
    return tuple(Likely(pid, subject, State(state), is_same) for pid, subject, state, is_same in found)

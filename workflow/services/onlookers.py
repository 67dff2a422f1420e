"""Who else looks at a ticket or writes in it (R-WEB-4), so that two do not answer at once. In the caller's transaction.

Worth seconds: whoever has not been heard of for a while is gone. What was really said is workflow/queries/heard.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.database import rows
from workflow.models import Ticket

SEEN_FOR = timedelta(seconds=30)
WRITING_FOR = timedelta(seconds=15)
_FORGOTTEN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Onlooker:
    staff_id: int
    name: str
    is_writing: bool


# onlookers_of_staff serves it: each clears up behind himself.
_FORGET = "DELETE FROM onlookers WHERE staff_id = %s AND hotel_id = %s AND seen_at < %s"
_NOTE = """
INSERT INTO onlookers (hotel_id, ticket_id, staff_id, seen_at, writing_at) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (ticket_id, staff_id) DO UPDATE SET seen_at = excluded.seen_at, writing_at = excluded.writing_at
"""
# Names only of those who are members of the ticket's hotel now.
_OTHERS = """
SELECT o.staff_id, s.name, coalesce(o.writing_at > %s, false)
FROM onlookers o JOIN memberships m ON m.staff_id = o.staff_id AND m.hotel_id = o.hotel_id
  JOIN staff s ON s.id = o.staff_id
WHERE o.ticket_id = %s AND o.hotel_id = %s AND o.seen_at > %s AND o.staff_id IS DISTINCT FROM %s
  AND m.disabled_at IS NULL AND s.disabled_at IS NULL
ORDER BY s.name, s.id LIMIT 20
"""


def look(ticket: Ticket, staff_id: int, *, is_writing: bool, now: datetime) -> None:
    """He has the ticket open at this moment. A page says so every few seconds."""
    rows(_FORGET, (staff_id, ticket.hotel_id, now - _FORGOTTEN_AFTER))
    rows(_NOTE, (ticket.hotel_id, ticket.id, staff_id, now, now if is_writing else None))


def leave(ticket: Ticket, staff_id: int) -> None:
    """He closed it."""
    rows("DELETE FROM onlookers WHERE ticket_id = %s AND staff_id = %s", (ticket.id, staff_id))


def others(ticket: Ticket, staff_id: int | None, *, now: datetime) -> tuple[Onlooker, ...]:
    """Who else is there, by name."""
    found = rows(_OTHERS, (now - WRITING_FOR, ticket.id, ticket.hotel_id, now - SEEN_FOR, staff_id))
    return tuple(Onlooker(*row) for row in found)

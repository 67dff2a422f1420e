"""What others said in a ticket, so that nobody answers before he has read it (R-STAFF-5).

Counted and not compared by id: a mail that is read in a batch may have a lower id than what committed before it.
"""

from __future__ import annotations

from workflow.database import rows
from workflow.errors import VersionStale
from workflow.models import Ticket

_BY_OTHERS = (
    "hotel_id = %s AND ticket_id = %s AND NOT is_automatic"
    " AND (direction = 'in' OR direction = 'out' AND author_id IS DISTINCT FROM %s)"
)


class Overtaken(VersionStale):
    """The guest or a colleague wrote while one was writing. Outside: the page again, with the words kept."""


def count(ticket: Ticket, staff_id: int | None) -> int:
    """How many messages to and from the guest are not this person's own; messages_of_ticket serves it."""
    (found,) = rows(
        f"SELECT count(*) FROM messages WHERE {_BY_OTHERS}", (ticket.hotel_id, ticket.id, staff_id)
    )[0]
    return int(found)


def check(ticket: Ticket, staff_id: int | None, *, seen: int) -> None:
    """Raises Overtaken when there are more than this person saw."""
    if count(ticket, staff_id) <= seen:
        return
    direction, name, address = rows(
        f"SELECT direction, author_name, author_address FROM messages WHERE {_BY_OTHERS}"
        " ORDER BY created_at DESC, id DESC LIMIT 1",
        (ticket.hotel_id, ticket.id, staff_id),
    )[0]
    who = name or address
    if direction == "in" and not who:
        raise Overtaken("The guest wrote in the meantime: read it, then send.")
    if direction == "in":
        raise Overtaken("%(who)s wrote in the meantime: read it, then send.", values={"who": who})
    raise Overtaken(
        "%(who)s answered in the meantime: read it, then send.", values={"who": who or "a colleague"}
    )

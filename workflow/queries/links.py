"""Which tickets people linked to one, each way round; only those that the person may see."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.database import rows
from workflow.models import Ticket
from workflow.queries.sight import Sight
from workflow.values import LinkKind


@dataclass(frozen=True, slots=True)
class Link:
    """The other ticket. is_ours: this ticket is `kind` of the other; else the other one is of this."""

    pid: str
    subject: str
    kind: LinkKind
    is_ours: bool


_OF_TICKET = """
SELECT t.pid, t.subject, l.kind, l.ticket_id = %s FROM ticket_links l
JOIN tickets t ON t.id = CASE WHEN l.ticket_id = %s THEN l.other_id ELSE l.ticket_id END
WHERE l.hotel_id = %s AND %s IN (l.ticket_id, l.other_id) AND t.deleted_at IS NULL AND {seen} ORDER BY t.id
"""


def of_ticket(ticket: Ticket, sight: Sight) -> tuple[Link, ...]:
    """In the open transaction. The key of ticket_links, and ticket_links_of_other, serve it."""
    seen = sight.condition()
    found = rows(
        _OF_TICKET.format(seen=seen.sql),
        (ticket.id, ticket.id, ticket.hotel_id, ticket.id, *seen.values),
    )
    return tuple(Link(pid, subject, LinkKind(kind), is_ours) for pid, subject, kind, is_ours in found)

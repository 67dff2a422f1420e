"""What a guest reads on his page: his latest tickets with what was said to him, and a stamp of them (R-QR-5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.database import rows
from workflow.models import Ticket
from workflow.queries import thread
from workflow.queries.sight import own_tickets, own_words
from workflow.queries.thread import Utterance
from workflow.services.guest_sessions import GuestVisit

MOST = 20
MOST_WORDS = 60  # of one ticket

# tickets_by_guest and messages_of_ticket serve both.
_LATEST = """
SELECT t.id FROM tickets t WHERE {own}
ORDER BY (SELECT max(m.id) FROM messages m WHERE m.ticket_id = t.id) DESC NULLS LAST, t.id DESC LIMIT %s
"""
_STAMP = """
SELECT count(*), coalesce(sum(t.version), 0), coalesce(max(m.last), 0), coalesce(sum(m.number), 0),
  coalesce(sum((SELECT count(*) FROM attachments a WHERE a.ticket_id = t.id)), 0)
FROM tickets t LEFT JOIN LATERAL (
  SELECT max(id) AS last, count(*) AS number FROM messages WHERE ticket_id = t.id) AS m ON true
WHERE {own}
"""


@dataclass(frozen=True, slots=True)
class GuestRequest:
    """One ticket of his and its words, oldest first."""

    ticket: Ticket
    words: Sequence[Utterance]


def latest(visit: GuestVisit) -> tuple[GuestRequest, ...]:
    """Those in which something was said last come first; a ticket whose words went into another is left out.

    In the open transaction.
    """
    own = own_tickets(visit)
    ids = [id for (id,) in rows(_LATEST.format(own=own.sql), (*own.values, MOST))]
    found = {ticket.id: ticket for ticket in Ticket.select().where(Ticket.id.in_(ids))} if ids else {}
    read = (GuestRequest(found[id], _words(visit, found[id])) for id in ids if id in found)
    return tuple(one for one in read if one.words or one.ticket.merged_into_id is None)


def stamp(visit: GuestVisit) -> tuple[int, ...]:
    """Equal stamps, the same page. In the open transaction."""
    own = own_tickets(visit)
    return tuple(int(part) for part in rows(_STAMP.format(own=own.sql), own.values)[0])


def _words(visit: GuestVisit, ticket: Ticket) -> Sequence[Utterance]:
    return thread.latest_messages(ticket, MOST_WORDS, among=own_words(visit, ticket))

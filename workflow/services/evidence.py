"""What the mails of a batch point to, looked up within their hotels: the facts workflow/matching decides on.

`gather` reads for all mails at once and locks every ticket found, in one order; `facts` then looks at one mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from workflow.automatic_mail import AN_HOUR
from workflow.database import rows
from workflow.desk import Desk
from workflow.ledger import Ledger
from workflow.matching import Candidate, Facts
from workflow.models import Ticket
from workflow.pid import find_pids
from workflow.reading import Mail
from workflow.reply_address import Purpose, ReplyTo, read_message_id, ticket_of_message_id
from workflow.services import (
    acknowledgements,
    assignment,
    guests,
    held_mail,
    participants,
    standing,
    watching,
)
from workflow.services.mail_context import Arrival, Context, Surroundings, contexts_of
from workflow.values import State

# messages_by_rfc_id serves it, because the keys are computed first: beside a column of a table under row security a
# function that is not leakproof keeps the index unused.
_THREADS = """
WITH asked AS MATERIALIZED (
  SELECT hotel_id, id, hashtextextended(id, 0) AS key FROM unnest(%s::bigint[], %s::text[]) AS asked (hotel_id, id))
SELECT m.hotel_id, m.rfc_message_id, m.ticket_id
FROM asked JOIN messages m ON m.hotel_id = asked.hotel_id AND m.rfc_key = asked.key AND m.rfc_message_id = asked.id
"""
# The tickets, and those they were merged into.
_LOCK = """
SELECT id FROM tickets WHERE id IN (
  WITH RECURSIVE led (id, merged_into_id) AS (
    SELECT id, merged_into_id FROM tickets WHERE id = ANY(%s)
    UNION SELECT t.id, t.merged_into_id FROM led JOIN tickets t ON t.id = led.merged_into_id)
  SELECT id FROM led) ORDER BY id FOR UPDATE
"""
_LATELY = """
SELECT ticket_id, count(*) FROM messages
WHERE ticket_id = ANY(%s) AND direction = 'in' AND created_at > %s GROUP BY ticket_id
"""


def gather(arrivals: Sequence[Arrival], *, desk: Desk, ledger: Ledger, now: datetime) -> Surroundings:
    """All that the batch's mails point to, in the open transaction."""
    around = Surroundings(ledger, now, contexts=contexts_of(arrivals, desk, now=now))
    around.held = held_mail.of_rows(arrival.row for arrival in arrivals)
    around.known = guests.find_all(
        guests.Asked(
            arrival.row.hotel_id,
            arrival.mail.from_address,
            guests.today(around.context(arrival).hotel.time_zone, now),
        )
        for arrival in arrivals
    )
    around.threads = _threads(arrivals)
    around.pids = _pids(arrivals)
    pointed_to = {id for arrival in arrivals for id in _pointed_to(arrival, around)}
    if pointed_to:
        ids = [id for (id,) in rows(_LOCK, (sorted(pointed_to),))]
        around.tickets = {ticket.id: ticket for ticket in Ticket.select().where(Ticket.id.in_(ids))}
        around.participants = participants.of_tickets(ids)
        around.watching = watching.of_tickets(ids)
        around.lately.update(dict(rows(_LATELY, (ids, now - AN_HOUR))))
    around.assigners = assignment.of_hotels(
        (context.hotel, context.members) for context in around.contexts.values()
    )
    around.desks = participants.desks_among_copied(arrivals, around)
    around.standing = standing.of_senders([(one.row.hotel_id, one.mail.from_address) for one in arrivals])
    answerable = [
        acknowledgements.asking(arrival)
        for arrival in arrivals
        if acknowledgements.is_possible(arrival, around)
    ]
    standing.count_automatic_mails(around.standing, answerable, now=now)
    return around


def facts(arrival: Arrival, around: Surroundings) -> Facts:
    """What this mail points to; a ticket of another hotel is not seen at all."""
    addressed: tuple[Candidate, ...] = ()
    if isinstance(arrival.reply, ReplyTo):
        addressed = _candidates([arrival.reply.ticket_id], arrival, around)
    marked = _candidates(_marked(arrival), arrival, around)
    return Facts(
        addressed=next(iter(addressed), None),
        referenced=_candidates(_referenced(arrival, around), arrival, around),
        marked=next(iter(marked), None),
        named=_candidates(_named(arrival, around), arrival, around),
    )


def answers_us(mail: Mail, context: Context) -> bool:
    """Whether the mail refers to one that this desk sent."""
    return any(ticket_of_message_id(id, keys=context.desk.keys) is not None for id in _ids(mail))


def answered_ticket(arrival: Arrival, around: Surroundings) -> int | None:
    """The ticket of the reply address, else of the mail of ours that this one refers to."""
    if isinstance(arrival.reply, ReplyTo):
        return arrival.reply.ticket_id
    return next(iter(_referenced(arrival, around)), None)


def _ids(mail: Mail) -> tuple[str, ...]:
    """What the mail refers to, nearest first."""
    return tuple(dict.fromkeys((*mail.in_reply_to, *reversed(mail.references))))


def _threads(arrivals: Sequence[Arrival]) -> dict[tuple[int, str], int]:
    asked = sorted({(arrival.row.hotel_id, id) for arrival in arrivals for id in _ids(arrival.mail)})
    if not asked:
        return {}
    found = rows(_THREADS, [list(column) for column in zip(*asked, strict=True)])
    return {(hotel_id, id): ticket_id for hotel_id, id, ticket_id in found}


def _pids(arrivals: Sequence[Arrival]) -> dict[tuple[int, str], int]:
    named = sorted({str(pid) for arrival in arrivals for pid in find_pids(arrival.mail.subject)})
    if not named:
        return {}
    found = rows("SELECT hotel_id, pid, id FROM tickets WHERE pid = ANY(%s)", (named,))
    return {(hotel_id, pid): id for hotel_id, pid, id in found}


def _pointed_to(arrival: Arrival, around: Surroundings) -> Iterable[int]:
    if isinstance(arrival.reply, ReplyTo) and arrival.reply.is_about_ticket:
        yield arrival.reply.ticket_id
    if arrival.row.id in around.held:
        yield around.held[arrival.row.id].ticket_id
    if arrival.mail.bounce is not None:
        row = read_message_id(arrival.mail.bounce.original_message_id, keys=around.context(arrival).desk.keys)
        yield from (row.ticket_id,) if row else ()
    yield from _referenced(arrival, around)
    yield from (marker.ticket_id for marker in arrival.markers if marker.is_about_ticket)
    yield from _named(arrival, around)


def _referenced(arrival: Arrival, around: Surroundings) -> list[int]:
    """Tickets of Message-IDs that we stored, and of our own (those say it themselves)."""
    keys = around.context(arrival).desk.keys
    found = (
        around.threads.get((arrival.row.hotel_id, id)) or ticket_of_message_id(id, keys=keys)
        for id in _ids(arrival.mail)
    )
    return list(dict.fromkeys(id for id in found if id is not None))


def _marked(arrival: Arrival) -> list[int]:
    """Tickets of the markers that were made for guests: a member's marker is no guest's."""
    return [marker.ticket_id for marker in arrival.markers if marker.purpose is Purpose.GUEST]


def _named(arrival: Arrival, around: Surroundings) -> list[int]:
    pids = (str(pid) for pid in find_pids(arrival.mail.subject))
    found = (around.pids.get((arrival.row.hotel_id, pid)) for pid in pids)
    return [id for id in found if id is not None]


def _candidates(ids: Sequence[int], arrival: Arrival, around: Surroundings) -> tuple[Candidate, ...]:
    """The tickets, each as the one it was merged into; who took part in the merged one may write to the other."""
    found = []
    for id in ids:
        ticket = around.ticket(id)
        if ticket is None or ticket.hotel_id != arrival.row.hotel_id:
            continue
        found.append(
            Candidate(
                ticket_id=ticket.id,
                state=State(ticket.state),
                closed_at=ticket.closed_at,
                resolved_at=ticket.resolved_at,
                author_takes_part=around.takes_part(arrival, ticket)
                or around.takes_part(arrival, around.tickets[id]),
            )
        )
    return tuple(found)

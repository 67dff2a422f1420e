"""What the mails of a batch point to, looked up within their hotels: the facts workflow/matching decides on.

`gather` reads for all mails at once and locks every ticket found, in one order; `facts` then looks at one mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from workflow.database import rows
from workflow.desk import Desk
from workflow.ledger import Ledger
from workflow.matching import Candidate, Facts
from workflow.models import Ticket
from workflow.pid import find_pids
from workflow.reading import Mail
from workflow.reply_address import ReplyTo, ticket_of_message_id
from workflow.services import guests
from workflow.services.guests import Known
from workflow.services.mail_context import Arrival, Context, Surroundings, contexts_of
from workflow.values import State

ONE_ACKNOWLEDGEMENT = timedelta(days=1)  # a day, to an address nobody knows (R-MAIL-10)

_THREADS = """
SELECT m.hotel_id, m.rfc_message_id, m.ticket_id
FROM unnest(%s::bigint[], %s::text[]) AS asked (hotel_id, id)
JOIN messages m ON m.hotel_id = asked.hotel_id AND m.rfc_message_id IS NOT NULL
  AND md5(m.rfc_message_id) = md5(asked.id)
"""
_ACKNOWLEDGED = """
SELECT DISTINCT t.hotel_id, t.requester_address
FROM unnest(%s::bigint[], %s::text[]) AS asked (hotel_id, address)
JOIN tickets t ON t.hotel_id = asked.hotel_id AND t.requester_address = asked.address AND t.created_at > %s
JOIN messages m ON m.ticket_id = t.id AND m.is_automatic AND m.direction = 'out'
"""


def gather(arrivals: Sequence[Arrival], *, desk: Desk, ledger: Ledger, now: datetime) -> Surroundings:
    """All that the batch's mails point to, in the open transaction."""
    around = Surroundings(ledger, now, contexts=contexts_of(arrivals, desk))
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
        found = Ticket.select().where(Ticket.id.in_(sorted(pointed_to))).order_by(Ticket.id).for_update()
        around.tickets = {ticket.id: ticket for ticket in found}
    around.acknowledged = _acknowledged(arrivals, now=now)
    return around


def facts(arrival: Arrival, around: Surroundings) -> Facts:
    """What this mail points to; a ticket of another hotel is not seen at all."""
    known = around.guest(arrival)
    addressed: tuple[Candidate, ...] = ()
    if isinstance(arrival.reply, ReplyTo):
        addressed = _candidates([arrival.reply.ticket_id], arrival, known, around)
    return Facts(
        addressed=addressed[0] if addressed else None,
        referenced=_candidates(_referenced(arrival, around), arrival, known, around),
        named=_candidates(_named(arrival, around), arrival, known, around),
    )


def takes_part(ticket: Ticket, address: str, known: Known | None) -> bool:
    """The requester himself, or another address of the same guest. An empty From takes part in nothing."""
    if not address:
        return False
    return address == ticket.requester_address or (known is not None and known.guest_id == ticket.guest_id)


def answers_us(mail: Mail, context: Context) -> bool:
    """Whether the mail refers to one that this desk sent."""
    return any(ticket_of_message_id(id, keys=context.desk.keys) is not None for id in _ids(mail))


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


def _acknowledged(arrivals: Sequence[Arrival], *, now: datetime) -> set[tuple[int, str]]:
    asked = sorted({(arrival.row.hotel_id, arrival.mail.from_address) for arrival in arrivals})
    hotel_ids, addresses = (list(column) for column in zip(*asked, strict=True))
    found = rows(_ACKNOWLEDGED, (hotel_ids, addresses, now - ONE_ACKNOWLEDGEMENT))
    return {(hotel_id, address) for hotel_id, address in found}


def _pointed_to(arrival: Arrival, around: Surroundings) -> Iterable[int]:
    if isinstance(arrival.reply, ReplyTo):
        yield arrival.reply.ticket_id
    yield from _referenced(arrival, around)
    yield from _named(arrival, around)


def _referenced(arrival: Arrival, around: Surroundings) -> list[int]:
    """Tickets of Message-IDs that we stored, and of our own (those say it themselves)."""
    keys = around.context(arrival).desk.keys
    found = (
        around.threads.get((arrival.row.hotel_id, id)) or ticket_of_message_id(id, keys=keys)
        for id in _ids(arrival.mail)
    )
    return list(dict.fromkeys(id for id in found if id is not None))


def _named(arrival: Arrival, around: Surroundings) -> list[int]:
    pids = (str(pid) for pid in find_pids(arrival.mail.subject))
    found = (around.pids.get((arrival.row.hotel_id, pid)) for pid in pids)
    return [id for id in found if id is not None]


def _candidates(
    ids: Sequence[int], arrival: Arrival, known: Known | None, around: Surroundings
) -> tuple[Candidate, ...]:
    found = (around.tickets[id] for id in ids if id in around.tickets)
    return tuple(
        Candidate(
            ticket_id=ticket.id,
            state=State(ticket.state),
            closed_at=ticket.closed_at,
            resolved_at=ticket.resolved_at,
            author_takes_part=takes_part(ticket, arrival.mail.from_address, known),
        )
        for ticket in found
        if ticket.hotel_id == arrival.row.hotel_id
    )

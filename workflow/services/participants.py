"""People besides the requester (R-MAIL-15): copied ones and strangers are proposed, members accept or remove them.

Only who is accepted gets answers, in copy. The requester never changes. In the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from workflow import apply
from workflow.database import rows
from workflow.errors import Invalid, NotFound
from workflow.models import Participant, Ticket
from workflow.reply_address import base_address
from workflow.services.mail_context import Arrival, Surroundings
from workflow.values import Actor, Decision, EventDraft, Participation

MAX_PARTICIPANTS = 20  # of a ticket, removed ones counted


class Reason(StrEnum):
    """Why somebody was proposed."""

    COPIED = "copied"
    WROTE = "wrote"


@dataclass(frozen=True, slots=True)
class Person:
    """A participant as the ticket shows him; mail_error: why mail to him comes back."""

    address: str
    name: str
    state: Participation
    reason: str
    mail_error: str


def of_tickets(ticket_ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """State by address, by ticket."""
    found: dict[int, dict[str, str]] = {}
    for ticket_id, address, state in rows(
        "SELECT ticket_id, address, state FROM participants WHERE ticket_id = ANY(%s)", (list(ticket_ids),)
    ):
        found.setdefault(ticket_id, {})[address] = state
    return found


def desks_among_copied(arrivals: Sequence[Arrival], around: Surroundings) -> frozenset[str]:
    """Which of the addresses that mails were sent to, besides this desk's, are desks of the installation."""
    asked = {
        base_address(address.address)
        for arrival in arrivals
        for address in (*arrival.mail.to, *arrival.mail.cc)
    } - {context.channel.address for context in around.contexts.values()}
    own = frozenset(context.channel.address for context in around.contexts.values())
    if not asked:
        return own
    found = rows(
        "SELECT asked.address FROM unnest(%s::text[]) AS asked (address)"
        " WHERE EXISTS (SELECT FROM bellhop_channel(asked.address))",
        (sorted(asked),),
    )
    return own | {address for (address,) in found}


def propose_copied(arrival: Arrival, ticket: Ticket, around: Surroundings) -> tuple[EventDraft, ...]:
    """Those the mail was sent to as well, but no desk, no member, and not the requester."""
    context = around.context(arrival)
    wanted = [
        (address.address, address.name)
        for address in (*arrival.mail.to, *arrival.mail.cc)
        if base_address(address.address) not in around.desks
        and address.address not in (ticket.requester_address, arrival.mail.from_address)
        and context.member(address.address) is None
    ]
    return _propose(wanted, Reason.COPIED, ticket, around)


def propose_author(arrival: Arrival, ticket: Ticket, around: Surroundings) -> tuple[EventDraft, ...]:
    """A stranger who wrote into the ticket: he gets nothing until he is accepted (R-MAIL-8)."""
    mail = arrival.mail
    if not mail.from_address or around.context(arrival).member(mail.from_address) is not None:
        return ()
    if base_address(mail.from_address) in around.desks:
        return ()
    return _propose([(mail.from_address, mail.from_name)], Reason.WROTE, ticket, around)


def _propose(
    wanted: Sequence[tuple[str, str]], reason: Reason, ticket: Ticket, around: Surroundings
) -> tuple[EventDraft, ...]:
    there = around.participants.setdefault(ticket.id, {})
    events = []
    for address, name in wanted:
        if address in there or len(there) >= MAX_PARTICIPANTS:
            continue
        there[address] = Participation.PROPOSED
        around.ledger.add(
            "participants",
            {
                "hotel_id": ticket.hotel_id,
                "ticket_id": ticket.id,
                "address": address,
                "name": name,
                "state": Participation.PROPOSED,
                "reason": reason,
            },
        )
        events.append(EventDraft("participant proposed", new=address))
    return tuple(events)


def people(ticket: Ticket) -> tuple[Person, ...]:
    """All but the removed, accepted first."""
    found = rows(
        "SELECT p.address, p.name, p.state, p.reason, coalesce(m.reason, '')"
        " FROM participants p LEFT JOIN muted_addresses m ON m.hotel_id = p.hotel_id AND m.address = p.address"
        " WHERE p.ticket_id = %s AND p.hotel_id = %s AND p.state <> 'removed' ORDER BY p.state, p.address",
        (ticket.id, ticket.hotel_id),
    )
    return tuple(
        Person(address, name, Participation(state), reason, error)
        for address, name, state, reason, error in found
    )


def accepted(ticket: Ticket) -> list[str]:
    """The addresses that get a copy of each answer."""
    return [person.address for person in people(ticket) if person.state is Participation.ACCEPTED]


def accept(ticket: Ticket, address: str, *, actor: Actor, now: datetime) -> None:
    """From now on this person takes part. Raises NotFound, Invalid for the requester himself."""
    if address == ticket.requester_address:
        raise Invalid("This is the guest who asked: answers go there anyway.", "address")
    _set(ticket, address, Participation.ACCEPTED, actor=actor, now=now)


def remove(ticket: Ticket, address: str, *, actor: Actor, now: datetime) -> None:
    """This person gets nothing, and is not proposed again. Raises NotFound."""
    _set(ticket, address, Participation.REMOVED, actor=actor, now=now)


def _set(ticket: Ticket, address: str, state: Participation, *, actor: Actor, now: datetime) -> None:
    changed = (
        Participant.update(state=state)
        .where(
            Participant.ticket_id == ticket.id,
            Participant.hotel_id == ticket.hotel_id,
            Participant.address == address.strip().lower(),
            Participant.state != state,
        )
        .execute()
    )
    if not changed:
        raise NotFound("There is no such participant to decide about.")
    apply.write(
        ticket,
        Decision(events=(EventDraft(f"participant {state.value}", new=address.strip().lower()),)),
        actor=actor,
        now=now,
    )

"""A guest wrote: who looks after it now. An owner where the hotel gives tickets out, an alarm for an emergency, mails
to members. Every door that brings a guest's words ends here, behind its own decision about them.

In the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection, MutableSet
from dataclasses import dataclass
from datetime import datetime

from workflow import apply
from workflow.ledger import Ledger
from workflow.models import Ticket
from workflow.services import emergencies, tickets
from workflow.services.assignment import Assigner
from workflow.values import SYSTEM, Decision, Notice


@dataclass(frozen=True, slots=True)
class Said:
    """What a guest just said, and what it is worth."""

    ticket: Ticket
    message_id: int | None
    new_words: str  # without quotes; of a new ticket with its subject
    is_new: bool  # it opened the ticket
    is_told: (
        bool  # people hear of it by mail: not what is older than the connection of its mailbox, not a storm
    )
    by_person: bool  # neither a machine's words nor a member's: only a guest's tell of an emergency
    watching_ids: Collection[int] | None = None  # None: not read yet


def look_after(
    said: Said,
    assigner: Assigner,
    *,
    alarmed: MutableSet[int],
    now: datetime,
    ledger: Ledger | None = None,
    but_not: int | None = None,
) -> None:
    """alarmed: tickets about which this transaction has raised an alarm. but_not: who knows already."""
    given = said.is_told and _give(said, assigner, now=now, ledger=ledger)
    woken = _raise_alarm(said, assigner, alarmed, now=now, ledger=ledger) if said.by_person else frozenset()
    if not said.is_told:
        return
    usual = Notice.NEW_TICKET if said.is_new else Notice.GUEST_WROTE
    told = tickets.tell(
        said.ticket,
        Notice.ASSIGNED if given else usual,
        said.message_id,
        now=now,
        but_not=but_not,
        people=assigner.people,
        watching_ids=said.watching_ids,
    )
    effects = tuple(effect for effect in told if effect.member_id not in woken)
    apply.write(said.ticket, Decision(effects=effects), actor=SYSTEM, now=now, ledger=ledger)


def _give(said: Said, assigner: Assigner, *, now: datetime, ledger: Ledger | None) -> bool:
    """Whether it has a new owner, who did not take it himself."""
    if said.is_new:
        decision = assigner.place(said.ticket, now=now)
    elif said.ticket.assignee_id is not None:
        decision = assigner.hand_on(said.ticket, now=now)
    else:
        return False
    if decision != Decision():
        apply.write(said.ticket, decision, actor=SYSTEM, now=now, ledger=ledger)
    return decision.changes.get("assignee_id") is not None


def _raise_alarm(
    said: Said, assigner: Assigner, alarmed: MutableSet[int], *, now: datetime, ledger: Ledger | None
) -> frozenset[int]:
    """Whom it woke."""
    ticket = said.ticket
    phrase = emergencies.found(assigner.hotel, said.new_words)
    if phrase is None:
        return frozenset()
    if ticket.id in alarmed or (not said.is_new and emergencies.is_armed(ticket)):
        emergencies.note_again(ticket, phrase, now=now, ledger=ledger)
        return frozenset()
    alarmed.add(ticket.id)
    return emergencies.alarm(
        ticket,
        phrase,
        hotel=assigner.hotel,
        people=assigner.people,
        message_id=said.message_id,
        now=now,
        ledger=ledger,
    )

"""Snoozing a ticket: out of the queue until a moment, or until the guest writes. In the caller's transaction.

The state stays what it is; what else wakes a ticket is workflow/machine's.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from workflow import apply, machine
from workflow.errors import Invalid
from workflow.models import Deadline, Hotel, Ticket
from workflow.services import assignment, tickets
from workflow.values import SYSTEM, Actor, DeadlineDraft, DeadlineKind, Decision, EventDraft, Notice

LONGEST = timedelta(days=366)


def until(
    ticket: Ticket, moment: datetime, *, actor: Actor, now: datetime, version: int | None = None
) -> int:
    """Out of the queue until then. Returns the new version. Raises Invalid, MoveRefused for one that is done, VersionStale."""
    tickets.check_version(ticket, version)
    tickets.refuse_done(ticket, "snoozed")
    if moment <= now:
        raise Invalid("This moment has passed: a ticket is snoozed until a later one.", "until")
    if moment - now > LONGEST:
        raise Invalid("A ticket is snoozed for a year at most.", "until")
    decision = Decision(
        changes={"snoozed_until": moment},
        events=(EventDraft("snoozed", "snoozed until", _iso(ticket.snoozed_until), _iso(moment)),),
        arm=(DeadlineDraft(DeadlineKind.SNOOZE_ENDS, moment),),
        cancel=(DeadlineKind.SNOOZE_ENDS,),
    )
    return apply.write(ticket, decision, actor=actor, now=now)


def wake(ticket: Ticket, *, actor: Actor, now: datetime, version: int | None = None) -> int:
    """Back in the queue before its time. Returns the version, the old one when it was not snoozed. Raises VersionStale."""
    tickets.check_version(ticket, version)
    if ticket.snoozed_until is None:
        return int(ticket.version)
    return apply.write(ticket, _woken(), actor=actor, now=now)


def ends(_deadline: Deadline, ticket: Ticket | None, now: datetime) -> None:
    """The moment has come: back in the queue, to others when its owner is off his shift; whom it concerns is told."""
    if ticket is None or ticket.snoozed_until is None:
        return
    apply.write(ticket, replace(_woken(), cancel=()), actor=SYSTEM, now=now)
    assigner = assignment.of_hotel(Hotel.get_by_id(ticket.hotel_id), now=now)
    passed_on = assigner.hand_on(ticket, now=now)
    if passed_on != Decision():
        apply.write(ticket, passed_on, actor=SYSTEM, now=now)
    assignment.keep_turns([assigner])
    shown = tickets.last_guest_message(ticket.id)
    told = tickets.tell(ticket, Notice.SNOOZE_ENDED, shown, now=now, people=assigner.people)
    apply.write(ticket, Decision(effects=told), actor=SYSTEM, now=now)


def _woken() -> Decision:
    return Decision(
        changes={"snoozed_until": None},
        events=(machine.SNOOZE_ENDED,),
        cancel=(DeadlineKind.SNOOZE_ENDS,),
    )


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None

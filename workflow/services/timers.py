"""Deadlines that have come: each is done and written once, together with its own end, in one transaction.

What a kind does is named in HANDLERS; how it is decided stands with the thing itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from workflow import apply, machine
from workflow.errors import MoveRefused
from workflow.models import Deadline, Ticket
from workflow.services import (
    duty_changes,
    emergencies,
    held_mail,
    purging,
    recall,
    reconciling,
    reminders,
    replacements,
    sla_firing,
    sla_recompute,
    snooze,
    tickets,
    unused_files,
    webhook_deliveries,
    window_end,
)
from workflow.values import SYSTEM, DeadlineDraft, DeadlineKind, Decision, State

Handler = Callable[[Deadline, Ticket | None, datetime], None]
"""Gets the deadline, its ticket (locked; None for one of the hotel) and now. Must stand a ticket that moved on."""


def fire(deadline_id: int, *, now: datetime) -> bool:
    """Does what the deadline says, in the open transaction. False when it was fired or cancelled before.

    A ticket that was deleted or merged into another one meanwhile is left alone: its deadline is cancelled.
    """
    deadline = Deadline.get_by_id(deadline_id)
    ticket = tickets.lock(deadline.ticket_id) if deadline.ticket_id is not None else None
    is_gone = ticket is not None and (ticket.deleted_at is not None or ticket.merged_into_id is not None)
    ended = (
        Deadline.update(state="cancelled" if is_gone else "fired", finished_at=now)
        .where(Deadline.id == deadline_id, Deadline.state == "armed", Deadline.due_at <= now)
        .execute()
    )
    if not ended or is_gone:
        return False
    HANDLERS[DeadlineKind(deadline.kind)](deadline, ticket, now)
    return True


def arm_again(ticket: Ticket, *, now: datetime) -> None:
    """For a ticket that was deleted and comes back: the times of its state begin anew."""
    decision = Decision(
        arm=machine.deadlines_of(State(ticket.state), now=now, rules=tickets.hotel_rules(ticket)),
        cancel=machine.OF_A_STATE,
    )
    until: datetime | None = ticket.snoozed_until
    if until is not None:
        again = DeadlineDraft(DeadlineKind.SNOOZE_ENDS, until)
        decision = replace(decision, arm=(*decision.arm, again), cancel=(*decision.cancel, again.kind))
    apply.write(ticket, decision, actor=SYSTEM, now=now)


def _move(deadline: Deadline, ticket: Ticket | None, now: datetime) -> None:
    """The state table says what the moment means; a ticket that has left the state stays as it is."""
    assert ticket is not None
    trigger = machine.FIRES[DeadlineKind(deadline.kind)]
    try:
        decision = machine.decide(apply.snapshot(ticket), trigger, now=now, rules=tickets.hotel_rules(ticket))
    except MoveRefused:
        return
    apply.write(ticket, decision, actor=SYSTEM, now=now)


HANDLERS: dict[DeadlineKind, Handler] = {
    DeadlineKind.RESOLVE_WAITING: _move,
    DeadlineKind.CLOSE_RESOLVED: _move,
    DeadlineKind.REMIND_WAITING: reminders.remind,
    DeadlineKind.SNOOZE_ENDS: snooze.ends,
    DeadlineKind.HELD_EXPIRES: held_mail.expires,
    DeadlineKind.SHIFT_CHANGE: duty_changes.fire,
    DeadlineKind.WINDOW_CLOSES: window_end.warn,
    DeadlineKind.RECONCILE_WHATSAPP: reconciling.fire,
    DeadlineKind.EMERGENCY: emergencies.repeat,
    DeadlineKind.PURGE: purging.fire,
    DeadlineKind.SLA: sla_firing.fire,
    DeadlineKind.SLA_RECOMPUTE: sla_recompute.fire,
    DeadlineKind.FORGET_FILES: unused_files.fire,
    DeadlineKind.FORGET_WEBHOOKS: webhook_deliveries.forget,
    DeadlineKind.ANSWER_GOES: recall.goes,
    DeadlineKind.REPLACE: replacements.fire,
}

"""Deadlines that have come: each is decided and written once, together with its own end, in one transaction."""

from __future__ import annotations

from datetime import datetime

from workflow import apply, machine
from workflow.errors import MoveRefused
from workflow.models import Deadline
from workflow.services import tickets
from workflow.values import SYSTEM, DeadlineKind


def fire(deadline_id: int, *, now: datetime) -> bool:
    """Does what the deadline says, in the open transaction. False when it was fired or cancelled before."""
    deadline = Deadline.get_by_id(deadline_id)
    ticket = tickets.lock(deadline.ticket_id)
    fired = (
        Deadline.update(state="fired", finished_at=now)
        .where(Deadline.id == deadline_id, Deadline.state == "armed", Deadline.due_at <= now)
        .execute()
    )
    if not fired:
        return False
    trigger = machine.FIRES[DeadlineKind(deadline.kind)]
    before = apply.snapshot(ticket)
    try:
        decision = machine.decide(before, trigger, now=now, rules=tickets.hotel_rules(ticket))
    except MoveRefused:
        return False
    apply.write(ticket, decision, actor=SYSTEM, now=now)
    return True

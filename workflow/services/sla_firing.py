"""A clock of a ticket has come to something: a warning, a breach, the next step of the ladder (R-WF-4).

What is due is asked of the ticket's history, so a deadline that comes late finds all it missed, each thing once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from workflow import apply, clocks, escalation, sla
from workflow.duty import Member, to_tell
from workflow.ledger import Ledger
from workflow.models import Deadline, Department, Hotel, Ticket
from workflow.services import duty, tickets
from workflow.sla import FactKind, Policy, Step, StepKind, Target
from workflow.values import SYSTEM, Decision, EffectDraft, EffectKind, EventDraft, Notice

_EVENTS = {
    StepKind.WARN: FactKind.WARNED,
    StepKind.BREACH: FactKind.BREACHED,
    StepKind.ESCALATE: FactKind.ESCALATED,
}


def fire(deadline: Deadline, ticket: Ticket | None, now: datetime) -> None:
    """Does what is due by now and arms what comes next, in the open transaction. The ticket is locked.

    What came due before the policies changed, while no clock ran, is told by those that count now.
    """
    assert ticket is not None
    policies = clocks.held_policies([ticket.hotel_id])[ticket.hotel_id]
    policy = clocks.policy_of(ticket, policies)
    facts = clocks.history([ticket.id]).get(ticket.id, [])
    if policy is not None and deadline.due_at < policy.told_from:
        policy = replace(policy, told_from=ticket.created_at)
    running = clocks.clocks_of(ticket, () if policy is None else (policy,), facts)
    steps = sla.due_steps(running, now)
    if policy is not None and steps:
        due = {clock.target: clock.due_at for clock in running}
        apply.write(ticket, _decision(ticket, policy, steps, due, now=now), actor=SYSTEM, now=now)
        return
    book = Ledger()
    book.set_clocks(ticket, now=now)
    book.flush()


def _decision(
    ticket: Ticket,
    policy: Policy,
    steps: Sequence[Step],
    due: Mapping[Target, datetime | None],
    *,
    now: datetime,
) -> Decision:
    """A line of the timeline for each step, and one mail for each person and target, however many steps are due."""
    people = duty.people(Hotel.get_by_id(ticket.hotel_id), now=now)
    message_id = tickets.last_guest_message(ticket.id)
    decision = Decision()
    has_mail: set[tuple[int, Target]] = set()
    for step in steps:
        told = _told(ticket, policy, step, people)
        moment = _moment(due[step.target])
        decision = decision.with_events(_event(step, moment, told))
        fresh = [member for member in told if (member.staff_id, step.target) not in has_mail]
        has_mail |= {(member.staff_id, step.target) for member in fresh}
        decision = decision.with_effects(
            *(_letter(step, moment, member, message_id) for member in fresh),
        )
    return decision


def _told(ticket: Ticket, policy: Policy, step: Step, people: Sequence[Member]) -> tuple[Member, ...]:
    if step.kind is StepKind.WARN:
        return to_tell(people, assignee_id=ticket.assignee_id, department_id=ticket.department_id)
    rungs = [rung.to for rung in policy.ladder[step.number :]]
    return escalation.told(rungs, people, assignee_id=ticket.assignee_id, lead_id=_lead(ticket))


def _lead(ticket: Ticket) -> int | None:
    department = Department.get_or_none(Department.id == ticket.department_id)
    return department.lead_id if department else None


def _event(step: Step, due: str, told: Sequence[Member]) -> EventDraft:
    """What clocks read of it later stands in kind and field: `new` may be erased."""
    field = sla.step_mark(step.target, step.number) if step.kind is StepKind.ESCALATE else str(step.target)
    names = ", ".join(member.name for member in told)
    return EventDraft(_EVENTS[step.kind], field, old=due, new=names)


def _letter(step: Step, due: str, member: Member, message_id: int | None) -> EffectDraft:
    notice = Notice.SLA_WARNED if step.kind is StepKind.WARN else Notice.SLA_BREACHED
    payload = {"notice": notice, "target": step.target, "due": due}
    return EffectDraft(
        EffectKind.SEND_NOTICE, message_id=message_id, member_id=member.staff_id, payload=payload
    )


def _moment(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at is not None else ""

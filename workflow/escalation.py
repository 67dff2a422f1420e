"""Whom a step of an SLA ladder tells. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from workflow.duty import PEOPLE, Member, fallback
from workflow.sla import Rung
from workflow.values import Role


def told(
    rungs: Sequence[Rung], members: Sequence[Member], *, assignee_id: int | None, lead_id: int | None
) -> tuple[Member, ...]:
    """Those of the first rung where there is somebody whom mail reaches; else the managers; never nobody."""
    people = [member for member in members if member.role in PEOPLE and not member.mail_error]
    for rung in (*rungs, Rung.MANAGER):
        found = _of(rung, people, assignee_id=assignee_id, lead_id=lead_id)
        if found:
            return found
    return fallback(members)


def _of(
    rung: Rung, people: Sequence[Member], *, assignee_id: int | None, lead_id: int | None
) -> tuple[Member, ...]:
    match rung:
        case Rung.ASSIGNEE:
            return tuple(member for member in people if member.staff_id == assignee_id)
        case Rung.DEPARTMENT_LEAD:
            return tuple(member for member in people if member.staff_id == lead_id)
        case Rung.MANAGER:
            return managers(people)


def managers(members: Sequence[Member]) -> tuple[Member, ...]:
    """The managers; in a hotel without one the owners."""
    found = tuple(member for member in members if member.role is Role.MANAGER)
    return found or tuple(member for member in members if member.role is Role.OWNER)

"""Who is told about a ticket by mail. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.values import Role


@dataclass(frozen=True, slots=True)
class Member:
    """An enabled membership of one hotel, with the account behind it."""

    staff_id: int
    email: str
    name: str
    role: Role
    department_id: int | None
    on_duty: bool
    mail_error: str = ""  # why his notices come back


_PEOPLE = frozenset({Role.OWNER, Role.MANAGER, Role.RECEPTION, Role.STAFF})
_FALLBACK = frozenset({Role.OWNER, Role.MANAGER})


def to_tell(
    members: Sequence[Member], *, assignee_id: int | None, department_id: int | None
) -> tuple[Member, ...]:
    """The assignee; without one everybody on duty whom the ticket concerns; with nobody on duty the managers."""
    people = [member for member in members if member.role in _PEOPLE]
    assignee = [member for member in people if member.staff_id == assignee_id]
    if assignee:
        return tuple(assignee)
    on_duty = [member for member in people if member.on_duty and _concerned(member, department_id)]
    return tuple(on_duty or [member for member in people if member.role in _FALLBACK])


def _concerned(member: Member, department_id: int | None) -> bool:
    return member.role is not Role.STAFF or department_id is None or member.department_id == department_id

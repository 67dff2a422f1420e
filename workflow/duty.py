"""Who is told about a ticket by mail, and who stands in when nobody is on duty. Pure.

Whether a member is on duty at a moment is read from his shifts (workflow/roster) or, in a hotel without any, from
his own switch; workflow/services/duty puts the answer into `Member.on_duty`.
"""

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
    has_shifts: bool = False  # he keeps a week of shifts, even an empty one
    alarm_phone: str = ""  # E.164; woken on it by WhatsApp
    language: str = ""  # of mails to him; "": the hotel's
    stands_in: bool = False  # chosen by the hotel for hours when nobody is on duty


PEOPLE = frozenset({Role.OWNER, Role.MANAGER, Role.RECEPTION, Role.STAFF})
_LEADERS = frozenset({Role.OWNER, Role.MANAGER})


def to_tell(
    members: Sequence[Member], *, assignee_id: int | None, department_id: int | None
) -> tuple[Member, ...]:
    """The assignee; without one everybody on duty whom the ticket concerns; with nobody on duty the fallback group.

    Who cannot be reached by mail does not count as told: then others are told as well, or instead.
    """
    people = [member for member in members if member.role in PEOPLE]
    assignee = [member for member in people if member.staff_id == assignee_id]
    if assignee and not assignee[0].mail_error:
        return tuple(assignee)
    present = [member for member in people if member.on_duty and concerns(member, department_id)]
    told = _reachable(present) or list(fallback(members))
    return tuple(assignee + [member for member in told if member not in assignee])


def fallback(members: Sequence[Member]) -> tuple[Member, ...]:
    """Those the hotel chose; else owners and managers; else everybody. Never nobody while there is anybody."""
    people = [member for member in members if member.role in PEOPLE]
    chosen = [member for member in people if member.stands_in]
    leaders = [member for member in people if member.role in _LEADERS]
    for group in (chosen, leaders, people):
        if _reachable(group):
            return tuple(_reachable(group))
    return tuple(chosen or leaders or people)


def concerns(member: Member, department_id: int | None) -> bool:
    """Whether a ticket of this department is his business: staff look after their own department."""
    return member.role is not Role.STAFF or department_id is None or member.department_id == department_id


def on_duty_or_fallback(members: Sequence[Member]) -> tuple[Member, ...]:
    """Everybody on duty who can be reached, else the fallback group."""
    present = [member for member in members if member.on_duty and member.role in PEOPLE]
    return tuple(_reachable(present)) or fallback(members)


def to_alarm(members: Sequence[Member], chosen: Sequence[int]) -> tuple[Member, ...]:
    """Whom an emergency wakes (R-TKT-12): the chosen members; else leaders and all on duty, whoever can be reached."""
    people = [member for member in members if member.role in PEOPLE]
    wanted = [member for member in people if member.staff_id in chosen]
    if _reachable(wanted):
        return tuple(wanted)
    default = [member for member in people if member.role in _LEADERS or member.on_duty]
    if _reachable(default):
        return tuple(wanted + [member for member in default if member not in wanted])
    return tuple(people)


def _reachable(members: Sequence[Member]) -> list[Member]:
    return [member for member in members if not member.mail_error]

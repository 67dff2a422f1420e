"""Members of a hotel as people look after them: who there is, disabling one, and letting him in again (R-STAFF-6).

In the caller's transaction. Everything a member may do is asked for at the moment it is done, so what is disabled is
dead at once: his session's seat, his reply addresses and links, what he wrote and has not gone out yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workflow.database import rows
from workflow.errors import Forbidden, Invalid, NotFound
from workflow.models import Hotel, Membership
from workflow.services import duty_changes, notice_settings
from workflow.values import Role


@dataclass(frozen=True, slots=True)
class Colleague:
    """One membership, disabled ones too."""

    hotel_id: int
    staff_id: int
    name: str
    email: str
    role: Role
    department_id: int | None
    disabled_at: datetime | None
    mutes_receipts: bool


_ROWS = """
SELECT m.hotel_id, m.staff_id, s.name, s.email, m.role, m.department_id, coalesce(m.disabled_at, s.disabled_at),
  m.mutes_receipts
FROM memberships m JOIN staff s ON s.id = m.staff_id WHERE m.hotel_id = ANY(%s) AND {more} ORDER BY s.name, s.id
"""


def of_hotels(hotel_ids: Sequence[int]) -> tuple[Colleague, ...]:
    """By name."""
    return tuple(_colleague(*row) for row in rows(_ROWS.format(more="true"), (list(hotel_ids),)))


def find(hotel_ids: Sequence[int], staff_id: int) -> Colleague:
    """Raises NotFound."""
    found = rows(_ROWS.format(more="m.staff_id = %s"), (list(hotel_ids), min(staff_id, 2**63 - 1)))
    if not found:
        raise NotFound("There is no such member.")
    return _colleague(*found[0])


def disable(colleague: Colleague, *, by_staff_id: int | None, by_role: Role, now: datetime) -> None:
    """He is out at once, wherever he is; the clock gives his tickets to others. Raises Invalid for oneself, Forbidden for an owner when one is none."""
    if colleague.staff_id == by_staff_id:
        raise Invalid("You cannot disable yourself; somebody else may.", "id")
    _check_rank(colleague, by_role)
    if colleague.disabled_at is None:
        with duty_changes.changing(Hotel.get_by_id(colleague.hotel_id), now=now, gone=(colleague.staff_id,)):
            _set(colleague, now)
        rows("SELECT bellhop_sessions_end(%s)", (colleague.staff_id,))
        notice_settings.drop_waiting(colleague.hotel_id, colleague.staff_id, now=now)


def enable(colleague: Colleague, *, by_role: Role, now: datetime) -> None:
    """He is a member again, with the role and shifts he had. What was stopped meanwhile stays stopped."""
    _check_rank(colleague, by_role)
    with duty_changes.changing(Hotel.get_by_id(colleague.hotel_id), now=now):
        _set(colleague, None)


def _check_rank(colleague: Colleague, by_role: Role) -> None:
    if colleague.role is Role.OWNER and by_role not in (Role.OWNER, Role.PLATFORM):
        raise Forbidden("Only an owner may do this to an owner.")


def _set(colleague: Colleague, disabled_at: datetime | None) -> None:
    Membership.update(disabled_at=disabled_at).where(
        Membership.hotel_id == colleague.hotel_id, Membership.staff_id == colleague.staff_id
    ).execute()


def _colleague(hotel_id: int, staff_id: int, name: str, email: str, role: str, *rest: object) -> Colleague:
    return Colleague(hotel_id, staff_id, name, email, Role(role), *rest)  # type: ignore[arg-type]

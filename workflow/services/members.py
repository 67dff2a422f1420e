"""Members of a hotel as people look after them: who there is, and what of an account its hotel may know.

In the caller's transaction. Changing them is member_changes'.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workflow.database import rows
from workflow.errors import NotFound
from workflow.values import Role


@dataclass(frozen=True, slots=True)
class Colleague:
    """One membership, disabled ones too. is_invited: no password has been set yet."""

    hotel_id: int
    staff_id: int
    name: str
    email: str
    role: Role
    department_id: int | None
    disabled_at: datetime | None
    mutes_receipts: bool
    phone: str = ""
    language: str = ""
    is_invited: bool = False
    has_second_factor: bool = False


_ROWS = """
SELECT m.hotel_id, m.staff_id, s.name, s.email, m.role, m.department_id, coalesce(m.disabled_at, s.disabled_at),
  m.mutes_receipts, m.alarm_phone, m.language, NOT marks.has_password, marks.has_totp
FROM memberships m JOIN staff s ON s.id = m.staff_id
JOIN bellhop_account_marks((SELECT array_agg(staff_id) FROM memberships WHERE hotel_id = ANY(%s))) marks
  ON marks.staff_id = m.staff_id
WHERE m.hotel_id = ANY(%s) AND m.removed_at IS NULL AND {more} ORDER BY s.name, s.id, m.hotel_id
"""


def of_hotels(hotel_ids: Sequence[int]) -> tuple[Colleague, ...]:
    """By name."""
    return tuple(
        _colleague(*row) for row in rows(_ROWS.format(more="true"), (list(hotel_ids), list(hotel_ids)))
    )


def find(hotel_ids: Sequence[int], staff_id: int) -> Colleague:
    """Raises NotFound."""
    wanted = min(staff_id, 2**63 - 1)
    found = rows(_ROWS.format(more="m.staff_id = %s"), (list(hotel_ids), list(hotel_ids), wanted))
    if not found:
        raise NotFound("There is no such member.")
    return _colleague(*found[0])


def _colleague(hotel_id: int, staff_id: int, name: str, email: str, role: str, *rest: object) -> Colleague:
    return Colleague(hotel_id, staff_id, name, email, Role(role), *rest)  # type: ignore[arg-type]

"""What the demo hotel promises: a standard and an urgent policy, around the clock. A hotel that changed them keeps its own."""

from __future__ import annotations

from datetime import datetime

from workflow.models import Department
from workflow.services import sla_policies
from workflow.services.hotels import members
from workflow.services.sla_policies import PolicyDraft
from workflow.sla import Rung
from workflow.values import SYSTEM, Priority

_LADDER = (
    {"after": 0, "to": Rung.ASSIGNEE},
    {"after": 30, "to": Rung.DEPARTMENT_LEAD},
    {"after": 60, "to": Rung.MANAGER},
)
_POLICIES = (
    PolicyDraft(
        name="Standard",
        accepted_minutes=30,
        first_response_minutes=60,
        next_response_minutes=120,
        resolution_minutes=24 * 60,
        warn_percent=25,
        ladder=_LADDER,
    ),
    PolicyDraft(
        name="Urgent",
        priority=Priority.URGENT,
        accepted_minutes=5,
        first_response_minutes=15,
        next_response_minutes=30,
        resolution_minutes=4 * 60,
        warn_percent=25,
        ladder=_LADDER,
    ),
)


def seed_policies(hotel_id: int, *, lead_email: str, department_id: int, now: datetime) -> None:
    """In the open transaction; nothing where there are policies already. Raises Invalid without a manager."""
    if sla_policies.every([hotel_id]):
        return
    lead = next((member.staff_id for member in members(hotel_id) if member.email == lead_email), None)
    if Department.get_by_id(department_id).lead_id is None:
        sla_policies.set_lead(hotel_id, department_id, lead, actor=SYSTEM, now=now)
    for draft in _POLICIES:
        sla_policies.create(hotel_id, draft, actor=SYSTEM, now=now)

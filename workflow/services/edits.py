"""Changes to what a ticket says of itself: priority, subject, category, department. In the caller's transaction.

State and assignee have rules of their own: workflow/services/tickets.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workflow import apply
from workflow.database import rows
from workflow.errors import Invalid
from workflow.models import Ticket
from workflow.services import notice_settings, tickets
from workflow.values import Actor, Decision, EventDraft, Priority


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to change; None leaves a field as it is, 0 takes category or department away."""

    priority: Priority | None = None
    subject: str | None = None
    category_id: int | None = None
    department_id: int | None = None


def edit(ticket: Ticket, wanted: Edit, *, actor: Actor, now: datetime, version: int | None = None) -> int:
    """Returns the new version, the old one when nothing changes. Raises Invalid, VersionStale."""
    tickets.check_version(ticket, version)
    decision = Decision()
    if wanted.priority is not None and wanted.priority != ticket.priority:
        decision = _changed(decision, "priority", ticket.priority, wanted.priority, priority=wanted.priority)
    is_renamed = wanted.subject is not None and wanted.subject != ticket.subject
    if is_renamed and (subject := _checked_subject(wanted.subject or "")) != ticket.subject:
        decision = _changed(decision, "subject", ticket.subject, subject, subject=subject)
    if wanted.category_id is not None and wanted.category_id != (ticket.category_id or 0):
        old, new = _category(ticket, ticket.category_id), _category(ticket, wanted.category_id)
        decision = _changed(decision, "category", old, new, category_id=wanted.category_id or None)
    if wanted.department_id is not None and wanted.department_id != (ticket.department_id or 0):
        old, new = _department(ticket, ticket.department_id), _department(ticket, wanted.department_id)
        decision = _changed(decision, "department", old, new, department_id=wanted.department_id or None)
    if decision.changes.get("priority") == Priority.URGENT:
        notice_settings.look_again_at(ticket, now=now)
    return apply.write(ticket, decision, actor=actor, now=now)


def _changed(decision: Decision, field: str, old: str | None, new: str | None, **change: object) -> Decision:
    return decision.with_changes(**change).with_events(EventDraft("edited", field, old, new))


def _checked_subject(subject: str) -> str:
    subject = " ".join(subject.replace("\x00", "").split())
    if not subject:
        raise Invalid("A ticket needs a subject.", "subject")
    if len(subject) > tickets.MAX_SUBJECT:
        raise Invalid(
            "A subject has at most %(most)s characters.", "subject", values={"most": tickets.MAX_SUBJECT}
        )
    return subject


def _category(ticket: Ticket, id: int | None) -> str | None:
    """The name; a category is the hotel's own or shared by all. Raises Invalid when there is none."""
    if not id:
        return None
    found = rows(
        "SELECT name FROM categories WHERE id = %s AND (hotel_id IS NULL OR hotel_id = %s)",
        (id, ticket.hotel_id),
    )
    if not found:
        raise Invalid("There is no such category.", "categoryId")
    return str(found[0][0])


def _department(ticket: Ticket, id: int | None) -> str | None:
    if not id:
        return None
    found = rows("SELECT name FROM departments WHERE id = %s AND hotel_id = %s", (id, ticket.hotel_id))
    if not found:
        raise Invalid("There is no such department.", "departmentId")
    return str(found[0][0])

"""Watchers: members who want to hear of a ticket that is not theirs. In the caller's transaction.

Who watches hears only as long as he may see the ticket; the mail itself is workflow/services/tickets' (`tell`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from workflow import apply, roles
from workflow.database import rows
from workflow.duty import Member
from workflow.errors import Invalid
from workflow.models import Ticket, Watcher
from workflow.services.hotels import members
from workflow.values import Actor, Decision, EventDraft


def watch(ticket: Ticket, staff_id: int, *, actor: Actor, now: datetime) -> int:
    """He hears of it from now on; twice is once. Returns the version. Raises Invalid for somebody who is no member."""
    member = next((member for member in members(ticket.hotel_id) if member.staff_id == staff_id), None)
    if member is None:
        raise Invalid("This person is not a member of the hotel.", "staffId")
    added = (
        Watcher.insert(hotel_id=ticket.hotel_id, ticket_id=ticket.id, staff_id=staff_id)
        .on_conflict_ignore()
        .returning(Watcher.staff_id)
        .execute()
    )
    if not list(added):
        return int(ticket.version)
    event = EventDraft("watched", "watchers", None, member.name)
    return apply.write(ticket, Decision(events=(event,)), actor=actor, now=now)


def unwatch(ticket: Ticket, staff_id: int, *, actor: Actor, now: datetime) -> int:
    """He hears nothing more, unless it concerns him otherwise. Returns the version."""
    removed = (
        Watcher.delete()
        .where(
            Watcher.ticket_id == ticket.id, Watcher.hotel_id == ticket.hotel_id, Watcher.staff_id == staff_id
        )
        .execute()
    )
    if not removed:
        return int(ticket.version)
    name = rows("SELECT name FROM staff WHERE id = %s", (staff_id,))
    event = EventDraft("unwatched", "watchers", name[0][0] if name else None, None)
    return apply.write(ticket, Decision(events=(event,)), actor=actor, now=now)


def of_tickets(ticket_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """Who watches, by ticket; whether he may see it is asked when he is told."""
    found: dict[int, frozenset[int]] = {}
    for ticket_id, staff_id in rows(
        "SELECT ticket_id, staff_id FROM watchers WHERE ticket_id = ANY(%s)", (list(ticket_ids),)
    ):
        found[ticket_id] = found.get(ticket_id, frozenset()) | {staff_id}
    return found


def watchers(ticket: Ticket) -> tuple[Member, ...]:
    """The enabled members who watch it and may see it, by name."""
    ids = {
        id
        for (id,) in rows(
            "SELECT staff_id FROM watchers WHERE ticket_id = %s AND hotel_id = %s",
            (ticket.id, ticket.hotel_id),
        )
    }
    if not ids:
        return ()
    return tuple(
        member
        for member in members(ticket.hotel_id)
        if member.staff_id in ids
        and roles.concerns(
            member.role,
            staff_id=member.staff_id,
            department_id=member.department_id,
            assignee_id=ticket.assignee_id,
            ticket_department_id=ticket.department_id,
        )
    )

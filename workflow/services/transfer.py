"""Passing a ticket on to a person or to a department, with a reason (R-WF-6). In the caller's transaction.

The reason stands in the thread as an internal note, and in the mail to the new people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from workflow import apply, machine, refusals
from workflow.database import rows
from workflow.duty import Member, to_tell
from workflow.errors import Invalid
from workflow.ledger import Ledger
from workflow.models import Hotel, Message, Ticket
from workflow.services import duty, messages, tickets
from workflow.services.hotels import members
from workflow.values import Actor, Decision, Direction, EffectDraft, EventDraft, Notice, Role, Trigger

MAX_REASON = 500


def to_person(
    ticket: Ticket,
    staff_id: int,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
    channel: str,
    version: int | None = None,
) -> int:
    """The ticket is his; he is told by mail, with the reason. Returns the new version.

    Raises Invalid (no reason, no member, his already), MoveRefused for one that is done, VersionStale.
    """
    why = _checked(ticket, reason, version)
    people = {member.staff_id: member for member in members(ticket.hotel_id)}
    person = people.get(staff_id)
    if person is None:
        raise tickets.no_member(staff_id, actor=actor)
    if person.role is Role.AI_AGENT:
        raise Invalid("A ticket is passed on to a person, not to a program.", "assigneeId")
    if staff_id == ticket.assignee_id:
        raise Invalid(refusals.HAS_IT_ALREADY, "assigneeId", values={"name": person.name})
    event = EventDraft("transferred", "assignee", _name(people, ticket.assignee_id), person.name)
    decision = _decided(ticket, staff_id, Trigger.TAKEN, now=now).with_events(event)
    decision = decision.with_effects(*tickets.tell_former(ticket, actor=actor))
    told = (person,) if staff_id != actor.id else ()
    return _write(ticket, decision, told, why, actor=actor, now=now, channel=channel)


def to_department(
    ticket: Ticket,
    department_id: int,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
    channel: str,
    version: int | None = None,
) -> int:
    """The ticket is the department's, and nobody's: its people on duty are told. Returns the new version.

    Raises Invalid (no reason, no such department, there already), MoveRefused for one that is done, VersionStale.
    """
    why = _checked(ticket, reason, version)
    name = _department(ticket, department_id)
    if name is None:
        raise Invalid("There is no such department.", "departmentId")
    if department_id == ticket.department_id and ticket.assignee_id is None:
        raise Invalid("This ticket is with %(name)s already.", "departmentId", values={"name": name})
    people = members(ticket.hotel_id)
    owner = _name({member.staff_id: member for member in people}, ticket.assignee_id)
    event = EventDraft("transferred", "department", _department(ticket, ticket.department_id), name)
    decision = _decided(ticket, None, Trigger.RELEASED, now=now).with_events(event)
    if ticket.assignee_id is not None:
        decision = decision.with_events(EventDraft("assigned", "assignee", owner, None))
        decision = decision.with_effects(*tickets.tell_former(ticket, actor=actor))
    decision = decision.with_changes(department_id=department_id)
    present = duty.people(Hotel.get_by_id(ticket.hotel_id), now=now)
    told = to_tell(
        [person for person in present if person.staff_id != actor.id],
        assignee_id=None,
        department_id=department_id,
    )
    return _write(ticket, decision, told, why, actor=actor, now=now, channel=channel)


def _checked(ticket: Ticket, reason: str, version: int | None) -> str:
    """The reason in one line."""
    tickets.check_version(ticket, version)
    tickets.refuse_done(ticket, "passed on")
    line = " ".join(reason.replace("\x00", "").split())
    if not line:
        raise Invalid("Say why: whoever gets the ticket reads it first.", "reason")
    if len(line) > MAX_REASON:
        raise Invalid("A reason has at most %(most)s characters.", "reason", values={"most": MAX_REASON})
    return line


def _decided(ticket: Ticket, assignee_id: int | None, trigger: Trigger, *, now: datetime) -> Decision:
    after = replace(apply.snapshot(ticket), assignee_id=assignee_id)
    decision = machine.decide(after, trigger, now=now, rules=tickets.hotel_rules(ticket))
    return decision.with_changes(assignee_id=assignee_id)


def _write(
    ticket: Ticket,
    decision: Decision,
    told: tuple[Member, ...],
    reason: str,
    *,
    actor: Actor,
    now: datetime,
    channel: str,
) -> int:
    book = Ledger()
    note = Message(
        hotel_id=ticket.hotel_id,
        ticket_id=ticket.id,
        direction=Direction.NOTE,
        channel=channel,
        author_kind=actor.kind,
        author_id=actor.id,
        author_name=actor.name,
        body=reason,
        created_at=now,
    )
    messages.add(book, note)
    shown = tickets.last_guest_message(ticket.id)
    notices = tuple(_notice(person, shown, note) for person in told)
    version = apply.write(ticket, decision.with_effects(*notices), actor=actor, now=now, ledger=book)
    book.flush()
    return version


def _notice(person: Member, message_id: int | None, note: Message) -> EffectDraft:
    draft = tickets.notice(Notice.TRANSFERRED, person.staff_id, message_id)
    return replace(draft, payload={**draft.payload, "reason": str(note.id)})


def _name(people: Mapping[int, Member], staff_id: int | None) -> str | None:
    found = people.get(staff_id) if staff_id is not None else None
    return found.name if found else None


def _department(ticket: Ticket, id: int | None) -> str | None:
    found = rows("SELECT name FROM departments WHERE id = %s AND hotel_id = %s", (id, ticket.hotel_id))
    return str(found[0][0]) if found else None

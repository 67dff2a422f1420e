"""What people do to tickets: open, take, assign, move, note. Each runs in the caller's transaction.

Answering the guest is workflow/services/replies; what mail does is workflow/services/intake.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from workflow import apply, machine, refusals
from workflow.database import rows
from workflow.duty import Member, to_tell
from workflow.errors import Invalid, MoveRefused, NotFound, VersionStale
from workflow.ledger import Ledger, joined, note_reading
from workflow.models import Hotel, Message, Ticket
from workflow.notices import with_watchers
from workflow.pid import Pid, month_of
from workflow.services import duty, watching
from workflow.services.hotels import members, rules_of
from workflow.values import (
    Actor,
    ActorKind,
    Decision,
    Direction,
    EffectDraft,
    EffectKind,
    EventDraft,
    HotelRules,
    Notice,
    Priority,
    Role,
    Rule,
    Source,
    State,
    Trigger,
)

MAX_SUBJECT = 500
MAX_BODY = 200_000


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What a ticket begins with. received_at decides the month of its number."""

    hotel_id: int
    source: Source
    subject: str
    description: str
    received_at: datetime
    placed_by: Rule
    priority: Priority = Priority.MEDIUM
    channel_id: int | None = None
    contact_id: int | None = None
    requester_address: str = ""
    requester_name: str = ""
    language: str = ""
    guest_id: int | None = None
    stay_id: int | None = None
    room_id: int | None = None
    category_id: int | None = None
    department_id: int | None = None
    linked_id: int | None = None


def open_ticket(
    new: NewTicket, *, actor: Actor, now: datetime, hotel: Hotel | None = None, ledger: Ledger | None = None
) -> Ticket:
    """A ticket with the next number of its hotel and month. Raises Invalid; a mail may have neither subject nor words."""
    if new.source != Source.EMAIL and not new.subject.strip() and not new.description.strip():
        raise Invalid("A ticket needs a subject or a description.", "subject")
    hotel = hotel or Hotel.get_by_id(new.hotel_id)
    month = month_of(new.received_at, hotel.time_zone)
    with joined(ledger) as book:
        ticket = Ticket(
            id=book.next_id("tickets"),
            hotel_id=new.hotel_id,
            pid=str(Pid(hotel.code, month, book.next_number(new.hotel_id, month))),
            source=new.source,
            state=State.OPEN,
            priority=new.priority,
            subject=new.subject[:MAX_SUBJECT],
            description=new.description[:MAX_BODY],
            channel_id=new.channel_id,
            contact_id=new.contact_id,
            requester_address=new.requester_address,
            requester_name=new.requester_name,
            language=new.language,
            guest_id=new.guest_id,
            stay_id=new.stay_id,
            room_id=new.room_id,
            category_id=new.category_id,
            department_id=new.department_id,
            linked_id=new.linked_id,
            placed_by=new.placed_by,
            created_by_kind=actor.kind,
            created_by_id=actor.id,
            created_at=now,
            updated_by_kind=actor.kind,
            updated_by_id=actor.id,
            updated_at=now,
        )
        book.add_ticket(ticket)
        created = Decision(events=(EventDraft("created", new=new.source),))
        apply.write(ticket, created, actor=actor, now=now, ledger=book)
    return ticket


def find(hotel_id: int, pid: str) -> Ticket:
    """The ticket of this hotel. Raises NotFound, the same for a foreign one."""
    ticket = Ticket.get_or_none(
        Ticket.hotel_id == hotel_id, Ticket.pid == pid.strip().upper(), Ticket.deleted_at.is_null()
    )
    if ticket is None:
        raise NotFound("There is no ticket %(pid)s.", values={"pid": pid})
    return ticket


def lock(ticket_id: int) -> Ticket:
    """The ticket, locked until the transaction ends. Raises NotFound."""
    ticket = Ticket.select().where(Ticket.id == ticket_id).for_update().get_or_none()
    if ticket is None:
        raise NotFound("There is no such ticket.")
    return ticket


def lock_deleted(hotel_id: int, pid: str) -> Ticket | None:
    """The ticket of this hotel that was deleted, locked until the transaction ends."""
    found: Ticket | None = (
        Ticket.select()
        .where(
            Ticket.hotel_id == hotel_id, Ticket.pid == pid.strip().upper(), Ticket.deleted_at.is_null(False)
        )
        .for_update()
        .get_or_none()
    )
    return found


def move(ticket: Ticket, goal: State, *, actor: Actor, now: datetime, version: int | None = None) -> int:
    """A person asks for a state. Returns the new version. Raises MoveRefused, VersionStale."""
    check_version(ticket, version)
    refuse_merged(ticket)
    decision = machine.decide(apply.snapshot(ticket), machine.MOVES[goal], now=now, rules=hotel_rules(ticket))
    return apply.write(ticket, decision, actor=actor, now=now)


def assign(
    ticket: Ticket, assignee_id: int | None, *, actor: Actor, now: datetime, version: int | None = None
) -> int:
    """Gives the ticket to a member, or to nobody. Tells the member by mail unless he took it himself.

    Returns the new version. Raises Invalid for somebody who is no member, VersionStale.
    """
    check_version(ticket, version)
    before = apply.snapshot(ticket)
    if assignee_id == ticket.assignee_id:
        return before.version
    refuse_done(ticket, "assigned")
    people = {member.staff_id: member for member in members(ticket.hotel_id)}
    if assignee_id is not None and assignee_id not in people:
        raise no_member(assignee_id, actor=actor)
    trigger = Trigger.RELEASED if assignee_id is None else Trigger.TAKEN
    decision = machine.decide(
        replace(before, assignee_id=assignee_id), trigger, now=now, rules=hotel_rules(ticket)
    )
    old = people.get(ticket.assignee_id) if ticket.assignee_id is not None else None
    new = people.get(assignee_id) if assignee_id is not None else None
    decision = decision.with_changes(assignee_id=assignee_id).with_events(
        EventDraft("assigned", "assignee", old.name if old else None, new.name if new else None)
    )
    if assignee_id is not None and not _is_author(assignee_id, actor):
        decision = decision.with_effects(notice(Notice.ASSIGNED, assignee_id, last_guest_message(ticket.id)))
    decision = decision.with_effects(*tell_former(ticket, actor=actor))
    return apply.write(ticket, decision, actor=actor, now=now)


def no_member(staff_id: int, *, actor: Actor) -> Invalid:
    """Somebody who is offered nowhere as an assignee; who looks after the hotel by its group is told what to do."""
    if _is_author(staff_id, actor):
        return Invalid(
            "You look after this hotel without being its member. Become one first: Settings, Members.",
            "assigneeId",
        )
    return Invalid("This person is not a member of the hotel.", "assigneeId")


def tell_former(ticket: Ticket, *, actor: Actor) -> tuple[EffectDraft, ...]:
    """Whoever has the ticket until now, and does not give it away himself."""
    had: int | None = ticket.assignee_id
    if had is None or _is_author(had, actor):
        return ()
    return (notice(Notice.REASSIGNED, had, last_guest_message(ticket.id)),)


def note(ticket: Ticket, body: str, *, actor: Actor, now: datetime, channel: str) -> Message:
    """An internal note: no guest ever sees it. Raises Invalid, MoveRefused."""
    refuse_merged(ticket)
    message = Message.create(
        hotel_id=ticket.hotel_id,
        ticket_id=ticket.id,
        direction=Direction.NOTE,
        channel=channel,
        author_kind=actor.kind,
        author_id=actor.id,
        author_name=actor.name,
        body=checked_body(body),
        created_at=now,
    )
    told = tell_colleagues(ticket, Notice.NOTED, message.id, author=actor)
    apply.write(ticket, Decision(events=(EventDraft("noted"),), effects=told), actor=actor, now=now)
    return message


def count_view(ticket: Ticket, staff_id: int) -> None:
    """This member opened it and has read all there is; neither version nor updated_at move."""
    note_reading(ticket, staff_id)


def tell(
    ticket: Ticket,
    what: Notice,
    message_id: int | None,
    *,
    now: datetime,
    but_not: int | None = None,
    people: Sequence[Member] | None = None,
    watching_ids: Collection[int] | None = None,
) -> tuple[EffectDraft, ...]:
    """One notice for each member whom the ticket concerns now or who watches it.

    `people`: who is on duty, `watching_ids`: who watches, if already read.
    """
    whose = {"assignee_id": ticket.assignee_id, "department_id": ticket.department_id}
    if people is None:
        people = duty.people(Hotel.get_by_id(ticket.hotel_id), now=now)
    if watching_ids is None:
        watching_ids = watching.of_tickets([ticket.id]).get(ticket.id, ())
    told = with_watchers(to_tell(people, **whose), people, watching_ids, **whose)
    return tuple(notice(what, member.staff_id, message_id) for member in told if member.staff_id != but_not)


def tell_colleagues(
    ticket: Ticket, what: Notice, message_id: int, *, author: Actor
) -> tuple[EffectDraft, ...]:
    """A colleague's words: for whoever has the ticket and who watches it, each once, and not for their author."""
    ids = {member.staff_id for member in watching.watchers(ticket)} | {ticket.assignee_id}
    people = (member.staff_id for member in members(ticket.hotel_id) if member.role is not Role.AI_AGENT)
    return tuple(notice(what, id, message_id) for id in people if id in ids and not _is_author(id, author))


def _is_author(staff_id: int, actor: Actor) -> bool:
    """A program's id is that of its token."""
    return actor.kind is ActorKind.STAFF and actor.id == staff_id


def notice(what: Notice, member_id: int, message_id: int | None) -> EffectDraft:
    return EffectDraft(
        EffectKind.SEND_NOTICE, message_id=message_id, member_id=member_id, payload={"notice": what}
    )


def last_guest_message(ticket_id: int) -> int | None:
    """The id of the latest message that came in."""
    found = rows("SELECT max(id) FROM messages WHERE ticket_id = %s AND direction = 'in'", (ticket_id,))
    return found[0][0] if found else None


def checked_body(body: str) -> str:
    """The words, trimmed. Raises Invalid for none or too many."""
    body = body.replace("\x00", "").strip()
    if not body:
        raise Invalid("There are no words to send.", "body")
    if len(body) > MAX_BODY:
        raise Invalid(
            "This text is longer than %(most)s characters.", "body", values={"most": f"{MAX_BODY:,}"}
        )
    return body


def check_version(ticket: Ticket, version: int | None) -> None:
    """Raises VersionStale when the caller saw an older ticket."""
    if version is not None and version != ticket.version:
        raise VersionStale("Somebody else changed this ticket in the meantime. Load it again and repeat.")


def refuse_done(ticket: Ticket, participle: str) -> None:
    """Raises MoveRefused for a ticket that is resolved or closed."""
    state = State(ticket.state)
    if state in machine.DONE:
        raise MoveRefused(
            refusals.IS_DONE,
            machine.allowed_moves(state),
            values={"state": machine.words(state), "participle": participle},
        )


def survivor(ticket: Ticket) -> Ticket | None:
    """The ticket that this one goes on in, at the end of all mergers; None when it is part of no other."""
    into = ticket
    while into.merged_into_id is not None:
        into = Ticket.get_by_id(into.merged_into_id)
    return into if into is not ticket else None


def refuse_merged(ticket: Ticket) -> None:
    """Raises MoveRefused for a ticket that became part of another one: that one goes on."""
    into = survivor(ticket)
    if into is not None:
        raise MoveRefused(
            "This ticket was merged into %(pid)s: what is to be done is done there.",
            (),
            values={"pid": into.pid},
        )


def moves_now(ticket: Ticket, *, now: datetime, hotel: Hotel | None = None) -> tuple[State, ...]:
    """The states a person may ask for at this moment. hotel: the ticket's, if already read."""
    if ticket.merged_into_id is not None:
        return ()
    rules = hotel_rules(ticket) if hotel is None else rules_of(hotel.settings)
    return machine.moves_now(apply.snapshot(ticket), now=now, rules=rules)


def hotel_rules(ticket: Ticket) -> HotelRules:
    """The times of the ticket's hotel."""
    return rules_of(Hotel.get_by_id(ticket.hotel_id).settings)

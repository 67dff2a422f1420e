"""An answer of the panel stays in the house for a few seconds, and its author can take it back (R-WEB-4).

Nothing of it is in the ticket until it goes: no state moves, no clock stops, nobody is told. Who removes the row has
it, the timekeeper or the author: so it goes or comes back, never both. In the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow import apply, machine
from workflow.database import database
from workflow.errors import Invalid, MoveRefused, NotFound
from workflow.models import Deadline, Hotel, Membership, Message, Ticket, UnsentAnswer, UploadedFile
from workflow.services import hotel_events, replies, sent_ahead, tickets, watching, ways
from workflow.services.hotel_events import Thing
from workflow.texts import say
from workflow.values import (
    SYSTEM,
    Actor,
    ActorKind,
    ChannelKind,
    DeadlineKind,
    Decision,
    EventDraft,
    Notice,
    Trigger,
)

SETTING = "undo_seconds"  # in hotels.settings, for members who say nothing else
DEFAULT, MOST = 5, 60
WRONG = "Answers can be kept back for 0 to %(most)s seconds."
TOO_LATE = "This answer has gone out already, or was taken back before."


@dataclass(frozen=True, slots=True)
class Words:
    """What a member wants to tell the guest. channel None: the way the guest used last. file_ids: sent ahead."""

    body: str
    channel: ChannelKind | None = None
    is_solution: bool = False
    file_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer that can still be taken back."""

    id: int
    staff_id: int
    author_name: str
    body: str
    channel: str
    file_names: tuple[str, ...]
    due_at: datetime


def author(staff_id: int) -> str:
    """Whose files are sent ahead."""
    return f"staff {staff_id}"


def seconds_of(hotel: Hotel, staff_id: int) -> int:
    """How long this member can take an answer back; 0: not at all."""
    own = own_seconds(hotel.id, staff_id)
    return hotel_seconds(hotel.settings) if own is None else own


def hotel_seconds(settings: Mapping[str, object]) -> int:
    said = settings.get(SETTING)
    return said if isinstance(said, int) and 0 <= said <= MOST else DEFAULT


def seconds(text: str, field: str) -> int:
    """As somebody wrote it. Raises Invalid, naming the field."""
    wanted = text.strip()
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 4 and int(wanted) <= MOST):
        raise Invalid(WRONG, field, values={"most": str(MOST)})
    return int(wanted)


def own_seconds(hotel_id: int, staff_id: int) -> int | None:
    """What he chose himself; None: as the hotel says."""
    found = Membership.get_or_none(Membership.hotel_id == hotel_id, Membership.staff_id == staff_id)
    return found.undo_seconds if found is not None else None


def set_own(hotel_id: int, staff_id: int, seconds: int | None) -> None:
    """Raises Invalid."""
    Membership.update(undo_seconds=_checked(seconds) if seconds is not None else None).where(
        Membership.hotel_id == hotel_id, Membership.staff_id == staff_id
    ).execute()


def set_of_hotel(hotel_id: int, seconds: int, *, actor: Actor, now: datetime) -> None:
    """Raises Invalid."""
    hotel = Hotel.select().where(Hotel.id == hotel_id).for_update().get()
    before, after = hotel_seconds(hotel.settings), _checked(seconds)
    if before == after:
        return
    hotel.settings = {**hotel.settings, SETTING: after}
    hotel.save(only=(Hotel.settings,))
    hotel_events.changed(
        hotel_id, Thing.HOTEL, hotel.name, {SETTING: before}, {SETTING: after}, actor=actor, now=now
    )


def hold(ticket: Ticket, words: Words, *, actor: Actor, now: datetime, seconds: int) -> UnsentAnswer:
    """Keeps it for so long. What would refuse it then refuses it now: raises Invalid, MoveRefused."""
    if actor.kind is not ActorKind.STAFF or actor.id is None:
        raise Invalid("Only a member's answer can be taken back.")
    if ticket.deleted_at is not None:
        raise MoveRefused("This ticket is deleted: nothing can be written in it.", ())
    tickets.refuse_merged(ticket)
    body = tickets.checked_body(words.body) if words.body.strip() or not words.file_ids else ""
    machine.decide(apply.snapshot(ticket), Trigger.ANSWER_SENT, now=now, rules=tickets.hotel_rules(ticket))
    ways.chosen(ticket, words.channel)
    by = author(actor.id)
    sent_ahead.check_room(sent_ahead.waiting(words.file_ids, hotel_id=ticket.hotel_id, author=by, now=now))
    due_at = now + timedelta(seconds=seconds)
    held = UnsentAnswer.create(
        hotel_id=ticket.hotel_id,
        ticket_id=ticket.id,
        staff_id=actor.id,
        author_name=actor.name,
        body=body,
        channel=words.channel or "",
        is_solution=words.is_solution,
        file_ids=list(words.file_ids),
        due_at=due_at,
        created_at=now,
    )
    Deadline.create(
        hotel_id=ticket.hotel_id,
        kind=DeadlineKind.ANSWER_GOES,
        subject=str(held.id),
        due_at=due_at,
        look_at=due_at,
        created_at=now,
    )
    return held


def send_now(ticket: Ticket, words: Words, *, actor: Actor, now: datetime) -> Message:
    """For who waits for nothing. Raises as replies.send does."""
    by = author(actor.id or 0)
    files = sent_ahead.take(words.file_ids, hotel_id=ticket.hotel_id, author=by, now=now)
    return replies.send(
        ticket,
        words.body,
        actor=actor,
        now=now,
        attachments=files,
        is_solution=words.is_solution,
        channel=words.channel,
    )


def of_ticket(ticket: Ticket) -> tuple[Waiting, ...]:
    """Those that wait, in the order in which they go."""
    found = _of_ticket(ticket.id)
    ids = [id for row in found for id in row.file_ids]
    names = {}
    if ids:
        files = UploadedFile.select().where(
            UploadedFile.hotel_id == ticket.hotel_id, UploadedFile.id.in_(ids)
        )
        names = {file.id: str(file.filename) for file in files}
    return tuple(
        Waiting(
            row.id,
            row.staff_id,
            row.author_name,
            row.body,
            row.channel,
            tuple(names[id] for id in row.file_ids if id in names),
            row.due_at,
        )
        for row in found
    )


def take_back(ticket: Ticket, id: int, *, staff_id: int | None) -> UnsentAnswer:
    """The answer, which does not go any more. Raises NotFound for another's, MoveRefused when it was too late."""
    mine = UnsentAnswer.get_or_none(
        UnsentAnswer.id == min(id, 2**63 - 1), UnsentAnswer.ticket_id == ticket.id
    )
    if mine is not None and mine.staff_id != staff_id:
        raise NotFound("There is no such answer of yours.")
    if mine is None or not _removed(mine.id):
        raise MoveRefused(TOO_LATE, ())
    return mine  # its deadline finds nothing


def goes(deadline: Deadline, _ticket: Ticket | None, now: datetime) -> None:
    """Its time is over: it is sent, after any of the same ticket that still waits before it."""
    held = UnsentAnswer.get_or_none(UnsentAnswer.id == int(deadline.subject))
    if held is None:
        return
    ticket = tickets.lock(held.ticket_id)
    while ticket.merged_into_id is not None:
        ticket = tickets.lock(ticket.merged_into_id)
    for each in _of_ticket(held.ticket_id):
        if each.id <= held.id and _removed(each.id):
            _send(each, ticket, now=now)


def _send(held: UnsentAnswer, ticket: Ticket, *, now: datetime) -> None:
    actor = Actor(ActorKind.STAFF, held.staff_id, held.author_name)
    words = Words(
        held.body,
        ChannelKind(held.channel) if held.channel else None,
        held.is_solution,
        tuple(held.file_ids),
    )
    try:
        with database.atomic():
            send_now(ticket, words, actor=actor, now=now)
    except (Invalid, MoveRefused) as error:
        _write_down(held, ticket, str(error), now=now)


def _write_down(held: UnsentAnswer, ticket: Ticket, reason: str, *, now: datetime) -> None:
    """The ticket moved on within these seconds: the words stay in the house, where people see them."""
    event = EventDraft("answer not sent", new=reason)
    apply.write(ticket, Decision(events=(event,)), actor=SYSTEM, now=now)
    language = Hotel.get_by_id(held.hotel_id).language
    sentence = say(
        language,
        "An answer of %(name)s was not sent. %(reason)s",
        {"name": held.author_name, "reason": reason},
    )
    said = tickets.note(ticket, f"{sentence}\n\n{held.body}".strip(), actor=SYSTEM, now=now, channel="panel")
    told = {ticket.assignee_id, *(member.staff_id for member in watching.watchers(ticket))}
    if held.staff_id not in told:
        notice = tickets.notice(Notice.NOTED, held.staff_id, said.id)
        apply.write(ticket, Decision(effects=(notice,)), actor=SYSTEM, now=now)


def _of_ticket(ticket_id: int) -> list[UnsentAnswer]:
    return list(UnsentAnswer.select().where(UnsentAnswer.ticket_id == ticket_id).order_by(UnsentAnswer.id))


def _removed(id: int) -> bool:
    return bool(UnsentAnswer.delete().where(UnsentAnswer.id == id).execute())


def _checked(seconds: int) -> int:
    if not 0 <= seconds <= MOST:
        raise Invalid(WRONG, SETTING, values={"most": str(MOST)})
    return seconds

"""Tickets that live in the PMS too (R-PMS-1): opened once by its id, changed by what it says later.

In the caller's transaction. Older word changes nothing; what cannot be used is left out and said so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from workflow.database import rows
from workflow.errors import Invalid
from workflow.models import PmsTicket, Room, Stay, Ticket
from workflow.services import desk_tickets, edits, guest_records, tickets
from workflow.services.desk_tickets import Request
from workflow.services.edits import Edit
from workflow.services.guest_records import EMAIL
from workflow.services.pms import PMS
from workflow.values import Priority, Rule, Source, State

MAX_ID = 200

STATES: Mapping[str, State] = {
    "new": State.OPEN,
    "reopened": State.OPEN,
    "accepted": State.IN_PROGRESS,
    "assigned": State.IN_PROGRESS,
    "started": State.IN_PROGRESS,
    "pending": State.ON_HOLD,
    "waiting": State.ON_HOLD,
    "done": State.RESOLVED,
    "completed": State.RESOLVED,
    "finished": State.RESOLVED,
    "cancelled": State.CLOSED,
    "canceled": State.CLOSED,
    "deleted": State.CLOSED,
    **{str(state): state for state in State},
}
"""The words of a PMS for the life of a ticket. As an event, ticket.closed says what the status closed says."""
PRIORITIES: Mapping[str, Priority] = {
    "normal": Priority.MEDIUM,
    "critical": Priority.URGENT,
    **{str(priority): priority for priority in Priority},
}


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    OLDER = "older"
    DELETED = "deleted"  # here: it stays so


@dataclass(frozen=True, slots=True)
class TicketWord:
    """What the PMS says of a ticket; "" and None: it says nothing."""

    external_id: str
    event: str
    subject: str = ""
    description: str = ""
    priority: str = ""
    status: str = ""
    room: str = ""
    confirmation: str = ""
    guest_name: str = ""
    emails: Sequence[str] = ()
    category: str = ""
    department: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Synced:
    outcome: Outcome
    ticket: Ticket
    warnings: tuple[str, ...] = ()


def sync(hotel_id: int, word: TicketWord, *, as_of: datetime, now: datetime) -> Synced:
    """Raises Invalid, naming the field."""
    # Two deliveries about one ticket come one after the other.
    rows(
        "SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", (f"pms ticket {word.external_id}", hotel_id)
    )
    warnings: list[str] = []
    known = PmsTicket.get_or_none(PmsTicket.hotel_id == hotel_id, PmsTicket.external_id == word.external_id)
    if known is None:
        ticket = _open(hotel_id, word, warnings, now=now)
        PmsTicket.insert(
            hotel_id=hotel_id, external_id=word.external_id, ticket_id=ticket.id, as_of=as_of
        ).execute()
        _comment(ticket, word, now=now)
        _move(ticket.id, word, warnings, now=now)
        return Synced(Outcome.CREATED, Ticket.get_by_id(ticket.id), tuple(warnings))
    ticket = _followed(known.ticket_id)
    if as_of < known.as_of:
        return Synced(Outcome.OLDER, ticket)
    if ticket.deleted_at is not None:
        return Synced(Outcome.DELETED, ticket)
    before = ticket.version
    edits.edit(ticket, _edit(hotel_id, ticket, word, warnings), actor=PMS, now=now)
    _comment(tickets.lock(ticket.id), word, now=now)
    _move(ticket.id, word, warnings, now=now)
    rows(
        "UPDATE pms_tickets SET as_of = %s WHERE hotel_id = %s AND external_id = %s RETURNING as_of",
        (as_of, hotel_id, word.external_id),
    )
    after: Ticket = Ticket.get_by_id(ticket.id)
    outcome = Outcome.UPDATED if after.version != before else Outcome.UNCHANGED
    return Synced(outcome, after, tuple(warnings))


def _open(hotel_id: int, word: TicketWord, warnings: list[str], *, now: datetime) -> Ticket:
    if not word.subject.strip():
        raise Invalid("A new ticket needs a subject.", "ticket.subject")
    stay = _stay(hotel_id, word, warnings)
    wanted = Request(
        subject=word.subject,
        description=word.description,
        source=Source.PMS,
        rule=Rule.API,
        priority=_priority(word, warnings) or Priority.MEDIUM,
        guest_name=word.guest_name,
        guest_email=_email(word, warnings),
        guest_id=stay.guest_id if stay else None,
        stay_id=stay.id if stay else None,
        room_id=_room(hotel_id, word, warnings) or (stay.room_id if stay else None),
        category_id=_named("categories", hotel_id, word.category, warnings),
        department_id=_named("departments", hotel_id, word.department, warnings),
    )
    return desk_tickets.open_for_guest(hotel_id, wanted, actor=PMS, now=now)


def _edit(hotel_id: int, ticket: Ticket, word: TicketWord, warnings: list[str]) -> Edit:
    return Edit(
        priority=_priority(word, warnings),
        subject=word.subject.strip() or None,
        category_id=_named("categories", hotel_id, word.category, warnings),
        department_id=_named("departments", hotel_id, word.department, warnings),
    )


def _comment(ticket: Ticket, word: TicketWord, *, now: datetime) -> None:
    """Words of the house over there stay words of the house."""
    if word.comment.strip():
        tickets.note(ticket, word.comment, actor=PMS, now=now, channel="api")


def _move(ticket_id: int, word: TicketWord, warnings: list[str], *, now: datetime) -> None:
    """Where the table has no such move it goes by open; what is done stays done."""
    event = word.event.rpartition(".")[2]
    said = word.status.strip().lower().replace(" ", "_").replace("-", "_")
    goal = STATES.get(said) if said else STATES.get(event)
    if goal is None:
        if said:
            warnings.append("This status is not known here: the state was left as it is.")
        return
    ticket = tickets.lock(ticket_id)
    if ticket.state == goal or (goal is State.RESOLVED and ticket.state == State.CLOSED):
        return
    for step in (goal,) if goal in tickets.moves_now(ticket, now=now) else (State.OPEN, goal):
        if step not in tickets.moves_now(tickets.lock(ticket_id), now=now):
            warnings.append("The ticket cannot have this status now: the state was left as it is.")
            return
        tickets.move(tickets.lock(ticket_id), step, actor=PMS, now=now)


def _followed(ticket_id: int) -> Ticket:
    """The ticket, or the one it became part of; locked."""
    ticket = tickets.lock(ticket_id)
    while ticket.merged_into_id is not None:
        ticket = tickets.lock(ticket.merged_into_id)
    return ticket


def _stay(hotel_id: int, word: TicketWord, warnings: list[str]) -> Stay | None:
    if not word.confirmation:
        return None
    found: Stay | None = Stay.get_or_none(
        Stay.hotel_id == hotel_id, Stay.confirmation == " ".join(word.confirmation.split())
    )
    if found is None:
        warnings.append("There is no stay with this confirmation.")
    return found


def _room(hotel_id: int, word: TicketWord, warnings: list[str]) -> int | None:
    number = word.room.strip()
    if not number:
        return None
    found = Room.get_or_none(Room.hotel_id == hotel_id, Room.number == number)
    if found is None:
        warnings.append("There is no such room.")
        return None
    return int(found.id)


def _email(word: TicketWord, warnings: list[str]) -> str:
    """The first that is one."""
    for value in word.emails:
        try:
            return guest_records.checked_address(EMAIL, value).value
        except Invalid as error:
            warnings.append(f"Left out: {error}")
    return ""


def _priority(word: TicketWord, warnings: list[str]) -> Priority | None:
    if not word.priority:
        return None
    found = PRIORITIES.get(word.priority.strip().lower())
    if found is None:
        warnings.append("This priority is not known here and was left out.")
    return found


def _named(table: str, hotel_id: int, name: str, warnings: list[str]) -> int | None:
    if not name.strip():
        return None
    shared = " OR hotel_id IS NULL" if table == "categories" else ""
    found = rows(
        f"SELECT id FROM {table} WHERE (hotel_id = %s{shared}) AND lower(name) = lower(%s)"
        " ORDER BY hotel_id NULLS LAST LIMIT 1",
        (hotel_id, name.strip()),
    )
    if not found:
        what = "category" if table == "categories" else "department"
        warnings.append(f"There is no such {what}.")
        return None
    return int(found[0][0])

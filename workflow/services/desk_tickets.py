"""Tickets that somebody of the house (or a program) opens for a guest: a phone call, a walk-in (R-TKT-11).

In the caller's transaction. The guest's address links stay and room as a mail of his would.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from workflow import apply
from workflow.errors import Invalid
from workflow.models import Category, Channel, Department, Guest, GuestAddress, Hotel, Room, Ticket
from workflow.services import assignment, care, contacts, guests, tickets
from workflow.services.guests import Known
from workflow.services.tickets import NewTicket
from workflow.texts import choose
from workflow.values import Actor, ChannelKind, Decision, EventDraft, Priority, Rule, Source

_GUESTS_WORDS = frozenset({Source.AI_AGENT, Source.API, Source.QR, Source.PMS})
"""Sources in which a program passes on what a guest said; at the panel a member has read it himself."""

_ADDRESS = re.compile(r"[^@\s<>,;]{1,64}@[^@\s<>,;]{1,255}")


class CameBy(StrEnum):
    PHONE = "phone"
    WALK_IN = "walk-in"


@dataclass(frozen=True, slots=True)
class Request:
    """What is known. Room by number or id, guest by address or id; all of them may be missing."""

    subject: str
    description: str
    source: Source
    rule: Rule
    priority: Priority = Priority.MEDIUM
    guest_name: str = ""
    guest_email: str = ""
    guest_phone: str = ""  # to be written to by WhatsApp
    guest_id: int | None = None
    stay_id: int | None = None  # one of the guest's
    room_number: str = ""
    room_id: int | None = None
    category_id: int | None = None
    department_id: int | None = None
    came_by: CameBy | None = None  # how the guest reached the desk, when he wrote nothing


def open_for_guest(hotel_id: int, request: Request, *, actor: Actor, now: datetime) -> Ticket:
    """The new ticket; members on duty are told by mail. Raises Invalid, naming the field."""
    hotel = Hotel.get_by_id(hotel_id)
    new = _new(hotel, request, now=now)
    assigner = assignment.of_hotel(hotel, now=now)
    ticket = tickets.open_ticket(new, actor=actor, now=now)
    if request.came_by is not None:
        said = Decision(events=(EventDraft("came by", new=request.came_by),))
        apply.write(ticket, said, actor=actor, now=now)
    words = f"{ticket.subject}\n{request.description}" if request.source in _GUESTS_WORDS else ""
    care.look_after(
        care.Said(ticket, None, words, is_new=True, is_told=True, by_person=bool(words)),
        assigner,
        alarmed=set(),
        now=now,
        but_not=actor.id,
    )
    assignment.keep_turns([assigner])
    return ticket


def open_by_house(hotel_id: int, request: Request, *, actor: Actor, now: datetime) -> Ticket:
    """The same for what the house itself begins: nobody waits for an answer, so nobody is told. Raises Invalid."""
    return tickets.open_ticket(_new(Hotel.get_by_id(hotel_id), request, now=now), actor=actor, now=now)


def _new(hotel: Hotel, request: Request, *, now: datetime) -> NewTicket:
    hotel_id = hotel.id
    address = checked_address(request.guest_email) or _address_of(hotel_id, request.guest_id)
    today = guests.today(hotel.time_zone, now)
    known = guests.find(hotel_id, address, on=today)
    contact = contacts.reach(hotel_id, request.guest_phone, now=now) if request.guest_phone.strip() else None
    guest = _guest(hotel_id, request.guest_id or (contact.guest_id if contact and not known else None))
    if guest is not None and (known is None or known.guest_id != guest.id):
        known = guests.by_id(hotel_id, guest.id, on=today)
    room_id = _room(hotel_id, request) or (known.room_id if known else None)
    subject = _line(request.subject)
    if not subject:
        raise Invalid("A ticket needs a subject.", "subject")
    if len(request.description) > tickets.MAX_BODY:
        raise Invalid(
            "This text is longer than %(most)s characters.",
            "description",
            values={"most": f"{tickets.MAX_BODY:,}"},
        )
    _check(Category, hotel_id, request.category_id, "categoryId", "category")
    _check(Department, hotel_id, request.department_id, "departmentId", "department")
    return NewTicket(
        hotel_id=hotel_id,
        source=request.source,
        subject=subject,
        description=request.description.replace("\x00", "").strip(),
        received_at=now,
        placed_by=request.rule,
        priority=request.priority,
        channel_id=_desk_address(hotel_id),
        contact_id=contact.id if contact else None,
        requester_address=address or (contacts.shown(contact) if contact else ""),
        requester_name=_name(request, guest, known),
        language=choose(known.language if known else "", hotel.language),
        guest_id=guest.id if guest else (known.guest_id if known else None),
        stay_id=request.stay_id or (known.stay_id if known else None),
        room_id=room_id,
        category_id=request.category_id,
        department_id=request.department_id,
    )


def checked_address(email: str) -> str:
    """In lower case; "" stays "". Raises Invalid."""
    email = email.strip().lower()
    if email and not _ADDRESS.fullmatch(email):
        raise Invalid("This is not an e-mail address; it looks like name@example.com.", "guestEmail")
    return email


def _address_of(hotel_id: int, guest_id: int | None) -> str:
    if guest_id is None:
        return ""
    found = (
        GuestAddress.select()
        .where(
            GuestAddress.hotel_id == hotel_id, GuestAddress.guest_id == guest_id, GuestAddress.kind == "email"
        )
        .order_by(GuestAddress.id)
        .first()
    )
    return str(found.value) if found else ""


def _guest(hotel_id: int, id: int | None) -> Guest | None:
    if id is None:
        return None
    guest = Guest.get_or_none(Guest.id == id, Guest.hotel_id == hotel_id)
    while guest is not None and guest.merged_into_id is not None:
        guest = Guest.get_by_id(guest.merged_into_id)
    if guest is None:
        raise Invalid("There is no such guest.", "guestId")
    return guest


def _room(hotel_id: int, request: Request) -> int | None:
    number = request.room_number.strip()
    if not number and request.room_id is None:
        return None
    by = Room.number == number if number else Room.id == request.room_id
    room = Room.get_or_none(Room.hotel_id == hotel_id, by)
    if room is None:
        if not number:
            raise Invalid("There is no such room.", "room")
        raise Invalid("There is no room %(number)s.", "room", values={"number": number})
    return int(room.id)


def _name(request: Request, guest: Guest | None, known: Known | None) -> str:
    return _line(request.guest_name) or (guest.name if guest else "") or (known.name if known else "")


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[: tickets.MAX_SUBJECT]


def _desk_address(hotel_id: int) -> int | None:
    """From where answers will go: the hotel's first address that is switched on."""
    channel = (
        Channel.select()
        .where(Channel.hotel_id == hotel_id, Channel.kind == ChannelKind.EMAIL, Channel.enabled)
        .order_by(Channel.id)
        .first()
    )
    return int(channel.id) if channel else None


def _check(
    table: type[Category] | type[Department], hotel_id: int, id: int | None, field: str, what: str
) -> None:
    """Raises Invalid for an id that is not the hotel's (or, of categories, nobody's)."""
    if id is None:
        return
    row = table.get_or_none(table.id == id)
    if row is None or row.hotel_id not in (hotel_id, None):
        raise Invalid("There is no such %(what)s.", field, values={"what": what})

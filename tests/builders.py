"""Makes what a test needs to stand in the database, through the same services that people use.

Each opens its own transaction. Names and addresses are the cast of every test: Hotel Aurora, Ana at the reception,
Mia who stays in room 12.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workflow import clock
from workflow.database import before_hotel, hotel, rows
from workflow.models import Channel, Department, Guest, GuestAddress, Hotel, Message, Room, Stay, Ticket
from workflow.sealing import digest
from workflow.services import guests, hotels, replies, tickets
from workflow.services.accounts import SESSION_LIFETIME
from workflow.values import Actor, ActorKind, ChannelKind, Direction, Priority, Role, Rule, Source

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Colleague:
    """A member as tests speak of one."""

    staff_id: int
    email: str
    name: str
    role: Role
    hotel_id: int
    password: str = PASSWORD

    @property
    def actor(self) -> Actor:
        return Actor(ActorKind.STAFF, self.staff_id, self.name)


def make_hotel(
    code: str = "AUR", *, name: str = "Aurora Hotel", time_zone: str = "Europe/Rome", is_demo: bool = True
) -> Hotel:
    return hotels.create_hotel(
        code=code, name=name, time_zone=time_zone, language="en", is_demo=is_demo, now=clock.now()
    )


def make_member(
    at: Hotel,
    role: Role = Role.RECEPTION,
    *,
    email: str = "ana@aurora.example",
    name: str = "Ana",
    department: Department | None = None,
) -> Colleague:
    staff_id = hotels.add_member(
        hotel_id=at.id,
        email=email,
        name=name,
        password=PASSWORD,
        role=role,
        department_id=department.id if department else None,
        now=clock.now(),
    )
    return Colleague(staff_id, email, name, role, at.id)


def make_channel(at: Hotel, address: str = "aurora@desk.localhost", **settings: object) -> Channel:
    """A desk address; by default one that trusts mail from this machine, as the demo hotel's does."""
    with hotel(at.id):
        return hotels.add_mail_channel(
            hotel_id=at.id,
            address=address,
            display_name=at.name,
            settings=settings or {"trusts_loopback": True},
            now=clock.now(),
        )


def make_department(at: Hotel, name: str = "Housekeeping") -> Department:
    with hotel(at.id):
        return Department.create(hotel_id=at.id, name=name)


def make_room(at: Hotel, number: str = "12") -> Room:
    with hotel(at.id):
        return Room.create(hotel_id=at.id, number=number)


def make_guest(
    at: Hotel,
    name: str = "Mia Sand",
    *,
    email: str = "mia@guest.example",
    phone: str = "",
    language: str = "en",
) -> Guest:
    with hotel(at.id):
        guest = Guest.create(hotel_id=at.id, name=name, language=language, created_at=clock.now())
        for kind, value in (("email", email), ("phone", phone)):
            if value:
                GuestAddress.create(hotel_id=at.id, guest_id=guest.id, kind=kind, value=value)
    return guest


def make_stay(
    at: Hotel,
    guest: Guest,
    room: Room,
    *,
    arrival: date | None = None,
    nights: int = 3,
    status: str = "in_house",
) -> Stay:
    first = arrival or guests.today(at.time_zone, clock.now())
    with hotel(at.id):
        return Stay.create(
            hotel_id=at.id,
            confirmation=f"C{guest.id}-{first:%m%d}",
            guest_id=guest.id,
            room_id=room.id,
            arrival=first,
            departure=first + timedelta(days=nights),
            status=status,
        )


def make_ticket(
    at: Hotel,
    subject: str = "No towels",
    *,
    description: str = "Hello, room 12 has no towels.",
    channel: Channel | None = None,
    guest: Guest | None = None,
    room: Room | None = None,
    department: Department | None = None,
    requester_address: str = "mia@guest.example",
    requester_name: str = "Mia Sand",
    priority: Priority = Priority.MEDIUM,
    assignee: Colleague | None = None,
    now: datetime | None = None,
) -> Ticket:
    """A ticket as a guest's mail leaves it: with the guest's words as its first message."""
    now = now or clock.now()
    author = Actor(ActorKind.GUEST, guest.id if guest else None, requester_name)
    with hotel(at.id):
        ticket = tickets.open_ticket(
            tickets.NewTicket(
                hotel_id=at.id,
                source=Source.EMAIL,
                subject=subject,
                description=description,
                received_at=now,
                placed_by=Rule.NEW,
                priority=priority,
                channel_id=channel.id if channel else None,
                requester_address=requester_address,
                requester_name=requester_name,
                guest_id=guest.id if guest else None,
                room_id=room.id if room else None,
                department_id=department.id if department else None,
            ),
            actor=author,
            now=now,
        )
        _guest_wrote(ticket, description, now=now)
        if assignee is not None:
            tickets.assign(ticket, assignee.staff_id, actor=assignee.actor, now=now)
        return Ticket.get_by_id(ticket.id)


def make_guest_message(ticket: Ticket, body: str, *, full_text: str | None = None) -> Message:
    """Words of the guest in the thread; no state changes, no mail is told of."""
    with hotel(ticket.hotel_id):
        return _guest_wrote(ticket, body, now=clock.now(), full_text=full_text)


def make_answer(ticket: Ticket, body: str, by: Colleague) -> Message:
    with hotel(ticket.hotel_id):
        return replies.send(tickets.lock(ticket.id), body, actor=by.actor, now=clock.now())


def make_session(of: Colleague) -> str:
    """A session token without the cost of a password, of letters that a browser's cookie may have."""
    token = f"session-{of.staff_id}-{of.hotel_id}-{clock.monotonic()}"
    with before_hotel():
        rows(
            "SELECT bellhop_session_open(%s, %s, %s, %s)",
            (digest(token), of.staff_id, clock.now(), clock.now() + SESSION_LIFETIME),
        )
    return token


def _guest_wrote(ticket: Ticket, body: str, *, now: datetime, full_text: str | None = None) -> Message:
    return Message.create(
        hotel_id=ticket.hotel_id,
        ticket_id=ticket.id,
        direction=Direction.IN,
        channel=ChannelKind.EMAIL,
        author_kind=ActorKind.GUEST,
        author_id=ticket.guest_id,
        author_name=ticket.requester_name,
        author_address=ticket.requester_address,
        subject=ticket.subject,
        body=body,
        full_text=full_text,
        placed_by=Rule.NEW,
        verdict="pass",
        created_at=now,
    )

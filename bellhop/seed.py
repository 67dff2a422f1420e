"""The demo hotel AUR: staff, rooms, guests in house, desk addresses. Running it again changes nothing but the dates.

Passwords are random, drawn once and kept in BELLHOP_HOME; a desk that people outside reach gets no demo hotel.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from bellhop.errors import CannotRun
from bellhop.home import Home
from bellhop.seed_sla import seed_policies
from workflow import clock
from workflow.database import hotel
from workflow.desk import open_desk
from workflow.errors import Invalid
from workflow.fitness import refuse_unfit_database
from workflow.models import Channel, Department, Guest, GuestAddress, Room, Stay
from workflow.sealing import Keys
from workflow.services import guests, hotels
from workflow.settings import Settings
from workflow.values import ChannelKind, Role

CODE = "AUR"
WHATSAPP_NUMBER = "whatsapp:+15550100042"
TOKEN_NAME = "twilio token"  # under which the home keeps it
DEMO_TEMPLATE = "HX00000000000000000000000000000042"  # Content SID of the message that asks a guest to tap


@dataclass(frozen=True, slots=True)
class SeededMember:
    email: str
    password: str
    role: str
    name: str


@dataclass(frozen=True, slots=True)
class SeededGuest:
    email: str
    phone: str
    room: str
    name: str


@dataclass(frozen=True, slots=True)
class Seeded:
    """What `bellhop seed --json` prints, in the contract's words."""

    hotelId: str
    code: str
    deskAddress: str
    whatsappNumber: str
    channelId: str  # of the WhatsApp number
    twilioToken: str
    staff: tuple[SeededMember, ...]
    guests: tuple[SeededGuest, ...]

    def as_json(self) -> dict[str, object]:
        return asdict(self)


_STAFF = (
    ("ana", "Ana Ferri", Role.RECEPTION, None),
    ("jon", "Jon Berg", Role.STAFF, "Housekeeping"),
    ("mara", "Mara Lindt", Role.MANAGER, None),
    ("olga", "Olga Rossi", Role.OWNER, None),
)
_LEAD = "jon"  # of housekeeping
_ROOMS = ("7", "12", "14", "21", "31", "32")
_GUESTS = (
    ("Mia Keller", "mia.keller@guest.example", "+4915112345678", "de", "12", -1, 3),
    ("Tom Baker", "tom.baker@guest.example", "+447700900123", "en", "7", -2, 4),
    ("Chiara Conti", "chiara.conti@guest.example", "+393331234567", "it", "31", 0, 5),
)


def seed(settings: Settings, home: Home) -> Seeded:
    """Makes or refreshes the demo hotel. Raises CannotRun on a public desk."""
    if settings.is_public:
        raise CannotRun(
            f"The demo hotel is not made on a desk that people outside reach (BELLHOP_PUBLIC_URL is "
            f"{settings.public_url})."
        )
    desk = open_desk(settings)
    refuse_unfit_database(settings)
    now = clock.now()
    hotel_id = _hotel(now)
    address = f"aurora@{settings.mail_domain}"
    with hotel(hotel_id):
        departments = {name: _department(hotel_id, name) for name in ("Housekeeping", "Maintenance")}
        rooms = {number: _room(hotel_id, number) for number in _ROOMS}
        _mail_channel(hotel_id, address, now)
        whatsapp, token = _whatsapp_channel(hotel_id, desk.keys, home, now)
        for name, email, phone, language, room, since, nights in _GUESTS:
            guest_id = _guest(hotel_id, name, language, {"email": email, "phone": phone}, now)
            today = guests.today("Europe/Rome", now)
            _stay(hotel_id, guest_id, rooms[room], today + timedelta(days=since), nights)
    staff = tuple(
        _member(hotel_id, home, login, name, role, departments[department] if department else None, now)
        for login, name, role, department in _STAFF
    )
    with hotel(hotel_id):
        seed_policies(
            hotel_id, lead_email=f"{_LEAD}@aurora.example", department_id=departments["Housekeeping"], now=now
        )
    return Seeded(
        hotelId=str(hotel_id),
        code=CODE,
        deskAddress=address,
        whatsappNumber=WHATSAPP_NUMBER.removeprefix("whatsapp:"),
        channelId=str(whatsapp.id),
        twilioToken=token,
        staff=staff,
        guests=tuple(SeededGuest(email, phone, room, name) for name, email, phone, _, room, _, _ in _GUESTS),
    )


def _hotel(now: datetime) -> int:
    try:
        return hotels.hotel_id_of(CODE)
    except Invalid:
        made = hotels.create_hotel(
            code=CODE,
            name="Aurora Hotel",
            time_zone="Europe/Rome",
            language="en",
            is_demo=True,
            now=now,
        )
        return int(made.id)


def _member(
    hotel_id: int, home: Home, login: str, name: str, role: Role, department_id: int | None, now: datetime
) -> SeededMember:
    email = f"{login}@aurora.example"
    password = home.demo_password(email)
    with hotel(hotel_id):
        known = {member.email for member in hotels.members(hotel_id)}
    if email not in known:
        hotels.add_member(
            hotel_id=hotel_id,
            email=email,
            name=name,
            password=password,
            role=role,
            department_id=department_id,
            now=now,
        )
    return SeededMember(email, password, role, name)


def _mail_channel(hotel_id: int, address: str, now: datetime) -> None:
    if Channel.get_or_none(Channel.address == address) is None:
        hotels.add_mail_channel(
            hotel_id=hotel_id, address=address, display_name="Aurora Hotel", settings={}, now=now
        )


def _whatsapp_channel(hotel_id: int, keys: Keys, home: Home, now: datetime) -> tuple[Channel, str]:
    token = home.demo_password(TOKEN_NAME)
    channel = Channel.get_or_none(Channel.address == WHATSAPP_NUMBER)
    if channel is None:
        channel = Channel.create(
            hotel_id=hotel_id,
            kind=ChannelKind.WHATSAPP,
            address=WHATSAPP_NUMBER,
            display_name="Aurora Hotel",
            settings={"templates": {"en": DEMO_TEMPLATE}},
            secret=keys.encrypt(token),
            created_at=now,
        )
    elif "templates" not in channel.settings:  # made by an earlier version
        channel.settings = {**channel.settings, "templates": {"en": DEMO_TEMPLATE}}
        channel.save(only=(Channel.settings,))
    return channel, keys.decrypt(bytes(channel.secret or b""))


def _guest(hotel_id: int, name: str, language: str, addresses: dict[str, str], now: datetime) -> int:
    known = GuestAddress.get_or_none(
        GuestAddress.hotel_id == hotel_id,
        GuestAddress.kind == "email",
        GuestAddress.value == addresses["email"],
    )
    if known is not None:
        return int(known.guest_id)
    guest = Guest.create(hotel_id=hotel_id, name=name, language=language, created_at=now)
    for kind, value in addresses.items():
        GuestAddress.create(hotel_id=hotel_id, guest_id=guest.id, kind=kind, value=value)
    return int(guest.id)


def _stay(hotel_id: int, guest_id: int, room_id: int, arrival: date, nights: int) -> None:
    """Keeps the demo guests in house, whatever day it is."""
    dates = {"arrival": arrival, "departure": arrival + timedelta(days=nights)}
    Stay.insert(
        hotel_id=hotel_id,
        confirmation=f"DEMO-{guest_id}",
        guest_id=guest_id,
        room_id=room_id,
        status="in_house",
        **dates,
    ).on_conflict(conflict_target=(Stay.hotel_id, Stay.confirmation), update=dates).execute()


def _department(hotel_id: int, name: str) -> int:
    known = Department.get_or_none(Department.hotel_id == hotel_id, Department.name == name)
    return int((known or Department.create(hotel_id=hotel_id, name=name)).id)


def _room(hotel_id: int, number: str) -> int:
    known = Room.get_or_none(Room.hotel_id == hotel_id, Room.number == number)
    return int((known or Room.create(hotel_id=hotel_id, number=number)).id)

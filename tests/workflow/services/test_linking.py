"""Which stay a guest's words are about (R-TKT-2): that of the day, else the next, else the last; never a guess."""

from datetime import timedelta

import pytest

from tests.builders import make_guest, make_hotel, make_room
from workflow import clock
from workflow.database import hotel
from workflow.models import Hotel, Stay
from workflow.services import desk_tickets, guests, stay_question
from workflow.services.desk_tickets import Request
from workflow.values import SYSTEM, Rule, Source

TODAY = clock.now().date()
Days = tuple[int, int, str]  # arrival and departure from today, status

HERE: Days = (-1, 1, "in_house")
LEAVES: Days = (-2, 0, "in_house")
ARRIVES: Days = (0, 2, "booked")
SOON: Days = (3, 5, "booked")
LATER: Days = (30, 33, "booked")
LAST: Days = (-20, -18, "departed")
LONG_AGO: Days = (-400, -398, "departed")
FORGOTTEN: Days = (-40, -39, "in_house")  # nobody checked him out
CANCELLED: Days = (-1, 1, "cancelled")
MISSED: Days = (-1, 1, "no_show")


def add(at: Hotel, guest_id: int, stays: tuple[Days, ...]) -> list[int]:
    room = make_room(at)
    with hotel(at.id):
        return [
            Stay.create(
                hotel_id=at.id,
                confirmation=f"C{number}",
                guest_id=guest_id,
                room_id=room.id,
                arrival=TODAY + timedelta(days=arrival),
                departure=TODAY + timedelta(days=departure),
                status=status,
            ).id
            for number, (arrival, departure, status) in enumerate(stays)
        ]


@pytest.mark.parametrize(
    ("stays", "meant"),
    [
        ((HERE, SOON, LAST), 0),
        ((LAST, ARRIVES, LEAVES), 2),
        ((SOON, ARRIVES), 1),
        ((LATER, SOON, LAST), 1),
        ((LONG_AGO, LAST, FORGOTTEN), 1),
        ((CANCELLED, LAST), 1),
        ((MISSED,), None),
        ((), None),
        ((HERE, (-3, 2, "in_house")), None),  # two rooms: which one is not said
        ((SOON, SOON), None),
    ],
    ids=range(10),
)
def test_the_stay_that_is_meant(database_url: str, stays: tuple[Days, ...], meant: int | None) -> None:
    """R-TKT-2"""
    at = make_hotel()
    guest = make_guest(at)
    ids = add(at, guest.id, stays)
    with hotel(at.id):
        by_mail = guests.find(at.id, "mia@guest.example", on=TODAY)
        by_id = guests.by_id(at.id, guest.id, on=TODAY)
    assert by_mail is not None
    assert by_mail == by_id
    assert by_mail.stay_id == (None if meant is None else ids[meant])
    assert (by_mail.room_id is None) == (meant is None)


def test_many_addresses_are_one_question(database_url: str) -> None:
    """R-TKT-2, and no query a mail."""
    at = make_hotel()
    for number in range(3):
        make_guest(at, email=f"{number}@guest.example")
    with hotel(at.id):
        found = guests.find_all(
            guests.Asked(at.id, f"{number}@guest.example", TODAY) for number in (0, 1, 2, 3)
        )
    assert len(found) == 3


def test_by_whatsapp_a_guest_who_has_left_is_not_asked(database_url: str) -> None:
    """R-TKT-2, R-WA-4: his last stay is the only one that can be meant."""
    at = make_hotel()
    guest = make_guest(at)
    ids = add(at, guest.id, (LONG_AGO, LAST))
    with hotel(at.id):
        assert [one.stay_id for one in stay_question.choices(guest.id, on=TODAY)] == [ids[1]]


def test_a_ticket_for_a_guest_who_is_named_is_linked_with_his_stay(database_url: str) -> None:
    """R-TKT-2: also without an address; another guest's address does not lead to that one's stay."""
    at = make_hotel()
    guest = make_guest(at, email="", phone="+39123456789")
    make_guest(at, "Leo", email="leo@guest.example")
    ids = add(at, guest.id, (HERE,))
    for email in ("", "leo@guest.example"):
        wanted = Request("Towels", "", Source.API, Rule.API, guest_id=guest.id, guest_email=email)
        with hotel(at.id):
            ticket = desk_tickets.open_for_guest(at.id, wanted, actor=SYSTEM, now=clock.now())
        assert (ticket.guest_id, ticket.stay_id) == (guest.id, ids[0])

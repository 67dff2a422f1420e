"""A ticket for a call or a walk-in (R-TKT-11)."""

import re

from tests.builders import make_guest, make_member, make_room, make_stay
from tests.web.conftest import House
from workflow.database import hotel
from workflow.models import Effect, Ticket


def test_a_known_address_links_guest_stay_and_room_and_can_be_answered(house: House) -> None:
    """R-TKT-2, R-TKT-11"""
    guest, room = make_guest(house.hotel), make_room(house.hotel)
    stay = make_stay(house.hotel, guest, room)
    browser = house.browser(house.ana)
    answer = browser.post(
        "/new",
        "/new",
        subject=" No  towels ",
        email="MIA@guest.example",
        priority="high",
        description="Two, please.",
    )
    assert answer.status_code == 303
    with hotel(house.hotel.id):
        ticket = Ticket.get()
    assert (ticket.subject, ticket.source, ticket.priority) == ("No towels", "panel", "high")
    assert (ticket.guest_id, ticket.stay_id, ticket.room_id) == (guest.id, stay.id, room.id)
    assert (ticket.requester_address, ticket.requester_name) == ("mia@guest.example", "Mia Sand")
    assert (ticket.created_by_id, ticket.created_by_kind) == (house.ana.staff_id, "staff")
    path = f"/tickets/{ticket.pid}"
    assert browser.post(f"{path}/reply", path, body="On their way").status_code == 303


def test_colleagues_are_told_and_its_author_is_not(house: House) -> None:
    vera = make_member(house.hotel, email="vera@aurora.example", name="Vera")
    house.browser(house.ana).post("/new", "/new", subject="No towels")
    with hotel(house.hotel.id):
        assert [(effect.kind, effect.member_id) for effect in Effect.select()] == [
            ("send_notice", vera.staff_id)
        ]


def test_a_wrong_field_is_named_and_the_rest_stays(house: House) -> None:
    browser = house.browser(house.ana)
    for field, value, sentence in (
        ("subject", "  ", "A ticket needs a subject."),
        ("room", "999", "There is no room 999."),
        ("email", "mia at home", "This is not an e-mail address"),
    ):
        fields = {"subject": "No towels", "description": "Two, please.", field: value}
        refused = browser.post("/new", "/new", **fields)
        assert refused.status_code == 422
        assert f'id="{field}-wrong"' in refused.text
        assert sentence in refused.text
        assert "Two, please.</textarea>" in refused.text
    with hotel(house.hotel.id):
        assert Ticket.select().count() == 0


def test_a_room_that_is_not_there_is_said_in_german(house: House) -> None:
    """R-I18N-1"""
    browser = house.browser(house.ana)
    browser.client.set_cookie("bellhop-language", "de")
    assert "Ein Zimmer 999 gibt es nicht." in browser.post("/new", "/new", subject="TV", room="999").text


def test_the_same_form_twice_opens_one_ticket(house: House) -> None:
    browser = house.browser(house.ana)
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', browser.get("/new").text))
    assert "nonce" in form
    first, again = [browser.client.post("/new", data={**form, "subject": "TV"}) for _ in range(2)]
    assert (first.status_code, first.location) == (again.status_code, again.location)
    assert browser.client.post("/new", data={**form, "subject": "Heating"}).location != first.location
    with hotel(house.hotel.id):
        assert Ticket.select().count() == 2

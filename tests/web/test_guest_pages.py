"""Guests and stays at the panel: search, history over channels, merging, check-in, lists, privacy (R-WEB-4, R-TKT-5)."""

import io
from datetime import timedelta

import pytest

from tests.builders import (
    make_answer,
    make_guest,
    make_guest_message,
    make_hotel,
    make_member,
    make_room,
    make_stay,
    make_ticket,
)
from tests.web.conftest import CSRF, Browser, House
from workflow import clock
from workflow.database import hotel
from workflow.models import Guest, PmsConnection, Stay
from workflow.values import Role

TODAY = clock.now().date()


@pytest.fixture
def browser(house: House) -> Browser:
    return house.browser(house.ana)


@pytest.fixture
def mia(house: House) -> Guest:
    return make_guest(house.hotel, phone="+39123456789")


def test_guests_are_searched_and_added(browser: Browser, mia: Guest) -> None:
    """R-WEB-4: the guests' page."""
    page = browser.get("/guests?q=0123+456").text
    assert f'href="/guests/{mia.id}"' in page
    assert "No guest fits" in browser.get("/guests?q=nobody").text
    refused = browser.post("/guests", "/guests", name="Leo", email="no mail", phone="")
    assert refused.status_code == 422
    assert 'value="Leo"' in refused.text
    assert 'id="email-wrong"' in refused.text
    taken = browser.post("/guests", "/guests", name="Leo", email="mia@guest.example")
    assert (taken.status_code, "belongs to Mia Sand" in taken.text) == (409, True)
    added = browser.post("/guests", "/guests", name="Leo", email="leo@guest.example", language="de")
    assert added.status_code == 303
    assert "leo@guest.example" in browser.get(added.location).text


def test_a_guests_page_shows_the_history_over_channels(house: House, browser: Browser, mia: Guest) -> None:
    """issue 9: one guest's history over channels; notes of the house are not what was said to him."""
    make_stay(house.hotel, mia, make_room(house.hotel))
    ticket = make_ticket(house.hotel, channel=house.channel, guest=mia)
    message = make_guest_message(ticket, "Still no towels, by phone.")
    with hotel(house.hotel.id):
        type(message).update(channel="whatsapp").where(type(message).id == message.id).execute()
    make_answer(ticket, "They are on the way.", house.ana)
    page = browser.get(f"/guests/{mia.id}").text
    for words in (
        "No towels",
        "Still no towels, by phone.",
        "They are on the way.",
        "WhatsApp",
        ticket.pid,
        "Room 12",
    ):
        assert words in page, words
    browser.client.set_cookie("bellhop-language", "de")
    page = browser.get(f"/guests/{mia.id}").text
    assert '<span class="badge">E-Mail</span>' in page
    assert "<span>Beantwortet</span>" in page


def test_addresses_name_and_stays_are_kept_at_the_page(house: House, browser: Browser, mia: Guest) -> None:
    path = f"/guests/{mia.id}"
    assert browser.post(f"{path}/addresses", path, address="mia@work.example").status_code == 303
    refused = browser.post(f"{path}/addresses", path, address="+49")
    assert (refused.status_code, 'id="address-wrong"' in refused.text) == (422, True)
    with hotel(house.hotel.id):
        ids = [str(id) for (id,) in Guest.raw("SELECT id FROM guest_addresses ORDER BY id").tuples()]
    assert browser.post(f"{path}/addresses/remove", path, id=ids[0]).status_code == 303
    assert browser.post(f"{path}/addresses/remove", path, id="x").status_code == 404
    page = browser.get(path).text
    assert ("mia@guest.example" in page, "mia@work.example" in page) == (False, True)
    assert browser.post(path, path, name="Mia Sand-Berg", language="it").status_code == 303
    wrong = browser.post(path, path, name="Mia", language="klingon!")
    assert (wrong.status_code, 'id="language-wrong"' in wrong.text) == (422, True)
    days = {"arrival": str(TODAY), "departure": str(TODAY)}
    assert browser.post(f"{path}/stays", path, confirmation="C9", **days).status_code == 303
    wrong = browser.post(f"{path}/stays", path, confirmation="C10", arrival="soon", departure=str(TODAY))
    assert (wrong.status_code, 'value="C10"' in wrong.text) == (422, True)


def test_two_records_become_one_and_two_again(house: House, browser: Browser, mia: Guest) -> None:
    """R-TKT-5, at the panel."""
    other = make_guest(house.hotel, "Mimi", email="mimi@work.example")
    path = f"/guests/{other.id}"
    refused = browser.post(f"{path}/merge", path, into="nobody@guest.example")
    assert (refused.status_code, "nobody@guest.example" in refused.text) == (422, True)
    merged = browser.post(f"{path}/merge", path, into="mia@guest.example")
    assert (merged.status_code, merged.location) == (303, f"/guests/{mia.id}?done=guests_merged")
    page = browser.get(merged.location).text
    assert ("Mimi became part of this guest" in page, "mimi@work.example" in page) == (True, True)
    assert "became part of another guest" in browser.get(path).text
    assert browser.post(f"{path}/unmerge", path).status_code == 303
    assert "mimi@work.example" not in browser.get(f"/guests/{mia.id}").text


def test_the_day_is_worked_at_the_stays_page(house: House, browser: Browser, mia: Guest) -> None:
    """R-WEB-4: arriving, departing, in house; check in, move, check out. What is refused is said beside the stay."""
    make_room(house.hotel, "14")
    stay = make_stay(house.hotel, mia, make_room(house.hotel, "12"), arrival=TODAY, status="booked")
    with hotel(house.hotel.id):
        Stay.update(room_id=None).execute()
    path = f"/stays/{stay.id}"
    roomless = browser.post(path, "/stays", room="", to="in_house")
    assert (roomless.status_code, f'id="arriving-wrong-{stay.id}"' in roomless.text) == (422, True)
    unknown = browser.post(path, "/stays", room="99", to="in_house")
    assert (unknown.status_code, 'value="99"' in unknown.text) == (422, True)
    for fields, status, room in (
        ({"room": "12", "to": "in_house"}, "in_house", "12"),
        ({"room": "14", "to": ""}, "in_house", "14"),
        ({"room": "14", "to": "departed"}, "departed", "14"),
    ):
        assert browser.post(path, "/stays", **fields).status_code == 303
        with hotel(house.hotel.id):
            found = Stay.get_by_id(stay.id)
            (number,) = Guest.raw("SELECT number FROM rooms WHERE id = %s", found.room_id).tuples()
        assert (found.status, number[0]) == (status, room)
    assert browser.post(path, "/stays", room="14", to="no_show").status_code == 409
    assert browser.get(f"/stays?day={TODAY + timedelta(days=3)}").text.count('class="card stay"') == 1
    assert browser.get("/stays?day=soon").status_code == 200


def test_a_list_is_taken_in_with_a_result_for_each_line(house: House, browser: Browser) -> None:
    """issue 9: stays by CSV, at the panel; the sample is one that can be taken in."""
    sample = browser.get("/stays/sample.csv")
    assert sample.headers["Content-Disposition"] == 'attachment; filename="stays.csv"'
    make_room(house.hotel, "12")
    csrf = CSRF.search(browser.get("/stays/import").text)
    assert csrf is not None

    def send(content: bytes) -> str:
        data = {"csrf": csrf[1], "file": (io.BytesIO(content), "stays.csv")}
        return str(browser.client.post("/stays/import", data=data).text)

    assert "Taken: 1 of 1 lines" in send(sample.data)
    page = send(sample.data + b"R-2,Leo,,,,77,2026-11-20,2026-11-22,\n")
    for words in ("Taken: 1 of 2 lines", "As it was", "There is no room 77.", "1 line was not taken"):
        assert words in page, words
    assert 'id="file-wrong"' in send(b"nothing")
    assert "Choose a file first." in browser.post("/stays/import", "/stays/import").text


def test_a_guest_is_saved_and_erased_by_those_who_may(house: House, mia: Guest) -> None:
    """R-PRIV-1, R-WEB-2: owner and manager, and only with the tick."""
    path = f"/guests/{mia.id}"
    make_ticket(house.hotel, channel=house.channel, guest=mia)
    olga = make_member(house.hotel, Role.OWNER, email="olga@aurora.example", name="Olga")
    ana, browser = house.browser(house.ana), house.browser(olga)
    assert "Erase this guest" not in ana.get(path).text
    assert ana.get(f"{path}/export").status_code == 403
    assert ana.post(f"{path}/erase", path, sure="yes").status_code == 403
    saved = browser.get(f"{path}/export")
    assert saved.json["addresses"][0]["value"] == "mia@guest.example"
    assert browser.post(f"{path}/erase", path).status_code == 422
    assert browser.post(f"{path}/erase", path, sure="yes").status_code == 303
    page = browser.get(path).text
    assert ("(erased)" in page, "mia@guest.example" in page) == (True, False)


def test_the_pms_is_connected_in_the_settings(house: House) -> None:
    """R-PMS-1: the secret is shown once."""
    browser = house.browser(make_member(house.hotel, Role.OWNER, email="olga@aurora.example", name="Olga"))
    assert "Connect the PMS" in browser.get("/settings/pms").text
    shown = browser.post("/settings/pms/secret", "/settings/pms")
    assert "whsec_" in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    again = browser.get("/settings/pms").text
    assert ("whsec_" in again, "was made by Olga" in again) == (False, True)
    assert browser.post("/settings/pms/off", "/settings/pms").status_code == 303
    with hotel(house.hotel.id):
        assert PmsConnection.select().count() == 0


def test_a_foreign_guest_is_not_there(house: House, browser: Browser) -> None:
    """R-WEB-3"""
    theirs = make_guest(make_hotel("BER", name="Berg"), "Elsewhere")
    for path in (f"/guests/{theirs.id}", "/guests/999"):
        assert browser.get(path).status_code == 404
        assert browser.post(path, "/guests", name="x").status_code == 404

"""The way in to the guest's page speaks one language from the scan on (R-I18N-1, R-QR-2, R-QR-4)."""

import re

from tests.builders import make_guest, make_room, make_stay
from tests.web.conftest import Browser, House
from tests.web.guests import InHouse, check_in, keys_of
from workflow import clock
from workflow.database import hotel
from workflow.models import Guest
from workflow.services import room_signs

ENGLISH, GERMAN = {"Accept-Language": "en-GB,en"}, {"Accept-Language": "de-AT,de"}


def language_of(phone: Browser, path: str, asked: dict[str, str]) -> str:
    found = re.search(r'<html lang="(\w+)"', phone.get(path, headers=asked).text)
    return found[1] if found else ""


def test_a_code_speaks_its_guests_language_before_anybody_knows_who_scans_it(house: House) -> None:
    mia = check_in(house)
    with hotel(house.hotel.id):
        Guest.update(language="ja").where(Guest.id == mia.guest.id).execute()
    page = house.browser(house.ana).post(
        "/qr/issue", "/qr", one=f"{mia.guest.id}-{mia.room.id}", minutes="15"
    )
    (link,) = re.findall(r"http://127\.0\.0\.1:8000(/q/[^<\s]+)", page.text)
    assert link.endswith("?l=ja")
    phone = house.browser()
    assert language_of(phone, link, ENGLISH) == "ja"
    assert phone.post(link, link).location == "/g"
    assert language_of(phone, "/g", ENGLISH) == "ja"


def test_a_language_that_is_chosen_at_the_scan_stays(house: House) -> None:
    mia = check_in(house)
    token = re.findall(
        r"8000(/q/[^<\s]+)",
        house.browser(house.ana)
        .post("/qr/issue", "/qr", one=f"{mia.guest.id}-{mia.room.id}", minutes="15")
        .text,
    )[0]
    phone = house.browser()
    assert phone.post("/guest-language", token, language="fr", next=token).location == token
    assert language_of(phone, token, ENGLISH) == "fr"
    phone.post(token, token)
    assert language_of(phone, "/g", ENGLISH) == "fr"


def test_who_comes_in_by_a_sign_goes_on_in_the_language_of_his_phone(house: House) -> None:
    guest, room = make_guest(house.hotel, "Mia Sand", email="", language="it"), make_room(house.hotel, "31")
    InHouse(guest, room, make_stay(house.hotel, guest, room))
    with hotel(house.hotel.id):
        code = room_signs.code_of(
            house.hotel.id, room.id, actor=house.ana.actor, keys=keys_of(house), now=clock.now()
        )
    phone = house.browser()
    assert language_of(phone, f"/r/{code}", GERMAN) == "de"
    phone.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "de-AT,de"
    phone.post(f"/r/{code}", f"/r/{code}", name="Sand")
    assert language_of(phone, "/g", GERMAN) == "de"

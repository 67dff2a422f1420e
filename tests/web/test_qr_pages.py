"""The QR desk in the panel, cards and signs on paper, and what the sign of a room opens (R-QR-1, R-QR-4, R-WEB-4)."""

import io
import re
from urllib.parse import parse_qs, unquote, urlsplit

import pypdfium2
import pytest
import zxingcpp

from tests.builders import make_member, make_room, make_ticket
from tests.web.conftest import Browser, House
from tests.web.guests import check_in, issue, keys_of
from web.card_pdf import Card, pdf_of
from web.guest.card_words import CARD, SIGN, say
from workflow import clock
from workflow.database import hotel
from workflow.models import GuestSession, Hotel, QrToken, Room, RoomCode, RoomTry, Stay
from workflow.services import hotel_changes, room_greetings, room_signs
from workflow.services.hotel_changes import GuestPageChange
from workflow.values import Role

DPI = 200


def codes_on(pdf: bytes) -> list[list[str]]:
    """What a phone reads, page by page."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=DPI / 72).to_pil().convert("L") for page in document]
    return [sorted(found.text for found in zxingcpp.read_barcodes(page)) for page in pages]


def words_on(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", " ")


def sign_of(house: House, room_id: int) -> str:
    with hotel(house.hotel.id):
        return room_signs.code_of(
            house.hotel.id, room_id, actor=house.ana.actor, keys=keys_of(house), now=clock.now()
        )


def test_the_desk_shows_arrivals_and_guests_and_finds_them(house: House) -> None:
    """R-WEB-4: today's arrivals and in-house stays."""
    check_in(house)
    check_in(house, "Tom Baker", "7", status="booked")
    ana = house.browser(house.ana)
    page = ana.get("/qr").text
    assert page.index("Tom Baker") < page.index("Mia Sand")
    assert page.count("Show code") == 1
    found = ana.get("/qr?q=mia").text
    assert "Mia Sand" in found
    assert "Tom Baker" not in found
    assert "Nobody fits" in ana.get("/qr?q=nobody").text


def test_staff_have_no_qr_desk(house: House) -> None:
    """R-WEB-2"""
    jon = make_member(house.hotel, Role.STAFF, email="jon@aurora.example", name="Jon")
    browser = house.browser(jon)
    assert browser.get("/qr").status_code == 403
    assert 'href="/qr"' not in browser.get("/queue").text


def test_a_code_on_the_screen_lets_the_guest_in(house: House) -> None:
    """R-QR-1, R-QR-2"""
    mia, ana = check_in(house), house.browser(house.ana)
    page = ana.post("/qr/issue", "/qr", one=f"{mia.guest.id}-{mia.room.id}", minutes="15").text
    link = re.search(r"http://127\.0\.0\.1:8000(/q/[^<\s]+)", page)
    assert link is not None
    assert "<svg" in page
    phone = house.browser()
    assert phone.post(link[1], link[1]).location == "/g"
    assert "1 phone in use" in ana.get("/qr").text


def test_a_refusal_says_why_and_keeps_the_page(house: House) -> None:
    ana = house.browser(house.ana)
    mia = check_in(house)
    for one in ("", "x-y", "1-", f"{mia.guest.id}-999", "9" * 30 + "-1"):
        answer = ana.post("/qr/issue", "/qr", one=one)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
    assert ana.post("/qr/cards", "/qr").status_code == 422
    assert ana.post("/qr/999/revoke", "/qr").status_code == 404


@pytest.mark.parametrize("is_sheet", [False, True], ids=["A6", "sheet"])
def test_a_printed_card_is_read_by_a_phone_and_works_once(house: House, is_sheet: bool) -> None:
    """R-QR-1: the code on the paper is the code that lets the guest in, and at least 30 mm wide."""
    mia, tom = check_in(house), check_in(house, "Tom Baker", "7")
    ana = house.browser(house.ana)
    answer = ana.post(
        "/qr/cards",
        "/qr",
        stay=[f"{who.guest.id}-{who.room.id}" for who in (mia, tom)],
        **({"sheet": "1"} if is_sheet else {}),
    )
    assert answer.content_type == "application/pdf"
    pages = codes_on(answer.data)
    assert [len(page) for page in pages] == ([2] if is_sheet else [1, 1])
    width, _ = pypdfium2.PdfDocument(answer.data)[0].get_size()
    assert round(width / 72 * 25.4) == (210 if is_sheet else 105)
    words = words_on(answer.data)
    assert "Aurora Hotel" in words
    assert "Room 12" in words
    assert words.count(CARD.split(".")[0]) == 2
    path = urlsplit(pages[0][0]).path
    phone = house.browser()
    assert phone.post(path, path).location == "/g"
    with hotel(house.hotel.id):
        assert [row.is_card for row in QrToken.select()] == [True, True]


def test_codes_and_phones_are_revoked_at_the_desk(house: House) -> None:
    """R-QR-3"""
    mia, ana = check_in(house), house.browser(house.ana)
    waiting, used = issue(house, mia), issue(house, mia)
    phone = house.browser()
    phone.post(f"/q/{used.token}", f"/q/{used.token}")
    assert phone.get("/g").status_code == 200
    with hotel(house.hotel.id):
        session = GuestSession.get()
    assert ana.post(f"/qr/sessions/{session.id}/revoke", "/qr").location == "/qr?done=revoked"
    assert phone.get("/g").status_code == 401
    assert ana.post(f"/qr/{waiting.id}/revoke", "/qr").status_code == 303
    assert house.browser().post(f"/q/{waiting.token}", f"/q/{waiting.token}").status_code == 410


def test_a_sign_keeps_its_code_until_it_is_revoked(house: House) -> None:
    """R-QR-4"""
    room = make_room(house.hotel, "12")
    ana = house.browser(house.ana)
    first, again = (codes_on(ana.post("/qr/signs", "/qr/signs", room=str(room.id)).data) for _ in range(2))
    assert first == again
    (link,) = first[0]
    assert house.browser().get(urlsplit(link).path).status_code == 200
    assert ana.post(f"/qr/signs/{room.id}/revoke", "/qr/signs").status_code == 303
    assert house.browser().get(urlsplit(link).path).status_code == 400
    (other,) = codes_on(ana.post("/qr/signs", "/qr/signs", room=str(room.id)).data)[0]
    assert other != link
    with hotel(house.hotel.id):
        assert all(urlsplit(other).path[3:] not in str(bytes(row.sealed)) for row in RoomCode.select())


def test_a_sign_says_what_the_hotel_wants_in_its_languages(house: House) -> None:
    """R-QR-4: a greeting, and three languages at most, the hotel's own first; all of it fits on the paper."""
    room = make_room(house.hotel, "12")
    page = GuestPageChange(
        sign_words="Welcome! We are here day and night. " * 3, sign_languages=["it", "ja", "de"]
    )
    with hotel(house.hotel.id):
        Hotel.update(language="de").where(Hotel.id == house.hotel.id).execute()
        hotel_changes.set_guest_page(house.hotel.id, page, actor=house.ana.actor, now=clock.now())
    pdf = house.browser(house.ana).post("/qr/signs", "/qr/signs", room=str(room.id)).data
    words = words_on(pdf)
    assert "Welcome! We are here day and night." in words
    said = [say(language, SIGN) for language in ("de", "it", "ja")]
    places = [words.replace(" ", "").index(one.replace(" ", "")[:20]) for one in said]
    assert places == sorted(places)
    assert say("en", SIGN) not in words
    assert "Zimmer 12" in words
    assert lowest_letter(pdf) > 3
    assert len(codes_on(pdf)[0]) == 1


def lowest_letter(pdf: bytes) -> float:
    """Millimetres above the bottom of the first page."""
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    return min(page.get_charbox(index)[1] for index in range(page.count_chars())) / 72 * 25.4


def test_a_floor_of_sixty_rooms_is_read_from_a_metre_away(house: House) -> None:
    """R-QR-4: at 60 dots an inch a phone's camera sees less than it does from a metre; each room once."""
    with hotel(house.hotel.id):
        ids = [Room.create(hotel_id=house.hotel.id, number=str(500 + n)).id for n in range(60)]
    ana = house.browser(house.ana)
    pdf = ana.post("/qr/signs", "/qr/signs", room=[str(id) for id in ids], sheet="1").data
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 15
    last = document[14].render(scale=60 / 72).to_pil().convert("L")
    assert len({found.text for found in zxingcpp.read_barcodes(last)}) == 4
    words = words_on(pdf)
    assert all(f"Room {500 + n}" in words for n in range(60))
    with hotel(house.hotel.id):
        assert RoomCode.select().count() == 60


def enter(phone: Browser, code: str, name: str) -> int:
    return phone.post(f"/r/{code}", f"/r/{code}", name=name).status_code


def test_a_last_name_at_the_sign_opens_the_page_for_what_is_written_there(house: House) -> None:
    """R-QR-4: however it is accented; the session sees only tickets it opened."""
    mia = check_in(house, "Mía Sánd")
    make_ticket(house.hotel, "By mail", channel=house.channel, guest=mia.guest)
    code = sign_of(house, mia.room.id)
    phone = house.browser()
    assert enter(phone, code, " sand ") == 303
    page = phone.get("/g")
    assert page.status_code == 200
    assert "Mía" not in page.text
    cookie = phone.client.get_cookie("bellhop-guest")
    assert cookie is not None
    api = house.api(cookie.value)
    assert api.call("GET", "/tickets").get_json()["data"] == []
    opened = api.call("POST", "/tickets", {"subject": "Towels"}).get_json()
    assert [row["pid"] for row in api.call("GET", "/tickets").get_json()["data"]] == [opened["pid"]]
    assert "Mía" not in str(opened)
    assert "Mía" not in api.call("GET", "/me").text
    other = house.browser()
    enter(other, code, "Sand")
    second = house.api(other.client.get_cookie("bellhop-guest").value)  # type: ignore[union-attr]
    assert second.call("GET", f"/tickets/{opened['pid']}").status_code == 404
    with hotel(house.hotel.id):
        Stay.update(status="departed").where(Stay.id == mia.stay.id).execute()
    assert phone.get("/g").status_code == 401


def test_five_wrong_names_close_a_room_for_an_hour(house: House) -> None:
    """R-QR-4: an empty room answers like a wrong name, and right names count nothing."""
    mia, empty = check_in(house), make_room(house.hotel, "14")
    code, other = sign_of(house, mia.room.id), sign_of(house, empty.id)
    phone = house.browser()
    assert [enter(phone, code, "Sand") for _ in range(2)] == [303, 303]
    wrong = phone.post(f"/r/{code}", f"/r/{code}", name="Baker")
    nobody = phone.post(f"/r/{other}", f"/r/{other}", name="Baker")
    hide = re.compile(rf'{code}|{other}|Room 1[24]|name="csrf" value="[0-9a-f]+"')
    assert wrong.status_code == nobody.status_code == 422
    assert hide.sub("", wrong.text) == hide.sub("", nobody.text)
    assert 'value="Baker"' in wrong.text
    assert [enter(phone, code, name) for name in ("a", "b", "", "Mia")] == [422] * 4
    assert enter(phone, code, "Sand") == 429
    with hotel(house.hotel.id):
        RoomTry.delete().where(RoomTry.room_id == mia.room.id).execute()
        for _ in range(room_signs.TRIES):
            before = clock.now() - room_signs.WITHIN
            RoomTry.create(hotel_id=house.hotel.id, room_id=mia.room.id, at=before)
    assert enter(phone, code, "Sand") == 303


@pytest.mark.parametrize(
    ("said", "name", "fits"),
    [
        ("Sand", "Mia Sand", True),
        ("SÁND", "Mia Sand", True),
        ("mia sand", "Mia Sand", True),
        ("Mia", "Mia Sand", False),
        ("de la Cruz", "Maria de la Cruz", True),
        ("cruz", "Maria de la Cruz", True),
        ("O'Neill", "Pat O’Neill", True),
        ("Müller-Lüdenscheidt", "Karl Müller-Lüdenscheidt", True),
        ("Strasse", "Anna Straße", True),
        ("Sand", "Sand, Mia", True),
        ("Mia", "Sand, Mia", False),
        ("王", "王伟", True),
        ("", "Mia Sand", False),
        ("-", "Mia Sand", False),
        ("Sand", "", False),
    ],
)
def test_a_last_name_is_compared_without_accents_and_case(said: str, name: str, fits: bool) -> None:
    """R-QR-4"""
    assert room_signs.is_last_name(said, name) is fits


def test_a_sign_opens_whatsapp_and_mail_with_a_code_that_names_the_room_once(house: House) -> None:
    """R-QR-4"""
    room = make_room(house.hotel, "12")
    code = sign_of(house, room.id)
    phone = house.browser()
    page = phone.post(f"/r/{code}/message", f"/r/{code}").text
    link = re.search(r'href="(mailto:[^"]+)"', page)
    assert link is not None
    words = parse_qs(urlsplit(link[1].replace("&amp;", "&")).query)["body"][0]
    assert unquote(urlsplit(link[1]).path) == "aurora@desk.localhost"
    with hotel(house.hotel.id):
        assert room_greetings.room_of(house.hotel.id, words, now=clock.now()) == room.id
        assert room_greetings.room_of(house.hotel.id, words, now=clock.now()) is None


def test_a_picture_of_a_code_is_sharp_enough_for_a_small_print(house: House) -> None:
    """R-QR-1: half the size of the card's code can still be read."""
    token = issue(house, check_in(house)).token
    card = Card("Aurora", "AUR", "Room 12", f"https://desk.example/q/{token}", ("Hello",), "#0c5c5a")
    page = pypdfium2.PdfDocument(io.BytesIO(pdf_of([card], is_sheet=False, font=None)))[0]
    small = page.render(scale=120 / 72).to_pil().convert("L")
    assert [found.text for found in zxingcpp.read_barcodes(small)] == [card.link]

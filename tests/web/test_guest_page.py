"""The guest's page (R-QR-5): one box, his own requests in plain words, in his language; sent once, and his alone."""

import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from werkzeug.test import TestResponse

from tests import photos
from tests.builders import make_answer, make_guest, make_room, make_stay, make_ticket
from tests.web.conftest import CSRF, Browser, House
from tests.web.guests import InHouse, check_in, keys_of, session_of
from workflow import clock
from workflow.database import hotel
from workflow.models import Attachment, Hotel, Message, Ticket
from workflow.services import room_signs, tickets
from workflow.settings import Settings
from workflow.values import State

NONCE = re.compile(r'name="nonce" value="([^"]+)"')
LINKED = re.compile(r'(?:<link rel="stylesheet" href|<script src)="([^"]+)"')
FIRST_LOAD = 60_000  # bytes, without pictures
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000"
    "000c49444154789c63e089890200013a00c3340e48fc0000000049454e44ae426082"
)


def phone_of(house: House, who: InHouse) -> Browser:
    phone = house.browser()
    phone.client.set_cookie("bellhop-guest", session_of(house, who))
    return phone


@pytest.fixture
def mia(house: House) -> InHouse:
    return check_in(house)


@pytest.fixture
def phone(house: House, mia: InHouse) -> Browser:
    return phone_of(house, mia)


def send(
    phone: Browser,
    words: str,
    *,
    to: str = "/g/requests",
    nonce: str = "",
    files: tuple[tuple[str, bytes], ...] = (),
) -> TestResponse:
    page = phone.get("/g").text
    csrf, found = CSRF.search(page), NONCE.search(page)
    assert csrf is not None
    assert found is not None
    data = {
        "csrf": csrf[1],
        "nonce": nonce or found[1],
        "body": words,
        "files": [(io.BytesIO(content), name) for name, content in files],
    }
    return phone.client.post(to, data=data)


def only_ticket(house: House) -> Ticket:
    with hotel(house.hotel.id):
        (ticket,) = Ticket.select()
    return ticket


def test_the_first_load_is_small(phone: Browser) -> None:
    """R-QR-5, for a slow line: the page with its styles and its script, without pictures."""
    page = phone.get("/g")
    linked = LINKED.findall(page.text)
    sizes = [len(page.data)]
    for address in linked:
        with phone.get(address) as answer:
            sizes.append(len(answer.data))
    assert len(linked) == 4
    assert sum(sizes) < FIRST_LOAD, sizes


def test_the_page_fits_the_policy(house: House, phone: Browser) -> None:
    """No inline script or style; the hotel's colour is a sheet of its own, and nothing but a colour."""
    with hotel(house.hotel.id):
        Hotel.update(settings={"colour": "#7a1f3d"}).where(Hotel.id == house.hotel.id).execute()
    page = phone.get("/g")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    for inline in ("style=", "<style", "onclick", "<script>"):
        assert inline not in page.text
    assert "/look/7a1f3d.css" in page.text
    sheet = phone.get("/look/7a1f3d.css")
    assert (sheet.text, sheet.mimetype) == (":root{--hotel:#7a1f3d}\n", "text/css")
    for other in ("red", "7a1f3", "7A1F3D", "}body{x"):
        assert phone.get(f"/look/{other}.css").status_code == 404


def test_the_page_says_where_until_when_and_what_is_often_asked_for(house: House, phone: Browser) -> None:
    """Wishes in the guest's language until the hotel sets its own."""
    page = phone.get("/g").text
    day = (clock.now() + timedelta(days=3)).strftime("%A")
    assert f"Room 12 · until {day}" in page
    assert "Mia Sand, what can we do for you?" in page
    assert "Fresh towels" in page
    assert ">Fresh towels</textarea>" in phone.get("/g?wish=1").text
    with hotel(house.hotel.id):
        Hotel.update(settings={"wishes": ["Extra <b>yoga</b> mat"]}).where(
            Hotel.id == house.hotel.id
        ).execute()
    own = phone.get("/g").text
    assert ("Extra &lt;b&gt;yoga" in own, "Fresh towels" in own) == (True, False)
    with hotel(house.hotel.id):
        Hotel.update(settings={"wishes": ["Taxi"], "wishes_in": {"ja": ["タクシー"]}}).execute()
    phone.client.set_cookie("bellhop-guest-language", "ja")
    assert "タクシー" in phone.get("/g").text
    phone.client.set_cookie("bellhop-guest-language", "it")
    assert "Taxi" in phone.get("/g").text
    phone.client.delete_cookie("bellhop-guest-language")
    for strange in ("0", "99", "-1", "x", "१"):
        assert phone.get("/g", query_string={"wish": strange}).status_code == 200


def test_a_request_with_pictures_is_sent_without_a_script(house: House, mia: InHouse, phone: Browser) -> None:
    """R-QR-5: it is his, of his room and stay; the picture comes back small, and as a download."""
    sent = send(phone, "The lamp is broken.\nIt hangs askew.", files=(("lamp.png", PIXEL), ("a.txt", b"a")))
    assert (sent.status_code, sent.location) == (303, "/g?done=sent")
    ticket = only_ticket(house)
    assert (ticket.guest_id, ticket.room_id, ticket.stay_id) == (mia.guest.id, mia.room.id, mia.stay.id)
    page = phone.get("/g?done=sent").text
    for words in ("We have it", "It hangs askew.", "a.txt", "Sent. You will find our answer here."):
        assert words in page
    with hotel(house.hotel.id):
        picture = Attachment.get(Attachment.filename == "lamp.png")
    assert phone.get(f"/g/files/{picture.id}/thumbnail").mimetype == "image/webp"
    file = phone.get(f"/g/files/{picture.id}")
    assert (file.data, "attachment" in file.headers["Content-Disposition"]) == (PIXEL, True)


def test_what_is_sent_twice_is_written_once(house: House, phone: Browser) -> None:
    """A double tap, or a browser that sends again: the same page says the same once; other words are more words."""
    for _ in range(3):
        assert send(phone, "Two pillows, please.", nonce="one").status_code == 303
    ticket = only_ticket(house)
    for words in ("And a blanket.", "And a blanket.", "And tea."):
        assert send(phone, words, to=f"/g/requests/{ticket.pid}", nonce="one").status_code == 303
    with hotel(house.hotel.id):
        said = [one.body for one in Message.select().order_by(Message.id)]
    assert said == ["Two pillows, please.", "And a blanket.", "And tea."]


def test_what_was_typed_stays_when_it_cannot_be_taken(phone: Browser) -> None:
    """The refusal stands at the form, in the page's language; the words are still there."""
    refused = send(phone, "Look at this.", files=(("virus.exe", b"MZ\x90"),))
    assert refused.status_code == 422
    assert (
        "virus.exe is a program: programs are not sent along. Choose your pictures once more." in refused.text
    )
    assert ">Look at this.</textarea>" in refused.text
    phone.client.set_cookie("bellhop-guest-language", "de")
    assert "Schreiben Sie zuerst ein paar Worte." in send(phone, " \x00 ").text
    assert "Dieser Text ist länger als 10,000 Zeichen." in send(phone, "x" * 10_001).text


def test_while_the_files_store_is_away_nothing_that_was_typed_is_lost(
    house: House, phone: Browser, settings: Settings
) -> None:
    """R-QR-5, R-API-1: the form comes back with the words, and what is sent again opens one request."""
    folder = Path(urlsplit(settings.storage_url).path)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file where the folder should be")
    away = send(phone, "The shower drips", nonce="n1", files=(("a.jpg", photos.jpeg()),))
    assert away.status_code == 503
    assert ">The shower drips</textarea>" in away.text
    assert "cannot reach its store of files" in away.text
    assert send(phone, "No photo here").status_code == 303
    folder.unlink()
    for _ in range(2):
        again = send(phone, "The shower drips", nonce="n1", files=(("a.jpg", photos.jpeg()),))
        assert again.status_code == 303
    with hotel(house.hotel.id):
        assert Ticket.select().count() == 2
        assert Attachment.select().count() == 1


def test_a_photo_does_not_say_where_it_was_taken(house: House, phone: Browser) -> None:
    """R-QR-5, R-PRIV-1: the place goes before the bytes are kept; the picture stays."""
    sent = (("IMG_1.HEIC", photos.HEIC), ("IMG_2.jpg", photos.jpeg()), ("a.pdf", b"%PDF-1.4 x"))
    assert send(phone, "The shower", files=sent).status_code == 303
    with hotel(house.hotel.id):
        files = list(Attachment.select().order_by(Attachment.id))
    assert [file.content_type for file in files] == ["image/heic", "image/jpeg", "application/pdf"]
    for file, (name, before) in zip(files, sent, strict=True):
        kept = phone.get(f"/g/files/{file.id}").data
        assert (file.filename, len(kept)) == (name, len(before))
        assert photos.PLACE not in kept
        assert (kept == before) is name.endswith("pdf")
    assert phone.get(f"/g/files/{files[0].id}/thumbnail").content_type == "image/webp"


def test_nobody_elses_request_can_be_written_into_or_seen(house: House, mia: InHouse, phone: Browser) -> None:
    """R-WEB-2: another guest's ticket and files are answered like ones that do not exist."""
    send(phone, "Mine.", files=(("a.txt", b"a"),))
    tom = phone_of(house, check_in(house, "Tom Baker", "7"))
    pid = only_ticket(house).pid
    with hotel(house.hotel.id):
        file = Attachment.get()
    for path in (f"/g/files/{file.id}", f"/g/files/{file.id}/thumbnail", "/g/files/9223372036854775807"):
        assert tom.get(path).status_code == 404
    assert send(tom, "x", to=f"/g/requests/{pid}").status_code == 404
    for absent in ("AUR-202601-00001-X", "%00", "x" * 3000):
        assert send(tom, "x", to=f"/g/requests/{absent}").status_code == 404
    assert "Mine." not in tom.get("/g").text


def test_only_what_changed_is_fetched_again(house: House, phone: Browser) -> None:
    """R-QR-5: the page asks every few seconds; an answer changes it, a note does not show."""
    send(phone, "No towels.")
    ticket = only_ticket(house)
    first = phone.get("/g/requests")
    same = phone.get("/g/requests", headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    with hotel(house.hotel.id):
        tickets.note(
            tickets.lock(ticket.id), "He moans.", actor=house.ana.actor, now=clock.now(), channel="panel"
        )
    make_answer(ticket, "They are on their way.", house.ana)
    after = phone.get("/g/requests", headers={"If-None-Match": first.headers["ETag"]})
    assert after.status_code == 200
    for words, is_there in (("They are on their way.", True), ("Ana · ", True), ("He moans.", False)):
        assert (words in after.text) is is_there


def test_a_request_stands_where_its_guest_understands(house: House, phone: Browser) -> None:
    """R-QR-5: plain states, the hour by the hotel's clocks."""
    send(phone, "No towels.")
    ticket = only_ticket(house)
    words = []
    for state in (
        State.IN_PROGRESS,
        State.ON_HOLD,
        State.IN_PROGRESS,
        State.WAITING_GUEST,
        State.RESOLVED,
    ):
        with hotel(house.hotel.id):
            tickets.move(tickets.lock(ticket.id), state, actor=house.ana.actor, now=clock.now())
        words += re.findall(r"data-state>(?:<svg.*?</svg>)?([^<]+)<", phone.get("/g").text)
    assert words[:-1] == ["On its way", "We come back to you", "On its way", "We need a word from you"]
    assert re.fullmatch(r"Done at \d\d:\d\d", words[-1])
    at = datetime(2020, 2, 3, 22, 30, tzinfo=UTC)  # the next day in the hotel's zone
    with hotel(house.hotel.id):
        Hotel.update(time_zone="Asia/Tokyo").execute()
        Ticket.update(resolved_at=at).execute()
    assert "Done on 4 Feb" in phone.get("/g").text


def test_a_guest_chooses_his_language(house: House, phone: Browser) -> None:
    """R-I18N-1: his own first, another when he says so, kept on this phone; it leads back to a guests' page only."""
    assert '<html lang="en">' in phone.get("/g", headers={"Accept-Language": "nl"}).text
    chosen = phone.post("/guest-language", "/g", language="ja", next="/g")
    assert (chosen.status_code, chosen.location) == (303, "/g")
    assert '<html lang="ja">' in phone.get("/g").text
    assert "タオルの交換" in phone.get("/g").text
    for other in ("https://evil.example", "//evil.example", "/queue", "/g/\\evil", "/g/requests/AUR"):
        assert phone.post("/guest-language", "/g", language="xx", next=other).location == "/g"
    assert '<html lang="ja">' in phone.get("/g").text
    guest, room = make_guest(house.hotel, "Ana Unknown", email="", language=""), make_room(house.hotel, "9")
    other_phone = phone_of(house, InHouse(guest, room, make_stay(house.hotel, guest, room)))
    asked = other_phone.get("/g", headers={"Accept-Language": "pt-BR"})
    assert '<html lang="pt">' in asked.text


def test_a_page_that_is_over_says_what_to_do(house: House, mia: InHouse, phone: Browser) -> None:
    """R-QR-3: in the language of the phone, for nobody knows any more who he is."""
    with hotel(house.hotel.id):
        type(mia.stay).update(status="departed").where(type(mia.stay).id == mia.stay.id).execute()
    for path in ("/g", "/g/requests", "/g/files/1", "/g/logo"):
        over = phone.get(path, headers={"Accept-Language": "fr"})
        assert over.status_code == 401
        assert "Votre page est terminée" in over.text
        assert "scannez le code" in over.text


def test_who_came_in_by_the_sign_is_told_nothing_of_the_stay(house: House, mia: InHouse) -> None:
    """R-QR-4: no first name, no departure, no earlier ticket; what he opens himself he sees."""
    make_ticket(house.hotel, "Champagne", channel=house.channel, guest=mia.guest, room=mia.room)
    with hotel(house.hotel.id):
        code = room_signs.code_of(
            house.hotel.id, mia.room.id, actor=house.ana.actor, keys=keys_of(house), now=clock.now()
        )
    phone = house.browser()
    assert phone.post(f"/r/{code}", f"/r/{code}", name="Sand").location == "/g"
    page = phone.get("/g").text
    assert "Room 12" in page
    for words in ("Mia", "until", "Champagne"):
        assert words not in page
    send(phone, "A lamp, please.")
    assert "A lamp, please." in phone.get("/g").text


def test_the_logo_is_shown_to_guests(house: House, phone: Browser) -> None:
    """Kept by its SHA-256, shown as the picture that it is."""
    assert phone.get("/g/logo").status_code == 404
    kept = house.app.config["DESK"].files.put(house.hotel.id, PIXEL)
    with hotel(house.hotel.id):
        Hotel.update(settings={"logo": kept}).where(Hotel.id == house.hotel.id).execute()
    address = re.search(r'class="logo" src="([^"]+)"', phone.get("/g").text)
    assert address is not None
    assert urlsplit(address[1]).path == "/g/logo"
    shown = phone.get(address[1])
    assert (shown.data, shown.mimetype) == (PIXEL, "image/png")


@pytest.mark.parametrize(
    "words", ["\ud800", "\x00" * 10, "🛎" * 9_999, "<script>alert(1)</script>", "%(name)s"]
)
def test_whatever_is_typed_is_no_fault(phone: Browser, words: str) -> None:
    """Bad input: taken as it is, or refused in words; never run, never a fault of ours."""
    answer = send(phone, words.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
    assert answer.status_code in (303, 422)
    assert "<script>alert" not in phone.get("/g").text

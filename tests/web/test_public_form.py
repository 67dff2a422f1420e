"""The form without a log-in (R-QR-6): a number for whoever writes, proof of nothing, and nothing told about guests."""

import io
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from werkzeug.test import TestResponse

from tests import photos
from tests.builders import make_hotel
from tests.web.conftest import CSRF, Browser, House
from tests.web.guests import check_in, keys_of
from web.guest.form import SENT_AN_HOUR
from worker.compose import compose
from workflow import clock
from workflow.database import hotel
from workflow.letter import Letter
from workflow.models import Attachment, BlockedSender, Hotel, Message, MutedAddress, Ticket
from workflow.services import delivery, dispatch, outbox, public_form, room_signs
from workflow.services.letter_rows import read as read_rows
from workflow.settings import Settings
from workflow.values import EffectKind

MIA = {"name": "Mia Sand", "email": "mia@guest.example", "body": "Is there a pool?"}


@pytest.fixture
def browser(house: House) -> Browser:
    with hotel(house.hotel.id):
        Hotel.update(settings={"public_form": True}).where(Hotel.id == house.hotel.id).execute()
    return house.browser()


def send(browser: Browser, files: tuple[tuple[str, bytes], ...] = (), **fields: str) -> TestResponse:
    csrf = CSRF.search(browser.get("/f/AUR").text)
    assert csrf is not None
    sent = [(io.BytesIO(content), name) for name, content in files]
    return browser.client.post("/f/AUR", data={"csrf": csrf[1], **fields, "files": sent})


def opened(house: House) -> list[Ticket]:
    with hotel(house.hotel.id):
        return list(Ticket.select().order_by(Ticket.id))


def answers(house: House) -> list[Message]:
    with hotel(house.hotel.id):
        return list(Message.select().where(Message.direction == "out").order_by(Message.id))


def test_a_form_that_is_off_is_not_there(house: House) -> None:
    """R-QR-6: off until the hotel switches it on; a hotel that does not exist answers alike."""
    browser = house.browser()
    off, missing = browser.get("/f/AUR"), browser.get("/f/XYZ")
    assert (off.status_code, missing.status_code) == (404, 404)
    assert off.text.replace("/f/AUR", "") == missing.text.replace("/f/XYZ", "")
    assert browser.get("/f/AUR/logo").status_code == 404


def test_whoever_writes_gets_a_number_on_the_page_and_by_mail(house: House, browser: Browser) -> None:
    """R-QR-6"""
    check_in(house)
    sent = send(browser, (("plan.txt", b"a plan"),), **MIA, phone="+49 151 234567", room="12", nonce="one")
    (ticket,) = opened(house)
    assert sent.status_code == 200
    assert ticket.pid in sent.text
    with hotel(house.hotel.id):
        first, acknowledgement = Message.select().order_by(Message.id)
    assert first.body == "Is there a pool?\n\nPhone: +49 151 234567\nRoom: 12"
    assert (first.channel, first.verdict, first.remark) == ("email", "none", public_form.UNPROVEN)
    assert acknowledgement.recipients == ["mia@guest.example"]
    assert ticket.pid in acknowledgement.body
    again = send(browser, (("plan.txt", b"a plan"),), **MIA, phone="+49 151 234567", room="12", nonce="one")
    assert ticket.pid in again.text
    assert len(opened(house)) == 1


def test_what_somebody_claims_links_him_to_nothing(house: House, browser: Browser) -> None:
    """R-QR-6: the address of a guest in house and his room make no guest of the writer, and tell him nothing."""
    mia = check_in(house)
    page = send(browser, **MIA, room="12").text
    (ticket,) = opened(house)
    assert (ticket.guest_id, ticket.stay_id, ticket.placed_by) == (None, None, "form")
    assert ticket.room_id == mia.room.id
    stranger = send(browser, name="X", email="x@guest.example", body="Is there a pool?", room="99")
    assert opened(house)[1].room_id is None
    pids = [one.pid for one in opened(house)]
    assert stranger.text.replace(pids[1], "") == page.replace(pids[0], "")
    seen = house.browser(house.ana).get(f"/tickets/{ticket.pid}").text
    assert "nobody has checked them" in seen


def test_a_strangers_words_go_to_nobody_in_the_hotels_name(house: House, browser: Browser) -> None:
    """R-MAIL-10: what comes by mail to the address he named holds neither his subject nor his name, once a day."""
    spam = {**MIA, "name": "Win http://evil.example", "subject": "Cheap pills"}
    send(browser, **spam)
    send(browser, **spam, room="7")
    assert (len(opened(house)), len(answers(house))) == (2, 1)
    desk, now = house.app.config["DESK"], clock.now()
    handed = dispatch.hand_over(now=now, limit=10, kinds=[EffectKind.SEND_ANSWER])
    (claim,) = outbox.claim([one.id for one in handed], now=now, lease=timedelta(seconds=30))
    with hotel(house.hotel.id):
        letter = delivery.letter_of(claim, read_rows([claim]), desk=desk, now=now)
    assert isinstance(letter, Letter)
    raw = compose(letter, files=desk.files, now=now).message_bytes
    assert b"mia@guest.example" in raw
    for words in (b"evil.example", b"Cheap", b"pool"):
        assert words not in raw


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({**MIA, "name": " "}, "name", "Write your name"),
        ({**MIA, "email": ""}, "email", "a mail address or a phone number"),
        ({**MIA, "email": "mia@"}, "email", "This is not a mail address"),
        ({**MIA, "email": "a@b.example\r\nBcc: c@d.example"}, "email", "This is not a mail address"),
        ({**MIA, "phone": "call me"}, "phone", "This is not a phone number"),
        ({**MIA, "body": "\x00"}, "body", "Write a few words first."),
        ({**MIA, "subject": "x" * 201}, "subject", "This is too long."),
        ({**MIA, "body": "x" * 10_001}, "body", "This is too long."),
    ],
)
def test_bad_input_names_the_field_and_keeps_the_rest(
    house: House, browser: Browser, fields: dict[str, str], field: str, words: str
) -> None:
    """R-QR-6"""
    refused = send(browser, (("plan.txt", b"a plan"),), **{"room": "12", **fields})
    assert refused.status_code == 422
    assert f'id="{field}-wrong"' in refused.text or field == "subject"
    assert words in refused.text
    assert 'value="12"' in refused.text
    assert "Choose your pictures once more." in refused.text
    assert opened(house) == []


def test_files_have_limits_of_their_own(house: House, browser: Browser) -> None:
    """R-QR-6: five, 10 MB, and no programs; what is larger is not even read."""
    for files, words in (
        (tuple((f"{number}.txt", b"x") for number in range(6)), "At most 5 files"),
        ((("run.exe", b"MZ"),), "is a program"),
    ):
        refused = send(browser, files, **MIA)
        assert (refused.status_code, words in refused.text) == (422, True)
    large = browser.client.post("/f/AUR", data=MIA, environ_overrides={"CONTENT_LENGTH": "13000000"})
    assert (large.status_code, opened(house)) == (413, [])


def test_while_the_files_store_is_away_the_form_comes_back_with_its_words(
    house: House, browser: Browser, settings: Settings
) -> None:
    """R-QR-6, R-API-1"""
    folder = Path(urlsplit(settings.storage_url).path)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file where the folder should be")
    away = send(browser, (("a.jpg", photos.jpeg()),), **MIA)
    assert away.status_code == 503
    assert "cannot reach its store of files" in away.text
    assert ">Is there a pool?</textarea>" in away.text
    folder.unlink()
    assert send(browser, (("a.jpg", photos.jpeg()),), **MIA).status_code == 200
    with hotel(house.hotel.id):
        (file,) = Attachment.select()
    assert photos.PLACE not in house.app.config["DESK"].files.get(house.hotel.id, file.sha256)


def test_a_program_that_fills_in_everything_is_refused_and_a_person_goes_on(
    house: House, browser: Browser
) -> None:
    """R-QR-6: a field that no person sees."""
    refused = send(browser, **MIA, website="http://evil.example")
    assert (refused.status_code, "evil.example" in refused.text) == (422, False)
    assert "Mia Sand" in refused.text
    assert opened(house) == []
    assert send(browser, **MIA).status_code == 200


def test_blocked_muted_and_own_addresses_get_no_mail(house: House, browser: Browser) -> None:
    """R-MAIL-10, R-MAIL-13"""
    with hotel(house.hotel.id):
        BlockedSender.create(
            hotel_id=house.hotel.id, pattern="@bad.example", blocked_by="Ana", blocked_at=clock.now()
        )
        MutedAddress.create(
            hotel_id=house.hotel.id, address="gone@guest.example", reason="", muted_at=clock.now()
        )
    blocked = send(browser, **{**MIA, "email": "Mia@Bad.example"})
    assert (blocked.status_code, 'id="email-wrong"' in blocked.text) == (422, True)
    own = send(browser, **{**MIA, "email": "aurora@desk.localhost"})
    assert (own.status_code, opened(house)) == (422, [])
    assert send(browser, **{**MIA, "email": "gone@guest.example"}).status_code == 200
    assert answers(house) == []


def test_who_leaves_a_number_alone_is_called(house: House, browser: Browser) -> None:
    """No mail goes out, and no message to a number that anybody may have typed."""
    sent = send(browser, name="Bo", phone="+49 151 234567", body="Call me, please.")
    assert "We call you." in sent.text
    (ticket,) = opened(house)
    assert (ticket.requester_address, ticket.contact_id, answers(house)) == ("+49 151 234567", None, [])
    assert house.browser(house.ana).get(f"/tickets/{ticket.pid}").status_code == 200


def test_one_address_sends_so_many_an_hour(house: House, browser: Browser) -> None:
    """R-QR-6: what was refused for its fields does not count."""
    send(browser, **{**MIA, "email": "x"})
    for number in range(SENT_AN_HOUR):
        assert send(browser, **MIA, subject=str(number)).status_code == 200
    over = send(browser, **MIA, subject="once more")
    assert over.status_code == 429
    assert "Too many tries within an hour." in over.text
    assert "Is there a pool?" in over.text


def test_the_sign_of_a_room_leads_to_the_form_where_it_is_on(house: House, browser: Browser) -> None:
    """R-QR-4, R-QR-6: for who knows no guest's name."""
    mia = check_in(house)
    with hotel(house.hotel.id):
        code = room_signs.code_of(
            house.hotel.id, mia.room.id, actor=house.ana.actor, keys=keys_of(house), now=clock.now()
        )
    assert "/f/AUR?room=12" in browser.get(f"/r/{code}").text
    assert 'value="12"' in browser.get("/f/AUR?room=12").text
    with hotel(house.hotel.id):
        Hotel.update(settings={}).where(Hotel.id == house.hotel.id).execute()
    assert "/f/AUR" not in browser.get(f"/r/{code}").text


def test_a_form_of_another_hotel_opens_nothing_here(house: House, browser: Browser) -> None:
    """R-WEB-3"""
    other = make_hotel("BER", name="Berg")
    with hotel(other.id):
        Hotel.update(settings={"public_form": True}).where(Hotel.id == other.id).execute()
    csrf = CSRF.search(browser.get("/f/BER").text)
    assert csrf is not None
    assert browser.client.post("/f/BER", data={"csrf": csrf[1], **MIA}).status_code == 200
    assert opened(house) == []


def test_strange_addresses_are_no_fault(browser: Browser) -> None:
    """Bad input: no such form, and nothing else."""
    for strange in ("%00", "A%00R", "%F0%9F%9B%8E", "x" * 3000, "aur%0d%0a"):
        assert browser.get(f"/f/{strange}").status_code == 404, strange
    assert browser.get("/f/aur", query_string={"room": "\x00" + "9" * 3000}).status_code == 200

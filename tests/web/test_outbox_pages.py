"""Mail that is kept for lack of a relay is shown, and nothing else of the disk."""

import dataclasses

import pytest

from tests.builders import make_ticket
from tests.web.conftest import Browser, House
from web.app import create_app
from web.words import LETTERS
from workflow import clock
from workflow.database import hotel
from workflow.letter import LetterKind
from workflow.models import Effect
from workflow.settings import Settings

MAIL = (
    b"From: Aurora Hotel <aurora@desk.localhost>\r\nTo: mia@guest.example\r\nSubject: =?utf-8?q?T=C3=BCcher?=\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n\r\nThey are <b>on their way</b>.\r\n"
)


def keep(house: House, settings: Settings, place: str) -> int:
    folder = settings.home / "outbox" / str(house.hotel.id)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kept.eml").write_bytes(MAIL)
    ticket = make_ticket(house.hotel, channel=house.channel)
    with hotel(house.hotel.id):
        return Effect.create(
            hotel_id=house.hotel.id,
            kind="send_answer",
            state="done",
            look_at=clock.now(),
            ticket_id=ticket.id,
            created_at=clock.now(),
            finished_at=clock.now(),
            result={"to": "mia@guest.example", "subject": "Tücher", "kind": "answer", "kept": place},
        ).id


def test_a_kept_mail_is_listed_shown_and_downloaded(house: House, settings: Settings) -> None:
    id = keep(house, settings, f"outbox/{house.hotel.id}/kept.eml")
    browser = house.browser(house.ana)
    assert "Answer to the guest" in browser.get("/outbox").text
    page = browser.get(f"/outbox/{id}").text
    assert "<h1>Tücher</h1>" in page
    assert "They are &lt;b&gt;on their way&lt;/b&gt;." in page
    file = browser.get(f"/outbox/{id}/mail.eml")
    assert file.data == MAIL
    assert file.headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    "place", ["secret", "/etc/passwd", "outbox/1/gone.eml", "outbox/1/../../secret", "outbox/2/theirs.eml"]
)
def test_nothing_but_the_hotels_own_outbox_is_read(house: House, settings: Settings, place: str) -> None:
    (settings.home / "secret").write_text("a secret")
    (settings.home / "outbox" / "2").mkdir(parents=True)
    (settings.home / "outbox" / "2" / "theirs.eml").write_bytes(MAIL)
    id = keep(house, settings, place)
    browser = house.browser(house.ana)
    assert browser.get(f"/outbox/{id}").status_code == 404
    assert browser.get(f"/outbox/{id}/mail.eml").status_code == 404


def test_an_empty_outbox_says_what_will_be_there(house: House) -> None:
    assert "No mail has gone out yet" in house.browser(house.ana).get("/outbox").text


def test_with_a_relay_there_is_no_such_tab(house: House, settings: Settings) -> None:
    app = create_app(dataclasses.replace(settings, smtp_relay_url="smtp://relay.example:25"))
    browser = Browser(app.test_client())
    browser.log_in(house.ana)
    assert "/outbox" not in browser.get("/queue").text


def test_each_kind_of_letter_has_a_name() -> None:
    """R-I18N-1: else the outbox would show the name that the program has for it."""
    assert set(LETTERS) == set(LetterKind)

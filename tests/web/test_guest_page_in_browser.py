"""The guests' pages in a real browser, as a phone shows them: axe finds nothing, the console stays silent.

With BELLHOP_PICTURES=1 pictures are left in output/pictures for people to look at.
"""

import io
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.builders import make_answer, make_guest, make_room, make_stay
from tests.chromium import SCROLLS_SIDEWAYS, needs_chromium, picture, violations
from tests.web.conftest import House
from tests.web.guests import InHouse, check_in, issue, keys_of
from tests.web.serving import serving
from workflow import clock
from workflow.database import hotel
from workflow.models import Hotel, Message, Ticket
from workflow.services import room_signs, tickets
from workflow.settings import Settings
from workflow.values import State

PHONE = {"width": 390, "height": 844}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}

pytestmark = needs_chromium


class Phone:
    """A browser of a phone's width; whatever its console complains of is kept."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.complaints: list[str] = []

    def page(self, *, scheme: str = "light", locale: str = "en-GB") -> Page:
        context = self.browser.new_context(
            viewport=PHONE,  # type: ignore[arg-type]
            color_scheme=scheme,  # type: ignore[arg-type]
            locale=locale,
            base_url=self.address,
        )
        page = context.new_page()
        page.on("console", lambda said: self.complaints.append(said.text) if is_fault(said) else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page


@pytest.fixture
def phone(chromium: Browser, house: House, settings: Settings) -> Iterator[Phone]:
    with serving(settings) as address:
        found = Phone(chromium, address)
        yield found
        for context in chromium.contexts:
            context.close()
    assert found.complaints == []


def is_fault(said: ConsoleMessage) -> bool:
    """Chromium notes refusals of forms, 422 and the like, as errors too."""
    return said.type == "error" and not said.text.startswith("Failed to load resource")


def look(page: Page, name: str) -> None:
    """Nothing sticks out sideways, axe finds nothing, targets are large enough for a thumb; by both themes."""
    assert not page.evaluate(SCROLLS_SIDEWAYS)
    small = page.evaluate(
        "Array.from(document.querySelectorAll('main button, main summary, main a.chip, main .pick label, main textarea'))"
        ".filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)"
        ".map((one) => one.outerHTML.slice(0, 80))"
    )
    assert small == []
    assert violations(page) == []
    picture(page, f"{name}-light")
    page.emulate_media(color_scheme="dark")
    assert violations(page, runOnly=COLOURS) == []  # nothing else changes
    picture(page, f"{name}-dark")
    page.emulate_media(color_scheme="light")


def photo(width: int = 640, height: int = 480) -> bytes:
    """A lamp that hangs askew, more or less."""
    picture = Image.new("RGB", (width, height), (226, 214, 190))
    picture.paste((90, 70, 50), (width // 3, 0, width // 3 + 12, height // 2))
    picture.paste((250, 200, 90), (width // 4, height // 2, width // 2, height * 3 // 4))
    kept = io.BytesIO()
    picture.save(kept, "JPEG")
    return kept.getvalue()


def open_page(house: House, page: Page, who: InHouse) -> None:
    page.goto(f"/q/{issue(house, who).token}")
    page.locator("main button").click()
    page.wait_for_url("**/g")


def test_a_guest_sends_a_photo_and_reads_the_answer(house: House, phone: Phone) -> None:
    """R-QR-5: from the code to the answer, which comes by itself while another text is being written."""
    mia, page = check_in(house), phone.page()
    with hotel(house.hotel.id):
        Hotel.update(settings={"colour": "#7a1f3d"}).where(Hotel.id == house.hotel.id).execute()
    page.goto(f"/q/{issue(house, mia).token}")
    look(page, "guest-scan")
    page.get_by_role("button", name="Continue").click()
    look(page, "guest-empty")
    page.get_by_role("link", name="Fresh towels").click()
    expect(page.get_by_label("what can we do for you?")).to_have_value("Fresh towels")
    page.get_by_label("what can we do for you?").fill("The lamp by the bed hangs askew.")
    page.reload()
    expect(page.get_by_label("what can we do for you?")).to_have_value("The lamp by the bed hangs askew.")
    chooser = page.locator("#files-new")
    chooser.set_input_files(
        [
            {"name": name, "mimeType": "image/jpeg", "buffer": photo()}
            for name in ("lamp.jpg", "not this one.jpg")
        ]
    )
    page.get_by_role("button", name="Take away: not this one.jpg").click()
    expect(page.get_by_role("img", name="lamp.jpg")).to_be_visible()
    look(page, "guest-photo")
    page.locator("#say").get_by_role("button", name="Send").click()
    expect(page.get_by_text("Sent. You will find our answer here.")).to_be_visible()
    expect(page.get_by_text("We have it")).to_be_visible()
    expect(page.locator(".pictures img")).to_have_js_property("complete", True)
    with hotel(house.hotel.id):
        ticket = Ticket.get()
        assert Message.select().where(Message.ticket_id == ticket.id).count() == 1
    page.get_by_label("Write more about this").fill("And it flickers.")
    make_answer(ticket, "Somebody comes at half past ten.", house.ana)
    expect(page.get_by_text("There is a new answer for you.")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Somebody comes at half past ten.")).to_be_visible()
    expect(page.get_by_label("Write more about this")).to_have_value("And it flickers.")
    look(page, "guest-answer")
    page.context.set_offline(True)
    page.locator(".more").get_by_role("button", name="Send").click()
    expect(page.get_by_text("Your words are kept on this phone")).to_be_visible()
    page.context.set_offline(False)
    page.locator(".more").get_by_role("button", name="Send").click()
    expect(page.locator(".own .words", has_text="And it flickers.")).to_be_visible()
    page.get_by_role("button", name="End on this phone").click()
    expect(page.get_by_role("heading", name="Goodbye")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == []


def test_two_taps_open_one_request(house: House, phone: Phone) -> None:
    """R-QR-4, R-QR-5: behind the sign of the room, which opens the page after the last name, or a mail with a short code."""
    mia, page = check_in(house), phone.page()
    with hotel(house.hotel.id):
        sign = room_signs.code_of(
            house.hotel.id, mia.room.id, actor=house.ana.actor, keys=keys_of(house), now=clock.now()
        )
    page.goto(f"/r/{sign}")
    page.get_by_label("Last name of a guest in this room").fill("Baker")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "guest-sign")
    page.get_by_role("button", name="Write by WhatsApp or mail").click()
    expect(page.get_by_role("link", name="Write a mail")).to_have_attribute(
        "href", re.compile(r"^mailto:.*%5Broom")
    )
    look(page, "guest-sign-message")
    page.get_by_role("link", name="Back").click()
    page.get_by_label("Last name of a guest in this room").fill("sand")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="What can we do for you?")).to_be_visible()
    page.get_by_label("What can we do for you?").fill("Two pillows, please.")
    page.evaluate("for (const _ of [1, 2, 3]) document.querySelector('#say .send').click()")
    expect(page.get_by_text("We have it")).to_be_visible()
    with hotel(house.hotel.id):
        assert Ticket.select().count() == 1
    page.set_viewport_size({"width": 1280, "height": 800})
    look(page, "guest-wide")


def test_a_form_without_a_log_in_gives_a_number(house: House, phone: Phone) -> None:
    """R-QR-6: what is wrong stands beside its field, the rest and the picture stay."""
    with hotel(house.hotel.id):
        Hotel.update(settings={"public_form": True}).where(Hotel.id == house.hotel.id).execute()
    page = phone.page(locale="de-DE")
    page.goto("/f/AUR?room=12")
    look(page, "form")
    page.get_by_label("Ihr Name").fill("Bodo Böttcher")
    page.get_by_label("E-Mail-Adresse").fill("bodo@")
    page.get_by_label("Ihre Nachricht").fill("Ich habe meine Jacke in der Lobby vergessen.")
    page.locator("#files-form").set_input_files(
        [{"name": "jacke.jpg", "mimeType": "image/jpeg", "buffer": photo()}]
    )
    page.get_by_role("button", name="Senden").click()
    expect(page.get_by_text("Das ist keine E-Mail-Adresse")).to_be_visible()
    expect(page.get_by_label("E-Mail-Adresse")).to_be_focused()
    expect(page.get_by_label("Ihr Name")).to_have_value("Bodo Böttcher")
    expect(page.get_by_role("img", name="jacke.jpg")).to_be_visible()
    look(page, "form-wrong")
    page.get_by_label("E-Mail-Adresse").fill("bodo@guest.example")
    page.get_by_role("button", name="Senden").click()
    expect(page.get_by_role("heading", name="Danke, Ihre Nachricht ist bei uns.")).to_be_visible()
    look(page, "form-sent")
    with hotel(house.hotel.id):
        ticket = Ticket.get()
    assert page.locator(".pid").inner_text() == ticket.pid


def test_a_guest_reads_his_page_in_japanese(house: House, phone: Phone) -> None:
    """R-I18N-1: in the guest's own language, and in another when he chooses so; also with text twice as large."""
    guest = make_guest(house.hotel, "山田 太郎", email="", language="ja")
    room = make_room(house.hotel, "204")
    taro = InHouse(guest, room, make_stay(house.hotel, guest, room))
    page = phone.page()
    open_page(house, page, taro)
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    for words in ("枕をもう一つお願いします。", "エアコンから水が落ちてきます。"):
        page.get_by_label("ご用件をお聞かせください").fill(words)
        page.locator("#say .send").click()
        expect(page.locator(".own .words", has_text=words)).to_be_visible()
        expect(page.get_by_label("ご用件をお聞かせください")).to_have_value("")
    with hotel(house.hotel.id):
        first, second = Ticket.select().order_by(Ticket.id)
        tickets.move(tickets.lock(first.id), State.RESOLVED, actor=house.ana.actor, now=clock.now())
    make_answer(second, "係の者がすぐに伺います。", house.ana)
    page.reload()
    look(page, "guest-ja")
    page.locator(".languages summary").click()
    page.get_by_role("button", name="Deutsch").click()
    expect(page.get_by_role("heading", name="Ihre Anfragen")).to_be_visible()
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    look(page, "guest-de-large")
    with hotel(house.hotel.id):
        gone = clock.now().date() - timedelta(days=1)
        type(taro.stay).update(arrival=gone - timedelta(days=1), departure=gone).execute()
    expect(page.get_by_role("heading", name="Ihre Seite ist beendet")).to_be_visible(timeout=60_000)
    look(page, "guest-over")

"""The panel in a real browser, at the width of a desk and of a phone: nothing on the console, nothing the policy stops.

With BELLHOP_PICTURES=1 pictures are left in output/pictures for people to look at.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from tests import chromium as looking
from tests.builders import PASSWORD
from tests.chromium import SCROLLS_SIDEWAYS, arrive, needs_chromium
from tests.web.conftest import House
from tests.web.full_house import FullHouse, fill
from tests.web.serving import serving
from workflow import clock
from workflow.database import hotel
from workflow.models import ChannelTest
from workflow.services import search_index
from workflow.settings import Settings

pytestmark = needs_chromium
WIDE, PHONE = 1280, 390
on_a_phone = pytest.mark.parametrize("desk", [PHONE], indirect=True)


@dataclass
class Desk:
    """Ana's browser, and what its console said."""

    page: Page
    address: str
    full: FullHouse
    width: int
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def log_in(self) -> None:
        """Where the way back from the log-in leads is what the test is about."""
        self.page.get_by_label("E-mail address").fill("ana@aurora.example")
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Log in").click()

    def picture(self, name: str) -> None:
        looking.picture(self.page, f"{name}-{self.width}")


@pytest.fixture
def desk(
    request: pytest.FixtureRequest, chromium: Chromium, house: House, settings: Settings
) -> Iterator[Desk]:
    """Ana is logged in; at the width of a desk, or the one that is asked for."""
    full = fill(house.hotel, house.channel, house.ana, settings)
    width = getattr(request, "param", WIDE)
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    with serving(settings) as address:
        desk = Desk(page, address, full, width)
        looking.log_in(context, address, house.ana)
        page.on("console", lambda message: desk.complaints.append(message.text))
        page.on("pageerror", lambda error: desk.complaints.append(str(error)))
        yield desk
        context.close()
    assert desk.complaints == []


def test_log_in_walk_by_keyboard_open_reply_and_note(desk: Desk) -> None:
    """R-WEB-4: the main job without a mouse."""
    page = desk.page
    page.context.clear_cookies()
    desk.open("/")
    desk.log_in()
    arrive(page.get_by_role("navigation", name="Pages", exact=True))
    desk.picture("queue")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Breakfast before six")).to_be_focused()  # what is due first
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Invoice copy for May")).to_be_focused()
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="Breakfast before six")).to_be_focused()
    page.keyboard.press("Enter")
    arrive(page.get_by_role("heading", name="Breakfast before six"))

    page.keyboard.press("a")
    arrive(page.get_by_text("The ticket is yours."))

    page.keyboard.press("r")
    page.keyboard.type("Yes: a breakfast box waits at the desk from five on. j k n a")
    page.reload()
    expect(page.get_by_label("Your words")).to_have_value(
        "Yes: a breakfast box waits at the desk from five on. j k n a"
    )
    page.get_by_label("Your words").press("Control+Enter")
    expect(page.get_by_text("Your answer is on its way.")).to_be_visible()
    arrive(page.get_by_text("On its way to yuki@guest.example"))
    expect(page.get_by_label("Your words")).to_have_value("")
    assert "done" not in page.url

    page.keyboard.press("n")
    page.keyboard.type("The kitchen knows.")
    expect(page.get_by_role("button", name="Send to the guest")).to_be_hidden()
    page.get_by_role("button", name="Save the note").click()
    arrive(page.get_by_text("internal note, never shown to the guest"))
    desk.picture("ticket-answered")

    page.keyboard.press("s")
    expect(page.get_by_role("button", name="Resolve")).to_be_visible()
    page.get_by_role("button", name="Resolve").click()
    arrive(page.get_by_text("The state is changed."))

    page.keyboard.press("u")
    arrive(page.get_by_role("link", name="No towels"))
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_label("Search tickets")).to_be_focused()
    search_index.gather_all()
    page.keyboard.type("Breakfast")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=Breakfast**")
    arrive(page.get_by_role("link", name="Breakfast before six"))
    page.keyboard.press("g")
    page.keyboard.press("m")
    expect(page.get_by_role("link", name="No towels")).to_be_visible()


@on_a_phone
def test_lists_stand_without_sideways_scrolling(desk: Desk) -> None:
    """R-WEB-4: phone sizes too. Every page that a link leads to is looked at in test_every_page."""
    for width in (PHONE, WIDE):
        desk.page.set_viewport_size({"width": width, "height": 800})
        for name, path in (("all", "/queue?state=all"), ("nothing", "/queue?q=giraffe&state=all")):
            desk.open(path)
            desk.picture(f"{name}-{width}")
            assert not desk.page.evaluate(SCROLLS_SIDEWAYS), name
        desk.open(f"/tickets/{desk.full.towels.pid}")
        heights = "Array.from(document.querySelectorAll('.facts > span'), (fact) => fact.offsetHeight)"
        assert max(desk.page.evaluate(heights)) < 30, "a fact of the ticket breaks although there is room"
    desk.open("/outbox")
    desk.page.get_by_role("link", name="No towels").click()
    expect(desk.page.get_by_role("link", name="Download the .eml file")).to_be_visible()
    desk.picture("kept")


@on_a_phone
def test_what_was_written_survives_an_expired_log_in(desk: Desk) -> None:
    """R-WEB-4: one comes back to the ticket, and the words are still there."""
    page = desk.page
    desk.open(f"/tickets/{desk.full.towels.pid}")
    page.get_by_label("Your words").fill("The light is mended.")
    page.context.clear_cookies()
    page.get_by_role("button", name="Send to the guest").click()
    desk.log_in()
    expect(page.get_by_role("heading", name="No towels")).to_be_visible()
    expect(page.get_by_label("Your words")).to_have_value("The light is mended.")
    page.get_by_role("button", name="Send to the guest").click()
    expect(page.get_by_text("Your answer is on its way.")).to_be_visible()


def test_after_the_way_back_the_words_that_were_sent_are_gone(desk: Desk) -> None:
    """R-WEB-4: and what was not sent is still there."""
    page = desk.page
    desk.open(f"/tickets/{desk.full.towels.pid}")
    page.get_by_label("Your words").fill("The light is mended.")
    page.get_by_role("button", name="Send to the guest").click()
    expect(page.get_by_text("Your answer is on its way.")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Your words")).to_have_value("")
    page.get_by_label("Your words").fill("One more thing")
    desk.open("/queue")
    page.go_back()
    expect(page.get_by_label("Your words")).to_have_value("One more thing")


@on_a_phone
def test_a_mail_is_dropped_and_the_first_tab_skips_to_the_content(desk: Desk) -> None:
    desk.open("/stuck")
    desk.page.keyboard.press("Tab")
    expect(desk.page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(desk.page.get_by_role("link", name="3 stuck")).to_be_visible()
    held = desk.page.locator("li", has_text="Re: Late check-out on Sunday")
    held.get_by_text("Drop …").click()
    held.get_by_label("Why?").fill("Jon was asked: it was he, answered by phone")
    held.get_by_role("button", name="Drop it").click()
    expect(desk.page.get_by_text("It is dropped.")).to_be_visible()
    expect(desk.page.get_by_role("link", name="2 stuck")).to_be_visible()


def test_channels_are_set_up_and_a_live_test_shows_its_stages_as_they_come(desk: Desk, house: House) -> None:
    """R-WEB-4: without loading the page again; what does not belong to a choice is not shown."""
    page = desk.page
    looking.log_in(page.context, desk.address, desk.full.vera)
    desk.open("/queue")
    page.get_by_role("link", name="Settings", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="Channels", exact=True).click()
    desk.picture("channels")
    page.get_by_role("link", name=house.channel.address).click()
    expect(page.get_by_label("authserv-id")).to_be_hidden()
    page.get_by_label("Our mail server has checked it").check()
    expect(page.get_by_label("authserv-id")).to_be_visible()
    page.get_by_role("button", name="Hand it to the desk’s own door").click()
    expect(page.get_by_role("heading", name="The test is running")).to_be_visible()
    with hotel(house.hotel.id):
        moment = clock.now()
        ChannelTest.update(
            sent_at=moment,
            said="250 kept",
            arrived_at=moment,
            arrived_to=house.channel.address,
            door="smtp",
            peer="127.0.0.1",
            recognised_at=moment,
            tagged_at=moment,
        ).execute()
    expect(page.get_by_role("heading", name="Passed in")).to_be_visible()
    desk.picture("channel")
    page.get_by_role("link", name="Add a mailbox").click()
    expect(page.get_by_label("Token URL")).to_be_hidden()
    expect(page.get_by_label("Move it to")).to_be_hidden()
    page.get_by_label("with OAuth2").check()
    page.get_by_label("Afterwards").select_option("move")
    expect(page.get_by_label("Token URL")).to_be_visible()
    expect(page.get_by_label("Password", exact=True)).to_be_hidden()
    expect(page.get_by_label("Move it to")).to_be_visible()
    desk.picture("mailbox")

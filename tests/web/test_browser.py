"""The panel in a real browser, at the width of a desk and of a phone: nothing on the console, nothing the policy stops.

Pictures of every page are left in output/pictures for people to look at.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect, sync_playwright

from tests.builders import PASSWORD
from tests.web.conftest import House
from tests.web.full_house import FullHouse, fill
from tests.web.serving import serving
from workflow import clock
from workflow.database import hotel
from workflow.models import ChannelTest
from workflow.services import search_index
from workflow.settings import Settings

CHROMIUM = shutil.which("chromium")
PICTURES = Path(__file__).parents[2] / "output" / "pictures"

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="chromium is not installed (apt-get install chromium)"
)


@dataclass
class Desk:
    """Ana's browser, and what its console said."""

    page: Page
    address: str
    full: FullHouse
    width: int
    complaints: list[str] = field(default_factory=list)

    def picture(self, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}-{self.width}.png")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(params=[1280, 390])
def desk(
    request: pytest.FixtureRequest, chromium: Chromium, house: House, settings: Settings
) -> Iterator[Desk]:
    full = fill(house.hotel, house.channel, house.ana, settings)
    context = chromium.new_context(viewport={"width": request.param, "height": 800})
    page = context.new_page()
    with serving(settings) as address:
        desk = Desk(page, address, full, request.param)
        page.on("console", lambda message: desk.complaints.append(message.text))
        page.on("pageerror", lambda error: desk.complaints.append(str(error)))
        yield desk
        context.close()
    assert desk.complaints == []


def log_in(desk: Desk, email: str = "ana@aurora.example") -> None:
    desk.page.goto(desk.address)
    desk.page.get_by_label("E-mail address").fill(email)
    desk.page.get_by_label("Password").fill(PASSWORD)
    desk.page.get_by_role("button", name="Log in").click()
    expect(desk.page.get_by_role("navigation", name="Pages", exact=True)).to_be_visible()


def test_log_in_walk_by_keyboard_open_reply_and_note(desk: Desk) -> None:
    """R-WEB-4: the main job without a mouse."""
    page = desk.page
    log_in(desk)
    desk.picture("queue")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Breakfast before six")).to_be_focused()  # what is due first
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Invoice copy for May")).to_be_focused()
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="Breakfast before six")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Breakfast before six")).to_be_visible()

    page.keyboard.press("a")
    expect(page.get_by_text("The ticket is yours.")).to_be_visible()

    page.keyboard.press("r")
    page.keyboard.type("Yes: a breakfast box waits at the desk from five on. j k n a")
    page.reload()
    expect(page.get_by_label("Your words")).to_have_value(
        "Yes: a breakfast box waits at the desk from five on. j k n a"
    )
    page.get_by_label("Your words").press("Control+Enter")
    expect(page.get_by_text("Your answer is on its way.")).to_be_visible()
    expect(page.get_by_text("On its way to yuki@guest.example")).to_be_visible()
    expect(page.get_by_label("Your words")).to_have_value("")
    assert "done" not in page.url

    page.keyboard.press("n")
    page.keyboard.type("The kitchen knows.")
    expect(page.get_by_role("button", name="Send to the guest")).to_be_hidden()
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_text("internal note, never shown to the guest")).to_be_visible()
    desk.picture("ticket-answered")

    page.keyboard.press("s")
    expect(page.get_by_role("button", name="Resolve")).to_be_visible()
    page.get_by_role("button", name="Resolve").click()
    expect(page.get_by_text("The state is changed.")).to_be_visible()

    page.keyboard.press("u")
    expect(page.get_by_role("heading", name="Queue")).to_be_attached()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_label("Search tickets")).to_be_focused()
    search_index.gather_all()
    page.keyboard.type("Breakfast")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Breakfast before six")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("m")
    expect(page.get_by_role("link", name="No towels")).to_be_visible()


def test_every_page_stands_without_sideways_scrolling(desk: Desk) -> None:
    """R-WEB-4: phone sizes too."""
    log_in(desk)
    for name, path in (
        ("ticket", f"/tickets/{desk.full.towels.pid}"),
        ("new", "/new"),
        ("stuck", "/stuck"),
        ("outbox", "/outbox"),
        ("all", "/queue?state=all"),
        ("nothing", "/queue?q=giraffe&state=all"),
    ):
        desk.page.goto(desk.address + path)
        desk.picture(name)
        assert desk.page.evaluate("document.documentElement.scrollWidth") <= desk.width, name
    desk.page.goto(f"{desk.address}/tickets/{desk.full.towels.pid}")
    heights = "Array.from(document.querySelectorAll('.facts > span'), (fact) => fact.offsetHeight)"
    assert max(desk.page.evaluate(heights)) < 30, "a fact of the ticket breaks although there is room"
    desk.page.goto(f"{desk.address}/outbox")
    desk.page.get_by_role("link", name="No towels").click()
    expect(desk.page.get_by_role("link", name="Download the .eml file")).to_be_visible()
    desk.picture("kept")


def test_what_was_written_survives_an_expired_log_in(desk: Desk) -> None:
    """R-WEB-4: one comes back to the ticket, and the words are still there."""
    page = desk.page
    log_in(desk)
    page.goto(f"{desk.address}/tickets/{desk.full.towels.pid}")
    page.get_by_label("Your words").fill("The light is mended.")
    page.context.clear_cookies()
    page.get_by_role("button", name="Send to the guest").click()
    page.get_by_label("E-mail address").fill("ana@aurora.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="No towels")).to_be_visible()
    expect(page.get_by_label("Your words")).to_have_value("The light is mended.")
    page.get_by_role("button", name="Send to the guest").click()
    expect(page.get_by_text("Your answer is on its way.")).to_be_visible()


def test_after_the_way_back_the_words_that_were_sent_are_gone(desk: Desk) -> None:
    """R-WEB-4: and what was not sent is still there."""
    page = desk.page
    log_in(desk)
    page.goto(f"{desk.address}/tickets/{desk.full.towels.pid}")
    page.get_by_label("Your words").fill("The light is mended.")
    page.get_by_role("button", name="Send to the guest").click()
    expect(page.get_by_text("Your answer is on its way.")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Your words")).to_have_value("")
    page.get_by_label("Your words").fill("One more thing")
    page.goto(f"{desk.address}/queue")
    page.go_back()
    expect(page.get_by_label("Your words")).to_have_value("One more thing")


def test_a_mail_is_dropped_and_the_first_tab_skips_to_the_content(desk: Desk) -> None:
    log_in(desk)
    desk.page.goto(f"{desk.address}/stuck")
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
    log_in(desk, "vera@aurora.example")
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
    for path in (
        "/settings/channels",
        "/settings/channels/new",
        f"/settings/channels/{house.channel.id}/mailbox",
    ):
        page.goto(desk.address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= desk.width, path

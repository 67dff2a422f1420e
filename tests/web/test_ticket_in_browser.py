"""The ticket's page in a real browser: keys, files on their way, taking back, and what happens while one writes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from tests.builders import Colleague, make_guest_message, make_member, make_ticket
from tests.chromium import arrive, log_in, needs_chromium
from tests.web.conftest import House
from tests.web.serving import serving
from workflow import clock
from workflow.database import hotel
from workflow.models import Hotel, Ticket
from workflow.services import canned, merging, onlookers, recall
from workflow.settings import Settings
from workflow.values import Role

pytestmark = needs_chromium

SCROLLS_AS_A_WHOLE = "document.documentElement.scrollHeight > innerHeight"  # the frame would leave the screen


@pytest.fixture
def ticket(house: House) -> Ticket:
    with hotel(house.hotel.id):
        row = Hotel.get_by_id(house.hotel.id)
        row.settings = {**row.settings, recall.SETTING: 60}
        row.save(only=(Hotel.settings,))
        for name, body in (("Late check-out", "Until two, {{guest}}."), ("Towels", "They are on their way.")):
            canned.create(house.hotel.id, name=name, body=body, actor=house.ana.actor, now=clock.now())
    return make_ticket(house.hotel, channel=house.channel)


@pytest.fixture
def page(chromium: Chromium, house: House, ticket: Ticket, settings: Settings) -> Iterator[Page]:
    """Ana has the ticket open; nothing may be said on her console."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    said: list[str] = []
    with serving(settings) as address:
        page = context.new_page()
        page.on("console", lambda message: re.search("404|503", message.text) or said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        log_in(context, address, house.ana)
        page.goto(f"{address}/tickets/{ticket.pid}")
        expect(page.get_by_role("heading", name="No towels")).to_be_visible()
        yield page
        context.close()
    assert said == []


def test_a_canned_reply_and_files_are_sent_and_taken_back_by_keyboard(page: Page, tmp_path: Path) -> None:
    """R-WEB-4: c, files ahead with their progress, Ctrl Enter, z; all of it stands in the form again."""
    page.keyboard.press("c")
    page.keyboard.type("late")
    page.keyboard.press("Enter")
    body = page.get_by_label("Your words")
    expect(body).to_have_value("Until two, Mia Sand.")
    bill, map_ = tmp_path / "bill.txt", tmp_path / "map.txt"
    bill.write_text("One night")
    map_.write_text("Left, then right")
    page.locator("input[type=file]").set_input_files([bill, map_])
    expect(page.locator(".file-chip input[name=upload]")).to_have_count(2)
    page.get_by_role("button", name="Remove map.txt").click()
    page.reload()
    expect(body).to_have_value("Until two, Mia Sand.")
    expect(page.locator(".file-chip")).to_have_text(re.compile("bill.txt"))
    body.press("Control+Enter")
    arrive(page.locator(".unsent"))
    expect(page.locator(".unsent")).to_contain_text(re.compile(r"Goes in \d+ s"))
    expect(page.locator(".unsent")).to_contain_text("bill.txt")
    expect(body).to_have_value("")
    page.keyboard.press("z")
    arrive(page.get_by_text("The guest got nothing."))
    expect(page.locator(".unsent")).to_have_count(0)
    expect(body).to_be_focused()
    page.locator("details.timeline summary").click()
    assert not page.evaluate(SCROLLS_AS_A_WHOLE)
    expect(body).to_have_value("Until two, Mia Sand.")
    expect(page.locator(".file-chip")).to_have_text(re.compile("bill.txt"))
    page.reload()
    expect(body).to_have_value("Until two, Mia Sand.")
    body.press("Escape")
    for key, opened in (
        ("s", "#moves"),
        ("p", "#priorities"),
        ("A", "#people"),
        ("t", "#tags"),
        ("m", "#merge"),
    ):
        page.keyboard.press(key)
        expect(page.locator(opened)).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(opened)).to_be_hidden()
    page.keyboard.press(".")
    page.get_by_role("button", name="Link …").press("Enter")
    expect(page.get_by_label("This ticket", exact=True)).to_be_focused()
    for _ in range(4):
        page.keyboard.press("Tab")
        expect(page.locator("#link :focus")).to_have_count(1)
    number = page.locator("#link-to-pid")
    number.fill("AUR-9")
    number.press("Enter")
    expect(page.locator("#link").get_by_text("There is no ticket AUR-9.")).to_be_visible()
    expect(number).to_have_value("AUR-9")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="More")).to_be_focused()
    page.keyboard.press("?")
    page.get_by_label("Keys of one letter").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    expect(page.locator("#merge")).to_be_hidden()


def test_a_slow_file_shows_its_progress_and_a_lost_one_can_be_tried_again(page: Page, tmp_path: Path) -> None:
    """R-WEB-4: nothing goes without it by mistake, and the words stay."""
    scan = tmp_path / "scan.bin"
    scan.write_bytes(bytes(400_000))
    network = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 250_000}
    network.send("Network.emulateNetworkConditions", slow)
    body = page.get_by_label("Your words")
    body.fill("Here it is.")
    page.locator("input[type=file]").set_input_files(scan)
    expect(page.locator(".file-chip progress")).to_have_attribute("value", re.compile(r"0\.\d"))
    body.press("Control+Enter")
    expect(page.get_by_text("It goes as soon as the files have come.")).to_be_visible()
    page.get_by_role("button", name="Remove scan.bin").click()
    network.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": -1})
    page.route("**/uploads", lambda route: route.fulfill(status=503))
    page.locator("input[type=file]").set_input_files(scan)
    expect(page.locator(".file-chip")).to_contain_text("was not taken")
    body.press("Control+Enter")
    again = page.get_by_role("button", name="Try again: scan.bin")
    expect(again).to_be_focused()
    expect(body).to_have_value("Here it is.")
    page.unroute("**/uploads")
    again.press("Enter")
    expect(page.locator(".file-chip input[name=upload]")).to_have_count(1)
    body.press("Control+Enter")
    expect(page.locator(".unsent")).to_contain_text("scan.bin")


def test_on_a_phone_the_box_stays_open_for_canned_replies(page: Page) -> None:
    """R-WEB-4: the focus leaves the empty box for the menu, and the box must not close over it."""
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.get_by_role("button", name="Send to the guest")).to_be_hidden()
    page.get_by_label("Your words").click()
    page.get_by_role("button", name="Canned reply").click()
    page.locator("#canned").get_by_role("button", name="Towels").click()
    expect(page.get_by_label("Your words")).to_have_value("They are on their way.")


def test_what_comes_in_stands_there_and_the_draft_stays(page: Page, house: House, ticket: Ticket) -> None:
    """R-WEB-4: live without reload; no lost words, focus or place; said politely; sending is a decision then."""
    body = page.get_by_label("Your words")
    body.fill("We look for your umbr")
    body.press("End")
    jon = make_member(house.hotel, Role.RECEPTION, email="jon@aurora.example", name="Jon")
    _writes(jon, ticket)
    make_guest_message(ticket, "It was <green>, by the way.")
    _look_again(page)
    expect(page.locator(".message").last).to_contain_text("It was <green>, by the way.", timeout=60_000)
    expect(page.locator("[data-news]")).to_have_text("1 new message")
    expect(page.get_by_text("Jon is writing.")).to_be_visible()
    expect(page.get_by_role("button", name="Send anyway")).to_be_visible()
    expect(body).to_be_focused()
    page.keyboard.type("ella.")
    expect(body).to_have_value("We look for your umbrella.")
    expect(page.get_by_role("button", name="Send to the guest")).to_be_visible()
    other = make_ticket(house.hotel, "Umbrella", channel=house.channel)
    with hotel(ticket.hotel_id):
        merging.merge(*merging.lock_both(ticket.id, other.id), actor=house.ana.actor, now=clock.now())
    _look_again(page)
    expect(page.get_by_text("has just been merged into another one")).to_be_visible(timeout=60_000)
    expect(page.locator("[data-send]")).to_be_disabled()
    page.get_by_role("link", name="Go on there").click()
    expect(page.get_by_role("heading", name="Umbrella")).to_be_visible()
    expect(body).to_have_value("We look for your umbrella.")
    body.press("Control+Enter")
    expect(page.locator(".unsent")).to_contain_text("We look for your umbrella.")


def _look_again(page: Page) -> None:
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def _writes(colleague: Colleague, ticket: Ticket) -> None:
    with hotel(ticket.hotel_id):
        onlookers.look(ticket, colleague.staff_id, is_writing=True, now=clock.now())

"""The queue in a real browser: by keyboard, many at once, kept lists, and tickets that come while one works (R-WEB-4)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from tests.builders import (
    PASSWORD,
    make_guest,
    make_guest_message,
    make_member,
    make_room,
    make_stay,
    make_ticket,
)
from tests.chromium import arrive, log_in, needs_chromium
from tests.web.conftest import House
from tests.web.serving import serving
from workflow import clock
from workflow.database import hotel
from workflow.models import Ticket
from workflow.services import tickets
from workflow.settings import Settings
from workflow.values import Role, State

SUBJECTS = ("Air conditioning drips", "Crib for the baby", "No towels", "Taxi at 5:30")

pytestmark = needs_chromium


@pytest.fixture
def page(chromium: Chromium, house: House, settings: Settings) -> Iterator[Page]:
    """Ana's queue: four tickets, the first one due first."""
    now = clock.now()
    for number, subject in enumerate(SUBJECTS):
        ticket = make_ticket(house.hotel, subject, now=now - timedelta(hours=2))
        with hotel(house.hotel.id):
            Ticket.update(due_at=now + timedelta(minutes=10 * number + 5)).where(
                Ticket.id == ticket.id
            ).execute()
    complaints: list[str] = []
    with serving(settings) as address:
        context = chromium.new_context(viewport={"width": 1280, "height": 700}, base_url=address)
        log_in(context, address, house.ana)
        page = context.new_page()
        page.on("console", lambda message: "503" in message.text or complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/queue")
        yield page
        context.close()
    assert complaints == []


def test_many_are_changed_by_keyboard_and_what_was_refused_stays_selected(page: Page, house: House) -> None:
    """R-TKT-9, R-WEB-4: x, shift for all up to it, a menu by its key; one is on the row that one was on."""
    keyboard = page.keyboard
    for key in ("j", "x", "j", "j", "Shift+X"):
        keyboard.press(key)
    expect(page.get_by_text("3 selected")).to_be_visible()
    with hotel(house.hotel.id):
        gone = Ticket.get(Ticket.subject == "Crib for the baby")
        tickets.move(tickets.lock(gone.id), State.CLOSED, actor=house.ana.actor, now=clock.now())
    keyboard.press("s")
    expect(page.get_by_role("button", name="Open", exact=True)).to_be_focused()
    page.get_by_role("button", name="On hold").click()
    expect(page.get_by_text("2 tickets are changed. 1 ticket is as it was:")).to_be_visible()
    expect(page.get_by_text("A ticket that is closed cannot take this step.")).to_be_visible()
    assert page.url.endswith("/queue")
    page.goto("/queue?state=all")
    keyboard.press("j")
    keyboard.press("a")
    arrive(page.get_by_text("1 ticket is changed."))
    expect(page.get_by_role("link", name="Taxi at 5:30")).to_be_focused()
    keyboard.press("Enter")
    arrive(page.get_by_role("heading", name="Taxi at 5:30"))
    keyboard.press("u")
    arrive(page.get_by_role("link", name="Taxi at 5:30"))
    expect(page.get_by_role("link", name="Taxi at 5:30")).to_be_focused()
    keyboard.press("/")
    expect(page.get_by_label("Search tickets")).to_be_focused()


def test_a_ticket_that_comes_takes_nothing_away(page: Page, house: House) -> None:
    """R-WEB-4: live without a reload; what is selected, focused and in sight stays; a new one is announced."""
    page.get_by_role("checkbox", name="Select Crib for the baby").check()
    for _ in range(3):
        page.keyboard.press("j")
    focused = page.get_by_role("link", name="No towels")
    expect(focused).to_be_focused()
    before = focused.bounding_box()
    page.evaluate("window.untouched = true")
    fire = make_ticket(house.hotel, "Smoke on the stairs")
    with hotel(house.hotel.id):
        Ticket.update(due_at=clock.now() - timedelta(minutes=3)).where(Ticket.id == fire.id).execute()
        first = Ticket.get(Ticket.subject == SUBJECTS[0])
    make_guest_message(first, "It drips on the bed now")
    with hotel(house.hotel.id):
        crib = Ticket.get(Ticket.subject == "Crib for the baby")
        tickets.assign(tickets.lock(crib.id), house.ana.staff_id, actor=house.ana.actor, now=clock.now())
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("[data-announce]")).to_have_text("1 new ticket")
    expect(page.locator("[data-rows] .row-link").first).to_have_text("Smoke on the stairs")
    expect(page.get_by_text("3 min over")).to_be_visible()
    expect(page.get_by_text("It drips on the bed now")).to_be_visible()
    expect(page.locator(f"#{crib.pid} .row-owner")).to_have_text("Ana")
    expect(page.locator("[data-open-count]")).to_have_text("5")
    expect(focused).to_be_focused()
    expect(page.get_by_role("checkbox", name="Select Crib for the baby")).to_be_checked()
    expect(page.get_by_text("1 selected")).to_be_visible()
    assert focused.bounding_box() == before or page.evaluate("scrollY") == 0
    assert page.evaluate("window.untouched")


def test_a_list_is_kept_under_a_name_and_the_desk_may_go_away(page: Page) -> None:
    """R-TKT-8, R-WEB-4: a view from the list as it stands; away, the page says so calmly and looks again."""
    page.get_by_role("link", name="Nobody's").click()
    page.get_by_text("More filters").click()
    page.get_by_label("Came by").select_option("email")
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_role("button", name="Views").click()
    page.get_by_label("Keep this list as").fill("Free mails")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The view is kept.")).to_be_visible()
    page.goto("/queue")
    page.get_by_role("button", name="Views").click()
    page.get_by_role("link", name="Free mails").click()
    expect(page.get_by_role("link", name="Mail remove")).to_be_visible()
    assert "assignee=none&source=email" in page.url
    page.route("**/queue/changes*", lambda route: route.fulfill(status=503))
    for _ in range(2):
        with page.expect_response("**/queue/changes*"):
            page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_text("Not connected. This is how it stood at")).to_be_visible()
    page.unroute("**/queue/changes*")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_text("Not connected. This is how it stood at")).to_be_hidden()


def test_a_guest_is_found_for_a_new_ticket_while_one_types(page: Page, house: House) -> None:
    """R-TKT-11: picked, he fills the form; it goes to whom one names."""
    make_member(house.hotel, Role.STAFF, email="jon@aurora.example", name="Jon")
    make_stay(house.hotel, make_guest(house.hotel), make_room(house.hotel))
    page.goto("/new")
    page.get_by_label("Who is it?").press_sequentially("mia")
    page.keyboard.press("ArrowDown")
    found = page.get_by_role("link", name="Mia Sand")
    expect(found).to_be_visible()
    found.click()
    expect(page.get_by_label("Guest’s e-mail")).to_have_value("mia@guest.example")
    expect(page.get_by_label("Room", exact=True)).to_have_value("12")
    page.get_by_label("What is it about?").fill("Extra pillow")
    page.get_by_label("By phone").check()
    page.get_by_label("Who takes care of it").select_option("Jon")
    page.context.clear_cookies()
    page.get_by_role("button", name="Open the ticket").click()
    expect(page.get_by_label("Password")).to_be_visible()
    page.get_by_label("E-mail address").fill("ana@aurora.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("What you typed is here again.")).to_be_visible()
    expect(page.get_by_label("What is it about?")).to_have_value("Extra pillow")
    page.get_by_role("button", name="Open the ticket").click()
    expect(page.get_by_text("The ticket is open.")).to_be_visible()
    expect(page.get_by_role("button", name="Owner: Jon")).to_be_visible()

"""The QR desk and a guest's first steps in a real browser: nothing on the console, nothing the policy stops.

With BELLHOP_PICTURES=1 pictures are left in output/pictures for people to look at.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.builders import make_room
from tests.chromium import SCROLLS_SIDEWAYS, log_in, needs_chromium, picture
from tests.web.conftest import House
from tests.web.guests import check_in, issue, keys_of
from tests.web.serving import serving
from workflow import clock
from workflow.database import hotel
from workflow.services import room_signs
from workflow.settings import Settings

pytestmark = needs_chromium


@pytest.fixture
def pages(chromium: Chromium, house: House, settings: Settings) -> Iterator[tuple[Page, Page]]:
    """Ana's at the desk, light and wide; a guest's phone, dark and small. Their consoles stay silent."""
    complaints: list[str] = []
    with serving(settings) as address:
        found = []
        for width, scheme in ((1280, "light"), (390, "dark")):
            context = chromium.new_context(
                viewport={"width": width, "height": 844},
                color_scheme=scheme,  # type: ignore[arg-type]
                base_url=address,
            )
            log_in(context, address, house.ana)
            page = context.new_page()
            page.on("console", lambda said: complaints.append(said.text) if is_fault(said) else None)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            found.append(page)
        yield found[0], found[1]
        for page in found:
            page.context.close()
    assert complaints == []


def is_fault(said: ConsoleMessage) -> bool:
    """Chromium notes refusals of forms, 422 and the like, as errors too."""
    return said.type == "error" and not said.text.startswith("Failed to load resource")


def look(page: Page, name: str) -> None:
    assert not page.evaluate(SCROLLS_SIDEWAYS)
    picture(page, f"{name}-{page.viewport_size['width'] if page.viewport_size else 0}")


def test_ana_shows_a_code_and_the_guest_scans_it(house: House, pages: tuple[Page, Page]) -> None:
    """R-QR-1, R-QR-2, R-WEB-4: by keyboard and by thumb, at both widths."""
    desk, phone = pages
    mia = check_in(house)
    check_in(house, "Tom Baker with a very long name that goes on", "7", status="booked")
    make_room(house.hotel, "104")
    token = issue(house, mia).token
    with hotel(house.hotel.id):
        sign = room_signs.code_of(
            house.hotel.id, mia.room.id, actor=house.ana.actor, keys=keys_of(house), now=clock.now()
        )
    for page in pages:
        page.goto("/qr")
        expect(page.get_by_role("heading", name="QR desk")).to_be_visible()
        look(page, "qr-desk")
        page.get_by_role("link", name="Signs for rooms").click()
        look(page, "qr-signs")
        page.goto("/qr")
        page.get_by_role("button", name="Show a code for Mia Sand, room 12").press("Enter")
        expect(page.get_by_role("img", name="QR code")).to_be_visible()
        look(page, "qr-code")
    phone.context.clear_cookies()
    phone.goto(f"/q/{token}")
    look(phone, "scan")
    phone.get_by_role("button", name="Continue").click()
    expect(phone.get_by_text("Room 12")).to_be_visible()
    look(phone, "guest")
    phone.goto(f"/r/{sign}")
    look(phone, "sign")
    phone.get_by_label("Last name of a guest in this room").fill("Baker")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("alert")).to_be_visible()
    look(phone, "sign-refused")
    phone.get_by_role("button", name="Write by WhatsApp or mail").click()
    expect(phone.get_by_role("link", name="Write a mail")).to_be_visible()
    look(phone, "sign-message")
    desk.goto(f"/q/{token}")
    desk.get_by_role("button", name="Continue").click()
    expect(desk.get_by_text("used already")).to_be_visible()
    look(desk, "scan-used")

"""The page of "was this you?" in a real browser, at the width of a desk and of a phone, light and dark (R-STAFF-2)."""

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect

from tests.builders import make_ticket
from tests.chromium import needs_chromium, picture
from tests.web.conftest import House
from tests.web.held import hold, link
from tests.web.serving import serving
from workflow.services.held_mail import Why
from workflow.settings import Settings

pytestmark = needs_chromium


def test_a_member_confirms_with_one_click(chromium: Chromium, house: House, settings: Settings) -> None:
    """R-STAFF-2: two members' links, one of each kind, each good once."""
    complaints: list[str] = []
    with serving(settings) as address:
        for width, scheme, why in ((640, "light", Why.UNPROVEN), (390, "dark", Why.COLLISION)):
            ticket = make_ticket(house.hotel, channel=house.channel)
            path = link(house, hold(house, ticket, house.ana, why=why), house.ana)
            context = chromium.new_context(viewport={"width": width, "height": 640}, color_scheme=scheme)  # type: ignore[arg-type]
            page = context.new_page()
            page.on("console", lambda message: complaints.append(message.text))
            page.goto(address + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            picture(page, f"confirm-{width}-{scheme}")
            page.keyboard.press("Tab")
            expect(page.get_by_role("button")).to_be_focused()
            page.keyboard.press("Enter")
            expect(page.get_by_role("heading", name="Thank you, Ana")).to_be_visible()
            picture(page, f"confirmed-{width}-{scheme}")
            assert complaints == []
            page.goto(address + path)
            expect(page.get_by_role("heading", name="Nothing to confirm")).to_be_visible()
            context.close()
            complaints.clear()

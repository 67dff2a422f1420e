"""From the console's link to a second factor in a real browser, on a phone in the dark (R-WEB-1, R-WEB-4)."""

import pyotp
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect

from tests.chromium import needs_chromium, picture
from tests.web.serving import serving
from workflow import clock
from workflow.services import first_run
from workflow.settings import Settings

PASSWORD = "four words and more"

pytestmark = needs_chromium


def test_the_first_hotel_an_invited_colleague_and_a_second_factor(
    chromium: Chromium, settings: Settings
) -> None:
    """R-WEB-1, R-WEB-4"""
    token = first_run.offer(now=clock.now())
    complaints: list[str] = []
    with serving(settings) as address:
        context = chromium.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(f"{address}/first-run?token={token}")
        for label, words in (
            ("Name of the hotel", "Sol Hotel"),
            ("Code", "SOL"),
            ("Time zone", "Europe/Madrid"),
            ("Your name", "Sofia Ruiz"),
            ("Your e-mail address", "sofia@sol.example"),
            ("Password", PASSWORD),
        ):
            page.get_by_label(label, exact=True).fill(words)
        page.get_by_role("button", name="Make the hotel").click()
        expect(page.get_by_role("heading", name="Welcome to Sol Hotel")).to_be_visible()
        page.get_by_role("link", name="Invite a member").click()
        page.get_by_label("Name", exact=True).fill("Neo Berg")
        page.get_by_label("E-mail address").fill("neo@sol.example")
        page.get_by_label("Role").select_option(label="Reception")
        page.get_by_role("button", name="Invite", exact=True).click()
        expect(page.get_by_role("link", name="Neo Berg")).to_be_visible()
        page.goto(f"{address}/account")
        section = page.get_by_role("region", name="Second factor")
        section.get_by_label("Password").fill(PASSWORD)
        section.get_by_role("button", name="Set up the second factor").click()
        expect(page.get_by_role("img", name="QR code for the app")).to_be_visible()
        key = page.locator(".sids").inner_text().replace(" ", "")
        page.get_by_label("Type the code").fill(pyotp.TOTP(key).at(clock.now()))
        page.get_by_role("button", name="Switch it on").click()
        expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
        code = page.locator(".codes li").first.inner_text()
        for path in ("account", "settings/members", "settings/members/new", "settings/tokens", "welcome"):
            page.goto(f"{address}/{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
            picture(page, f"{path.replace('/', '-')}-390-dark")
            for here in page.locator("nav [aria-current=page]").all():
                expect(here).to_be_in_viewport()
        context.clear_cookies()
        page.goto(f"{address}/login")
        page.get_by_label("E-mail address").fill("sofia@sol.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_label("Code of your authenticator app").fill(code)
        page.keyboard.press("Enter")
        expect(page.get_by_role("navigation", name="Pages", exact=True)).to_be_visible()
        context.close()
    assert complaints == []

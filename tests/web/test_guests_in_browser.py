"""Guests and stays in a real browser, at two widths (R-WEB-4)."""

from playwright.sync_api import expect

from tests.chromium import SCROLLS_SIDEWAYS
from tests.web.test_browser import Desk, desk, pytestmark

__all__ = ["desk", "pytestmark"]


def test_a_guest_is_found_merged_and_checked_out(desk: Desk) -> None:
    """R-WEB-4, R-TKT-5: by keyboard where it is quicker; no page scrolls sideways."""
    page = desk.page
    desk.open("/guests")
    desk.picture("guests")
    page.get_by_label("Name, address, number, room or confirmation").fill("mia")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Mia Sand").click()
    expect(page.get_by_role("heading", name="What was said, over all channels")).to_be_visible()
    desk.picture("guest")
    page.get_by_label("Merge this guest into").fill("jonas@guest.example")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Mia Sand became part of this guest")).to_be_visible()
    page.get_by_role("button", name="Undo the merge").click()
    expect(page.get_by_role("heading", name="Mia Sand")).to_be_visible()
    assert not page.evaluate(SCROLLS_SIDEWAYS)
    desk.open("/stays")
    desk.picture("stays")
    assert not page.evaluate(SCROLLS_SIDEWAYS)
    stay = page.get_by_role("listitem").filter(has_text="Mia Sand")
    stay.get_by_role("button", name="Check out").click()
    expect(page.get_by_text("The stay is saved.")).to_be_visible()
    departing = page.get_by_role("region", name="Departing")
    expect(departing.get_by_role("link", name="Mia Sand")).to_be_visible()

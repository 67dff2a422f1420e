"""Settings → Duty (R-WF-5, R-TKT-12)."""

import pytest

from tests.builders import Colleague, make_member, make_session
from tests.web.conftest import Browser, House
from workflow.values import Role

PAGE = "/settings/duty"


@pytest.fixture
def browser(house: House) -> Browser:
    return house.browser(vera_of(house))


def vera_of(house: House) -> Colleague:
    """The manager; made once."""
    return make_member(house.hotel, Role.MANAGER, email="vera@aurora.example", name="Vera")


def shown(browser: Browser) -> str:
    """The page with single blanks."""
    return " ".join(browser.get(PAGE).text.split())


def test_shifts_by_hand(browser: Browser, house: House) -> None:
    """R-WF-5: several days at once, all or none; what was typed stays when it is refused."""
    assert "Nobody has shifts: everybody is on duty" in browser.get(PAGE).text
    wanted = {"staffId": house.ana.staff_id, "starts": "08:00", "ends": "16:00"}
    days = ["monday", "tuesday"]
    assert browser.post(f"{PAGE}/shifts", PAGE, weekday=days, **wanted).status_code == 303
    page = shown(browser)
    assert "Monday 08:00–16:00" in page
    assert "Times are those of Europe/Rome." in page
    refused = browser.post(f"{PAGE}/shifts", PAGE, weekday=["sunday", "monday"], **wanted)
    assert refused.status_code == 422
    assert "This overlaps the shift on Monday, 08:00–16:00." in refused.text
    assert 'value="sunday" checked' in refused.text
    assert "Sunday 08:00" not in shown(browser)
    extra = {**wanted, "date": "2027-01-01", "kind": "extra"}
    assert browser.post(f"{PAGE}/days", PAGE, **extra).status_code == 303
    assert (
        browser.post(f"{PAGE}/days", PAGE, **{**wanted, "date": "2027-01-02", "kind": "off"}).status_code
        == 303
    )
    page = shown(browser)
    assert "Fri, 1 Jan 2027 08:00–16:00 extra" in page
    assert "Sat, 2 Jan 2027 off" in page
    assert browser.post(f"{PAGE}/members/{house.ana.staff_id}", PAGE, duty="none").status_code == 303
    assert "Nobody has shifts" in browser.get(PAGE).text


def test_switches_fallback_and_ways_of_assigning(browser: Browser, house: House) -> None:
    """R-WF-5"""
    assert browser.post(f"{PAGE}/members/{house.ana.staff_id}", PAGE, duty="off").status_code == 303
    settings = {"mode": "round_robin", "atShiftEnd": "keep", "fallback": house.ana.staff_id}
    assert browser.post(PAGE, PAGE, **settings).status_code == 303
    page = browser.get(PAGE).text
    assert 'value="round_robin" checked' in page
    assert 'value="keep" checked' in page
    assert f'name="fallback" value="{house.ana.staff_id}" checked' in page
    assert "Switch on duty" in page
    assert browser.post(PAGE, PAGE, mode="by-dice", atShiftEnd="keep").status_code == 422


def test_words_for_emergencies(browser: Browser, house: House) -> None:
    """R-TKT-12"""
    form = {"words": "pool alarm\r\navalanch*", "harmless": "", "minutes": "3", "times": "4"}
    assert browser.post(f"{PAGE}/emergency", PAGE, **form).status_code == 303
    assert "pool alarm\navalanch*" in browser.get(PAGE).text
    refused = browser.post(f"{PAGE}/emergency", PAGE, **{**form, "words": "f*"})
    assert refused.status_code == 422
    assert "A star stands at the end of a word, behind three letters" in refused.text
    assert ">f*</textarea>" in refused.text


def test_phones_for_emergencies(browser: Browser, house: House) -> None:
    """R-TKT-12: a phone for each member; the page says why alarms go by mail only, and what was typed stays."""
    form = {"words": "", "harmless": "", "minutes": "3", "times": "4"}
    field = f"phone-{house.ana.staff_id}"
    assert browser.post(f"{PAGE}/emergency", PAGE, **form, **{field: "+49 170 1234567"}).status_code == 303
    page = browser.get(PAGE).text
    assert 'value="+491701234567"' in page
    assert "Alarms go by mail only: the hotel has no WhatsApp number" in page
    refused = browser.post(f"{PAGE}/emergency", PAGE, **form, **{field: "170"})
    assert refused.status_code == 422
    assert "A WhatsApp number is written with its country" in refused.text
    assert (
        f'name="{field}" type="tel" maxlength="40" autocomplete="off" placeholder="+4930123456" value="170"'
        in refused.text
    )


def test_reception_has_no_such_page(house: House) -> None:
    """R-WEB-2"""
    assert house.browser(house.ana).get(PAGE).status_code == 403


def test_what_was_set_stands_among_the_changes(browser: Browser, house: House) -> None:
    """R-TKT-4: duty, emergencies, phones, rules and notifications, by whom and from what to what; once each."""
    settings = {"mode": "round_robin", "atShiftEnd": "keep", "fallback": house.ana.staff_id}
    emergency = {"words": "avalanch*", "harmless": "", "minutes": "3", "times": "4"}
    notices = {"quiet": "own", "starts": "23:00", "ends": "06:00", "single": "3", "single_new": "5"}
    for _ in range(2):
        browser.post(PAGE, PAGE, **settings)
        browser.post(
            f"{PAGE}/emergency", PAGE, **emergency, **{f"phone-{house.ana.staff_id}": "+491701234567"}
        )
        browser.post("/notifications/hotel", "/notifications", **notices, window_minutes="5")
    api = house.api(make_session(vera_of(house)))
    rule = {"name": "Pool", "words": ["pool"], "toPriority": "high"}
    made = api.call("POST", "/assignment-rules", rule).json
    api.call("PUT", f"/assignment-rules/{made['id']}", {**rule, "toPriority": "low"})
    api.call("DELETE", f"/assignment-rules/{made['id']}")
    listed = api.call("GET", f"/hotels/{house.hotel.id}/events?pageSize=200").json["data"]
    told = [(one["kind"], one["field"], one["old"], one["new"]) for one in listed]
    for line in (
        ("duty changed", "told when nobody is on duty", None, "Ana"),
        ("duty changed", "who gets a new ticket", "manual", "round_robin"),
        ("emergencies changed", "words", None, "avalanch*"),
        ("phone for alarms changed", "Ana", None, "+491701234567"),
        ("notifications changed", "quiet hours", "none", "23:00-06:00"),
        ("assignment rule added", "", None, "Pool"),
        ("assignment rule changed", "Pool: to priority", "high", "low"),
        ("assignment rule removed", "", "Pool", None),
    ):
        assert told.count(line) == 1, line
    assert {one["actor"]["name"] for one in listed} == {"Vera"}

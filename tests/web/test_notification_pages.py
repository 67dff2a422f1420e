"""Quiet hours and floods, in the panel and by API."""

import pytest

from tests.builders import make_member, make_session
from tests.web.conftest import Api, House
from workflow import clock
from workflow.database import hotel
from workflow.models import Hotel
from workflow.services import notice_settings
from workflow.services.accounts import issue_api_token
from workflow.values import Role


@pytest.fixture
def manager(house: House) -> House:
    house.ana = make_member(house.hotel, Role.MANAGER)
    return house


def chosen(house: House) -> str:
    with hotel(house.hotel.id):
        return notice_settings.of_member(house.hotel.id, house.ana.staff_id)


def of_hotel(house: House) -> str:
    with hotel(house.hotel.id):
        return str(notice_settings.of_hotel(Hotel.get_by_id(house.hotel.id)).quiet)


def test_a_member_sets_her_quiet_hours_in_the_panel(house: House) -> None:
    browser = house.browser(house.ana)
    assert "As the hotel says (none)" in browser.get("/notifications").text
    for fields, expected in (
        ({"quiet": "own", "starts": "21:30", "ends": "06:00"}, "21:30-06:00"),
        ({"quiet": "none", "starts": "21:30", "ends": "06:00"}, "none"),
        ({"quiet": "hotel"}, "hotel"),
    ):
        answer = browser.post("/notifications", seen_on="/notifications", **fields)
        assert (answer.status_code, chosen(house)) == (303, expected)
    refused = browser.post("/notifications", seen_on="/notifications", quiet="own", starts="", ends="07:00")
    assert refused.status_code == 422
    assert "Quiet hours look like 22:00-07:00" in refused.text
    assert chosen(house) == "hotel"


def test_the_hotels_default_is_for_who_may_set_up_the_hotel(house: House, manager: House) -> None:
    fields = {
        "quiet": "own",
        "starts": "22:00",
        "ends": "07:00",
        "single": "8",
        "single_new": "0",
        "window_minutes": "3",
    }
    browser = manager.browser(manager.ana)
    answer = browser.post("/notifications/hotel", seen_on="/notifications", **fields)
    assert (answer.status_code, of_hotel(manager)) == (303, "22:00-07:00")
    refused = browser.post(
        "/notifications/hotel", seen_on="/notifications", **{**fields, "window_minutes": "900"}
    )
    assert (refused.status_code, "one to 60 minutes" in refused.text) == (422, True)
    assert ('value="900"' in refused.text, 'id="window_minutes-wrong"' in refused.text) == (True, True)
    assert "As the hotel says (22:00-07:00)" in browser.get("/notifications").text
    jon = make_member(manager.hotel, email="jon@aurora.example", name="Jon")
    other = manager.browser(jon)
    assert "Save for the hotel" not in other.get("/notifications").text
    assert other.post("/notifications/hotel", seen_on="/notifications", **fields).status_code == 403


def test_both_by_api(house: House, manager: House) -> None:
    """PATCH /me/notifications is a member's own."""
    api = Api(manager.app.test_client(), make_session(manager.ana))
    assert api.call("GET", "/me/notifications").json == {"quietHours": "hotel", "hotelQuietHours": "none"}
    answer = api.call("PATCH", "/me/notifications", {"quietHours": "22:00-07:00"})
    assert (answer.status_code, answer.json["quietHours"]) == (200, "22:00-07:00")
    assert api.call("PATCH", "/me/notifications", {"quietHours": "now and then"}).status_code == 422
    answer = api.call("PATCH", "/notification-settings", {"quietHours": "23:00-06:00", "single": 3})
    assert answer.json == {"quietHours": "23:00-06:00", "single": 3, "singleNew": 100, "windowMinutes": 2}
    assert api.call("GET", "/notification-settings").json == answer.json
    assert api.call("PATCH", "/notification-settings", {"single": -1}).status_code == 422


def test_a_token_is_no_person(house: House) -> None:
    with hotel(house.hotel.id):
        token = issue_api_token(hotel_id=house.hotel.id, name="PMS", role=Role.MANAGER, now=clock.now())
    assert house.api(token).call("GET", "/me/notifications").status_code == 403

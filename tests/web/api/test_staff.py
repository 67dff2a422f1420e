"""Disabling a member is felt at once, everywhere (R-STAFF-6)."""

import pytest

from tests.builders import Colleague, make_hotel, make_member, make_session
from tests.web.conftest import Api, House
from workflow import clock
from workflow.database import hotel
from workflow.services import accounts, receipts
from workflow.values import Role


@pytest.fixture
def boss(house: House) -> Colleague:
    return make_member(house.hotel, Role.MANAGER, email="boss@aurora.example", name="Bo")


@pytest.fixture
def bosses(house: House, boss: Colleague) -> Api:
    return house.api(make_session(boss))


def test_a_disabled_members_session_is_dead_in_panel_and_api(house: House, bosses: Api) -> None:
    """R-STAFF-6"""
    token = make_session(house.ana)
    browser, api = house.browser(house.ana), house.api(token)
    assert api.call("GET", "/tickets").status_code == 200
    gone = bosses.call("POST", f"/staff/{house.ana.staff_id}/disable")
    assert gone.status_code == 200, gone.json
    assert gone.json["disabledAt"] is not None
    assert api.call("GET", "/tickets").status_code == 401
    assert browser.get("/queue").location.startswith("/login")
    assert accounts.of_session(token, now=clock.now()) is None


def test_in_another_hotel_he_works_on(house: House, bosses: Api) -> None:
    sol = make_hotel("SOL", name="Sol Hotel")
    make_member(sol, email=house.ana.email, name="Ana")
    api = house.api(make_session(house.ana))
    bosses.call("POST", f"/staff/{house.ana.staff_id}/disable")
    assert [one["code"] for one in api.call("GET", "/me").json["memberships"]] == ["SOL"]


def test_he_may_be_let_in_again_and_must_log_in_anew(house: House, bosses: Api) -> None:
    path = f"/staff/{house.ana.staff_id}"
    old = house.api(make_session(house.ana))
    bosses.call("POST", f"{path}/disable")
    assert bosses.call("POST", f"{path}/enable").json["disabledAt"] is None
    assert old.call("GET", "/me").status_code == 401
    assert house.api(make_session(house.ana)).call("GET", "/tickets").status_code == 200


def test_who_may_not_is_refused(house: House, boss: Colleague, bosses: Api) -> None:
    owner = make_member(house.hotel, Role.OWNER, email="owner@aurora.example", name="Oz")
    api = house.api(make_session(house.ana))
    assert api.call("POST", f"/staff/{boss.staff_id}/disable").status_code == 403
    assert bosses.call("POST", f"/staff/{boss.staff_id}/disable").status_code == 422
    assert bosses.call("POST", f"/staff/{owner.staff_id}/disable").status_code == 403
    assert bosses.call("POST", "/staff/999999/disable").status_code == 404
    assert {one["email"] for one in bosses.call("GET", "/staff").json["data"]} >= {"ana@aurora.example"}


def test_one_chooses_whether_to_get_receipts(house: House) -> None:
    """R-STAFF-4"""
    api = house.api(make_session(house.ana))
    for muted in (True, False):
        assert api.call("PUT", "/me/receipts", {"muted": muted}).json == {"muted": muted}
        with hotel(house.hotel.id):
            assert receipts.wants_receipts(house.hotel.id, house.ana.staff_id) is not muted


def test_a_hotel_chooses_its_minutes_and_its_receipts(house: House, bosses: Api) -> None:
    """R-STAFF-4, R-STAFF-5"""
    path = f"/hotels/{house.hotel.id}/staff-mail"
    assert bosses.call("GET", path).json == {"secondAnswerWithinMinutes": 5.0, "receipts": "all"}
    wanted = {"secondAnswerWithinMinutes": 30.0, "receipts": "failures"}
    assert bosses.call("PATCH", path, wanted).json == wanted
    with hotel(house.hotel.id):
        assert not receipts.wants_receipts(house.hotel.id, house.ana.staff_id)
    assert bosses.call("PATCH", path, {"secondAnswerWithinMinutes": -1}).status_code == 422
    assert bosses.call("PATCH", path, {"receipts": "none"}).status_code == 422
    api = house.api(make_session(house.ana))
    assert api.call("PATCH", path, wanted).status_code == 403
    assert api.call("GET", "/hotels/999/staff-mail").status_code == 404

"""A hotel demands the second factor of some roles: whoever has none sets it up before anything else (R-WEB-1)."""

import re

import pyotp
import pytest

from tests.builders import PASSWORD, Colleague, make_hotel, make_member, make_session
from tests.web.conftest import Browser, House
from web.access import WITHOUT_FACTOR
from workflow import clock
from workflow.database import hotel, hotels, rows
from workflow.errors import Forbidden, Invalid
from workflow.services import accounts, factor_demand, second_factor
from workflow.services.member_changes import By
from workflow.values import Role

FIRST = "/account/second-factor"


@pytest.fixture
def olga(house: House) -> Colleague:
    return make_member(house.hotel, Role.OWNER, email="olga@aurora.example", name="Olga")


def demand(house: House, by: Colleague, *roles: str) -> None:
    with hotel(house.hotel.id):
        factor_demand.demand(house.hotel.id, roles, by=By(by.actor, by.role), now=clock.now())


def set_up(browser: Browser) -> str:
    """With the key that the page shows; returns the page with the recovery codes."""
    key = re.search(r'class="sids">([A-Z2-7 ]+)<', browser.get(FIRST).text)
    assert key is not None
    code = pyotp.TOTP(key[1].replace(" ", "")).at(clock.now())
    return browser.post(f"{FIRST}/confirm", FIRST, code=code).text


def test_a_member_is_led_to_it_at_the_log_in_and_goes_on_afterwards(house: House, olga: Colleague) -> None:
    demand(house, olga, "reception")
    browser = house.browser()
    answer = browser.log_in(house.ana, next="/queue")
    assert answer.status_code == 303
    for path in ("/queue", "/account", "/notifications", "/settings", "/tickets/AUR-1"):
        assert browser.get(path).location == FIRST, path
    assert browser.post("/account/name", FIRST, name="Anna").location == FIRST
    page = browser.get(FIRST).text
    assert "Aurora Hotel asks for it" in page
    assert "/queue" not in page
    wrong = browser.post(f"{FIRST}/confirm", FIRST, code="000000")
    assert (wrong.status_code, "This code is not right" in wrong.text) == (422, True)
    assert 'href="/queue"' in set_up(browser)
    assert browser.get("/queue").status_code == 200
    off = browser.post(f"{FIRST}/off", "/account", factorPassword=PASSWORD, code="000000")
    assert (off.status_code, "it stays on" in off.text) == (403, True)
    assert second_factor.standing(house.ana.staff_id).is_on


def test_who_is_signed_in_already_says_the_password_once_more(house: House, olga: Colleague) -> None:
    browser = house.browser(house.ana)
    assert browser.get("/queue").status_code == 200
    demand(house, olga, "reception")
    assert browser.get("/queue").location == FIRST
    wrong = browser.post(FIRST, FIRST, factorPassword="guess")
    assert (wrong.status_code, "This is not your password." in wrong.text) == (422, True)
    assert "Aurora Hotel asks for it" in wrong.text
    browser.post(FIRST, FIRST, factorPassword=PASSWORD)
    set_up(browser)
    assert browser.get("/queue").status_code == 200


def test_the_api_says_so_and_lets_it_be_set_up(house: House, olga: Colleague) -> None:
    demand(house, olga, "reception")
    log_in = {"email": house.ana.email, "password": PASSWORD}
    opened = house.api("").call("POST", "/auth/login", log_in).json
    assert opened["totpDemandedBy"] == ["Aurora Hotel"]
    api = house.api(opened["token"])
    refused = api.call("GET", "/tickets")
    assert (refused.status_code, refused.json["type"]) == (403, "urn:bellhop:problem:totp-demanded")
    assert refused.json["detail"] == "Aurora Hotel demands a second factor of your role: set one up first."
    assert api.call("GET", "/me").status_code == 200
    secret = api.call("POST", "/me/totp", {"password": PASSWORD}).json["secret"]
    api.call("POST", "/me/totp/confirm", {"code": pyotp.TOTP(secret).at(clock.now())})
    assert api.call("GET", "/tickets").status_code == 200
    assert house.api("").call("POST", "/auth/login", log_in).json["type"].endswith("totp-needed")


def test_only_roles_that_are_named_and_only_where_they_are_held(house: House, olga: Colleague) -> None:
    """Other roles, other hotels, and programs go on; one hotel that demands it is enough for its own people."""
    sol = make_hotel("SOL")
    elsewhere = make_member(sol, Role.RECEPTION, email="sol@sol.example", name="Sol")
    both = make_member(sol, Role.RECEPTION, email="zoe@sol.example", name="Zoe")
    make_member(house.hotel, Role.RECEPTION, email="zoe@sol.example", name="Zoe")
    with hotel(house.hotel.id):
        token = accounts.issue_api_token(
            hotel_id=house.hotel.id, name="Till", role=Role.RECEPTION, now=clock.now()
        )
    demand(house, olga, "reception")
    assert house.browser(olga).get("/queue").status_code == 200
    assert house.browser(elsewhere).get("/queue").status_code == 200
    assert house.api(token).call("GET", "/tickets").status_code == 200
    assert house.browser(both).get("/queue").location == FIRST
    demand(house, olga)
    assert house.browser(both).get("/queue").status_code == 200


def test_an_owner_sets_it_on_the_members_page_and_the_change_is_kept(house: House, olga: Colleague) -> None:
    browser = house.browser(olga)
    at = "/settings/members"
    assert browser.post(f"{at}/second-factor", at, role=["reception", "staff"]).status_code == 303
    page = browser.get(at).text
    for role, is_demanded in (("owner", False), ("reception", True), ("staff", True)):
        assert (f'name="role" value="{role}" checked' in page) is is_demanded
    assert "set up at the next log-in" in page
    told = house.api(make_session(olga)).call("GET", f"/hotels/{house.hotel.id}/events").json["data"]
    assert (told[0]["field"], told[0]["new"]) == ("second factor demanded of", "reception, staff")
    assert browser.post(f"{at}/second-factor", at, role="guest").status_code == 422
    api = house.api(make_session(olga))
    path = f"/hotels/{house.hotel.id}"
    assert api.call("GET", path).json["settings"]["secondFactorRoles"] == ["reception", "staff"]
    api.call("PATCH", path, {"settings": {"secondFactorRoles": []}})
    assert api.call("GET", path).json["settings"]["secondFactorRoles"] == []


def test_nobody_demands_it_of_a_role_above_his_own(house: House, olga: Colleague) -> None:
    mara = make_member(house.hotel, Role.MANAGER, email="mara@aurora.example", name="Mara")
    demand(house, olga, "owner")
    with pytest.raises(Forbidden):
        demand(house, mara, "manager")
    with pytest.raises(Invalid):
        demand(house, mara, "guest")
    browser = house.browser(mara)
    browser.post("/settings/members/second-factor", "/settings/members", role="manager")
    with hotels((house.hotel.id,)):
        (kept,) = rows(
            "SELECT settings -> 'second_factor_roles' FROM hotels WHERE id = %s", (house.hotel.id,)
        )
    assert kept == (["owner", "manager"],)


def test_what_is_open_without_a_factor_are_routes_that_exist(house: House) -> None:
    assert set(house.app.view_functions) >= WITHOUT_FACTOR

"""Log-in by API (R-WEB-1, R-WEB-5)."""

from datetime import datetime, timedelta

from tests.builders import PASSWORD
from tests.web.conftest import House
from workflow import clock


def test_a_session_of_its_own_until_the_log_out(house: House) -> None:
    """R-WEB-1: POST /auth/login, GET /me, POST /auth/logout."""
    opened = house.api("").call("POST", "/auth/login", {"email": house.ana.email, "password": PASSWORD})
    assert opened.status_code == 200
    assert set(opened.json) == {
        "token",
        "expiresAt",
        "deviceToken",
        "staff",
        "memberships",
        "totpDemandedBy",
    }
    assert opened.json["staff"] == {"id": str(house.ana.staff_id), "name": "Ana", "email": house.ana.email}
    assert opened.json["memberships"] == [
        {"hotelId": str(house.hotel.id), "code": "AUR", "role": "reception"}
    ]
    ends = datetime.fromisoformat(opened.json["expiresAt"])
    assert timedelta(hours=11) < ends - clock.now() <= timedelta(hours=12)
    api = house.api(opened.json["token"])
    assert api.call("GET", "/me").json["memberships"] == opened.json["memberships"]
    assert api.call("POST", "/auth/logout").status_code == 204
    assert api.call("GET", "/me").status_code == 401


def test_a_wrong_password_is_a_problem_and_ten_are_too_many(house: House) -> None:
    """R-WEB-1"""
    body = {"email": house.ana.email, "password": "guess"}
    api = house.api("")
    refused = [api.call("POST", "/auth/login", body) for _ in range(10)]
    assert {answer.status_code for answer in refused} == {401}
    assert refused[0].json["detail"] == "E-mail address or password is wrong."
    throttled = api.call("POST", "/auth/login", {**body, "password": PASSWORD})
    assert (throttled.status_code, throttled.headers["Retry-After"]) == (429, "900")


def test_a_missing_or_strange_authorization_is_401(house: House) -> None:
    for headers in (
        {},
        {"Authorization": "Basic abc"},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer x y\x7f"},
    ):
        answer = house.app.test_client().get("/api/v1/me", headers=headers)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_the_cookie_of_the_panel_is_no_key_to_the_api(house: House) -> None:
    """Else any site could use it: the API has no form tokens."""
    browser = house.browser(house.ana)
    assert browser.get("/queue").status_code == 200
    assert browser.get("/api/v1/me").status_code == 401

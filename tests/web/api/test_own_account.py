"""One's own account by the API: log-in with a code, password, sessions, a link by mail (R-WEB-1)."""

from datetime import timedelta

import pyotp
import pytest

from tests.builders import PASSWORD, make_hotel, make_member, make_session
from tests.web.conftest import Api, House
from tests.web.posted import posted, token_in
from workflow import clock
from workflow.database import before_hotel, hotel, rows
from workflow.errors import LoginRefused
from workflow.models import AccountLink, Effect
from workflow.services import accounts
from workflow.services.accounts import SESSION_IDLE, SESSION_LIFETIME, Origin
from workflow.values import Role

NEW = "a longer and better one"


@pytest.fixture
def ana(house: House) -> Api:
    return house.api(make_session(house.ana))


def log_in(house: House, password: str = PASSWORD, **more: str) -> tuple[int, str]:
    """Status, and the token or the name of the problem."""
    answer = house.api("").call(
        "POST", "/auth/login", {"email": house.ana.email, "password": password, **more}
    )
    return answer.status_code, answer.json.get("token") or answer.json["type"].rpartition(":")[2]


def test_the_log_in_gives_the_contracts_shape_and_asks_for_the_code_after_the_password(
    house: House, ana: Api
) -> None:
    """R-WEB-1: {token, expiresAt, staff, memberships}; without the code a problem of its own."""
    plain = house.api("").call("POST", "/auth/login", {"email": house.ana.email, "password": PASSWORD})
    assert set(plain.json) == {
        "token",
        "expiresAt",
        "deviceToken",
        "staff",
        "memberships",
        "totpDemandedBy",
    }
    begun = ana.call("POST", "/me/totp", {"password": PASSWORD}).json
    assert begun["uri"].startswith("otpauth://totp/")
    app = pyotp.TOTP(begun["secret"])
    assert ana.call("POST", "/me/totp/confirm", {"code": "12"}).status_code == 422
    codes = ana.call("POST", "/me/totp/confirm", {"code": app.at(clock.now())}).json["recoveryCodes"]
    assert ana.call("GET", "/me/totp").json == {"isOn": True, "recoveryCodesLeft": 10}
    assert log_in(house) == (401, "totp-needed")
    assert log_in(house, "guess") == (401, "login-refused")
    assert log_in(house, "guess", totp=codes[0]) == (401, "login-refused")
    assert log_in(house, totp="123456") == (401, "login-refused")
    assert log_in(house, totp=codes[0])[0] == 200
    assert log_in(house, totp=codes[0]) == (401, "login-refused")
    off = "/me/totp/disable"
    assert ana.call("POST", off, {"password": "guess", "code": codes[1]}).json["field"] == "password"
    assert ana.call("POST", off, {"password": PASSWORD, "code": "nonsense"}).json["field"] == "code"
    assert ana.call("POST", off, {"password": PASSWORD, "code": codes[1]}).status_code == 204
    assert log_in(house)[0] == 200


def test_an_owner_resets_a_members_second_factor_unless_he_works_elsewhere(house: House, ana: Api) -> None:
    owner = house.api(make_session(make_member(house.hotel, Role.OWNER, email="o@aurora.example", name="Oz")))
    path = f"/staff/{house.ana.staff_id}/totp"
    secret = ana.call("POST", "/me/totp", {"password": PASSWORD}).json["secret"]
    ana.call("POST", "/me/totp/confirm", {"code": pyotp.TOTP(secret).at(clock.now())})
    sol = make_hotel("SOL", name="Sol")
    make_member(sol, email=house.ana.email)
    assert owner.call("DELETE", path).status_code == 403
    assert log_in(house) == (401, "totp-needed")
    with hotel(sol.id):
        rows("DELETE FROM memberships WHERE hotel_id = %s", (sol.id,))
    assert owner.call("DELETE", path).json["hasTotp"] is False
    assert log_in(house)[0] == 200


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(house: House, ana: Api) -> None:
    other = house.api(make_session(house.ana))
    body = {"current": PASSWORD, "password": NEW}
    assert ana.call("POST", "/me/password", {**body, "current": "guess"}).json["field"] == "current"
    assert (
        ana.call("POST", "/me/password", {**body, "password": "Aurora Hotel 1"}).json["field"] == "password"
    )
    assert other.call("GET", "/me").status_code == 200
    assert ana.call("POST", "/me/password", body).status_code == 204
    assert other.call("GET", "/me").status_code == 401
    assert ana.call("GET", "/me").status_code == 200
    assert (log_in(house)[0], log_in(house, NEW)[0]) == (401, 200)


def test_one_sees_ones_sessions_and_ends_them(house: House, ana: Api) -> None:
    token = log_in(house)[1]
    other = house.api(token)
    listed = ana.call("GET", "/me/sessions").json["data"]
    assert [one["isThis"] for one in listed] == [True, False]
    assert (listed[1]["peer"], listed[1]["browser"][:9]) == ("127.0.0.1", "Werkzeug/")
    assert token not in str(listed)
    stranger = house.api(make_session(make_member(house.hotel, email="x@aurora.example", name="X")))
    path = f"/me/sessions/{listed[1]['id']}"
    assert stranger.call("DELETE", path).status_code == 404
    assert ana.call("DELETE", path).status_code == 204
    assert other.call("GET", "/me").status_code == 401
    other = house.api(log_in(house)[1])
    assert ana.call("DELETE", "/me/sessions").status_code == 204
    assert (ana.call("GET", "/me").status_code, other.call("GET", "/me").status_code) == (200, 401)
    assert stranger.call("GET", "/me").status_code == 200


def test_a_session_ends_when_nobody_is_there_and_at_the_latest_after_its_length(house: House) -> None:
    """R-WEB-1: a page that looks again by itself keeps none alive."""
    now = clock.now()
    known = accounts.prove(house.ana.email, PASSWORD, origin=Origin("192.0.2.1"), now=now)
    token, _ = accounts.open_session(known, origin=Origin("192.0.2.1"), now=now)
    almost = SESSION_IDLE - timedelta(minutes=5)
    assert accounts.of_session(token, now=now + almost, is_there=False) is not None
    assert accounts.of_session(token, now=now + SESSION_IDLE + timedelta(seconds=1)) is None
    seen = now
    while seen + almost < now + SESSION_LIFETIME:
        seen += almost
        assert accounts.of_session(token, now=seen) is not None
    assert accounts.of_session(token, now=now + SESSION_LIFETIME) is None


def test_a_token_has_no_account(house: House) -> None:
    with hotel(house.hotel.id):
        token = accounts.issue_api_token(hotel_id=house.hotel.id, name="P", role=Role.OWNER, now=clock.now())
    api = house.api(token)
    for method, path, body in (
        ("PATCH", "/me", {"name": "x"}),
        ("POST", "/me/password", {"current": "x", "password": "y"}),
        ("GET", "/me/sessions", None),
        ("DELETE", "/me/sessions", None),
        ("DELETE", "/me/sessions/1", None),
        ("GET", "/me/totp", None),
        ("POST", "/me/totp", {"password": "x"}),
        ("POST", "/me/totp/confirm", {"code": "x"}),
        ("POST", "/me/totp/disable", {"password": "x", "code": "y"}),
    ):
        assert api.call(method, path, body).status_code == 403, path


def test_one_has_ones_name_oneself(house: House, ana: Api) -> None:
    assert ana.call("PATCH", "/me", {"name": "Ana Ferri"}).json["staff"]["name"] == "Ana Ferri"
    assert ana.call("GET", "/me").json["staff"]["name"] == "Ana Ferri"
    assert ana.call("PATCH", "/me", {"name": " \t "}).status_code == 422


def reset_token(house: House) -> str:
    """Out of the mail that goes out."""
    (post,) = posted(house.app)
    assert post.to == house.ana.email
    return token_in(post)


def test_a_link_by_mail_sets_a_new_password_once(house: House, ana: Api) -> None:
    """R-WEB-1: single use, kept as a digest, ends every session."""
    asked = house.api("").call("POST", "/auth/reset", {"email": f" {house.ana.email.upper()}"})
    assert asked.status_code == 202
    token = reset_token(house)
    with hotel(house.hotel.id):
        link = AccountLink.get()
        assert token not in str(Effect.get().payload) + str(bytes(link.seed)) + str(bytes(link.token_digest))
    body = {"token": token, "password": NEW}
    assert house.api("").call("POST", "/auth/password", {**body, "password": "short"}).status_code == 422
    assert house.api("").call("POST", "/auth/password", body).status_code == 204
    assert ana.call("GET", "/me").status_code == 401
    assert (log_in(house)[0], log_in(house, NEW)[0]) == (401, 200)
    assert house.api("").call("POST", "/auth/password", body).status_code == 404
    assert house.api("").call("POST", "/auth/password", {**body, "token": "x"}).status_code == 404


def test_a_log_in_that_was_under_way_does_not_outlive_a_new_password(house: House, ana: Api) -> None:
    """R-WEB-1: the old password was right a moment ago; with one step and with two."""
    now, origin = clock.now(), Origin("192.0.2.1")
    known = accounts.prove(house.ana.email, PASSWORD, origin=Origin("192.0.2.1"), now=now)
    halfway = accounts.of_half(accounts.open_half(known, origin=origin, now=now), now=now)
    assert halfway is not None
    assert ana.call("POST", "/me/password", {"current": PASSWORD, "password": NEW}).status_code == 204
    for late in (known, halfway):
        with pytest.raises(LoginRefused):
            accounts.open_session(late, origin=origin, now=now)
    assert len(ana.call("GET", "/me/sessions").json["data"]) == 1


def test_a_link_runs_out_after_an_hour_and_with_a_new_password(house: House, ana: Api) -> None:
    for _ in range(2):
        house.api("").call("POST", "/auth/reset", {"email": house.ana.email})
    with hotel(house.hotel.id):
        first, second = AccountLink.select().order_by(AccountLink.id)
        assert first.expires_at - first.created_at == timedelta(hours=1)
    with before_hotel():
        looked = "SELECT staff_id FROM bellhop_link(%s, %s)"
        assert rows(looked, (bytes(first.token_digest), first.expires_at)) == []
        assert rows(looked, (bytes(first.token_digest), first.created_at)) == [(house.ana.staff_id,)]
    assert ana.call("POST", "/me/password", {"current": PASSWORD, "password": NEW}).status_code == 204
    with before_hotel():
        assert rows(looked, (bytes(second.token_digest), second.created_at)) == []


def test_nobody_learns_whether_an_address_has_an_account(house: House) -> None:
    """R-WEB-1: the same answer; too many for one account are dropped without a word."""
    answers = {
        (answer.status_code, answer.text)
        for email in (house.ana.email, "nobody@aurora.example", "no address")
        for answer in [house.api("").call("POST", "/auth/reset", {"email": email})]
    }
    assert len(answers) == 1
    for _ in range(7):
        answer = house.api("").call("POST", "/auth/reset", {"email": house.ana.email})
        assert (answer.status_code, answer.text) in answers
    with hotel(house.hotel.id):
        assert AccountLink.select().count() == 5


def test_one_address_cannot_ask_for_everybody(house: House) -> None:
    codes = [
        house.api("").call("POST", "/auth/reset", {"email": f"p{n}@aurora.example"}).status_code
        for n in range(21)
    ]
    assert codes == [202] * 20 + [429]


def test_who_is_disabled_gets_no_link(house: House) -> None:
    with hotel(house.hotel.id):
        rows("UPDATE memberships SET disabled_at = now()")
    house.api("").call("POST", "/auth/reset", {"email": house.ana.email})
    with hotel(house.hotel.id):
        assert AccountLink.select().count() == 0

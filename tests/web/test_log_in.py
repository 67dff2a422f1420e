"""Log-in and log-out, the cookies, and the token that every form carries (R-WEB-1)."""

import dataclasses

import pytest

from tests.builders import PASSWORD, make_ticket
from tests.web.conftest import CSRF, Browser, House
from web.app import create_app, furnish
from web.panel.log_in import safe_path
from workflow import clock
from workflow.database import before_hotel, hotel, rows
from workflow.models import Membership
from workflow.settings import Settings


def test_one_comes_back_to_where_one_was(house: House) -> None:
    """R-WEB-1"""
    ticket = make_ticket(house.hotel)
    browser = house.browser()
    sent = browser.get(f"/tickets/{ticket.pid}?state=all")
    assert sent.location == f"/login?next=/tickets/{ticket.pid}%3Fstate%3Dall"
    answer = browser.post(
        "/login",
        sent.location,
        email="ANA@aurora.example ",
        password=PASSWORD,
        next=f"/tickets/{ticket.pid}?state=all",
    )
    assert (answer.status_code, answer.location) == (303, f"/tickets/{ticket.pid}?state=all")
    assert browser.get(answer.location).status_code == 200


def test_the_session_cookie_is_for_the_server_only(house: House) -> None:
    """R-WEB-1: HttpOnly and SameSite; Secure and bound to the host when the panel is reached by https."""
    cookie = _session_cookie(house.browser().log_in(house.ana).headers.getlist("Set-Cookie"))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_by_https_the_cookie_is_secure(house: House, settings: Settings) -> None:
    """R-WEB-1"""
    app = create_app(dataclasses.replace(settings, public_url="https://desk.aurora.example"))
    client = app.test_client()
    token = CSRF.search(client.get("/login", base_url="https://localhost").text)
    assert token is not None
    fields = {"csrf": token[1], "email": house.ana.email, "password": PASSWORD}
    answer = client.post("/login", data=fields, base_url="https://localhost")
    cookie = _session_cookie(answer.headers.getlist("Set-Cookie"))
    assert cookie.startswith("__Host-bellhop-session=")
    assert "Secure" in cookie
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_by_https_browsers_are_told_to_stay_with_it(house: House, settings: Settings) -> None:
    """RFC 6797: pages, the API and refusals alike; not while the public URL is http, nor with HSTS_SECONDS=0."""
    by_https = dataclasses.replace(settings, public_url="https://desk.aurora.example", hsts_seconds=300)
    paths = ("/login", "/nowhere", "/api/v1/me", "/g", "/f/AUR", "/livez", "/static/css/tokens.css")
    for wanted, expected in (
        (by_https, "max-age=300"),
        (dataclasses.replace(by_https, hsts_seconds=0), None),
        (settings, None),
    ):
        furnish(house.app, wanted)
        for path in paths:
            with house.browser().get(path) as answer:
                assert answer.headers.get("Strict-Transport-Security") == expected, path


def test_a_browser_that_somebody_used_before_is_not_stopped_by_what_strangers_do(house: House) -> None:
    """R-WEB-1: by a cookie that a log-in leaves and a log-out keeps; at the panel and at the API."""
    desk = house.browser()
    desk.log_in(house.ana)
    desk.post("/logout", seen_on="/account")
    program = house.api("")
    log_in = {"email": house.ana.email, "password": PASSWORD}
    device = program.call("POST", "/auth/login", log_in).json["deviceToken"]
    with before_hotel():
        rows(
            "SELECT bellhop_login_try('', %s, '203.0.113.' || n, '{}', %s, 10, 10, 30, 30, 100)"
            " FROM generate_series(1, 30) AS n",
            (house.ana.email, clock.now()),
        )
    stranger = house.browser().log_in(house.ana)
    assert stranger.status_code == 429
    assert "A new password by mail opens it at once" in stranger.text
    assert program.call("POST", "/auth/login", log_in).status_code == 429
    assert desk.log_in(house.ana).status_code == 303
    assert program.call("POST", "/auth/login", {**log_in, "deviceToken": device}).status_code == 200


def test_nobody_chooses_the_token_of_his_device(house: House) -> None:
    """R-WEB-1: what the desk never made is not kept, so no two programs share one that others guess."""
    program = house.api("")
    log_in = {"email": house.ana.email, "password": PASSWORD}
    for chosen in ("", "a" * 32, "a" * 46, "\ud800" * 46, "é"):
        answer = program.call("POST", "/auth/login", {**log_in, "deviceToken": chosen})
        made = answer.json["deviceToken"]
        assert (answer.status_code, made != chosen) == (200, True)
        again = program.call("POST", "/auth/login", {**log_in, "deviceToken": made})
        assert again.json["deviceToken"] == made


def _session_cookie(cookies: list[str]) -> str:
    return next(cookie for cookie in cookies if "session=" in cookie and "Max-Age=0" not in cookie)


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(house: House) -> None:
    """R-WEB-1: the address stays in the form, the password does not."""
    browser = house.browser()
    wrong = browser.post("/login", email=house.ana.email, password="guess")
    unknown = browser.post("/login", email="nobody@aurora.example", password="guess")
    assert wrong.status_code == unknown.status_code == 401
    assert "E-mail address or password is wrong." in wrong.text
    assert 'value="ana@aurora.example"' in wrong.text
    assert "guess" not in wrong.text
    assert CSRF.sub("", wrong.text).replace(house.ana.email, "") == CSRF.sub("", unknown.text).replace(
        "nobody@aurora.example", ""
    )


def test_too_many_tries_from_one_address_have_to_wait_and_nobody_else_has(house: House) -> None:
    """R-WEB-1: also when the header of a proxy claims another address each time."""
    browser = house.browser()
    for number in range(10):
        token = CSRF.search(browser.get("/login").text)
        assert token is not None
        browser.client.post(
            "/login",
            data={"csrf": token[1], "email": house.ana.email, "password": "guess"},
            headers={"X-Forwarded-For": f"192.0.2.{number}"},
        )
    throttled = browser.log_in(house.ana)
    assert throttled.status_code == 429
    assert throttled.headers["Retry-After"] == "900"
    assert "Wait a quarter of an hour" in throttled.text
    elsewhere = Browser(house.app.test_client())
    elsewhere.client.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    assert elsewhere.log_in(house.ana).status_code == 303


def test_behind_a_trusted_proxy_its_word_about_the_address_counts_and_no_more(
    house: House, settings: Settings
) -> None:
    """R-WEB-1: with TRUSTED_PROXIES=1 the last entry of X-Forwarded-For, never what the visitor put before it."""
    app = create_app(dataclasses.replace(settings, trusted_proxies=1))

    def attempt(forwarded: str, password: str) -> int:
        browser = Browser(app.test_client())
        browser.client.environ_base["HTTP_X_FORWARDED_FOR"] = forwarded
        return browser.post("/login", email=house.ana.email, password=password).status_code

    for number in range(10):
        assert attempt(f"192.0.2.{number}, 198.51.100.1", "guess") == 401
    assert attempt("192.0.2.77, 198.51.100.1", PASSWORD) == 429
    assert attempt("198.51.100.1, 203.0.113.5", PASSWORD) == 303


def test_after_the_log_out_the_old_cookie_is_worth_nothing(house: House) -> None:
    """R-WEB-1"""
    browser = house.browser(house.ana)
    cookie = browser.client.get_cookie("bellhop-session")
    assert cookie is not None
    assert browser.post("/logout", "/queue").location == "/login"
    browser.client.set_cookie("bellhop-session", cookie.value)
    assert browser.get("/queue").location == "/login?next=/queue"


@pytest.mark.parametrize(
    "path", ["/login", "/logout", "/hotel", "/new", "/tickets/{pid}/reply", "/stuck/mail/1/drop"]
)
def test_a_form_without_its_token_changes_nothing(house: House, path: str) -> None:
    """R-WEB-1: CSRF; another person's token does not help either."""
    pid = make_ticket(house.hotel, channel=house.channel).pid
    browser, other = house.browser(house.ana), house.browser(house.ana)
    stolen = CSRF.search(other.get("/queue").text)
    assert stolen is not None
    for token in ("", "0" * 64, "é", stolen[1]):
        answer = browser.client.post(path.format(pid=pid), data={"csrf": token, "body": "x", "subject": "x"})
        assert answer.status_code == 403
        assert "no longer valid" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\tevil",
        "javascript:alert(1)",
        "queue",
        "",
        "http:///evil.example",
        "http://[",
        "//[",
        "/\n/evil.example",
    ],
)
def test_a_crafted_link_sends_nobody_elsewhere(path: str) -> None:
    assert safe_path(path) == "/queue"


def test_an_account_without_a_hotel_is_told_so(house: House) -> None:
    browser = house.browser(house.ana)
    with hotel(house.hotel.id):
        Membership.delete().execute()
    answer = browser.get("/queue")
    assert answer.status_code == 403
    assert "does not belong to any hotel" in answer.text

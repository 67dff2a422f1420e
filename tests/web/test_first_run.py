"""The first hotel: a page that the link from the console opens once (R-WEB-4)."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask

from tests.builders import make_hotel
from tests.web.conftest import CSRF, Browser
from workflow import clock
from workflow.database import before_hotel, rows
from workflow.errors import NotFound
from workflow.sealing import digest
from workflow.services import accounts, first_run, platform_admins
from workflow.services.accounts import Origin

PASSWORD = "four words and more"
FIELDS = {
    "code": "sol",
    "hotelName": "Sol Hotel",
    "timeZone": "Europe/Madrid",
    "language": "de",
    "name": "Sofia Ruiz",
    "email": "Sofia@Sol.example",
    "password": PASSWORD,
}


@pytest.fixture
def token(database_url: str) -> str:
    made = first_run.offer(now=clock.now())
    assert made is not None
    return made


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app.test_client())


def test_the_link_makes_a_hotel_and_its_owner_who_is_signed_in(browser: Browser, token: str) -> None:
    """R-WEB-4: looking uses nothing up; then a channel, a test, colleagues."""
    path = f"/first-run?token={token}"
    assert [browser.get(path).status_code for _ in range(3)] == [200] * 3
    made = browser.post("/first-run", path, token=token, **FIELDS)
    assert (made.status_code, made.location) == (303, "/welcome")
    page = browser.get("/welcome").text
    for link in ("/settings/channels/new", "/settings/channels", "/settings/members/new"):
        assert f'href="{link}"' in page
    assert "Welcome to Sol Hotel" in page
    assert "Sofia Ruiz" in page
    assert browser.get("/settings/members").status_code == 200, "as owner"
    again = browser.get(path)
    assert (again.status_code, "bellhop up" in again.text) == (404, True)
    assert first_run.offer(now=clock.now()) is None


def test_without_a_good_token_the_page_says_how_to_get_one(browser: Browser, token: str) -> None:
    for path in ("/first-run", "/first-run?token=", "/first-run?token=guess", f"/first-run?token={token}x"):
        page = browser.get(path)
        assert (page.status_code, "bellhop up" in page.text) == (404, True)
    assert browser.post("/first-run", token="guess", **FIELDS).status_code == 404


def test_only_the_digest_of_the_token_is_kept_a_day_and_a_new_start_makes_a_new_one(token: str) -> None:
    now = clock.now()
    with before_hotel():
        assert rows("SELECT bellhop_first_run_open(%s, %s)", (digest(token), now)) == [(True,)]
        assert rows("SELECT bellhop_first_run_open(%s, %s)", (token.encode(), now)) == [(False,)]
    with pytest.raises(NotFound):
        first_run.check(token, now=now + timedelta(hours=24, minutes=1))
    first_run.offer(now=now)
    with pytest.raises(NotFound):
        first_run.check(token, now=now)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("code", "s", "two to eight letters"),
        ("code", "S€L", "two to eight letters"),
        ("hotelName", " ", "1 to 200 characters"),
        ("timeZone", "Madrid/../etc", "no time zone"),
        ("language", "Klingon", "A language is written like"),
        ("name", "", "1 to 200 characters"),
        ("email", "sofia", "not an e-mail address"),
        ("password", "Sol Hotel 1", "more than the e-mail address"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_link_still_counts(
    browser: Browser, token: str, field: str, value: str, sentence: str
) -> None:
    path = f"/first-run?token={token}"
    refused = browser.post("/first-run", path, token=token, **{**FIELDS, field: value})
    assert refused.status_code == 422
    said = re.search(rf'id="{field}-wrong" role="alert">([^<]+)<', refused.text)
    assert said is not None
    assert sentence in said[1]
    assert PASSWORD not in refused.text
    assert 'value="Sofia Ruiz"' in refused.text or field == "name"
    assert browser.get(path).status_code == 200


def test_of_two_at_once_one_wins(app: Flask, token: str) -> None:
    """R-WEB-4: one hotel, one owner."""

    clients = [app.test_client(), app.test_client()]
    forms = [CSRF.search(client.get(f"/first-run?token={token}").text) for client in clients]

    def one(number: int) -> int:
        form = forms[number]
        assert form is not None
        fields = {**FIELDS, "code": f"SO{number}", "email": f"s{number}@sol.example"}
        return (
            clients[number].post("/first-run", data={"csrf": form[1], "token": token, **fields}).status_code
        )

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, range(2))) == [303, 404]
    with before_hotel():
        assert len(rows("SELECT * FROM bellhop_every_hotel()")) == 1


def test_a_desk_with_a_hotel_has_no_such_page(browser: Browser, token: str) -> None:
    make_hotel()
    assert browser.get(f"/first-run?token={token}").status_code == 404


def test_an_account_that_exists_is_not_taken_over(browser: Browser, token: str) -> None:
    """Of somebody who looks after the installation, say."""
    platform_admins.add(email="sofia@sol.example", name="Sofia", password="her own password", now=clock.now())
    path = f"/first-run?token={token}"
    refused = browser.post("/first-run", path, token=token, **FIELDS)
    assert (refused.status_code, "There is an account with this address already" in refused.text) == (
        422,
        True,
    )
    known = accounts.prove(
        "sofia@sol.example", "her own password", origin=Origin("192.0.2.1"), now=clock.now()
    )
    assert known.name == "Sofia"
    made = browser.post("/first-run", path, token=token, **{**FIELDS, "email": "else@sol.example"})
    assert made.status_code == 303

"""NUL and lone surrogates never get past the door, by whichever field they come (design rule 9)."""

import json
from typing import Any

import pytest

from tests.builders import PASSWORD, make_session, make_ticket
from tests.web.conftest import CSRF, House
from workflow.database import hotel
from workflow.models import Message, Ticket

NASTY = "a\x00b\ud800c\udfffd"
CLEAN = "ab\ufffdc\ufffdd"


@pytest.fixture
def ticket(house: House) -> Ticket:
    return make_ticket(house.hotel, channel=house.channel)


def post(house: House, method: str, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Sent as escapes, as any JSON library writes them."""
    answer = house.app.test_client().open(
        f"/api/v1{path}",
        method=method,
        data=json.dumps(body),
        headers={"Authorization": f"Bearer {make_session(house.ana)}"},
        content_type="application/json",
    )
    return answer.status_code, answer.json


@pytest.mark.parametrize("internal", [True, False])
def test_words_by_api_are_kept_without_them(house: House, ticket: Ticket, internal: bool) -> None:
    status, said = post(
        house, "POST", f"/tickets/{ticket.pid}/messages", {"body": NASTY, "internal": internal}
    )
    assert (status, said["body"]) == (201, CLEAN)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/tickets", {"subject": NASTY, "description": NASTY, "guestName": NASTY}),
        ("POST", "/tickets", {"subject": "x", "guestEmail": NASTY}),
        ("POST", "/tickets", {"subject": "x", "roomNumber": NASTY}),
        ("POST", "/tickets", {"subject": "x", "roomId": NASTY, NASTY: "x"}),
        ("PATCH", "/tickets/{pid}", {"subject": NASTY}),
        ("PATCH", "/tickets/{pid}", {"priority": NASTY}),
        ("PUT", "/tickets/{pid}/status", {"state": "on_hold", "reason": NASTY}),
        ("POST", "/tickets/{pid}/assign", {"assigneeId": NASTY}),
        ("POST", "/auth/login", {"email": NASTY, "password": NASTY}),
        ("POST", "/effects/1/drop", {"reason": NASTY}),
    ],
)
def test_no_field_of_the_api_falls_over_them(
    house: House, ticket: Ticket, method: str, path: str, body: dict[str, Any]
) -> None:
    status, _ = post(house, method, path.format(pid=ticket.pid), body)
    assert status < 500


@pytest.mark.parametrize("query", ["q=a%00b", "tag=%00", "room=%ED%A0%80", "cursor=%00", "assignee=%00"])
@pytest.mark.parametrize("path", ["/queue", "/api/v1/tickets"])
def test_no_query_falls_over_them(house: House, path: str, query: str) -> None:
    browser = house.browser(house.ana)
    bearer = {"Authorization": f"Bearer {make_session(house.ana)}"}
    assert browser.client.get(f"{path}?{query}", headers=bearer).status_code < 500


def test_no_form_falls_over_them(house: House, ticket: Ticket) -> None:
    browser = house.browser(house.ana)
    path = f"/tickets/{ticket.pid}"
    token = CSRF.search(browser.get(path).text)
    assert token is not None
    raw = b"a%00b%ED%A0%80c"
    for target, field in (
        (f"{path}/note", b"body"),
        (f"{path}/edit", b"subject"),
        (f"{path}/state", b"state"),
        (f"{path}/assign", b"assignee"),
        ("/new", b"subject"),
        ("/new", b"subject=x&email"),
        ("/new", b"subject=x&room"),
    ):
        answer = browser.client.post(
            target,
            data=b"csrf=" + token[1].encode() + b"&version=1&" + field + b"=" + raw,
            content_type="application/x-www-form-urlencoded",
        )
        assert answer.status_code < 500, (target, field)
    with hotel(ticket.hotel_id):
        assert "\x00" not in Message.get(Message.direction == "note").body


def test_the_log_in_takes_no_harm(house: House) -> None:
    browser = house.browser()
    assert browser.post("/login", email="a\x00b@aurora.example", password="\x00").status_code == 401
    assert browser.post("/login", email=f"{house.ana.email}\x00", password=PASSWORD).status_code == 303


def test_a_part_of_a_form_without_a_name_is_nobodys(house: House, ticket: Ticket) -> None:
    """Found by schemathesis: it was a fault of ours."""
    answer = house.app.test_client().post(
        f"/api/v1/tickets/{ticket.pid}/attachments",
        data=b"--x\r\nContent-Disposition: form-data\r\n\r\nhello\r\n--x--\r\n",
        headers={"Authorization": f"Bearer {make_session(house.ana)}"},
        content_type="multipart/form-data; boundary=x",
    )
    assert (answer.status_code, answer.json["field"]) == (422, "file")


@pytest.mark.parametrize("value", [1, 0, "true", "no"])
def test_true_and_false_are_said_as_json_says_them(house: House, ticket: Ticket, value: object) -> None:
    """A program that means a note and sends "no" for `internal` is told, before the guest reads it."""
    status, _ = post(house, "POST", f"/tickets/{ticket.pid}/messages", {"body": "Hello", "internal": value})
    assert status == 422

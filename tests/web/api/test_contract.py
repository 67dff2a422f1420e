"""The names that other programs rely on, written down by hand: routes, fields of bodies and answers (R-WEB-5).

What stands here is never taken away or renamed; more may be added. That the code keeps to the document is
test_schemathesis.
"""

from typing import Any

import pytest

from tests.builders import PASSWORD, make_ticket
from tests.web.conftest import House
from tests.web.samples import document

ROUTES = """
POST /auth/login · POST /auth/logout · GET /me
GET /tickets · POST /tickets · GET /tickets/{pid} · PATCH /tickets/{pid} · DELETE /tickets/{pid}
PUT /tickets/{pid}/status · POST /tickets/{pid}/assign · POST /tickets/{pid}/transfer · POST /tickets/{pid}/close
POST /tickets/{pid}/reopen · POST /tickets/{pid}/merge · POST /tickets/{pid}/split · POST /tickets/{pid}/link
POST /tickets/{pid}/watch · POST /tickets/{pid}/restore
GET /tickets/{pid}/messages · POST /tickets/{pid}/messages · POST /tickets/{pid}/attachments · POST /uploads
GET /attachments/{id} · GET /tickets/{pid}/events · GET /queue · GET /my-tickets · POST /tickets/bulk · GET /stats
GET /metrics/tickets · GET /export.csv · GET /export.pdf
POST /qr/generate · POST /qr/validate · POST /qr/{id}/revoke
POST /webhooks/pms/ticket-sync · POST /webhooks/pms/stays
GET /quarantine · GET /quarantine/{id} · POST /quarantine/{id}/retry · POST /quarantine/{id}/drop
GET /effects · GET /effects/{id} · POST /effects/{id}/retry · POST /effects/{id}/drop
""".replace("\n", " · ")
FAMILIES = (
    "hotels staff departments categories tags canned sla-policies calendars channels webhook-endpoints tokens guests"
    " stays rooms"
)
# No token and no guest is changed or removed by a plain PATCH or DELETE; a stay or a channel has its ways to end.
WITHOUT = {
    ("tokens", "PATCH"),
    ("guests", "DELETE"),
    ("stays", "DELETE"),
    ("hotels", "DELETE"),
    ("channels", "DELETE"),
}

TICKET = """id pid hotelId source state priority subject description guest room stayId category department assignee tags
createdAt updatedAt createdBy firstResponseAt resolvedAt closedAt dueAt viewCount version placedBy"""
MESSAGE = """id ticketId direction channel author body bodyHtml isInternal isSolution attachments delivery placedBy
createdAt"""
BODIES = {
    "POST /auth/login": "email password totp",
    "PATCH /tickets/{pid}": "state priority assigneeId tags categoryId departmentId subject version",
    "PUT /tickets/{pid}/status": "state reason",
    "POST /tickets/{pid}/assign": "assigneeId",
    "POST /tickets/{pid}/transfer": "assigneeId departmentId reason",
    "POST /tickets/{pid}/merge": "into",
    "POST /tickets/{pid}/split": "messageIds subject",
    "POST /tickets/{pid}/link": "pid kind",
    "POST /tickets/{pid}/messages": "body internal solution channel attachmentIds cannedId",
    "POST /tickets/bulk": "pids set",
    "POST /qr/generate": "guestId roomId expiresInMinutes",
    "POST /qr/validate": "token",
    "POST /webhooks/pms/stays": "stays",
    "POST /webhooks/pms/ticket-sync": "externalId event ticket",
}
ANSWERS = {
    "POST /auth/login": "token expiresAt staff memberships",
    "GET /tickets": "data pagination",
    "POST /tickets/bulk": "results",
    "POST /qr/generate": "qrUrl token expiresAt",
    "POST /qr/validate": "sessionToken guestId hotelId roomId",
}
FILTERS = "state priority assignee department category tag source guest room q from to overdue page pageSize cursor sort"


def _operation(route: str) -> dict[str, Any]:
    method, path = route.split()
    found: dict[str, Any] = document()["paths"][f"/api/v1{path}"][method.lower()]
    return found


def _fields(content: dict[str, Any]) -> set[str]:
    name = content["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
    return set(document()["components"]["schemas"][name]["properties"])


def test_every_route_is_there() -> None:
    for route in filter(None, (one.strip() for one in ROUTES.split("·"))):
        assert _operation(route), route
    for family in FAMILIES.split():
        for method, path in (
            ("GET", ""),
            ("POST", ""),
            ("GET", "/{id}"),
            ("PATCH", "/{id}"),
            ("DELETE", "/{id}"),
        ):
            if (family, method) not in WITHOUT:
                assert _operation(f"{method} /{family}{path}"), (method, family)


@pytest.mark.parametrize("route", BODIES)
def test_bodies_have_the_fields_that_are_sent(route: str) -> None:
    assert set(BODIES[route].split()) <= _fields(_operation(route)["requestBody"]["content"])


@pytest.mark.parametrize("route", ANSWERS)
def test_answers_have_the_fields_that_are_read(route: str) -> None:
    answers = _operation(route)["responses"]
    assert set(ANSWERS[route].split()) <= _fields(
        next(answers[code]["content"] for code in ("200", "201") if code in answers)
    )


def test_lists_of_tickets_are_narrowed_by_the_names_that_are_sent() -> None:
    for route in ("GET /tickets", "GET /queue", "GET /my-tickets"):
        assert set(FILTERS.split()) <= {one["name"] for one in _operation(route)["parameters"]}


def test_a_morning_of_a_program_by_name(house: House) -> None:
    ticket = make_ticket(house.hotel, channel=house.channel)
    login = house.api("").call("POST", "/auth/login", {"email": house.ana.email, "password": PASSWORD})
    assert set(login.json) >= {"token", "expiresAt", "staff", "memberships"}
    assert login.json["memberships"] == [{"hotelId": str(house.hotel.id), "code": "AUR", "role": "reception"}]
    api = house.api(login.json["token"])
    one = api.call("GET", f"/tickets/{ticket.pid}")
    assert set(TICKET.split()) <= set(one.json)
    assert (type(one.json["id"]), one.json["createdAt"][-1], one.headers["ETag"]) == (str, "Z", '"1"')
    said = api.call("POST", f"/tickets/{ticket.pid}/messages", {"body": "Two towels are on their way."})
    assert set(MESSAGE.split()) <= set(said.json)
    assert set(said.json["author"]) == {"kind", "id", "name"}
    assert set(said.json["delivery"]) == {"state", "at", "error"}
    listed = api.call("GET", "/tickets?pageSize=1", **{"Bellhop-Hotel": "AUR"}).json
    assert set(listed["pagination"]) == {
        "total",
        "totalIsEstimate",
        "page",
        "pageSize",
        "totalPages",
        "nextCursor",
    }
    stale = api.call("PATCH", f"/tickets/{ticket.pid}", {"priority": "low"}, **{"If-Match": '"99"'})
    older = api.call("PATCH", f"/tickets/{ticket.pid}", {"priority": "low", "version": 99})
    assert (stale.status_code, older.status_code) == (412, 409)
    refused = api.call("PUT", f"/tickets/{ticket.pid}/status", {"state": "answered"})
    assert set(refused.json) >= {"type", "title", "status", "detail"}

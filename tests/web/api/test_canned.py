"""Canned replies by the API, and in an answer (R-TKT-6, R-API-1)."""

import pytest

from tests.builders import make_member, make_session, make_ticket
from tests.web.conftest import Api, House
from workflow.models import Ticket
from workflow.values import Role

TOWELS = {"name": "Towels", "body": "Dear {{guest}}, towels are coming. {{member}}, {{hotel}}, {{pid}}"}


@pytest.fixture
def canned_id(api: Api) -> str:
    made = api.call("POST", "/canned", TOWELS)
    assert made.status_code == 201, made.json
    return str(made.json["id"])


def test_they_are_made_read_changed_and_deleted(api: Api, canned_id: str) -> None:
    assert [one["name"] for one in api.call("GET", "/canned").json["data"]] == ["Towels"]
    changed = api.call("PATCH", f"/canned/{canned_id}", {"body": "Soon."})
    assert (changed.json["name"], changed.json["body"]) == ("Towels", "Soon.")
    assert api.call("GET", f"/canned/{canned_id}").json["body"] == "Soon."
    assert api.call("DELETE", f"/canned/{canned_id}").status_code == 204
    assert api.call("GET", f"/canned/{canned_id}").status_code == 404


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({**TOWELS, "name": "TOWELS"}, "There is a canned reply Towels already."),
        ({"name": "x", "body": "Dear {{gast}}"}, "There is no variable {{gast}}; there are {{guest}}"),
        ({"name": " ", "body": "x"}, "needs a name"),
        ({"name": "x", "body": " "}, "needs words"),
    ],
)
def test_what_makes_no_sense_is_refused(api: Api, canned_id: str, body: dict[str, str], detail: str) -> None:
    refused = api.call("POST", "/canned", body)
    assert refused.status_code == (409 if "already" in detail else 422)
    assert detail in refused.json["detail"]


def test_an_answer_by_its_id_is_filled_in_and_the_body_follows(
    api: Api, house: House, ticket: Ticket, canned_id: str
) -> None:
    """R-TKT-6"""
    path = f"/tickets/{ticket.pid}/messages"
    said = api.call("POST", path, {"cannedId": canned_id})
    assert said.status_code == 201, said.json
    assert said.json["body"] == f"Dear Mia Sand, towels are coming. Ana, Aurora Hotel, {ticket.pid}"
    said = api.call("POST", path, {"cannedId": canned_id, "body": "Enjoy the lake!"})
    assert said.json["body"].endswith("\n\nEnjoy the lake!")


def test_an_answer_that_cannot_be_filled_in_is_not_sent(api: Api, house: House, ticket: Ticket) -> None:
    path = f"/tickets/{ticket.pid}/messages"
    id = api.call("POST", "/canned", {"name": "Room", "body": "Room {{room}}"}).json["id"]
    for body in ({"cannedId": id}, {"cannedId": "999"}, {}, {"body": " "}):
        assert api.call("POST", path, body).status_code == 422
    assert api.call("GET", path).json["data"][1:] == []


def test_staff_may_use_but_not_change_them(house: House, canned_id: str) -> None:
    """R-WEB-2"""
    eva = make_member(house.hotel, Role.STAFF, email="eva@aurora.example", name="Eva")
    api = house.api(make_session(eva))
    pid = make_ticket(house.hotel, channel=house.channel, assignee=eva).pid
    assert len(api.call("GET", "/canned").json["data"]) == 1
    assert api.call("POST", "/canned", {"name": "x", "body": "y"}).status_code == 403
    assert api.call("DELETE", f"/canned/{canned_id}").status_code == 403
    assert api.call("POST", f"/tickets/{pid}/messages", {"cannedId": canned_id}).status_code == 201

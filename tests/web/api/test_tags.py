"""Tags: a hotel's own, one name however it is written, and on tickets (R-TKT-6)."""

import pytest

from tests.builders import make_hotel, make_member, make_session, make_ticket
from tests.web.conftest import Api, House
from workflow.database import hotel
from workflow.models import Event, Tag, Ticket
from workflow.values import Role


@pytest.fixture
def vera(house: House) -> Api:
    """A manager: tags are settings."""
    manager = make_member(house.hotel, Role.MANAGER, email="vera@aurora.example", name="Vera")
    return house.api(make_session(manager))


def make(api: Api, *names: str) -> list[str]:
    return [api.call("POST", "/tags", {"name": name}).json["id"] for name in names]


def test_tags_are_made_changed_and_listed(vera: Api, api: Api) -> None:
    """R-TKT-6: reception sees them, managers look after them."""
    made = vera.call("POST", "/tags", {"name": " VIP ", "colour": "#AA3300"})
    assert (made.status_code, made.json["name"], made.json["colour"]) == (201, "VIP", "#aa3300")
    for body, status, field in (
        ({"name": "vip"}, 409, "name"),
        ({"name": "a, b"}, 422, "name"),
        ({"name": "x" * 41}, 422, "name"),
        ({"name": "x", "colour": "red"}, 422, "colour"),
    ):
        refused = vera.call("POST", "/tags", body)
        assert (refused.status_code, refused.json["field"]) == (status, field)
    make(vera, "Allergy")
    path = f"/tags/{made.json['id']}"
    assert vera.call("PATCH", path, {"name": "allergy"}).status_code == 409
    assert vera.call("PATCH", path, {"name": "vip", "colour": "#000000"}).json["name"] == "vip"
    listed = api.call("GET", "/tags").json["data"]
    assert [(tag["name"], tag["tickets"]) for tag in listed] == [("Allergy", 0), ("vip", 0)]
    assert api.call("POST", "/tags", {"name": "x"}).status_code == 403


def test_a_ticket_carries_tags_and_lists_are_narrowed_by_them(
    vera: Api, api: Api, house: House, ticket: Ticket
) -> None:
    """R-TKT-6, R-TKT-4, R-TKT-8"""
    make(vera, "VIP", "Allergy")
    path = f"/tickets/{ticket.pid}"
    assert api.call("PATCH", path, {"tags": ["vip", "ALLERGY", "vip"]}).json["tags"] == ["Allergy", "VIP"]
    assert api.call("PATCH", path, {"tags": ["Allergy", "VIP"]}).json["version"] == 2
    unknown = api.call("PATCH", path, {"tags": ["VIP", "Gold"], "priority": "high"})
    assert (unknown.status_code, unknown.json["field"]) == (422, "tags")
    assert api.call("GET", path).json["priority"] == "medium", "nothing of it was kept"
    assert api.call("PATCH", path, {"tags": ["VIP"], "version": 1}).status_code == 409
    opened = api.call("POST", "/tickets", {"subject": "Crib", "tags": ["vip"]})
    assert opened.json["tags"] == ["VIP"]
    found = api.call("GET", "/tickets?tag=allergy").json["data"]
    assert [one["pid"] for one in found] == [ticket.pid]
    assert api.call("PATCH", path, {"tags": []}).json["tags"] == []
    with hotel(house.hotel.id):
        events = [(event.old, event.new) for event in Event.select().where(Event.field == "tags")]
    assert events == [(None, "Allergy, VIP"), (None, "VIP"), ("Allergy, VIP", None)]


def test_a_tag_that_is_deleted_leaves_its_tickets_and_their_timelines_say_so(
    vera: Api, api: Api, house: House, ticket: Ticket
) -> None:
    """R-TKT-4, R-TKT-6"""
    vip, _ = make(vera, "VIP", "Allergy")
    api.call("PATCH", f"/tickets/{ticket.pid}", {"tags": ["VIP", "Allergy"]})
    assert vera.call("DELETE", f"/tags/{vip}").status_code == 204
    assert vera.call("DELETE", f"/tags/{vip}").status_code == 404
    assert api.call("GET", f"/tickets/{ticket.pid}").json["tags"] == ["Allergy"]
    with hotel(house.hotel.id):
        last = Event.select().where(Event.ticket_id == ticket.id).order_by(Event.id.desc()).get()
    assert (last.field, last.old, last.new, last.actor_name) == ("tags", "Allergy, VIP", "Allergy", "Vera")


def test_tags_of_another_hotel_are_not_there(vera: Api, api: Api, ticket: Ticket) -> None:
    """R-WEB-3"""
    other = make_hotel("BER")
    make_ticket(other)
    with hotel(other.id):
        foreign = Tag.create(hotel_id=other.id, name="Gold")
    assert vera.call("PATCH", f"/tags/{foreign.id}", {"name": "x"}).status_code == 404
    assert vera.call("DELETE", f"/tags/{foreign.id}").status_code == 404
    assert api.call("PATCH", f"/tickets/{ticket.pid}", {"tags": ["Gold"]}).status_code == 422
    assert api.call("GET", "/tags").json["data"] == []

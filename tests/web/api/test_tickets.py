"""Tickets by API, to the letter of the contract (R-WEB-5, R-TKT-1)."""

import re
from datetime import timedelta

import pytest

from tests.builders import (
    make_department,
    make_guest,
    make_hotel,
    make_member,
    make_room,
    make_stay,
    make_ticket,
)
from tests.web.conftest import Api, House
from workflow import clock
from workflow.database import hotel
from workflow.models import Event, Tag, Ticket, TicketTag
from workflow.services import search_index
from workflow.services.hotels import add_member
from workflow.values import Priority, Role

# contract.md, "Ticket JSON"; watchers, snoozedUntil, linkedPid, updatedBy, deletedAt and deletedById were added.
FIELDS = [
    "id",
    "pid",
    "hotelId",
    "source",
    "state",
    "priority",
    "subject",
    "description",
    "guest",
    "room",
    "stayId",
    "category",
    "department",
    "assignee",
    "tags",
    "watchers",
    "snoozedUntil",
    "linkedPid",
    "createdAt",
    "updatedAt",
    "createdBy",
    "updatedBy",
    "deletedAt",
    "deletedById",
    "firstResponseAt",
    "resolvedAt",
    "closedAt",
    "dueAt",
    "windowEndsAt",
    "viewCount",
    "version",
    "placedBy",
]
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def test_a_ticket_has_the_fields_of_the_contract(api: Api, house: House) -> None:
    guest, room = make_guest(house.hotel), make_room(house.hotel)
    stay = make_stay(house.hotel, guest, room)
    opened = api.call(
        "POST", "/tickets", {"subject": "No towels", "guestEmail": "mia@guest.example", "priority": "high"}
    )
    assert opened.status_code == 201
    assert opened.headers["Location"] == f"/api/v1/tickets/{opened.json['pid']}"
    body = api.call("GET", f"/tickets/{opened.json['pid']}").json
    assert sorted(body) == sorted(FIELDS)
    assert body == opened.json
    assert body["guest"] == {"id": str(guest.id), "name": "Mia Sand"}
    assert body["room"] == {"id": str(room.id), "number": "12"}
    assert body["stayId"] == str(stay.id)
    assert body["createdBy"] == {"kind": "staff", "id": str(house.ana.staff_id)}
    assert (body["source"], body["state"], body["priority"], body["placedBy"]) == (
        "api",
        "open",
        "high",
        "api",
    )
    assert MOMENT.fullmatch(body["createdAt"])
    assert body["version"] == 1
    assert body["assignee"] is None


def test_pages_by_number_and_by_cursor_give_the_same_rows(api: Api, house: House) -> None:
    """R-WEB-5"""
    pids = [make_ticket(house.hotel, f"Wish {number}").pid for number in range(5)][::-1]
    first = api.call("GET", "/tickets?pageSize=2").json
    assert first["pagination"] == {
        "total": 5,
        "totalIsEstimate": False,
        "page": 1,
        "pageSize": 2,
        "totalPages": 3,
        "nextCursor": first["pagination"]["nextCursor"],
    }
    by_number = [_pids(api.call("GET", f"/tickets?pageSize=2&page={page}")) for page in (1, 2, 3)]
    by_cursor, cursor = [], ""
    while cursor is not None:
        answer = api.call("GET", f"/tickets?pageSize=2&cursor={cursor}")
        by_cursor.append(_pids(answer))
        cursor = answer.json["pagination"]["nextCursor"]
    assert by_number == by_cursor == [pids[:2], pids[2:4], pids[4:]]
    assert _pids(api.call("GET", "/tickets?sort=createdAt")) == pids[::-1]


def _pids(answer: object) -> list[str]:
    return [ticket["pid"] for ticket in answer.json["data"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=x",
        "pageSize=0",
        "pageSize=201",
        "page=201",
        "cursor=%01",
        "cursor=YWZ0ZXIgOTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OQ",
        "state=lost",
        "assignee=ana",
        "department=x",
        "guest=99999999999999999999",
        "from=yesterday",
        "sort=subject",
        "overdue=perhaps",
    ],
)
def test_a_query_that_makes_no_sense_is_422_and_says_which_field(api: Api, query: str) -> None:
    answer = api.call("GET", f"/tickets?{query}")
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    name = query.partition("=")[0]
    assert name in (answer.json.get("field"), *answer.json.get("errors", {}))


def test_every_filter_of_the_contract_narrows(api: Api, house: House) -> None:
    """R-TKT-8: state, priority, assignee, department, category, tag, source, guest, room, q, from, to, overdue."""
    guest, room = make_guest(house.hotel), make_room(house.hotel)
    department = make_department(house.hotel)
    wanted = make_ticket(
        house.hotel,
        "Crib 100%",
        guest=guest,
        room=room,
        department=department,
        priority=Priority.URGENT,
        assignee=house.ana,
        now=clock.now() - timedelta(days=2),
    )
    other = make_ticket(house.hotel, "Invoice", requester_address="x@guest.example", requester_name="X")
    with hotel(house.hotel.id):
        tag = Tag.create(hotel_id=house.hotel.id, name="VIP")
        TicketTag.create(hotel_id=house.hotel.id, ticket_id=wanted.id, tag_id=tag.id)
        Ticket.update(due_at=clock.now() - timedelta(minutes=1), source="whatsapp", category_id=1).where(
            Ticket.id == wanted.id
        ).execute()
    search_index.gather_all()
    yesterday = (clock.now() - timedelta(days=1)).isoformat().replace("+00:00", "Z")
    for query in (
        "state=in_progress,closed",
        "priority=urgent,high",
        "assignee=me",
        f"assignee={house.ana.staff_id}",
        f"department={department.id}",
        "category=1",
        "tag=vip",
        "source=whatsapp",
        f"guest={guest.id}",
        "room=12",
        "q=100%25",
        f"q={wanted.pid}",
        f"to={yesterday}",
        "overdue=true",
    ):
        assert _pids(api.call("GET", f"/tickets?{query}")) == [wanted.pid], query
    assert _pids(api.call("GET", "/tickets?assignee=none")) == [other.pid]
    assert _pids(api.call("GET", f"/tickets?from={yesterday}")) == [other.pid]


def test_patch_changes_all_that_is_named_or_nothing(api: Api, house: House, ticket: Ticket) -> None:
    """R-TKT-4: each change is an event with its old and new value."""
    department = make_department(house.hotel)
    path = f"/tickets/{ticket.pid}"
    changed = api.call(
        "PATCH",
        path,
        {
            "priority": "urgent",
            "subject": "No towels at all",
            "departmentId": str(department.id),
            "categoryId": "1",
            "assigneeId": str(house.ana.staff_id),
            "state": "waiting_guest",
        },
    ).json
    assert (changed["priority"], changed["subject"], changed["state"]) == (
        "urgent",
        "No towels at all",
        "waiting_guest",
    )
    assert changed["department"]["name"] == "Housekeeping"
    assert changed["assignee"]["name"] == "Ana"
    with hotel(ticket.hotel_id):
        events = [(event.field, event.old, event.new) for event in Event.select().order_by(Event.id)][1:]
    assert ("priority", "medium", "urgent") in events
    assert ("subject", "No towels", "No towels at all") in events
    assert ("department", None, "Housekeeping") in events
    refused = api.call("PATCH", path, {"priority": "low", "state": "waiting_internal"})
    assert refused.status_code == 409
    assert api.call("GET", path).json == changed, "the priority was not kept either"
    cleared = api.call("PATCH", path, {"assigneeId": None, "departmentId": None}).json
    assert cleared["assignee"] is None
    assert cleared["department"] is None


def test_a_refused_move_lists_what_is_allowed(api: Api, ticket: Ticket) -> None:
    """R-WF-1"""
    api.call("PUT", f"/tickets/{ticket.pid}/status", {"state": "closed"})
    refused = api.call("PUT", f"/tickets/{ticket.pid}/status", {"state": "answered"})
    assert refused.status_code == 409
    assert refused.json["allowed"] == ["open"]
    assert refused.json["detail"].startswith("A ticket that is closed cannot take this step.")
    assert refused.json["type"] == "urn:bellhop:problem:move-refused"


def test_the_reason_of_a_state_becomes_a_note(api: Api, ticket: Ticket) -> None:
    api.call("PUT", f"/tickets/{ticket.pid}/status", {"state": "on_hold", "reason": "The part is ordered."})
    thread = api.call("GET", f"/tickets/{ticket.pid}/messages").json["data"]
    assert [(m["isInternal"], m["body"]) for m in thread][1:] == [(True, "The part is ordered.")]


def test_a_stale_if_match_is_412_and_a_stale_version_409(api: Api, ticket: Ticket) -> None:
    """R-WEB-5"""
    path = f"/tickets/{ticket.pid}"
    tag = api.call("GET", path).headers["ETag"]
    assert tag == '"1"'
    moved = api.call("PUT", f"{path}/status", {"state": "in_progress"}, **{"If-Match": tag})
    assert (moved.status_code, moved.headers["ETag"]) == (200, '"2"')
    late = {"state": "resolved"}
    for method, place, body in (
        ("PUT", f"{path}/status", late),
        ("PATCH", path, late),
        ("POST", f"{path}/messages", {"body": "x"}),
    ):
        assert api.call(method, place, body, **{"If-Match": tag}).status_code == 412
        assert api.call(method, place, body, **{"If-Match": f"W/{tag}"}).status_code == 412
    assert api.call("PUT", f"{path}/status", {**late, "version": 1}).status_code == 409
    assert api.call("PATCH", path, {**late, "version": 1}).status_code == 409
    assert (
        api.call("PATCH", path, {"state": "resolved", "version": 2}, **{"If-Match": "*"}).status_code == 200
    )


def test_only_members_of_the_hotel_can_have_a_ticket(api: Api, house: House, ticket: Ticket) -> None:
    other = make_hotel("BER")
    stranger = add_member(
        hotel_id=other.id,
        email="x@berg.example",
        name="X",
        password="long enough",
        role=Role.OWNER,
        now=clock.now(),
    )
    for id in (str(stranger), "999999999999999999"):
        refused = api.call("POST", f"/tickets/{ticket.pid}/assign", {"assigneeId": id})
        assert (refused.status_code, refused.json["field"]) == (422, "assigneeId")
    jon = make_member(house.hotel, Role.STAFF, email="jon@aurora.example", name="Jon")
    taken = api.call("POST", f"/tickets/{ticket.pid}/assign", {"assigneeId": str(jon.staff_id)})
    assert taken.json["assignee"]["name"] == "Jon"


def test_rows_of_another_hotel_cannot_be_linked(api: Api) -> None:
    """R-WEB-3: by the id of a guest, a room, a department of hotel B."""
    other = make_hotel("BER")
    guest, room, department = make_guest(other), make_room(other), make_department(other)
    for field, id in (("guestId", guest.id), ("roomId", room.id), ("departmentId", department.id)):
        refused = api.call("POST", "/tickets", {"subject": "x", field: str(id)})
        assert refused.status_code == 422, field
        absent = api.call("POST", "/tickets", {"subject": "x", field: "424242"})
        assert absent.json == refused.json


BAD_BODIES = (
    (b"{", 400),
    (b"[]", 400),
    (b'"x"', 400),
    (b'{"subject": "a", "subject": "b"}', 400),
    (b'{"subject": NaN}', 400),
    (b'{"subject": "\xff"}', 400),
    (b'{"subject": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400),
    (b"", 422),
    (b"{}", 422),
    (b'{"subject": 7}', 422),
    (b'{"subject": null}', 422),
    (b'{"subject": ""}', 422),
    (b'{"subject": "x", "colour": "red"}', 422),
    (b'{"subject": "x", "guestId": 7}', 422),
    (b'{"subject": "x", "priority": "huge"}', 422),
    (b'{"subject": "' + b"x" * 2_000_000 + b'"}', 413),
)


@pytest.mark.parametrize(("body", "status"), BAD_BODIES, ids=range(len(BAD_BODIES)))
def test_a_bad_body_is_a_problem_of_the_caller(api: Api, body: bytes, status: int) -> None:
    answer = api.client.post(
        "/api/v1/tickets", data=body, headers=api.headers, content_type="application/json"
    )
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")


def test_another_kind_of_content_is_415(api: Api) -> None:
    answer = api.client.post(
        "/api/v1/tickets", data="subject=x", headers=api.headers, content_type="text/plain"
    )
    assert answer.status_code == 415


def test_control_characters_do_no_harm(api: Api) -> None:
    opened = api.call("POST", "/tickets", {"subject": "a\x00b\r\nBcc: x", "description": "\x00"})
    assert opened.json["subject"] == "ab Bcc: x"
    assert api.call("GET", "/tickets?q=%00&room=%00&tag=%00").status_code == 200

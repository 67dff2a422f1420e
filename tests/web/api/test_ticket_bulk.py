"""Many tickets changed at once (R-TKT-9)."""

from typing import Any

import pytest

from tests.builders import make_hotel, make_member, make_session, make_ticket
from tests.web.conftest import Api, House
from workflow import clock
from workflow.database import hotel
from workflow.models import Event, Ticket
from workflow.services import tags
from workflow.values import Role


@pytest.fixture
def three(house: House) -> list[str]:
    return [
        make_ticket(house.hotel, subject, channel=house.channel).pid for subject in ("One", "Two", "Three")
    ]


def change(api: Api, pids: list[str], change: dict[str, object], **headers: str) -> list[dict[str, Any]]:
    answer = api.call("POST", "/tickets/bulk", {"pids": pids, "set": change}, **headers)
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.json["results"]
    return results


def test_each_ticket_is_changed_and_answered_for_itself(api: Api, house: House, three: list[str]) -> None:
    """R-TKT-9: in the order asked, each once; one that refuses stays whole, the others go on."""
    with hotel(house.hotel.id):
        tags.create(house.hotel.id, "VIP", actor=house.ana.actor, now=clock.now())
    api.call("POST", f"/tickets/{three[1]}/close", {})
    asked = [three[2], three[1], three[0].lower(), three[2], "AUR-209901-00001-0"]
    wanted = {
        "state": "in_progress",
        "assigneeId": str(house.ana.staff_id),
        "priority": "high",
        "addTags": ["vip"],
    }
    results = change(api, asked, wanted)
    assert [(one["pid"], one["ok"]) for one in results] == [
        (three[2], True),
        (three[1], False),
        (three[0], True),
        ("AUR-209901-00001-0", False),
    ]
    closed, missing = results[1]["problem"], results[3]["problem"]
    assert (closed["status"], missing["status"]) == (409, 404)
    done, refused = (api.call("GET", f"/tickets/{pid}").json for pid in (three[0], three[1]))
    assert (done["state"], done["priority"], done["tags"], done["assignee"]["name"]) == (
        "in_progress",
        "high",
        ["VIP"],
        "Ana",
    )
    assert (refused["state"], refused["priority"], refused["tags"]) == ("closed", "medium", [])


def test_a_state_moves_only_as_the_table_allows(api: Api, three: list[str]) -> None:
    """R-TKT-9, R-WF-1"""
    api.call("POST", f"/tickets/{three[0]}/close", {})
    results = change(api, three, {"state": "resolved"})
    assert [one["ok"] for one in results] == [False, True, True]
    assert results[0]["problem"]["allowed"] == ["open"]


def test_foreign_tickets_are_not_there(api: Api, three: list[str]) -> None:
    """R-WEB-3"""
    foreign = make_ticket(make_hotel("BER"))
    results = change(api, [foreign.pid, three[0]], {"priority": "low"})
    assert [one["ok"] for one in results] == [False, True]
    assert results[0]["problem"]["detail"] == f"There is no ticket {foreign.pid}."
    with hotel(foreign.hotel_id):
        assert Ticket.get_by_id(foreign.id).priority == "medium"


def test_asked_again_with_the_same_key_nothing_is_done_twice(
    api: Api, house: House, three: list[str]
) -> None:
    """R-WEB-5, R-TKT-9"""
    keyed = {"Idempotency-Key": "b1"}
    first = change(api, three[:1], {"priority": "urgent"}, **keyed)
    api.call("PATCH", f"/tickets/{three[0]}", {"priority": "low"})
    assert change(api, three[:1], {"priority": "urgent"}, **keyed) == first
    assert api.call("GET", f"/tickets/{three[0]}").json["priority"] == "low"
    with hotel(house.hotel.id):
        assert Event.select().where(Event.kind == "edited").count() == 2


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"pids": [], "set": {"priority": "low"}},
        {"pids": ["AUR-1"], "set": {}},
        {"pids": ["AUR-1"] * 201, "set": {"priority": "low"}},
        {"pids": ["AUR-1"], "set": {"priority": "worst"}},
        {"pids": ["AUR-1"], "set": {"subject": "x"}},
        {"pids": "AUR-1", "set": {"priority": "low"}},
        {"pids": [None], "set": {"priority": "low"}},
    ],
)
def test_what_makes_no_sense_is_refused_whole(api: Api, body: object) -> None:
    """R-TKT-9"""
    assert api.call("POST", "/tickets/bulk", body).status_code == 422


def test_nobody_of_the_staff_changes_many(house: House, three: list[str]) -> None:
    """R-WEB-2"""
    for role, status in ((Role.STAFF, 403), (Role.AI_AGENT, 403), (Role.RECEPTION, 200)):
        member = make_member(house.hotel, role, email=f"{role}@aurora.example")
        body = {"pids": three, "set": {"priority": "low"}}
        assert house.api(make_session(member)).call("POST", "/tickets/bulk", body).status_code == status

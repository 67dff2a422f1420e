"""Closing, opening again, passing on, snoozing, watching, undoing thanks: by API."""

import threading
from datetime import timedelta

import pytest

from tests.builders import (
    Colleague,
    make_department,
    make_guest_message,
    make_member,
    make_session,
    make_ticket,
)
from tests.web.conftest import Api, House
from workflow import clock
from workflow.database import hotel
from workflow.models import Message, Ticket
from workflow.services import watching
from workflow.values import Role


@pytest.fixture
def jon(house: House) -> Colleague:
    return make_member(house.hotel, Role.STAFF, email="jon@aurora.example", name="Jon")


def test_a_ticket_is_closed_and_opened_again_within_the_window(
    api: Api, house: House, ticket: Ticket
) -> None:
    """R-WF-1, R-WF-2: later it is refused, by either route, and the list of what is allowed says so."""
    path = f"/tickets/{ticket.pid}"
    closed = api.call("POST", f"{path}/close", {})
    assert (closed.json["state"], closed.headers["ETag"]) == ("closed", '"2"')
    again = api.call("POST", f"{path}/close", {})
    assert (again.status_code, again.json["allowed"]) == (409, ["open"])
    assert api.call("POST", f"{path}/reopen", {}).json["state"] == "open"
    api.call("POST", f"{path}/close", {})
    with hotel(house.hotel.id):
        long_ago = clock.now() - timedelta(days=15)
        Ticket.update(closed_at=long_ago, resolved_at=long_ago).where(Ticket.id == ticket.id).execute()
    for method, where, body in (("POST", "reopen", {}), ("PUT", "status", {"state": "open"})):
        late = api.call(method, f"{path}/{where}", body)
        assert (late.status_code, late.json["allowed"]) == (409, [])
        assert "open a new one and link it to this" in late.json["detail"]


def test_every_route_knows_stale_callers(api: Api, house: House, ticket: Ticket, jon: Colleague) -> None:
    """R-WF-1, R-WEB-5: If-Match 412, a version in the body 409; nothing happens."""
    path = f"/tickets/{ticket.pid}"
    until = (clock.now() + timedelta(hours=1)).isoformat()
    for method, where, body in (
        ("POST", "close", {}),
        ("POST", "reopen", {}),
        ("POST", "transfer", {"assigneeId": str(jon.staff_id), "reason": "x"}),
        ("PUT", "snooze", {"until": until}),
    ):
        assert api.call(method, f"{path}/{where}", body, **{"If-Match": '"7"'}).status_code == 412, where
        assert api.call(method, f"{path}/{where}", {**body, "version": 7}).status_code == 409, where
    for method, where in (("DELETE", "snooze"), ("POST", "watch"), ("DELETE", "watch")):
        assert api.call(method, f"{path}/{where}", **{"If-Match": '"7"'}).status_code == 412, where
    assert api.call("GET", path).json["version"] == 1


def test_of_two_who_change_at_once_one_wins_and_the_other_learns_it(house: House, ticket: Ticket) -> None:
    """R-WF-1: two threads, each with the version both saw."""
    token = make_session(house.ana)
    together, answers = threading.Barrier(2), []

    def change(state: str) -> None:
        together.wait()
        answer = house.api(token).call("PUT", f"/tickets/{ticket.pid}/status", {"state": state, "version": 1})
        answers.append((answer.status_code, answer.json))

    threads = [threading.Thread(target=change, args=(state,)) for state in ("resolved", "on_hold")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (won, body), (lost, problem) = sorted(answers, key=lambda answer: answer[0])
    assert (won, lost) == (200, 409)
    assert problem["type"] == "urn:bellhop:problem:version-stale"
    with hotel(house.hotel.id):
        stands = Ticket.get_by_id(ticket.id)
    assert (stands.state, stands.version) == (body["state"], 2)


def test_a_ticket_is_passed_on_with_a_reason(api: Api, house: House, ticket: Ticket, jon: Colleague) -> None:
    """R-WF-6"""
    path = f"/tickets/{ticket.pid}"
    for body, field in (
        ({"assigneeId": str(jon.staff_id)}, "reason"),
        ({"assigneeId": str(jon.staff_id), "reason": " "}, "reason"),
        ({"reason": "x"}, "assigneeId"),
        ({"assigneeId": str(jon.staff_id), "departmentId": "1", "reason": "x"}, "assigneeId"),
        ({"departmentId": "4711", "reason": "x"}, "departmentId"),
    ):
        refused = api.call("POST", f"{path}/transfer", body)
        assert (refused.status_code, refused.json["field"]) == (422, field)
    moved = api.call("POST", f"{path}/transfer", {"assigneeId": str(jon.staff_id), "reason": "His floor."})
    assert moved.json["assignee"]["name"] == "Jon"
    thread = api.call("GET", f"{path}/messages").json["data"]
    assert [(m["isInternal"], m["body"]) for m in thread][1:] == [(True, "His floor.")]


def test_staff_pass_on_to_departments_and_are_told_when_they_lose_sight(house: House, jon: Colleague) -> None:
    """R-WF-6, R-WEB-2: no assigning others; a clear answer, and afterwards a clear sentence."""
    kitchen = make_department(house.hotel, "Kitchen")
    make_member(house.hotel, Role.STAFF, email="eva@aurora.example", name="Eva", department=kitchen)
    ticket = make_ticket(house.hotel, channel=house.channel, assignee=jon)
    api, path = house.api(make_session(jon)), f"/tickets/{ticket.pid}"
    to_ana = {"assigneeId": str(house.ana.staff_id), "reason": "Hers."}
    refused = api.call("POST", f"{path}/transfer", to_ana)
    assert refused.status_code == 403
    passed = api.call("POST", f"{path}/transfer", {"departmentId": str(kitchen.id), "reason": "Food."})
    assert passed.json["assignee"] is None, "nobody has it: everybody sees it"
    house.api(make_session(house.ana)).call("POST", f"{path}/assign", {"assigneeId": str(house.ana.staff_id)})
    gone = api.call("GET", path)
    assert gone.status_code == 404
    assert gone.json["detail"] == (
        f"{ticket.pid} was passed on and is with others now: you do not see it any more."
    )
    anas = make_ticket(house.hotel, channel=house.channel, assignee=house.ana)
    assert api.call("GET", f"/tickets/{anas.pid}").json["detail"] == f"There is no ticket {anas.pid}."


def test_a_snoozed_ticket_leaves_the_lists_that_ask_for_it(api: Api, house: House, ticket: Ticket) -> None:
    """R-TKT-6"""
    path = f"/tickets/{ticket.pid}/snooze"
    for until in ("yesterday", "2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z"):
        assert api.call("PUT", path, {"until": until}).status_code == 422
    until = (clock.now() + timedelta(hours=4)).replace(microsecond=0)
    snoozed = api.call("PUT", path, {"until": until.isoformat()})
    assert snoozed.json["snoozedUntil"] == until.isoformat().replace("+00:00", ".000Z")
    assert snoozed.json["state"] == "open", "a snooze is no state"

    def listed(query: str) -> int:
        return int(api.call("GET", f"/tickets{query}").json["pagination"]["total"])

    assert (listed(""), listed("?snoozed=true"), listed("?snoozed=false")) == (1, 1, 0)
    assert api.call("DELETE", path).json["snoozedUntil"] is None
    assert (listed("?snoozed=true"), listed("?snoozed=false")) == (0, 1)
    api.call("POST", f"/tickets/{ticket.pid}/close", {})
    assert api.call("PUT", path, {"until": until.isoformat()}).status_code == 409


def test_watchers_are_listed_as_long_as_they_may_see_it(
    api: Api, house: House, ticket: Ticket, jon: Colleague
) -> None:
    """R-TKT-6"""
    path = f"/tickets/{ticket.pid}"
    jons = house.api(make_session(jon))
    assert jons.call("POST", f"{path}/watch").json["watchers"] == [{"id": str(jon.staff_id), "name": "Jon"}]
    assert jons.call("POST", f"{path}/watch").json["version"] == 2, "twice is once"
    api.call("POST", f"{path}/watch")
    with hotel(house.hotel.id):
        assert [one.name for one in watching.watchers(Ticket.get_by_id(ticket.id))] == ["Ana", "Jon"]
    api.call("POST", f"{path}/assign", {"assigneeId": str(house.ana.staff_id)})
    with hotel(house.hotel.id):
        assert [one.name for one in watching.watchers(Ticket.get_by_id(ticket.id))] == ["Ana"]
    left = api.call("DELETE", f"{path}/watch").json
    assert [one["name"] for one in left["watchers"]] == ["Jon"]


def test_thanks_are_shown_and_undone(api: Api, house: House, ticket: Ticket) -> None:
    """R-WF-2: one click."""
    path = f"/tickets/{ticket.pid}"
    api.call("POST", f"{path}/close", {})
    message = make_guest_message(ticket, "Thank you!")
    with hotel(house.hotel.id):
        Message.update(is_politeness=True).where(Message.id == message.id).execute()
    shown = api.call("GET", f"{path}/messages").json["data"]
    assert [one["isPoliteness"] for one in shown] == [False, True]
    assert api.call("POST", f"{path}/messages/{message.id}/as-written").json["state"] == "open"
    assert api.call("POST", f"{path}/messages/{message.id}/as-written").status_code == 409
    assert api.call("POST", f"{path}/messages/4711/as-written").status_code == 404

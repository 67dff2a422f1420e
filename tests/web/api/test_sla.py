"""SLA policies, calendars and leads by API (R-WF-4)."""

from typing import Any

import pytest

from tests.builders import make_channel, make_department, make_hotel, make_member, make_session
from tests.web.conftest import Api, House
from workflow.values import Role

WEEK = {"monday": [{"from": "08:00", "to": "12:00"}, {"from": "22:00", "to": "06:00", "nextDay": True}]}
PROMISE = {"name": "Standard", "targets": {"firstResponse": 60}, "ladder": [{"to": "assignee"}]}


@pytest.fixture
def managed(house: House) -> Api:
    """A manager's API."""
    mara = make_member(house.hotel, Role.MANAGER, email="mara@aurora.example", name="Mara")
    return house.api(make_session(mara))


def refused(answer: Any) -> tuple[int, str, str]:
    """Status, the field it names, and the sentence."""
    assert answer.content_type == "application/problem+json"
    return answer.status_code, answer.json.get("field", ""), answer.json["detail"]


def test_a_policy_is_made_read_changed_and_removed(managed: Api) -> None:
    """R-WF-4"""
    calendar = managed.call(
        "POST", "/calendars", {"name": "Nights", "timeZone": "Europe/Rome", "week": WEEK}
    ).json
    body = {
        **PROMISE,
        "priority": "urgent",
        "calendarId": calendar["id"],
        "targets": {"accepted": 15, "resolution": 480},
        "warnBefore": {"percent": 25},
        "ladder": [{"to": "assignee"}, {"after": 30, "to": "manager"}],
    }
    made = managed.call("POST", "/sla-policies", body)
    assert made.status_code == 201
    policy = made.json
    assert policy["targets"] == {
        "accepted": 15,
        "firstResponse": None,
        "nextResponse": None,
        "resolution": 480,
    }
    assert policy["ladder"] == [{"after": 0, "to": "assignee"}, {"after": 30, "to": "manager"}]
    assert managed.call("GET", f"/sla-policies/{policy['id']}").json == policy
    listed = managed.call("GET", "/sla-policies").json
    assert listed["data"] == [policy]
    assert listed["recomputing"] == [{"hotelId": policy["hotelId"], "done": 0, "total": 0}]
    changes = {
        "targets": {"accepted": None, "nextResponse": 90},
        "warnBefore": {"minutes": 5},
        "priority": None,
    }
    changed = managed.call("PATCH", f"/sla-policies/{policy['id']}", changes).json
    assert changed["targets"] == {
        "accepted": None,
        "firstResponse": None,
        "nextResponse": 90,
        "resolution": 480,
    }
    assert (changed["warnBefore"], changed["priority"]) == ({"minutes": 5, "percent": None}, None)
    in_use = managed.call("DELETE", f"/calendars/{calendar['id']}")
    assert in_use.status_code == 409
    assert managed.call("DELETE", f"/sla-policies/{policy['id']}").status_code == 204
    assert managed.call("GET", f"/sla-policies/{policy['id']}").status_code == 404
    assert managed.call("DELETE", f"/calendars/{calendar['id']}").status_code == 204


def test_a_calendar_is_made_read_and_changed(managed: Api) -> None:
    made = managed.call("POST", "/calendars", {"name": "Nights", "timeZone": "UTC", "week": WEEK}).json
    holidays = [{"date": "2026-12-25", "name": "Christmas", "intervals": []}]
    path = f"/calendars/{made['id']}"
    changed = managed.call("PATCH", path, {"holidays": holidays, "timeZone": "Australia/Lord_Howe"}).json
    assert (changed["week"], changed["holidays"]) == (WEEK, holidays)
    assert managed.call("GET", path).json == changed
    assert managed.call("GET", "/calendars").json["data"] == [changed]


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.STAFF])
def test_only_owners_and_managers_look_after_them(house: House, role: Role) -> None:
    member = make_member(house.hotel, role, email="ben@aurora.example", name="Ben")
    api = house.api(make_session(member))
    for path in ("/sla-policies", "/calendars"):
        assert refused(api.call("GET", path))[0] == 403


def test_another_hotels_are_not_found(house: House, managed: Api) -> None:
    other = make_hotel("BRE", name="Brera")
    make_channel(other, "brera@desk.localhost")
    owner = make_member(other, Role.OWNER, email="olga@brera.example", name="Olga")
    foreign = house.api(make_session(owner))
    policy = managed.call("POST", "/sla-policies", PROMISE).json
    calendar = managed.call("POST", "/calendars", {"name": "N", "timeZone": "UTC", "week": WEEK}).json
    for path in (f"/sla-policies/{policy['id']}", f"/calendars/{calendar['id']}"):
        for method, body in (("GET", None), ("PATCH", {"name": "Mine"}), ("DELETE", None)):
            assert foreign.call(method, path, body).status_code == 404
    taken = foreign.call("POST", "/sla-policies", {**PROMISE, "calendarId": calendar["id"]})
    assert refused(taken)[:2] == (422, "calendarId")


def test_what_makes_no_sense_is_refused_with_the_field_and_the_reason(managed: Api) -> None:
    """Issue 5: a calendar with no open minute, a ladder to nobody."""
    for path, body, field, sentence in (
        ("/calendars", {"name": "Shut", "timeZone": "UTC", "week": {}}, "week", "no open minute"),
        ("/calendars", {"name": "X", "timeZone": "Mars", "week": WEEK}, "timeZone", "no time zone"),
        ("/sla-policies", {**PROMISE, "ladder": []}, "ladder", "leads to nobody"),
        ("/sla-policies", {**PROMISE, "ladder": [{"to": "butler"}]}, "ladder[0].to", "nobody a ladder"),
        ("/sla-policies", {**PROMISE, "ladder": [{"to": "department_lead"}]}, "ladder[0].to", "has a lead"),
        ("/sla-policies", {**PROMISE, "targets": {}}, "targets", "promises something"),
        ("/sla-policies", {**PROMISE, "targets": {"firstResponse": 0}}, "targets.firstResponse", "minutes"),
    ):
        status, named, detail = refused(managed.call("POST", path, body))
        assert (status, named) == (422, field)
        assert sentence in detail
    half = managed.call("POST", "/sla-policies", {**PROMISE, "targets": {"firstResponse": 1.5}})
    assert half.status_code == 422
    assert "whole minutes" in half.text


def test_a_department_gets_a_lead(house: House, managed: Api) -> None:
    department = make_department(house.hotel)
    path = f"/departments/{department.id}/lead"
    led = managed.call("PUT", path, {"staffId": str(house.ana.staff_id)})
    assert led.json == {"id": str(department.id), "name": "Housekeeping", "leadId": str(house.ana.staff_id)}
    body = {**PROMISE, "ladder": [{"to": "department_lead"}]}
    assert managed.call("POST", "/sla-policies", body).status_code == 201
    assert refused(managed.call("PUT", path, {"staffId": "999999"}))[:2] == (422, "staffId")


def test_a_ticket_says_when_it_is_due_and_lists_sort_by_it(house: House, managed: Api) -> None:
    """R-WF-4, contract: dueAt; overdue; what is due first stands first, what has no clock last."""
    managed.call("POST", "/sla-policies", {**PROMISE, "priority": "high"})
    managed.call(
        "POST",
        "/sla-policies",
        {**PROMISE, "name": "Urgent", "priority": "urgent", "targets": {"resolution": 5}},
    )
    pids = {}
    for priority in ("low", "high", "urgent"):
        opened = managed.call("POST", "/tickets", {"subject": priority, "priority": priority}).json
        pids[opened["pid"]] = priority
        assert (opened["dueAt"] is None) == (priority == "low")
    found = managed.call("GET", "/tickets?sort=dueAt").json["data"]
    assert [pids[row["pid"]] for row in found] == ["urgent", "high", "low"]
    assert managed.call("GET", "/tickets?overdue=true").json["data"] == []
    one_by_one, cursor = [], ""
    for _ in range(3):
        page = managed.call("GET", f"/tickets?sort=dueAt&pageSize=1&cursor={cursor}").json
        one_by_one += [pids[row["pid"]] for row in page["data"]]
        cursor = page["pagination"]["nextCursor"] or ""
    assert (one_by_one, cursor) == (["urgent", "high", "low"], "")

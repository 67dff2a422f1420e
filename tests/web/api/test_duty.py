"""Shifts, duty, rules and emergencies by API (R-WF-5, R-TKT-12)."""

import pytest

from tests.builders import Colleague, make_hotel, make_member, make_session, make_ticket
from tests.web.conftest import Api, House
from workflow.models import Ticket
from workflow.values import Role


@pytest.fixture
def vera(house: House) -> Colleague:
    return make_member(house.hotel, Role.MANAGER, email="vera@aurora.example", name="Vera")


@pytest.fixture
def api(house: House, vera: Colleague) -> Api:
    """Vera's, who manages the hotel."""
    return house.api(make_session(vera))


def test_shifts_are_added_changed_removed(api: Api, house: House) -> None:
    """R-WF-5"""
    ana = str(house.ana.staff_id)
    weekly = {"staffId": ana, "weekday": "monday", "starts": "22:00", "ends": "06:00"}
    made = api.call("POST", "/shifts", weekly)
    assert made.status_code == 201
    assert made.json == {
        "id": made.json["id"],
        "hotelId": str(house.hotel.id),
        "staff": {"id": ana, "name": "Ana"},
        "kind": "weekly",
        "weekday": "monday",
        "date": None,
        "starts": "22:00",
        "ends": "06:00",
    }
    path = f"/shifts/{made.json['id']}"
    assert api.call("PUT", path, {**weekly, "starts": "20:00"}).json["starts"] == "20:00"
    off = api.call("POST", "/shifts", {"staffId": ana, "date": "2027-01-01"}).json
    assert (off["kind"], off["date"], off["starts"]) == ("off", "2027-01-01", None)
    assert [line["kind"] for line in api.call("GET", "/shifts").json["data"]] == ["weekly", "off"]
    assert api.call("GET", path).json["starts"] == "20:00"
    assert api.call("DELETE", path).status_code == 204
    assert api.call("GET", path).status_code == 404


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"starts": "25:00"}, "A time is between 00:00 and 23:59"),
        ({"starts": "8"}, "Write the time like 08:00."),
        ({"weekday": "", "date": "24.12.2026"}, "Write the date like 2026-12-24."),
        ({"weekday": ""}, "Name a weekday for every week, or one date."),
        ({"date": "2027-01-01"}, "Name a weekday for every week, or one date."),
        ({"staffId": "99999"}, "This person is not an enabled member of the hotel."),
        ({"weekday": "someday"}, "weekday:"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(
    api: Api, house: House, change: dict[str, str], sentence: str
) -> None:
    body = {"staffId": str(house.ana.staff_id), "weekday": "monday", "starts": "08:00", "ends": "16:00"}
    refused = api.call("POST", "/shifts", {**body, **change})
    assert refused.status_code == 422
    assert sentence in refused.json["detail"]


def test_duty_says_who_is_there_and_who_else_is_told(api: Api, house: House, vera: Colleague) -> None:
    """R-WF-5: the same for staff."""
    before = api.call("GET", "/duty").json
    assert (before["usesShifts"], before["nextChangeAt"]) == (False, None)
    assert [one["name"] for one in before["onDuty"]] == ["Ana", "Vera"]
    assert [one["name"] for one in before["fallback"]] == ["Vera"]
    path = f"/duty/members/{house.ana.staff_id}"
    assert api.call("PUT", path, {"onDuty": False}).status_code == 204
    assert [one["name"] for one in api.call("GET", "/duty").json["onDuty"]] == ["Vera"]
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"):
        body = {"staffId": str(house.ana.staff_id), "weekday": day, "starts": "00:00", "ends": "00:00"}
        assert api.call("POST", "/shifts", body).status_code == 201
    now = house.api(make_session(house.ana)).call("GET", "/duty").json
    assert [one["name"] for one in now["onDuty"]] == ["Ana"]
    assert now["usesShifts"] is True
    assert now["nextChangeAt"] is not None
    assert api.call("PUT", path, {"onDuty": True}).status_code == 422
    assert api.call("PUT", path, {"keepsShifts": False}).status_code == 204
    assert api.call("GET", "/duty").json["usesShifts"] is False


def test_settings_of_duty_and_emergencies(api: Api, house: House) -> None:
    """R-WF-5, R-TKT-12: what is not named stays."""
    ana = str(house.ana.staff_id)
    assert api.call("GET", "/duty/settings").json == {
        "fallback": [],
        "assignmentMode": "manual",
        "atShiftEnd": "release",
    }
    api.call("PUT", "/duty/settings", {"fallback": [ana]})
    changed = api.call("PUT", "/duty/settings", {"assignmentMode": "least_loaded"}).json
    assert changed == {"fallback": [ana], "assignmentMode": "least_loaded", "atShiftEnd": "release"}
    assert [one["name"] for one in api.call("GET", "/duty").json["fallback"]] == ["Ana"]
    api.call("PUT", "/emergency", {"words": ["pool alarm", " ", "pool alarm"], "people": [ana]})
    said = api.call("PUT", "/emergency", {"minutes": 3}).json
    kept = {"words": ["pool alarm"], "harmless": [], "people": [ana], "minutes": 3, "times": 6}
    assert said == {**said, **kept}
    assert api.call("PUT", "/emergency", {"minutes": 0}).status_code == 422
    assert api.call("PUT", "/duty/settings", {"fallback": ["99999"]}).status_code == 422


def test_phones_for_alarms(api: Api, house: House) -> None:
    """R-TKT-12: with its country, or none; the hotel's managers see what is missing."""
    ana = str(house.ana.staff_id)
    path = f"/duty/members/{ana}"
    assert api.call("PUT", path, {"alarmPhone": "+49 (170) 123-4567"}).status_code == 204
    said = api.call("GET", "/emergency").json
    assert said["phones"][0] == {"id": ana, "name": "Ana", "alarmPhone": "+491701234567"}
    assert said["mailOnly"].startswith("Alarms go by mail only: the hotel has no WhatsApp number")
    refused = api.call("PUT", path, {"alarmPhone": "0170 1234567"})
    assert (refused.status_code, refused.json["field"]) == (422, "alarmPhone")
    assert api.call("PUT", path, {"alarmPhone": ""}).status_code == 204
    assert api.call("GET", "/emergency").json["phones"][0]["alarmPhone"] == ""
    assert house.api(make_session(house.ana)).call("GET", "/emergency").status_code == 403
    assert api.call("PUT", "/duty/members/99999", {"alarmPhone": ""}).status_code == 422


def test_rules_keep_their_order(api: Api, house: House) -> None:
    """R-WF-5"""
    to = {"toStaffId": str(house.ana.staff_id)}
    first = api.call("POST", "/assignment-rules", {"name": "Spa", "words": ["spa"], **to}).json
    second = api.call(
        "POST", "/assignment-rules", {"name": "German", "language": "DE", "position": 1, **to}
    ).json
    assert [rule["name"] for rule in api.call("GET", "/assignment-rules").json["data"]] == ["German", "Spa"]
    assert (second["position"], second["language"], first["words"]) == (1, "de", ["spa"])
    path = f"/assignment-rules/{first['id']}"
    assert (
        api.call("PUT", path, {"name": "Spa", "words": ["sauna"], "position": 1, **to}).json["position"] == 1
    )
    assert api.call("POST", "/assignment-rules", {"name": "Nothing"}).status_code == 422
    assert api.call("DELETE", path).status_code == 204
    assert [rule["position"] for rule in api.call("GET", "/assignment-rules").json["data"]] == [1]
    assert api.call("GET", path).status_code == 404


def test_nothing_of_another_hotel_is_found(api: Api, house: House) -> None:
    """R-WEB-3"""
    other = make_hotel("BER", name="Berg Hotel")
    boss = house.api(make_session(make_member(other, Role.OWNER, email="boss@berg.example", name="Boss")))
    body = {"staffId": str(house.ana.staff_id), "weekday": "monday", "starts": "08:00", "ends": "16:00"}
    shift = api.call("POST", "/shifts", body).json
    rule = api.call("POST", "/assignment-rules", {"toStaffId": str(house.ana.staff_id)}).json
    assert boss.call("POST", "/shifts", body).status_code == 422
    assert boss.call("DELETE", f"/shifts/{shift['id']}").status_code == 404
    assert boss.call("PUT", f"/assignment-rules/{rule['id']}", {"toPriority": "low"}).status_code == 404
    assert boss.call("POST", "/assignment-rules", {"toStaffId": body["staffId"]}).status_code == 422
    assert boss.call("PUT", f"/duty/members/{body['staffId']}", {"onDuty": False}).status_code == 422


def test_who_takes_second_is_told_who_was_first(api: Api, house: House, vera: Colleague) -> None:
    """R-WF-5: 409 with the name; with the version that shows the owner it is a take-over."""
    ticket: Ticket = make_ticket(house.hotel, channel=house.channel)
    path = f"/tickets/{ticket.pid}/assign"
    anas = house.api(make_session(house.ana))
    taken = anas.call("POST", path, {"assigneeId": str(house.ana.staff_id), "version": ticket.version})
    assert taken.json["assignee"]["name"] == "Ana"
    for body in ({}, {"version": ticket.version}):
        refused = api.call("POST", path, {"assigneeId": str(vera.staff_id), **body})
        assert (refused.status_code, refused.json["type"]) == (409, "urn:bellhop:problem:already-taken")
        assert refused.json["detail"] == "Ana was quicker: the ticket belongs to Ana now."
    assert api.call("PATCH", f"/tickets/{ticket.pid}", {"assigneeId": str(vera.staff_id)}).status_code == 409
    seen = {"assigneeId": str(vera.staff_id), "version": taken.json["version"]}
    assert api.call("POST", path, seen).json["assignee"]["name"] == "Vera"
    tag = {"If-Match": f'"{taken.json["version"] + 1}"'}
    anas_again = anas.call("POST", path, {"assigneeId": str(house.ana.staff_id)}, **tag)
    assert anas_again.json["assignee"]["name"] == "Ana"

"""Saved views by the API: one's own and the hotel's (R-TKT-8)."""

import pytest

from tests.builders import make_hotel, make_member, make_session
from tests.web.conftest import Api, House
from workflow.database import hotel
from workflow.models import SavedView
from workflow.services import views
from workflow.values import Role

NIGHT = {
    "name": "Night",
    "filters": {"state": ["open"], "priority": ["urgent"], "assignee": "none"},
    "sort": "priority",
}


def names(api: Api) -> list[str]:
    return [row["name"] for row in api.call("GET", "/views").json["data"]]


def test_a_view_is_kept_changed_and_deleted(api: Api) -> None:
    """R-TKT-8"""
    made = api.call("POST", "/views", NIGHT)
    assert made.status_code == 201
    assert {**NIGHT, "shared": False}.items() <= made.json.items()
    path = f"/views/{made.json['id']}"
    week = {"q": "taxi", "from": "7", "to": "2026-11-20"}
    changed = api.call("PATCH", path, {"name": "Late night", "filters": week})
    assert (changed.json["name"], changed.json["filters"], changed.json["sort"]) == (
        "Late night",
        week,
        "priority",
    )
    assert api.call("GET", path).json == changed.json
    assert api.call("DELETE", path).status_code == 204
    assert (api.call("GET", path).status_code, names(api)) == (404, [])


def test_ones_own_views_are_nobody_elses_and_the_hotels_are_everybodys(api: Api, house: House) -> None:
    """R-TKT-8, R-WEB-2: staff use what is shared and keep their own."""
    jon = house.api(
        make_session(make_member(house.hotel, Role.STAFF, email="jon@aurora.example", name="Jon"))
    )
    shared = api.call("POST", "/views", {**NIGHT, "shared": True}).json
    own = api.call("POST", "/views", {**NIGHT, "name": "Mine"}).json
    assert (names(api), names(jon)) == (["Night", "Mine"], ["Night"])
    assert jon.call("POST", "/views", {**NIGHT, "shared": True}).status_code == 403
    assert jon.call("POST", "/views", NIGHT).status_code == 201
    for method, body in (("GET", None), ("PATCH", {"name": "x"}), ("DELETE", None)):
        assert jon.call(method, f"/views/{own['id']}", body).status_code == 404
        assert jon.call(method, f"/views/{shared['id']}", body).status_code == (
            200 if method == "GET" else 403
        )
    foreign = make_member(make_hotel("SOL"), Role.OWNER, email="sol@sol.example")
    other = house.api(make_session(foreign))
    missing, theirs = other.call("GET", "/views/999999"), other.call("GET", f"/views/{shared['id']}")
    assert (theirs.status_code, theirs.json["detail"]) == (404, missing.json["detail"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 61},
        {"name": "\x00 "},
        {"filters": {"state": ["lost"]}},
        {"filters": {"assignee": "him"}},
        {"filters": {"page": 3}},
        {"filters": []},
        {"sort": "pid"},
        {"shared": "perhaps"},
        {"colour": "red"},
    ],
)
def test_a_view_that_makes_no_sense_is_refused(api: Api, wrong: dict[str, object]) -> None:
    assert api.call("POST", "/views", {**NIGHT, **wrong}).status_code == 422


def test_a_name_stands_once_however_it_is_written(api: Api, house: House) -> None:
    api.call("POST", "/views", NIGHT)
    again = api.call("POST", "/views", {**NIGHT, "name": "NIGHT"})
    assert (again.status_code, again.json["detail"]) == (422, "There is a view Night already.")
    with hotel(house.hotel.id):
        for number in range(views.MAX_OF_EACH - 1):
            SavedView.create(
                hotel_id=house.hotel.id,
                staff_id=house.ana.staff_id,
                name=str(number),
                filters={},
                sort="dueAt",
                created_at="2026-01-01T00:00:00Z",
            )
    assert api.call("POST", "/views", {**NIGHT, "name": "One more"}).status_code == 422

"""Reports by the API (issue 9); what the numbers are is tests/workflow/queries/test_report.py."""

import pytest

from tests.builders import make_hotel, make_member, make_session, make_ticket
from tests.web.conftest import Api, House
from workflow.database import hotel
from workflow.models import Department
from workflow.values import Role


def test_a_report_of_the_last_thirty_days(api: Api, house: House) -> None:
    make_ticket(house.hotel, assignee=house.ana)
    make_ticket(make_hotel("SOL"))
    found = api.call("GET", "/metrics/tickets?groupBy=channel").json
    assert (found["timeZone"], found["groupBy"], found["calendar"]) == ("Europe/Rome", "channel", None)
    assert found["total"]["tickets"] == 1
    assert found["total"]["accepted"]["count"] == 1
    assert [(group["key"], group["tickets"]) for group in found["groups"]] == [("email", 1)]
    assert [one["target"] for one in found["sla"]] == [
        "accepted",
        "first_response",
        "next_response",
        "resolution",
    ]
    assert len(found["backlog"]) == 30
    assert found["backlog"][-1]["live"] == 1
    assert len(api.call("GET", "/metrics/tickets").json["groups"]) == 30


def test_numbers_of_single_members_are_for_owners_and_managers(api: Api, house: House) -> None:
    """R-WEB-2"""
    make_ticket(house.hotel, assignee=house.ana)
    vera = house.api(make_session(make_member(house.hotel, Role.MANAGER, email="vera@aurora.example")))
    jon = house.api(make_session(make_member(house.hotel, Role.STAFF, email="jon@aurora.example")))
    path = "/metrics/tickets?groupBy=member"
    assert [group["name"] for group in vera.call("GET", path).json["groups"]] == ["Ana"]
    assert api.call("GET", path).status_code == 403
    assert api.call("GET", path.replace("tickets?", "tickets.csv?")).status_code == 403
    assert jon.call("GET", "/metrics/tickets").status_code == 403


def test_a_report_as_csv_holds_no_formula(api: Api, house: House) -> None:
    """R-TKT-10"""
    with hotel(house.hotel.id):
        wicked = Department.create(hotel_id=house.hotel.id, name="=1+1")
    make_ticket(house.hotel, department=wicked)
    answer = api.call("GET", "/metrics/tickets.csv?groupBy=department")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert 'filename="report-department-' in answer.headers["Content-Disposition"]
    head, line, whole = answer.data.decode("utf-8-sig").splitlines()
    assert head.startswith(
        "key,name,tickets,accepted count,accepted median s,accepted p90 s,first response count"
    )
    assert line.split(",")[1].lstrip("'\"\t").startswith("=1+1")
    assert not line.split(",")[1].startswith("=")
    assert whole.startswith("all,,1,")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("groupBy=shoe", 422),
        ("from=2026-13-01T00:00:00Z", 422),
        ("from=9999-12-31T23:59:59Z", 422),
        ("from=2001-01-01T00:00:00Z", 422),
        ("to=0001-01-01T00:00:00%2B14:00", 422),
        ("from=0001-01-01T00:00:00%2B14:00", 422),
        ("calendar=999999999999999999", 404),
        ("calendar=x", 422),
    ],
)
def test_a_report_that_makes_no_sense_is_refused(api: Api, query: str, status: int) -> None:
    assert api.call("GET", f"/metrics/tickets?{query}").status_code == status

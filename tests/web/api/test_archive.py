"""Tickets that closed long ago leave the lists (R-TKT-7), and how long a hotel keeps what."""

from datetime import timedelta

import pytest

from tests.builders import make_hotel, make_member, make_session, make_ticket
from tests.web.conftest import Api, House
from workflow import clock
from workflow.database import hotel
from workflow.models import Ticket
from workflow.values import Role


def closed(house: House, subject: str, days: int) -> Ticket:
    ticket = make_ticket(house.hotel, subject, channel=house.channel)
    with hotel(house.hotel.id):
        at = clock.now() - timedelta(days=days)
        Ticket.update(state="closed", closed_at=at, resolved_at=at).where(Ticket.id == ticket.id).execute()
    return ticket


@pytest.fixture
def owner(house: House) -> Api:
    return house.api(
        make_session(make_member(house.hotel, Role.OWNER, email="olga@aurora.example", name="Olga"))
    )


def pids(api: Api, query: str = "") -> set[str]:
    found = api.call("GET", f"/tickets{query}").json
    assert found["pagination"]["total"] == len(found["data"])
    return {row["pid"] for row in found["data"]}


def test_what_closed_long_ago_is_found_only_by_who_looks_for_it(
    api: Api, owner: Api, house: House, ticket: Ticket
) -> None:
    """R-TKT-7: out of lists, counts and exports; there by number, by PID and in the archive."""
    old, fresh = closed(house, "Ancient towels", 181), closed(house, "Fresh towels", 170)
    assert pids(api) == {ticket.pid, fresh.pid}
    assert pids(api, "?state=closed") == {fresh.pid}
    assert pids(api, "?archived=true") == {old.pid}
    assert pids(api, "?archived=false") == {ticket.pid, fresh.pid, old.pid}
    assert pids(api, f"?q={old.pid}") == {old.pid}
    assert api.call("GET", f"/tickets/{old.pid}").json["state"] == "closed"
    assert old.pid not in api.call("GET", "/export.csv").text
    changed = owner.call("PATCH", "/ticket-keeping", {"archivedDays": 100})
    assert changed.json == {"deletedDays": 30, "closedDays": 0, "archivedDays": 100}
    assert pids(api) == {ticket.pid}
    owner.call("PATCH", "/ticket-keeping", {"archivedDays": 0})
    assert pids(api) == {ticket.pid, fresh.pid, old.pid}
    assert pids(api, "?archived=true") == set()


def test_each_hotel_has_an_archive_of_its_own(house: House, owner: Api) -> None:
    """R-TKT-7, R-WEB-3"""
    berlin = make_hotel("BER")
    make_member(berlin, Role.OWNER, email="olga@aurora.example", name="Olga")
    old = closed(house, "Ancient", 181)
    there = make_ticket(berlin)
    with hotel(berlin.id):
        Ticket.update(state="closed", closed_at=clock.now() - timedelta(days=90)).execute()
    assert pids(owner) == {there.pid}
    owner.call("PATCH", "/ticket-keeping", {"archivedDays": 60}, **{"Bellhop-Hotel": "BER"})
    assert pids(owner) == set()
    assert pids(owner, "?archived=true") == {old.pid, there.pid}


def test_only_who_may_set_up_the_hotel_sets_it(api: Api, owner: Api) -> None:
    """R-WEB-2"""
    assert api.call("GET", "/ticket-keeping").status_code == 403
    for body in ({"deletedDays": -1}, {"deletedDays": 4000}, {"deletedDays": "x"}, {"years": 1}):
        assert owner.call("PATCH", "/ticket-keeping", body).status_code == 422
    assert owner.call("GET", "/ticket-keeping").json["deletedDays"] == 30

"""Pages that live by asking again: what they are told, and that nothing costs next to nothing (R-WEB-4)."""

from datetime import timedelta

import pytest

from tests.builders import make_guest_message, make_hotel, make_member, make_session, make_ticket
from tests.web.conftest import Api, House
from tests.workflow.services.sealed import seal
from web import polling
from workflow import clock
from workflow.database import hotel
from workflow.models import Membership, Message, Ticket
from workflow.services import onlookers, snooze, tickets
from workflow.values import Role


@pytest.fixture
def jon(house: House) -> Api:
    return house.api(make_session(make_member(house.hotel, email="jon@aurora.example", name="Jon")))


def names(api: Api, ticket: Ticket) -> list[tuple[str, bool]]:
    found = api.call("GET", f"/tickets/{ticket.pid}/changes").json["presence"]
    return [(one["name"], one["isWriting"]) for one in found]


def test_one_sees_who_else_looks_and_writes(api: Api, jon: Api, house: House, ticket: Ticket) -> None:
    """R-WEB-4: never oneself; whoever is not heard of for a while is gone."""
    path = f"/tickets/{ticket.pid}/presence"
    assert api.call("PUT", path, {"writing": True}).json["data"] == []
    assert names(api, ticket) == []
    assert names(jon, ticket) == [("Ana", True)]
    assert [one["name"] for one in jon.call("PUT", path, {}).json["data"]] == ["Ana"]
    assert names(api, ticket) == [("Jon", False)]
    now = clock.now()
    with hotel(house.hotel.id):
        found = {
            after: onlookers.others(ticket, None, now=now + timedelta(seconds=after)) for after in (1, 20, 40)
        }
    assert [[(one.name, one.is_writing) for one in there] for there in found.values()] == [
        [("Ana", True), ("Jon", False)],
        [("Ana", False), ("Jon", False)],
        [],
    ]
    assert jon.call("DELETE", path).status_code == 204
    assert names(api, ticket) == []


def test_only_members_of_the_hotel_are_named(api: Api, jon: Api, house: House, ticket: Ticket) -> None:
    """R-WEB-3"""
    jon.call("PUT", f"/tickets/{ticket.pid}/presence", {"writing": True})
    with hotel(house.hotel.id):
        Membership.update(disabled_at=clock.now()).where(Membership.staff_id != house.ana.staff_id).execute()
    assert names(api, ticket) == []
    foreign = make_ticket(make_hotel("BER"))
    for method in ("PUT", "DELETE"):
        assert api.call(method, f"/tickets/{foreign.pid}/presence", {}).status_code == 404
    assert api.call("GET", f"/tickets/{foreign.pid}/changes").status_code == 404


def test_a_ticket_that_did_not_change_is_304(api: Api, jon: Api, ticket: Ticket, house: House) -> None:
    """R-WEB-4: a message, its delivery, a change and somebody who begins to write each end that."""
    path = f"/tickets/{ticket.pid}/changes?since=1"

    def write() -> None:
        make_guest_message(ticket, "Hello?")

    def deliver() -> None:
        with hotel(house.hotel.id):
            Message.update(delivery_at=clock.now()).execute()

    def change() -> None:
        api.call("PATCH", f"/tickets/{ticket.pid}", {"priority": "high"})

    def look() -> None:
        jon.call("PUT", f"/tickets/{ticket.pid}/presence", {"writing": True})

    for act in (write, deliver, change, look):
        first = api.call("GET", path)
        assert first.status_code == 200
        same = api.call("GET", path, **{"If-None-Match": first.headers["ETag"]})
        assert (same.status_code, same.data, same.headers["ETag"]) == (304, b"", first.headers["ETag"])
        act()
        assert api.call("GET", path, **{"If-None-Match": first.headers["ETag"]}).status_code == 200, act
    assert first.json["isChanged"]
    assert first.json["version"] > 1


def test_a_queue_in_which_nothing_happened_is_304(
    api: Api, house: House, ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-WEB-4: also while the clock seals; another list and another person have tags of their own."""
    monkeypatch.setattr(polling, "A_WHILE", 10**9)  # no minute ends while this runs
    first = api.call("GET", "/queue")
    assert [row["pid"] for row in first.json["data"]] == [ticket.pid]
    tag = {"If-None-Match": first.headers["ETag"]}
    seal()
    assert api.call("GET", "/queue", **tag).status_code == 304
    assert api.call("GET", "/queue?state=open", **tag).status_code == 200
    manager = make_member(house.hotel, Role.MANAGER, email="max@aurora.example", name="Max")
    assert house.api(make_session(manager)).call("GET", "/queue", **tag).status_code == 200
    api.call("POST", f"/tickets/{ticket.pid}/messages", {"body": "Psst.", "internal": True})
    assert api.call("GET", "/queue", **tag).status_code == 200


def test_the_queue_is_what_is_not_done_and_not_snoozed(api: Api, house: House, ticket: Ticket) -> None:
    """R-WEB-4, R-TKT-6"""
    done, asleep, mine = (make_ticket(house.hotel, subject, channel=house.channel) for subject in "abc")
    api.call("POST", f"/tickets/{done.pid}/close", {})
    api.call("POST", f"/tickets/{mine.pid}/assign", {"assigneeId": str(house.ana.staff_id)})
    with hotel(house.hotel.id):
        until = clock.now() + timedelta(hours=1)
        snooze.until(tickets.lock(asleep.id), until, actor=house.ana.actor, now=clock.now())

    def pids(path: str) -> set[str]:
        return {row["pid"] for row in api.call("GET", path).json["data"]}

    assert pids("/queue") == {ticket.pid, mine.pid}
    assert pids("/queue?snoozed=true") == {asleep.pid}
    assert pids("/my-tickets") == {mine.pid}


def test_all_that_a_tickets_page_needs_comes_in_one_answer(api: Api, house: House, ticket: Ticket) -> None:
    """R-TKT-5, R-TKT-6, R-WF-1, R-WF-4, R-WA-6"""
    other = make_ticket(house.hotel, "Late check-out", channel=house.channel)
    path = f"/tickets/{ticket.pid}"
    api.call("POST", f"{path}/watch")
    api.call("POST", f"{path}/link", {"pid": other.pid})
    desk = api.call("GET", f"{path}/desk").json
    assert desk["ticket"] == api.call("GET", path).json
    assert "resolved" in desk["moves"]
    assert [way["channel"] for way in desk["ways"]] == ["email"]
    assert [one["name"] for one in desk["watchers"]] == ["Ana"]
    assert [one["pid"] for one in desk["links"]] == [other.pid]
    assert (desk["window"], desk["claims"], desk["messages"], desk["presence"]) == (None, 0, 1, [])
    assert desk["clocks"] == api.call("GET", f"{path}/clocks").json["data"]
    assert api.call("GET", f"{path}/watchers").json["data"] == desk["watchers"]


@pytest.mark.parametrize("field", ["isAutomatic", "automaticReason", "bodyHtml", "delivery", "placedBy"])
def test_a_message_says_all_of_the_contract(api: Api, ticket: Ticket, field: str) -> None:
    """R-TKT-3: and nothing is lost on the way out."""
    (message,) = api.call("GET", f"/tickets/{ticket.pid}/messages").json["data"]
    assert field in message

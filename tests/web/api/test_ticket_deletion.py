"""Deleting a ticket by API, and bringing it back (R-TKT-7)."""

from datetime import timedelta

import pytest

from tests.builders import make_member, make_session, make_ticket
from tests.web.conftest import Api, House
from workflow import clock
from workflow.database import hotel
from workflow.errors import MoveRefused, Refused
from workflow.models import Event, Ticket
from workflow.services import (
    edits,
    links,
    merging,
    participants,
    replies,
    snooze,
    splitting,
    tags,
    taking,
    thanks,
    tickets,
    transfer,
    watching,
)
from workflow.services.edits import Edit
from workflow.values import LinkKind, Priority, Role, State


@pytest.fixture
def owner(house: House) -> Api:
    return house.api(
        make_session(make_member(house.hotel, Role.OWNER, email="olga@aurora.example", name="Olga"))
    )


def pids(api: Api, query: str = "") -> list[str]:
    return [row["pid"] for row in api.call("GET", f"/tickets{query}").json["data"]]


def test_a_deleted_ticket_is_out_of_sight_and_comes_back(
    api: Api, owner: Api, house: House, ticket: Ticket
) -> None:
    """R-TKT-7: with actor and time; lists, search, counts and its own routes know nothing of it."""
    path = f"/tickets/{ticket.pid}"
    before = owner.call("GET", "/stats").json["tickets"]
    assert owner.call("DELETE", path).status_code == 204
    assert pids(owner) == pids(owner, "?q=towels") == []
    assert owner.call("GET", path).status_code == owner.call("DELETE", path).status_code == 404
    assert owner.call("POST", f"{path}/assign", {"assigneeId": None}).status_code == 404
    assert owner.call("GET", "/stats").json["tickets"] != before
    assert pids(owner, "?deleted=true") == [ticket.pid]
    with hotel(house.hotel.id):
        row = Ticket.get_by_id(ticket.id)
        assert (row.deleted_at is not None, row.due_at) == (True, None)
        said = Event.select().where(Event.kind == "deleted").get()
        assert (said.actor_name, said.actor_id) == ("Olga", row.deleted_by_id)
    back = owner.call("POST", f"{path}/restore")
    assert (back.status_code, back.json["state"], back.json["deletedAt"]) == (200, "open", None)
    assert pids(api) == [ticket.pid]
    assert owner.call("GET", "/stats").json["tickets"] == before
    assert owner.call("POST", f"{path}/restore").status_code == 404, "it is not deleted any more"


def test_a_stale_deletion_is_refused(owner: Api, ticket: Ticket) -> None:
    """R-TKT-7, R-WEB-5"""
    assert owner.call("DELETE", f"/tickets/{ticket.pid}", **{"If-Match": '"7"'}).status_code == 412
    assert owner.call("DELETE", f"/tickets/{ticket.pid}", **{"If-Match": '"1"'}).status_code == 204


def test_reception_neither_deletes_nor_sees_what_was_deleted(api: Api, owner: Api, ticket: Ticket) -> None:
    """R-WEB-2"""
    assert api.call("DELETE", f"/tickets/{ticket.pid}").status_code == 403
    owner.call("DELETE", f"/tickets/{ticket.pid}")
    assert api.call("POST", f"/tickets/{ticket.pid}/restore").status_code == 403
    assert api.call("GET", "/tickets?deleted=true").status_code == 403


@pytest.mark.parametrize(
    "act",
    [
        lambda one, two, ana, now: tickets.move(one, State.CLOSED, actor=ana, now=now),
        lambda one, two, ana, now: tickets.assign(one, ana.id, actor=ana, now=now),
        lambda one, two, ana, now: taking.take(one, actor=ana, now=now),
        lambda one, two, ana, now: tickets.note(one, "Psst.", actor=ana, now=now, channel="panel"),
        lambda one, two, ana, now: replies.send(one, "Hello.", actor=ana, now=now),
        lambda one, two, ana, now: edits.edit(one, Edit(priority=Priority.HIGH), actor=ana, now=now),
        lambda one, two, ana, now: tags.set_tags(one, ["VIP"], actor=ana, now=now),
        lambda one, two, ana, now: watching.watch(one, ana.id, actor=ana, now=now),
        lambda one, two, ana, now: snooze.until(one, now + timedelta(hours=1), actor=ana, now=now),
        lambda one, two, ana, now: links.link(one, two, LinkKind.RELATED, actor=ana, now=now),
        lambda one, two, ana, now: links.link(two, one, LinkKind.RELATED, actor=ana, now=now),
        lambda one, two, ana, now: merging.merge(one, two, actor=ana, now=now),
        lambda one, two, ana, now: participants.accept(one, "max@guest.example", actor=ana, now=now),
        lambda one, two, ana, now: splitting.split(one, [1], "Other", actor=ana, now=now),
        lambda one, two, ana, now: thanks.treat_as_written(one, 1, actor=ana, now=now),
        lambda one, two, ana, now: transfer.to_person(one, 0, "x", actor=ana, now=now, channel="panel"),
    ],
)
def test_no_service_changes_a_deleted_ticket(house: House, owner: Api, ticket: Ticket, act: object) -> None:
    """R-TKT-7: also when it was deleted between looking and doing."""
    other = make_ticket(house.hotel, "Late check-out", channel=house.channel)
    owner.call("DELETE", f"/tickets/{ticket.pid}")
    with hotel(house.hotel.id):
        tags.create(house.hotel.id, "VIP", actor=house.ana.actor, now=clock.now())
    with pytest.raises(Refused), hotel(house.hotel.id):
        act(tickets.lock(ticket.id), tickets.lock(other.id), house.ana.actor, clock.now())  # type: ignore[operator]
    with hotel(house.hotel.id):
        assert Ticket.get_by_id(ticket.id).version == 2
        assert (
            Event.select().where(Event.ticket_id == ticket.id).order_by(Event.id.desc()).get().kind
            == "deleted"
        )
        assert Ticket.get_by_id(other.id).version == 1


def test_the_refusal_is_a_plain_sentence(house: House, owner: Api, ticket: Ticket) -> None:
    owner.call("DELETE", f"/tickets/{ticket.pid}")
    with pytest.raises(MoveRefused, match="This ticket was deleted"), hotel(house.hotel.id):
        tickets.move(tickets.lock(ticket.id), State.CLOSED, actor=house.ana.actor, now=clock.now())

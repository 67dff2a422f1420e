"""Warnings, breaches and the ladder: each fired once, and told to the right people (R-WF-4)."""

import threading

import pytest

from tests.workflow.services.promises import LADDER, House, after
from workflow.database import hotel, rows
from workflow.models import Deadline
from workflow.services import timers
from workflow.values import State

pytestmark = pytest.mark.usefixtures("database_url")


@pytest.fixture
def house(database_url: str) -> House:
    return House()


def test_it_warns_then_climbs_the_ladder_each_step_once(house: House) -> None:
    """R-WF-4: warn before, escalate at breach up a ladder: assignee, department lead, manager."""
    house.promise(resolution_minutes=100, warn_minutes=10, ladder=LADDER)
    ticket = house.ticket(department=house.department, assignee=house.jon)
    for minutes in range(0, 300, 5):
        house.sweep(minutes)
    assert house.timeline(ticket) == [
        ("sla_warned", "resolution", "Jon"),
        ("sla_breached", "resolution", "Jon"),
        ("sla_escalated", "resolution 1", "Lea"),
        ("sla_escalated", "resolution 2", "Mara"),
    ]
    assert house.mails(ticket) == [
        ("sla_warned", "Jon"),
        ("sla_breached", "Jon"),
        ("sla_breached", "Lea"),
        ("sla_breached", "Mara"),
    ]
    assert (house.due(ticket), house.armed(ticket)) == (100, []), "still overdue, and everybody knows"


def test_it_stops_by_itself_when_the_promise_is_kept(house: House) -> None:
    house.promise(resolution_minutes=100, ladder=LADDER)
    ticket = house.ticket(assignee=house.jon)
    house.sweep(100)
    house.move(ticket, State.RESOLVED, 110)
    assert house.sweep(1000) == 0
    assert [kind for kind, _, _ in house.timeline(ticket)] == ["sla_breached"]


def test_after_an_outage_it_catches_up_once(house: House) -> None:
    """R-WF-4: no warning of what is over, one mail a person, and the second sweep finds nothing."""
    house.promise(resolution_minutes=100, warn_minutes=10, ladder=LADDER)
    ticket = house.ticket(department=house.department, assignee=house.lea)
    assert house.sweep(5000) == 1
    assert [kind for kind, _, _ in house.timeline(ticket)] == ["sla_breached", *["sla_escalated"] * 2]
    assert house.mails(ticket) == [("sla_breached", "Lea"), ("sla_breached", "Mara")]
    assert house.sweep(5001) == 0


def test_without_an_assignee_who_is_on_duty_is_warned_and_the_next_rung_told(house: House) -> None:
    """R-WF-4: the ladder's person is gone, then the next step's; never nobody."""
    house.promise(resolution_minutes=100, warn_minutes=10, ladder=LADDER)
    ticket = house.ticket(department=house.department)
    house.sweep(95)
    assert sorted(house.mails(ticket)) == [
        ("sla_warned", "Ana"),
        ("sla_warned", "Jon"),
        ("sla_warned", "Lea"),
        ("sla_warned", "Mara"),
    ]
    house.sweep(100)
    assert house.timeline(ticket)[-1] == ("sla_breached", "resolution", "Lea")
    with hotel(house.hotel.id):
        rows("UPDATE memberships SET disabled_at = now() WHERE staff_id = %s", (house.lea.staff_id,))
    house.sweep(130)
    assert house.timeline(ticket)[-1] == ("sla_escalated", "resolution 1", "Mara")


def test_two_sweepers_at_the_same_moment_fire_once(house: House) -> None:
    """R-WF-4: each fires once, whoever sweeps."""
    house.promise(resolution_minutes=100)
    ticket = house.ticket(assignee=house.jon)
    with hotel(house.hotel.id):
        (deadline,) = Deadline.select().where(Deadline.ticket_id == ticket.id, Deadline.state == "armed")
    both, fired = threading.Barrier(2), []

    def sweep() -> None:
        both.wait()
        with hotel(house.hotel.id):
            fired.append(timers.fire(deadline.id, now=after(100)))

    sweepers = [threading.Thread(target=sweep) for _ in range(2)]
    for sweeper in sweepers:
        sweeper.start()
    for sweeper in sweepers:
        sweeper.join()
    assert sorted(fired) == [False, True]
    assert house.timeline(ticket) == [("sla_breached", "resolution", "Jon")]

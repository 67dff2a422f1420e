"""Passing a ticket on: who has it then, who is told, and why (R-WF-6)."""

from typing import Any

import pytest

from tests.builders import Colleague, make_department, make_hotel, make_member, make_ticket
from workflow import clock
from workflow.database import hotel
from workflow.errors import Invalid, MoveRefused, VersionStale
from workflow.models import Department, Effect, Event, Hotel, Message, Ticket
from workflow.services import snooze, tickets, transfer
from workflow.values import Role, State


class Cast:
    """Ana at the reception has a ticket; Jon is of housekeeping, Vera is manager."""

    def __init__(self) -> None:
        self.hotel: Hotel = make_hotel()
        self.housekeeping: Department = make_department(self.hotel)
        self.ana = make_member(self.hotel)
        self.jon = self._member("Jon", Role.STAFF, self.housekeeping)
        self.vera = self._member("Vera", Role.MANAGER)
        self.ticket = make_ticket(self.hotel, assignee=self.ana)

    def _member(self, name: str, role: Role, department: Department | None = None) -> Colleague:
        return make_member(
            self.hotel, role, email=f"{name.lower()}@aurora.example", name=name, department=department
        )

    def pass_on(
        self, *, reason: str = "They have the towels.", by: Colleague | None = None, **to: Any
    ) -> int:
        person, place = to.pop("person", None), to.pop("department", None)
        options = {"actor": (by or self.ana).actor, "now": clock.now(), "channel": "panel", **to}
        with hotel(self.hotel.id):
            ticket = tickets.lock(self.ticket.id)
            if person is not None:
                return transfer.to_person(ticket, person, reason, **options)
            return transfer.to_department(ticket, place, reason, **options)

    def stands(self) -> Ticket:
        with hotel(self.hotel.id):
            return Ticket.get_by_id(self.ticket.id)

    def told(self) -> list[str]:
        """Who gets a notice of the transfer."""
        names = {one.staff_id: one.name for one in (self.ana, self.jon, self.vera)}
        with hotel(self.hotel.id):
            found = [effect for effect in Effect.select() if effect.payload.get("notice") == "transferred"]
        return sorted(names[effect.member_id] for effect in found)


@pytest.fixture
def cast(database_url: str) -> Cast:
    return Cast()


def test_to_a_person_it_is_his_and_he_reads_why(cast: Cast) -> None:
    """R-WF-6"""
    version = cast.pass_on(person=cast.jon.staff_id, reason="  Room 12 is\nhis floor. ")
    ticket = cast.stands()
    assert (ticket.assignee_id, ticket.state, ticket.version) == (
        cast.jon.staff_id,
        State.IN_PROGRESS,
        version,
    )
    assert cast.told() == ["Jon"]
    with hotel(cast.hotel.id):
        note = Message.select().where(Message.direction == "note").get()
        event = Event.select().where(Event.kind == "transferred").get()
        effect = next(one for one in Effect.select() if one.payload.get("notice") == "transferred")
    assert (note.body, note.author_name) == ("Room 12 is his floor.", "Ana")
    assert (event.field, event.old, event.new) == ("assignee", "Ana", "Jon")
    assert effect.payload["reason"] == str(note.id)
    assert "floor" not in str(effect.payload), "an effect holds ids, never words"


def test_to_a_department_it_is_released_and_its_people_are_told(cast: Cast) -> None:
    """R-WF-6"""
    cast.pass_on(department=cast.housekeeping.id)
    ticket = cast.stands()
    assert (ticket.assignee_id, ticket.department_id, ticket.state) == (
        None,
        cast.housekeeping.id,
        State.OPEN,
    )
    assert cast.told() == ["Jon", "Vera"], "all on duty whom it concerns, but not Ana herself"


@pytest.mark.parametrize("state", [State.WAITING_GUEST, State.WAITING_INTERNAL, State.ON_HOLD])
def test_a_waiting_ticket_goes_on_waiting_with_its_new_people(cast: Cast, state: State) -> None:
    """R-WF-1, R-WF-6"""
    with hotel(cast.hotel.id):
        tickets.move(tickets.lock(cast.ticket.id), state, actor=cast.ana.actor, now=clock.now())
    cast.pass_on(department=cast.housekeeping.id)
    assert cast.stands().state == state


def test_a_snoozed_ticket_wakes_for_its_new_people(cast: Cast) -> None:
    """R-TKT-6, R-WF-6"""
    now = clock.now()
    with hotel(cast.hotel.id):
        ticket = tickets.lock(cast.ticket.id)
        snooze.until(ticket, now.replace(year=now.year + 1), actor=cast.ana.actor, now=now)
    cast.pass_on(person=cast.jon.staff_id)
    assert cast.stands().snoozed_until is None


def test_what_makes_no_sense_is_refused_with_a_sentence(cast: Cast) -> None:
    """R-WF-6: nothing changes."""
    agent = make_member(cast.hotel, Role.AI_AGENT, email="agent@aurora.example", name="Agent")
    other = make_department(make_hotel("BER"))
    for field, to in (
        ("reason", {"person": cast.jon.staff_id, "reason": " \x00 "}),
        ("reason", {"person": cast.jon.staff_id, "reason": "x" * 501}),
        ("assigneeId", {"person": cast.ana.staff_id}),
        ("assigneeId", {"person": 4711}),
        ("assigneeId", {"person": agent.staff_id}),
        ("departmentId", {"department": 4711}),
        ("departmentId", {"department": other.id}),
    ):
        with pytest.raises(Invalid) as refusal:
            cast.pass_on(**to)
        assert refusal.value.field == field
        assert str(refusal.value).endswith(".")
    with pytest.raises(VersionStale):
        cast.pass_on(person=cast.jon.staff_id, version=1)
    assert cast.stands().version == 2
    cast.pass_on(department=cast.housekeeping.id)
    with pytest.raises(Invalid, match="with Housekeeping already"):
        cast.pass_on(department=cast.housekeeping.id)


def test_a_ticket_that_is_done_is_opened_before_it_is_passed_on(cast: Cast) -> None:
    """R-WF-1"""
    with hotel(cast.hotel.id):
        tickets.move(tickets.lock(cast.ticket.id), State.CLOSED, actor=cast.ana.actor, now=clock.now())
    with pytest.raises(MoveRefused) as refusal:
        cast.pass_on(person=cast.jon.staff_id)
    assert refusal.value.allowed == (State.OPEN,)

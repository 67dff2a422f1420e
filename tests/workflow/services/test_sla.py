"""A ticket's clocks in the database: set with every change (R-WF-4). Who is told is test_sla_firing's."""

import pytest

from tests.workflow.services.promises import House, after
from workflow import apply
from workflow.database import hotel
from workflow.models import Category
from workflow.services import replies, tickets, transfer
from workflow.services.edits import Edit
from workflow.values import SYSTEM, Decision, Priority, State

pytestmark = pytest.mark.usefixtures("database_url")


@pytest.fixture
def house(database_url: str) -> House:
    return House()


def test_a_hotel_without_policies_has_no_clocks(house: House) -> None:
    ticket = house.ticket()
    assert (house.due(ticket), house.armed(ticket)) == (None, [])


def test_a_new_ticket_is_due_by_its_policy_and_one_deadline_is_armed(house: House) -> None:
    """R-WF-4: the next due moment over all targets, and the warning before it."""
    house.promise(accepted_minutes=15, first_response_minutes=60, resolution_minutes=480, warn_minutes=5)
    ticket = house.ticket()
    assert (house.due(ticket), house.armed(ticket)) == (15, [10])


def test_taking_answering_and_resolving_move_the_clocks_on(house: House) -> None:
    house.promise(
        accepted_minutes=15, first_response_minutes=60, next_response_minutes=120, resolution_minutes=480
    )
    ticket = house.ticket()
    with hotel(house.hotel.id):
        tickets.assign(tickets.lock(ticket.id), house.ana.staff_id, actor=house.ana.actor, now=after(5))
    assert (house.due(ticket), house.armed(ticket)) == (60, [60])
    with hotel(house.hotel.id):
        replies.send(tickets.lock(ticket.id), "On their way.", actor=house.ana.actor, now=after(10))
    assert (house.due(ticket), house.armed(ticket)) == (480, [480])
    with hotel(house.hotel.id):
        tickets.assign(tickets.lock(ticket.id), None, actor=house.ana.actor, now=after(20))
    assert house.due(ticket) == 35, "released: somebody has to take it again"
    house.move(ticket, State.RESOLVED, 30)
    assert (house.due(ticket), house.armed(ticket)) == (None, [])
    house.move(ticket, State.OPEN, 100)
    assert house.due(ticket) == 115, "opened again, and nobody has it"


def test_a_pause_stops_the_clocks_and_the_rest_goes_on_behind_it(house: House) -> None:
    """R-WF-4: paused in waiting_guest and on_hold."""
    house.promise(resolution_minutes=60)
    ticket = house.ticket()
    house.move(ticket, State.WAITING_GUEST, 20)
    assert (house.due(ticket), house.armed(ticket)) == (None, [])
    assert house.sweep(500) == 0
    house.move(ticket, State.IN_PROGRESS, 500)
    assert (house.due(ticket), house.armed(ticket)) == (540, [540])


def test_another_priority_counts_from_the_history_not_from_the_last_due_moment(house: House) -> None:
    """R-WF-4: the pause before the change counts for the new promise too, and back again nothing is lost."""
    house.promise(resolution_minutes=480)
    house.promise("Urgent", priority="urgent", resolution_minutes=60)
    ticket = house.ticket()
    house.move(ticket, State.ON_HOLD, 10)
    house.move(ticket, State.IN_PROGRESS, 40)
    assert house.due(ticket) == 510
    house.edit(ticket, Edit(priority=Priority.URGENT), 50)
    assert (house.due(ticket), house.armed(ticket)) == (90, [90])
    house.edit(ticket, Edit(priority=Priority.LOW), 60)
    assert (house.due(ticket), house.armed(ticket)) == (510, [510])


def test_category_and_department_choose_the_policy(house: House) -> None:
    with hotel(house.hotel.id):
        category = Category.create(hotel_id=house.hotel.id, name="Towels")
    house.promise(resolution_minutes=480)
    house.promise("House", department_id=house.department.id, resolution_minutes=240)
    house.promise("Towels", category_id=category.id, resolution_minutes=30)
    ticket = house.ticket()
    house.edit(ticket, Edit(department_id=house.department.id), 1)
    assert house.due(ticket) == 240
    house.edit(ticket, Edit(category_id=category.id), 2)
    assert house.due(ticket) == 30
    house.edit(ticket, Edit(category_id=0, department_id=0), 3)
    assert house.due(ticket) == 480


def test_a_deleted_ticket_has_no_clocks(house: House) -> None:
    house.promise(resolution_minutes=100)
    ticket = house.ticket()
    with hotel(house.hotel.id):
        gone = Decision(changes={"deleted_at": after(1)})
        apply.write(tickets.lock(ticket.id), gone, actor=SYSTEM, now=after(1))
    assert (house.due(ticket), house.armed(ticket)) == (None, [])


def test_passing_a_ticket_on_takes_it_and_to_a_department_gives_it_back(house: House) -> None:
    """R-WF-4, R-WF-6: accepted stops when a person gets it, and begins again when only a department has it."""
    house.promise(accepted_minutes=15)
    ticket = house.ticket()
    with hotel(house.hotel.id):
        transfer.to_person(
            tickets.lock(ticket.id),
            house.jon.staff_id,
            "Your floor.",
            actor=house.ana.actor,
            now=after(5),
            channel="panel",
        )
    assert house.due(ticket) is None
    with hotel(house.hotel.id):
        transfer.to_department(
            tickets.lock(ticket.id),
            house.department.id,
            "Who is free?",
            actor=house.ana.actor,
            now=after(20),
            channel="panel",
        )
    assert house.due(ticket) == 35

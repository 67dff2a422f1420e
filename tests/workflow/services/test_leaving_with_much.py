"""A member who leaves with very many tickets: they are released in portions, and handed over once (R-WF-5)."""

from tests.workflow.services.reception import Reception
from tests.workflow.services.rota import MORNING, owned
from workflow.database import hotel, rows
from workflow.models import Deadline, HandOver, Hotel, Membership, Ticket
from workflow.services import duty_changes, timers
from workflow.services.duty_changes import PORTION
from workflow.services.handover import MAX_LINES
from workflow.values import DeadlineKind

MANY = 2 * PORTION + 50


def of_jon(desk: Reception) -> int:
    return Ticket.select().where(Ticket.assignee_id == desk.jon.staff_id).count()


def fire(desk: Reception) -> int:
    """Once what is due of shifts; how many tickets Jon has then."""
    with hotel(desk.hotel.id):
        armed = Deadline.get(Deadline.kind == DeadlineKind.SHIFT_CHANGE, Deadline.state == "armed")
        timers.fire(armed.id, now=desk.now)
        return of_jon(desk)


def test_many_tickets_of_one_who_left_are_released_in_portions(reception: Reception) -> None:
    desk = reception
    desk.now = MORNING
    ticket = owned(desk, desk.jon)
    columns = ", ".join(column for column in Ticket._meta.columns if column not in ("id", "pid"))
    with hotel(desk.hotel.id):
        rows(
            f"INSERT INTO tickets (id, pid, {columns}) SELECT nextval('tickets_id_seq'), 'AUR-' || n, {columns}"
            " FROM tickets, generate_series(2, %s) AS n WHERE id = %s RETURNING id",
            (MANY, ticket.id),
        )
        with duty_changes.changing(Hotel.get_by_id(desk.hotel.id), now=desk.now, gone=(desk.jon.staff_id,)):
            Membership.update(disabled_at=desk.now).where(Membership.staff_id == desk.jon.staff_id).execute()
        assert of_jon(desk) == MANY
    assert [fire(desk) for _ in range(3)] == [MANY - PORTION, MANY - 2 * PORTION, 0]
    with hotel(desk.hotel.id):
        (handed,) = HandOver.select()
        assert (handed.left_ids, handed.more) == ([desk.jon.staff_id], MANY - MAX_LINES)
        told = "SELECT count(*), count(DISTINCT ticket_id) FROM events WHERE kind = 'shift ended'"
        assert rows(told) == [(MANY, MANY)]
        assert not Deadline.select().where(
            Deadline.kind == DeadlineKind.SHIFT_CHANGE, Deadline.state == "armed"
        )

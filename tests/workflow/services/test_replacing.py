"""Departments, categories and tags that very many tickets name: the clock changes them in portions (R-TKT-6)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.builders import Colleague, make_department, make_hotel, make_member, make_ticket
from tests.processes import wait_until
from workflow import clock
from workflow.database import hotel, rows
from workflow.errors import InUse, NotFound
from workflow.models import Category, Deadline, Department, Hotel, Ticket
from workflow.services import categories, departments, replacing, tags, tickets, timers
from workflow.services.hotel_events import Thing
from workflow.services.replacing import PORTION, Progress
from workflow.values import DeadlineKind, Role

NOW = clock.now()
MANY = 2500


@pytest.fixture
def aurora(database_url: str) -> Hotel:
    return make_hotel()


@pytest.fixture
def olga(aurora: Hotel) -> Colleague:
    return make_member(aurora, Role.OWNER, email="olga@aurora.example", name="Olga")


def many(aurora: Hotel, number: int = MANY, **columns: object) -> None:
    """So many tickets like any; the last of them is deleted."""
    ticket = make_ticket(aurora)
    copied = [column for column in Ticket._meta.columns if column not in ("id", "pid", *columns)]
    with hotel(aurora.id):
        rows(
            f"INSERT INTO tickets (id, pid, {', '.join((*copied, *columns))})"
            f" SELECT nextval('tickets_id_seq'), 'AUR-' || n, {', '.join((*copied, *('%s' for _ in columns)))}"
            " FROM tickets, generate_series(1, %s) AS n WHERE id = %s RETURNING id",
            (*columns.values(), number, ticket.id),
        )
        Ticket.update(deleted_at=NOW).where(Ticket.pid == f"AUR-{number}").execute()


def put_on_all(aurora: Hotel, tag_id: int) -> None:
    """The copies alone carry the tag."""
    rows(
        "INSERT INTO ticket_tags (hotel_id, ticket_id, tag_id)"
        " SELECT hotel_id, id, %s FROM tickets WHERE hotel_id = %s AND id > (SELECT min(id) FROM tickets)"
        " RETURNING tag_id",
        (tag_id, aurora.id),
    )


def fire(aurora: Hotel) -> bool:
    """What the clock has to do for it, once; whether there was something."""
    with hotel(aurora.id):
        armed = Deadline.get_or_none(Deadline.kind == DeadlineKind.REPLACE, Deadline.state == "armed")
        return armed is not None and timers.fire(armed.id, now=NOW)


def fire_and_die(aurora: Hotel) -> None:
    with hotel(aurora.id):
        timers.fire(Deadline.get(Deadline.kind == DeadlineKind.REPLACE).id, now=NOW)
        raise KeyboardInterrupt


def told(field: str) -> list[tuple[str, str | None, str | None, int]]:
    return rows(
        "SELECT actor_name, old, new, count(*) FROM events WHERE kind = 'edited' AND field = %s"
        " GROUP BY 1, 2, 3 ORDER BY 4",
        (field,),
    )


def test_a_department_goes_from_any_number_of_tickets_and_once_from_each(
    aurora: Hotel, olga: Colleague
) -> None:
    """A worker that is killed in the middle has changed nothing; the next one does what it would have done."""
    old, new = make_department(aurora), make_department(aurora, "Spa")
    many(aurora, department_id=old.id)
    with hotel(aurora.id):
        assert not departments.remove(old, replace_by=new.id, actor=olga.actor, now=NOW)
        assert replacing.progress(aurora.id, Thing.DEPARTMENT, old.id) == Progress(PORTION, MANY)
    assert fire(aurora)
    with pytest.raises(KeyboardInterrupt):
        fire_and_die(aurora)
    with hotel(aurora.id):
        assert replacing.progress(aurora.id, Thing.DEPARTMENT, old.id) == Progress(2 * PORTION, MANY)
        assert Ticket.select().where(Ticket.department_id == old.id).count() == MANY - 2 * PORTION
        late = Ticket.get(Ticket.department_id == new.id)
        Ticket.update(department_id=old.id).where(
            Ticket.id == late.id
        ).execute()  # somebody names it meanwhile
    portions = 0
    while fire(aurora):
        portions += 1
    assert portions == (MANY - 2 * PORTION) // PORTION + 1
    with hotel(aurora.id):
        assert Department.get_or_none(Department.id == old.id) is None
        assert Ticket.select().where(Ticket.department_id == new.id).count() == MANY
        assert told("department") == [
            ("Bellhop", "Housekeeping", "Spa", 1),  # what was deleted, by the desk
            ("Olga", "Housekeeping", "Spa", MANY),
        ]
        assert rows(
            "SELECT max(version) - min(version) FROM tickets WHERE department_id = %s", (new.id,)
        ) == [(1,)]
        assert rows("SELECT old FROM events WHERE kind = 'department removed'") == [("Housekeeping",)]


def test_a_category_and_a_tag_go_the_same_way(aurora: Hotel, olga: Colleague) -> None:
    with hotel(aurora.id):
        old = categories.add(aurora.id, "Lost", actor=olga.actor, now=NOW)
        tag_id = tags.create(aurora.id, "VIP", actor=olga.actor, now=NOW)
    number = PORTION + 10
    many(aurora, number, category_id=old.id)
    with hotel(aurora.id):
        put_on_all(aurora, tag_id)
        shared = next(one for one in categories.of_hotels([aurora.id]) if one.hotel_id is None)
        assert not categories.remove(old, replace_by=shared.id, actor=olga.actor, now=NOW)
        assert not tags.delete(tags.find([aurora.id], tag_id), actor=olga.actor, now=NOW)
    while fire(aurora):
        pass
    with hotel(aurora.id):
        assert Category.get_or_none(Category.id == old.id) is None
        assert tags.of_hotels([aurora.id]) == ()
        assert told("category")[-1] == ("Olga", "Lost", shared.name, number - 1)
        assert told("tags") == [("Olga", "VIP", None, number - 1)]


def test_of_many_who_take_a_tag_away_at_once_one_does(aurora: Hotel, olga: Colleague) -> None:
    """The others are told so; each ticket loses it once."""
    with hotel(aurora.id):
        tag_id = tags.create(aurora.id, "VIP", actor=olga.actor, now=NOW)
    number = 2 * PORTION
    many(aurora, number)
    with hotel(aurora.id):
        put_on_all(aurora, tag_id)

    def delete(_number: int) -> str:
        try:
            with hotel(aurora.id):
                return (
                    "gone"
                    if tags.delete(tags.find([aurora.id], tag_id), actor=olga.actor, now=NOW)
                    else "goes"
                )
        except InUse:
            return "refused"

    with ThreadPoolExecutor(4) as people:
        assert sorted(people.map(delete, range(4))) == ["goes", "refused", "refused", "refused"]
    while fire(aurora):
        pass
    with hotel(aurora.id):
        assert tags.of_hotels([aurora.id]) == ()
        assert told("tags") == [("Olga", "VIP", None, number - 1)]


def test_of_two_who_take_something_away_at_once_one_is_told_that_it_is_gone(
    aurora: Hotel, olga: Colleague
) -> None:
    old, new = make_department(aurora), make_department(aurora, "Spa")
    make_ticket(aurora, department=old)
    with hotel(aurora.id):
        tag_id = tags.create(aurora.id, "VIP", actor=olga.actor, now=NOW)
        tag = tags.find([aurora.id], tag_id)
        tags.delete(tag, actor=olga.actor, now=NOW)
        departments.remove(old, replace_by=new.id, actor=olga.actor, now=NOW)
        for again in (
            lambda: tags.delete(tag, actor=olga.actor, now=NOW),
            lambda: departments.remove(old, replace_by=new.id, actor=olga.actor, now=NOW),
            lambda: departments.remove(old, replace_by=None, actor=olga.actor, now=NOW),
        ):
            with pytest.raises(NotFound):
                again()


def test_a_tag_that_somebody_takes_off_meanwhile_is_not_taken_off_twice(
    aurora: Hotel, olga: Colleague
) -> None:
    """While the clock waits for his ticket."""
    ticket = make_ticket(aurora)
    with hotel(aurora.id):
        tag_id = tags.create(aurora.id, "VIP", actor=olga.actor, now=NOW)
        tags.set_tags(ticket, ["VIP"], actor=olga.actor, now=NOW)
        ticket = Ticket.get_by_id(ticket.id)

    def delete() -> None:
        with hotel(aurora.id):
            assert tags.delete(tags.find([aurora.id], tag_id), actor=olga.actor, now=NOW)

    with ThreadPoolExecutor(1) as other:
        with hotel(aurora.id):
            tickets.lock(ticket.id)
            waiting = other.submit(delete)
            wait_until(
                lambda: rows("SELECT count(*) FROM pg_locks WHERE NOT granted")[0][0] > 0,
                what="the tag waits",
            )
            tags.set_tags(ticket, [], actor=olga.actor, now=NOW)
        waiting.result(30)
    with hotel(aurora.id):
        assert sorted(told("tags"), key=str) == [("Olga", "VIP", None, 1), ("Olga", None, "VIP", 1)]


def test_what_is_going_is_left_alone_and_what_takes_its_place_stays(aurora: Hotel, olga: Colleague) -> None:
    old, new, other = (make_department(aurora, name) for name in ("One", "Two", "Three"))
    many(aurora, PORTION, department_id=old.id)
    with hotel(aurora.id):
        departments.remove(old, replace_by=new.id, actor=olga.actor, now=NOW)
        for gone, place in ((old, other.id), (new, None), (new, other.id), (other, old.id)):
            with pytest.raises(InUse):
                departments.remove(gone, replace_by=place, actor=olga.actor, now=NOW)
        Deadline.update(due_at=NOW + timedelta(days=1)).where(Deadline.kind == DeadlineKind.REPLACE).execute()
        departments.remove(other, replace_by=None, actor=olga.actor, now=NOW)

"""Lists of very many tickets: exact where people count, an estimate beyond, and no page that cannot be reached."""

import pytest

from tests.builders import make_hotel, make_member, make_ticket
from tests.workflow.queries.beliefs import believe
from workflow import clock
from workflow.database import hotel, rows
from workflow.errors import Invalid
from workflow.models import Hotel
from workflow.queries import paging, tickets
from workflow.queries.paging import EXACT_TO, Wanted
from workflow.queries.sight import Sight
from workflow.queries.ticket_filter import LIVE, Filter
from workflow.services.accounts import Seat
from workflow.settings import Settings
from workflow.values import Role, State

MANY = 10_060


@pytest.fixture
def aurora(settings: Settings) -> Hotel:
    return make_hotel()


def sight_of(at: Hotel, role: Role = Role.RECEPTION, staff_id: int | None = None) -> Sight:
    return Sight(staff_id, (Seat(at.id, at.code, at.name, role),))


def fill(at: Hotel, number: int, state: State = State.OPEN) -> None:
    """Rows as they stand after years, without their messages."""
    with hotel(at.id):
        rows(
            "INSERT INTO tickets (hotel_id, pid, source, state, subject, placed_by, created_by_kind, created_at,"
            " updated_by_kind, updated_at)"
            " SELECT %s, 'AUR-' || %s || n, 'email', %s, 'Wish ' || n, 'new', 'guest', %s, 'guest', %s"
            " FROM generate_series(1, %s) AS n",
            (at.id, state, state, clock.now(), clock.now(), number),
        )


def test_the_total_is_exact_to_ten_thousand_and_an_estimate_beyond(aurora: Hotel) -> None:
    """R-WEB-5"""
    sight = sight_of(aurora)
    fill(aurora, EXACT_TO)
    with sight.transaction():
        exact = tickets.page(sight, Filter(), Wanted(page_size=10))
    assert (exact.total, exact.total_is_estimate) == (EXACT_TO, False)
    fill(aurora, MANY - EXACT_TO, State.ON_HOLD)
    with sight.transaction():
        more = tickets.page(sight, Filter(), Wanted(page_size=10))
    assert more.total_is_estimate
    assert more.total > EXACT_TO


def test_statistics_that_are_out_of_date_make_no_estimate_of_a_small_total(
    aurora: Hotel, database_url: str
) -> None:
    """R-WEB-5: what the planner expects is never said instead of a count."""
    fill(aurora, 30)
    believe(database_url, "tickets", 80_000_000)
    with sight_of(aurora).transaction():
        plan = rows("EXPLAIN (FORMAT JSON) SELECT FROM tickets")[0][0][0]["Plan"]
        found = tickets.page(sight_of(aurora), Filter(), Wanted(page_size=10))
    assert plan["Plan Rows"] > EXACT_TO
    believe(database_url, "tickets", -1)
    assert (found.total, found.total_is_estimate) == (30, False)


def test_page_numbers_reach_row_ten_thousand_and_cursors_the_end(aurora: Hotel) -> None:
    """R-WEB-5"""
    sight = sight_of(aurora)
    fill(aurora, MANY)
    with sight.transaction():
        last = tickets.page(sight, Filter(), Wanted(page=50, page_size=200))
        assert len(last.rows) == 200
        with pytest.raises(Invalid, match="use the cursor beyond"):
            tickets.page(sight, Filter(), Wanted(page=51, page_size=200))
        beyond = tickets.page(sight, Filter(), Wanted(page_size=200, cursor=last.next_cursor))
    assert len(beyond.rows) == MANY - EXACT_TO
    assert beyond.next_cursor == ""
    assert beyond.rows[0].id == last.rows[-1].id - 1


def test_a_new_ticket_does_not_shift_what_a_cursor_gives(aurora: Hotel) -> None:
    sight = sight_of(aurora)
    fill(aurora, 4)
    with sight.transaction():
        first = tickets.page(sight, Filter(), Wanted(page_size=2))
    make_ticket(aurora)
    with sight.transaction():
        second = tickets.page(sight, Filter(), Wanted(page_size=2, cursor=first.next_cursor))
    assert [row.id for row in (*first.rows, *second.rows)] == [4, 3, 2, 1]


def test_live_states_are_counted_whatever_is_closed(aurora: Hotel) -> None:
    sight = sight_of(aurora)
    fill(aurora, 3, State.OPEN)
    fill(aurora, 5, State.CLOSED)
    with sight.transaction():
        counts = tickets.live_counts(sight, Filter())
    assert counts == {**dict.fromkeys(LIVE, 0), State.OPEN: 3}


def test_sight_in_sql_and_sight_of_one_ticket_agree(aurora: Hotel) -> None:
    """R-WEB-2: the same rule twice, once for lists and once for single tickets."""
    jon = make_member(aurora, Role.STAFF, email="jon@aurora.example", name="Jon")
    ana = make_member(aurora)
    made = [make_ticket(aurora), make_ticket(aurora, assignee=jon), make_ticket(aurora, assignee=ana)]
    for role in (Role.STAFF, Role.RECEPTION, Role.AI_AGENT):
        sight = sight_of(aurora, role, jon.staff_id)
        with sight.transaction():
            listed = {row.id for row in tickets.page(sight, Filter(), Wanted()).rows}
        assert listed == {ticket.id for ticket in made if sight.sees(ticket)}
        assert len(listed) == (2 if role is Role.STAFF else 3)


@pytest.mark.parametrize("cursor", ["", "x", "YWZ0ZXI", "!!!!", "é", "YWZ0ZXIgLTE", "YmVmb3JlIDc"])
def test_a_cursor_nobody_gave_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid):
        paging.read_cursor(cursor)


def test_a_cursor_reads_back() -> None:
    assert paging.read_cursor(paging.write_cursor(42)) == 42

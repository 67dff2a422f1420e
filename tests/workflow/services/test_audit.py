"""The audit chain on a real database: sealing beside work, and erasing."""

import threading
from datetime import timedelta

import psycopg2
import pytest

from tests import builders
from tests.workflow.services.sealed import KEY, events, seal, verify, with_six_lines
from workflow import clock, machine
from workflow.database import database, hotel, rows
from workflow.models import Event, EventSeal, Hotel, Ticket, UnsealedEvent
from workflow.services import audit, tickets
from workflow.values import SYSTEM, State


@pytest.fixture
def aurora(database_url: str) -> Hotel:
    return builders.make_hotel()


@pytest.fixture
def ticket(aurora: Hotel) -> Ticket:
    return with_six_lines(aurora)


def test_what_committed_is_sealed_in_one_chain_and_is_well(aurora: Hotel, ticket: Ticket) -> None:
    """R-TKT-4: actor, field, old, new and time of every change."""
    written = events(ticket)
    assert verify(aurora).waiting == len(written) == 6
    assert seal() == 6
    assert seal() == 0
    report = verify(aurora)
    assert (report.sealed, report.waiting, report.faults) == (6, 0, 0)
    with hotel(aurora.id):
        seals = list(EventSeal.select().order_by(EventSeal.position))
        assert [seal.position for seal in seals] == [1, 2, 3, 4, 5, 6]
        assert [seal.event_id for seal in seals] == written
        assert report.head.link == bytes(seals[-1].link)


def test_the_timeline_and_its_seals_can_only_grow(aurora: Hotel, ticket: Ticket) -> None:
    """R-TKT-4: append-only by grants."""
    seal()
    for table in ("events", "event_seals"):
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET hotel_id = 1", f"TRUNCATE {table}"):
            with pytest.raises(Exception, match=r"permission denied"), hotel(aurora.id):
                rows(statement)
    with database.connection_context():
        granted = rows(
            "SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE grantee = 'bellhop_app'"
            " AND table_name IN ('events', 'event_seals') ORDER BY 1, 2"
        )
    assert granted == [
        (table, right) for table in ("event_seals", "events") for right in ("INSERT", "SELECT")
    ]


def test_what_commits_late_is_sealed_later(aurora: Hotel, ticket: Ticket, database_url: str) -> None:
    """The id is older than what is sealed already: the order of the chain is the order of sealing."""
    late = psycopg2.connect(database_url)
    late.cursor().execute(
        "INSERT INTO events (hotel_id, ticket_id, at, actor_kind, kind) VALUES (%s, %s, now(), 'system', 'noted')"
        " RETURNING id",
        (aurora.id, ticket.id),
    )
    builders.make_ticket(aurora, "No soap")
    assert seal() == 7
    late.commit()
    late.close()
    assert seal() == 1
    with hotel(aurora.id):
        assert (
            EventSeal.get(EventSeal.position == 8).event_id < EventSeal.get(EventSeal.position == 7).event_id
        )
    assert verify(aurora).faults == 0


def test_of_many_sealers_one_wins_a_hotel_and_the_chain_has_no_fork(aurora: Hotel, ticket: Ticket) -> None:
    """R-TKT-4: any number of clocks, while people work."""
    stop = threading.Event()

    def sealer() -> None:
        while not stop.is_set():
            audit.seal_all(key=KEY, now=clock.now(), batch=3)

    def worker(times: int) -> None:
        for _ in range(times):
            with hotel(aurora.id):
                tickets.note(tickets.lock(ticket.id), "seen", actor=SYSTEM, now=clock.now(), channel="panel")

    sealers = [threading.Thread(target=sealer) for _ in range(3)]
    writers = [threading.Thread(target=worker, args=(25,)) for _ in range(2)]
    for thread in (*sealers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    for thread in sealers:
        thread.join()
    seal()
    report = verify(aurora)
    assert (report.sealed, report.waiting, report.faults) == (6 + 50, 0, 0)


def test_a_sealer_neither_waits_nor_is_waited_for(aurora: Hotel, ticket: Ticket) -> None:
    """Work and sealing go on while another sealer holds the hotel."""
    with hotel(aurora.id):
        rows("SELECT pg_advisory_xact_lock(hashtextextended('audit chain', %s))", (aurora.id,))
        done: list[int] = []

        def meanwhile() -> None:
            with hotel(aurora.id):
                tickets.move(tickets.lock(ticket.id), State.CLOSED, actor=SYSTEM, now=clock.now())
            done.append(seal())

        other = threading.Thread(target=meanwhile)
        other.start()
        other.join(timeout=20)
    assert done == [0]
    assert seal() == 7


def test_hotels_have_chains_of_their_own(aurora: Hotel, ticket: Ticket) -> None:
    sol = builders.make_hotel("SOL", name="Sol")
    builders.make_ticket(sol, channel=builders.make_channel(sol, "sol@desk.localhost"))
    assert seal() == 7
    assert verify(sol).sealed == 1
    assert verify(aurora).faults == verify(sol).faults == 0


def test_erased_words_leave_a_whole_chain_and_a_line_that_says_so(aurora: Hotel, ticket: Ticket) -> None:
    """R-PRIV-1, R-TKT-4."""
    seal()
    first, second, third, *_ = events(ticket)
    with hotel(aurora.id):
        audit.erase_names(tickets.lock(ticket.id), [first], actor=SYSTEM, now=clock.now())
        audit.erase_changes(tickets.lock(ticket.id), [second, third], actor=SYSTEM, now=clock.now())
    report = verify(aurora)
    assert (report.faults, report.erased) == (0, 3)
    seal()
    with hotel(aurora.id):
        erased = Event.get_by_id(second)
        assert (erased.old, erased.new, erased.actor_name) == (None, None, "Ana")
        assert Event.get_by_id(first).actor_name == ""
        assert EventSeal.get(EventSeal.event_id == second).change_salt is None
        assert Event.select().where(Event.kind == "words erased").count() == 2
    assert verify(aurora).faults == 0


def test_what_is_erased_before_it_is_sealed_is_sealed_without_its_words(
    aurora: Hotel, ticket: Ticket
) -> None:
    with hotel(aurora.id):
        audit.erase_changes(tickets.lock(ticket.id), events_of(ticket), actor=SYSTEM, now=clock.now())
    seal()
    assert verify(aurora).faults == 0


def events_of(ticket: Ticket) -> list[int]:
    return [event.id for event in Event.select().where(Event.ticket_id == ticket.id)]


def test_another_hotels_words_cannot_be_erased(aurora: Hotel, ticket: Ticket) -> None:
    """R-WEB-3."""
    sol = builders.make_hotel("SOL", name="Sol")
    first = events(ticket)[0]
    with hotel(sol.id):
        rows("SELECT bellhop_erase_event_names(%s, %s)", (aurora.id, [first]))
        rows("SELECT bellhop_erase_event_names(%s, %s)", (sol.id, [first]))
    with hotel(aurora.id):
        assert Event.get_by_id(first).actor_name == "Mia Sand"


def test_every_state_of_a_machine_move_is_in_the_timeline(aurora: Hotel, ticket: Ticket) -> None:
    """R-TKT-4: old and new."""
    with hotel(aurora.id):
        moves = [
            (event.old, event.new) for event in Event.select().where(Event.kind == "state").order_by(Event.id)
        ]
    assert [new for _, new in moves] == ["in_progress", "on_hold", "in_progress", "resolved"]
    assert all(old in machine.STATES for old, _ in moves)


def test_sealing_lags_no_more_than_one_round(aurora: Hotel, ticket: Ticket) -> None:
    """R-TKT-4: a batch that is full is followed by the next at once."""
    assert audit.seal_all(key=KEY, now=clock.now(), batch=2) == 6
    with hotel(aurora.id):
        assert UnsealedEvent.select().count() == 0
        oldest = min(seal.sealed_at - Event.get_by_id(seal.event_id).at for seal in EventSeal.select())
    assert oldest < timedelta(seconds=10)

"""What `bellhop audit verify` finds when somebody who owns the database stops at nothing (R-TKT-4)."""

from collections.abc import Iterator

import psycopg2
import pytest

from tests import builders
from tests.workflow.services.sealed import events, found, seal, verify, with_six_lines
from workflow import clock
from workflow.database import hotel
from workflow.models import Hotel, Ticket
from workflow.services import tickets
from workflow.services.audit_check import Checkpoint
from workflow.values import SYSTEM


@pytest.fixture
def aurora(database_url: str) -> Hotel:
    return builders.make_hotel()


@pytest.fixture
def ticket(aurora: Hotel) -> Ticket:
    return with_six_lines(aurora)


@pytest.fixture
def owner(database_url: str) -> Iterator["psycopg2.extensions.cursor"]:
    """Who owns the database and stops at nothing."""
    connection = psycopg2.connect(database_url)
    connection.autocommit = True
    yield connection.cursor()
    connection.close()


@pytest.mark.parametrize(
    ("attack", "position", "what"),
    [
        ("UPDATE events SET new = 'closed' WHERE id = %(third)s", 3, "the old or new value was changed"),
        (
            "UPDATE events SET actor_name = 'Eve' WHERE id = %(third)s",
            3,
            "the name of who did it was changed",
        ),
        (
            "UPDATE events SET at = at - interval '1 day' WHERE id = %(third)s",
            3,
            "the event or its seal was changed",
        ),
        ("UPDATE events SET actor_id = 99 WHERE id = %(third)s", 3, "the event or its seal was changed"),
        ("DELETE FROM events WHERE id = %(third)s", 3, "the event was deleted"),
        (
            "DELETE FROM event_seals WHERE event_id = %(third)s; DELETE FROM events WHERE id = %(third)s",
            4,
            "the seals at position 3 were removed",
        ),
        (
            "DELETE FROM event_seals WHERE position = 6; DELETE FROM unsealed_events",
            None,
            "it was put in, or its seal removed",
        ),
        (
            "UPDATE events SET old = NULL, new = NULL WHERE id = %(third)s;"
            " UPDATE event_seals SET change_salt = NULL WHERE event_id = %(third)s",
            3,
            "words were erased, and no event says so",
        ),
        (
            "UPDATE event_seals SET actor_digest = '\\x00', actor_salt = NULL WHERE event_id = %(third)s;"
            " UPDATE events SET actor_name = '' WHERE id = %(third)s",
            3,
            "the event or its seal was changed",
        ),
    ],
)
def test_what_the_owner_of_the_database_does_is_named(
    aurora: Hotel,
    ticket: Ticket,
    owner: "psycopg2.extensions.cursor",
    attack: str,
    position: int | None,
    what: str,
) -> None:
    """R-TKT-4: edited, deleted, un-sealed and silently emptied rows."""
    seal()
    owner.execute(attack, {"third": events(ticket)[2]})
    assert found(aurora) == (position, what)


INSERT = (
    "INSERT INTO events (hotel_id, ticket_id, at, actor_kind, kind, new)"
    " SELECT hotel_id, ticket_id, at - interval '1 day', 'staff', 'noted', '' FROM events WHERE id = %s"
)


def test_a_line_put_in_afterwards_is_named_before_and_after_a_clock_has_sealed_it(
    aurora: Hotel, ticket: Ticket, owner: "psycopg2.extensions.cursor"
) -> None:
    """R-TKT-4: inserted rows."""
    seal()
    owner.execute(INSERT, (events(ticket)[2],))
    assert found(aurora) == (None, "it was put in later than its time says")
    seal()
    assert found(aurora) == (7, "it was put in later than its time says")


def test_a_line_put_in_past_the_triggers_is_named(
    aurora: Hotel, ticket: Ticket, owner: "psycopg2.extensions.cursor"
) -> None:
    seal()
    owner.execute("SET session_replication_role = replica")
    owner.execute(INSERT, (events(ticket)[2],))
    report = verify(aurora)
    assert report.first is not None
    assert (report.first.what, report.first.event_id) == (
        "it was put in, or its seal removed",
        events(ticket)[-1],
    )


def test_a_line_deleted_before_it_was_sealed_is_named(
    aurora: Hotel, ticket: Ticket, owner: "psycopg2.extensions.cursor"
) -> None:
    owner.execute("DELETE FROM events WHERE id = %s", (events(ticket)[5],))
    assert seal() == 5
    assert found(aurora) == (None, "the event was deleted before it was sealed")


def test_a_cut_tail_is_seen_by_a_checkpoint_kept_outside(
    aurora: Hotel, ticket: Ticket, owner: "psycopg2.extensions.cursor"
) -> None:
    """R-TKT-4: without one it cannot be seen."""
    seal()
    head = verify(aurora).head
    noted = Checkpoint(head.position, head.link)
    assert verify(aurora, noted).faults == 0
    tail = events(ticket)[4]
    owner.execute("DELETE FROM event_seals WHERE event_id >= %s", (tail,))
    owner.execute("DELETE FROM events WHERE id >= %s", (tail,))
    assert verify(aurora).faults == 0
    assert found(aurora, noted) == (
        None,
        "the chain ends at position 4, and the checkpoint saw 6: its tail was cut",
    )
    with hotel(aurora.id):
        for body in ("one", "two"):
            tickets.note(tickets.lock(ticket.id), body, actor=SYSTEM, now=clock.now(), channel="panel")
    seal()
    assert found(aurora, noted) == (6, "the chain up to here is another one than the checkpoint saw")

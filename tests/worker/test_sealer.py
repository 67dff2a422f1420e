"""The clock's sealing thread, on a real database."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg2
import pytest

from tests import builders
from worker import sealer
from workflow import clock
from workflow.database import hotel
from workflow.desk import Desk, open_desk
from workflow.models import EventSeal, Hotel
from workflow.settings import Settings

PATIENCE = 60.0


@contextmanager
def clocks(desk: Desk, number: int) -> Iterator[None]:
    stop = threading.Event()
    threads = [sealer.start(desk, stop) for _ in range(number)]
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def wait_until(is_so: Callable[[], bool]) -> None:
    until = clock.monotonic() + PATIENCE
    while not is_so():
        assert clock.monotonic() < until
        threading.Event().wait(0.02)


def sealed(at: Hotel) -> int:
    with hotel(at.id):
        return int(EventSeal.select().count())


def test_two_clocks_seal_what_was_committed_within_ten_seconds(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-TKT-4."""
    monkeypatch.setattr(sealer, "SECONDS", 0.05)
    aurora = builders.make_hotel()
    with clocks(open_desk(settings), 2):
        builders.make_ticket(aurora)
        wait_until(lambda: sealed(aurora) == 1)


def test_a_clock_goes_on_sealing_after_its_connection_was_cut(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealer, "SECONDS", 0.05)
    aurora = builders.make_hotel()
    with clocks(open_desk(settings), 1):
        builders.make_ticket(aurora)
        wait_until(lambda: sealed(aurora) == 1)
        connection = psycopg2.connect(settings.database_url)
        connection.autocommit = True
        connection.cursor().execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.close()
        builders.make_ticket(aurora, "No soap")
        wait_until(lambda: sealed(aurora) == 2)

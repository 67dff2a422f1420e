"""A wake reaches whoever listens; it is a hint, and its loss is no harm."""

import threading

import psycopg2

from tests.processes import wait_until
from workflow import clock
from workflow.database import connect, database, disconnect
from workflow.wake import WakeListener, wake_clock


def listen(listener: WakeListener, seconds: float) -> tuple[threading.Thread, list[bool]]:
    heard: list[bool] = []
    thread = threading.Thread(target=lambda: heard.append(listener.wait(seconds)))
    thread.start()
    return thread, heard


def test_a_wake_ends_the_wait(database_url: str) -> None:
    listener = WakeListener(database_url)
    assert listener.wait(0.05) is False
    thread, heard = listen(listener, 20)
    wake_clock()
    thread.join(60)
    assert heard == [True], "the wait itself would have ended with False"
    listener.close()


def test_many_wakes_in_a_moment_are_few_notifications(database_url: str) -> None:
    connection = psycopg2.connect(database_url)
    connection.autocommit = True
    connection.cursor().execute("LISTEN bellhop_wake")
    for _ in range(10_000):
        wake_clock()
    wait_until(lambda: _notified(connection), what="a notification arrives")
    assert len(connection.notifies) < 100
    connection.close()


def test_a_wake_that_came_before_the_wait_counts(database_url: str) -> None:
    listener = WakeListener(database_url)
    assert listener.wait(0.05) is False  # connected now
    wake_clock()
    wait_until(lambda: listener.wait(0.1), what="the wake is heard")
    listener.close()


def test_a_listener_whose_connection_is_cut_listens_again(database_url: str) -> None:
    listener = WakeListener(database_url)
    listener.wait(0.05)
    with database.connection_context():
        database.execute_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND query LIKE 'LISTEN%%' AND datname = current_database()"
        )
    assert listener.wait(0.05) is False
    wait_until(lambda: listener.wait(0.2) or wake_clock(), what="it hears again")
    listener.close()


def test_a_waker_whose_connection_was_cut_is_heard_at_its_next_wake(database_url: str) -> None:
    listener = WakeListener(database_url)
    listener.wait(0.05)
    wake_clock()
    wait_until(lambda: listener.wait(0.1), what="the first wake is heard")
    with database.connection_context():
        cut = database.execute_sql(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE query LIKE '%%pg_notify%%' AND pid <> pg_backend_pid() AND datname = current_database()"
        )
        assert cut.fetchall()
    wake_clock()
    wait_until(lambda: listener.wait(0.1), what="the second is heard too")
    listener.close()


def test_without_a_database_both_sides_carry_on() -> None:
    listener = WakeListener("postgresql://nobody@127.0.0.1:1/none")
    began = clock.monotonic()
    assert listener.wait(0.1) is False
    assert clock.monotonic() - began > 0.09
    connect("postgresql://nobody@127.0.0.1:1/none")
    wake_clock()
    assert listener.wait(0.1) is False
    listener.close()
    disconnect()


def _notified(connection: "psycopg2.extensions.connection") -> bool:
    connection.poll()
    return bool(connection.notifies)

"""Tells the clock that there is something to hand out, so that it need not wait for its next sweep.

A hint, never a truth: a lost one costs a sweep. NOTIFY goes out after the work's commit, in a transaction of its own
that nobody waits for, and many wakes in a moment become one (a NOTIFY inside a work transaction makes all commits
a queue of one).
"""

from __future__ import annotations

import select
import threading

import psycopg2
import structlog
from psycopg2.extensions import connection as Connection

from workflow import clock
from workflow.database import database

CHANNEL = "bellhop_wake"
COALESCE_SECONDS = 0.02
RECONNECT_SECONDS = 1.0

_log = structlog.get_logger()


def wake_clock() -> None:
    """Call after a commit that left something due. Returns at once and never raises."""
    _waker.wake()


class _Waker:
    """One thread a process, started by the first wake."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._connection: Connection | None = None
        self._target: dict[str, object] = {}

    def wake(self) -> None:
        self._asked.set()
        if self._thread is None or not self._thread.is_alive():  # not alive: we are a forked child
            with self._lock:
                if self._thread is None or not self._thread.is_alive():
                    self._thread = threading.Thread(target=self._run, name="wake", daemon=True)
                    self._thread.start()

    def _run(self) -> None:
        pause = threading.Event()
        self._connection = None  # a parent's, after a fork
        while True:
            self._asked.wait()
            self._asked.clear()
            self._notify()
            pause.wait(COALESCE_SECONDS)

    def _notify(self) -> None:
        """On a connection that the pool's users do not wait for; one that was cut since the last wake is made anew."""
        was_connected = self._connection is not None
        error = self._told()
        if error is not None and was_connected:
            error = self._told()
        if error is not None:
            _log.info("the clock was not woken", error=type(error).__name__)

    def _told(self) -> Exception | None:
        """One statement, a transaction of its own; returns what went wrong."""
        try:
            with self._connected().cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('synchronous_commit', 'off', true), pg_notify(%s, '')", (CHANNEL,)
                )
        except Exception as error:  # noqa: BLE001 - edge of the thread; the clock's sweep does without the hint
            self._connection = None
            return error
        return None

    def _connected(self) -> Connection:
        """To the database the models point to now."""
        target = {"dbname": database.database, **database.connect_params}
        if self._connection is None or self._target != target:
            self._connection = psycopg2.connect(**target)
            self._connection.autocommit = True
            self._target = target
        return self._connection


_waker = _Waker()


class WakeListener:
    """The clock's side: waits for a wake on a connection of its own. Without the database it only waits."""

    def __init__(self, database_url: str) -> None:
        self._database_url = database_url
        self._connection: Connection | None = None
        self._try_after = 0.0

    def wait(self, timeout: float) -> bool:
        """True as soon as somebody called `wake_clock`, False after `timeout` seconds."""
        until = clock.monotonic() + timeout
        while (left := until - clock.monotonic()) > 0:
            connection = self._connected()
            if connection is None:
                threading.Event().wait(min(left, RECONNECT_SECONDS))
            elif self._heard(connection, left):
                return True
        return False

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connected(self) -> Connection | None:
        if self._connection is None and clock.monotonic() >= self._try_after:
            self._try_after = clock.monotonic() + RECONNECT_SECONDS
            try:
                connection = psycopg2.connect(self._database_url, connect_timeout=5)
                connection.autocommit = True
                with connection.cursor() as cursor:
                    cursor.execute(f"LISTEN {CHANNEL}")
            except psycopg2.Error:
                return None
            self._connection = connection
        return self._connection

    def _heard(self, connection: Connection, seconds: float) -> bool:
        try:
            if not connection.notifies:
                poller = select.poll()
                poller.register(connection.fileno(), select.POLLIN)
                if not poller.poll(seconds * 1000):
                    return False
                connection.poll()
        except psycopg2.Error:
            self.close()
            return False
        heard = bool(connection.notifies)
        connection.notifies.clear()
        return heard

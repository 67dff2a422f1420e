"""Keeps the mails of many peers in one transaction, in two round trips, on one connection of its own.

The `write` of a door's GroupCommit. Row security holds here as everywhere: the transaction names the hotels
it works for, and no other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import psycopg2
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from workflow.database import is_store_trouble, store_unavailable
from workflow.errors import StoreUnavailable
from workflow.group_commit import DEFAULT_BOUNDS, Bounds, GroupCommit, LoopFutures
from workflow.services.inbox import Incoming, insert_contents, insert_rows
from workflow.wake import wake_clock

TIMEOUT_SECONDS = 20  # for one statement: a lock or a stuck disk must not hold the door's peers for ever

# The rows of one mail: one for each desk address it was sent to, kept together or not at all.
Mail = Sequence[Incoming]
AsyncInboxGroups = GroupCommit[Mail, list[int], asyncio.Future[list[int]]]


class InboxWriter:
    """Used by one thread."""

    def __init__(self, database_url: str) -> None:
        self._database_url = database_url
        self._connection: Connection | None = None

    def write(self, group: Sequence[Mail]) -> list[list[int]]:
        """The inbox ids of each mail, after COMMIT. Raises StoreUnavailable, or psycopg2.Error when a mail is at fault."""
        mails = [incoming for mail in group for incoming in mail]
        try:
            ids = iter(self._commit(mails))
        except Exception as error:
            self._roll_back()
            if is_store_trouble(error):
                raise store_unavailable(error) from error
            raise
        wake_clock()
        return [[next(ids) for _ in mail] for mail in group]

    def _commit(self, mails: Sequence[Incoming]) -> list[int]:
        cursor, ids = self._begin(mails)
        cursor.execute(b";".join([*insert_contents(ids, mails), b"COMMIT"]))
        if cursor.statusmessage != "COMMIT":
            raise StoreUnavailable("The database did not commit.")
        return ids

    def _begin(self, mails: Sequence[Incoming]) -> tuple[Cursor, list[int]]:
        """The first round trip. Nothing can have been kept yet, so a connection that died idle is simply replaced."""
        if self._connection is not None:
            try:
                return self._insert_rows(self._connection, mails)
            except (psycopg2.OperationalError, psycopg2.InterfaceError):
                if not self._connection.closed:
                    raise
        self._connection = psycopg2.connect(
            self._database_url, connect_timeout=5, application_name="bellhop inbox"
        )
        self._connection.autocommit = True
        return self._insert_rows(self._connection, mails)

    def _insert_rows(self, connection: Connection, mails: Sequence[Incoming]) -> tuple[Cursor, list[int]]:
        cursor = connection.cursor()
        hotels = ",".join(map(str, sorted({mail.route.hotel_id for mail in mails})))
        begin = cursor.mogrify(
            "BEGIN; SELECT set_config('role', 'bellhop_app', true), set_config('bellhop.hotels', %s, true),"
            " set_config('statement_timeout', %s, true); ",
            ("{" + hotels + "}", str(TIMEOUT_SECONDS * 1000)),
        )
        cursor.execute(begin + insert_rows(cursor, mails))
        return cursor, [id for (id,) in cursor.fetchall()]

    def _roll_back(self) -> None:
        try:
            if self._connection is not None:
                self._connection.cursor().execute("ROLLBACK")
        except psycopg2.Error:
            self._connection = None


def open_async_groups(
    database_url: str, *, bounds: Bounds = DEFAULT_BOUNDS, observe: Callable[[int], None] = lambda _size: None
) -> AsyncInboxGroups:
    """A group commit for the running event loop; `observe` is told the size of each group."""
    futures: LoopFutures[list[int]] = LoopFutures(asyncio.get_running_loop())
    return GroupCommit(
        InboxWriter(database_url).write, futures, name="inbox-writer", bounds=bounds, observe=observe
    )

"""One mailbox, polled for as long as its lease holds: connect, log in, read, wait for news; after any fault again.

The folder is opened and looked through whole when the connection begins and each time IDLE is issued anew, so that
nothing depends on a push; in between only what is higher than the highest UID.
"""

from __future__ import annotations

import asyncio
import math
import random

import structlog

from ingest.imap.connection import Connection
from ingest.imap.faults import CommandRefused, ConnectionLost, LoginRefused, MailboxFault
from ingest.imap.logging_in import log_in
from ingest.imap.pace import Pace
from ingest.imap.reading import Reader
from ingest.imap.store import Store
from ingest.imap.tidying import tidy
from ingest.imap.tokens import Tokens
from workflow import clock, metrics
from workflow.database import hotel
from workflow.errors import BellhopError, LeaseLost, NotFound, StoreUnavailable
from workflow.mailbox import Cursor, Mailbox, Secrets
from workflow.reasons import because
from workflow.sealing import Keys
from workflow.services import mailbox_cursor, mailboxes
from workflow.services.mailbox_lease import Lease

_log = structlog.get_logger()


class Box:
    """`run` ends when the lease is lost or the mailbox gone; else it is cancelled."""

    def __init__(
        self, lease: Lease, *, keys: Keys, pace: Pace, store: Store, large: asyncio.Semaphore
    ) -> None:
        self._lease = lease
        self._keys = keys
        self._pace = pace
        self._store = store
        self._large = large
        self._tokens: Tokens | None = None
        self._failures = 0

    async def run(self) -> None:
        structlog.contextvars.bind_contextvars(mailbox=self._lease.mailbox_id, hotel=self._lease.hotel_id)
        failing = metrics.MAILBOX_FAILING.labels(str(self._lease.mailbox_id))
        failing.set(0)
        try:
            while True:
                try:
                    await self._poll()
                except (LeaseLost, NotFound):
                    return
                except Exception as error:  # noqa: BLE001 - the edge: one mailbox's fault never ends another's polling
                    self._failures += 1
                    await self._tell(error)
                    await asyncio.sleep(self._pause(error))
        finally:
            metrics.MAILBOX_FAILING.remove(str(self._lease.mailbox_id))

    async def _poll(self) -> None:
        """One connection, from log-in to its end."""
        mailbox = await self._store.call(self._load)
        connection = await Connection.open(mailbox.account, pace=self._pace)
        try:
            if self._tokens is None:
                self._tokens = Tokens(mailbox.account, keep=self._keep_secrets)
            await log_in(connection, mailbox.account, self._tokens)
            await self._follow(connection, mailbox)
        finally:
            connection.close()

    async def _follow(self, connection: Connection, mailbox: Mailbox) -> None:
        cursor: Cursor | None = None
        while True:
            until = clock.monotonic() + self._pace.idle_seconds
            cursor, uids = await self._open(connection, mailbox, cursor)
            reader = self._reader(connection, mailbox, cursor)
            await reader.read(uids)
            if await self._tidy(uids, connection, mailbox):
                until = min(until, await self._all_is_well(uids))
            highest = max(uids, default=0)
            while await connection.wait_for_news(max(0.0, until - clock.monotonic())):
                uids = await connection.uids(above=highest)
                await reader.read(uids)
                await self._tidy(uids, connection, mailbox)
                highest = max([highest, *uids])
                if clock.monotonic() >= until:
                    break

    async def _open(
        self, connection: Connection, mailbox: Mailbox, cursor: Cursor | None
    ) -> tuple[Cursor, list[int]]:
        """The folder and all its UIDs. Opened anew each time: a connection follows a folder that was renamed."""
        connected = clock.now()
        folder = await connection.open_folder(mailbox.folder)
        uids = await connection.uids()
        if cursor is None or cursor.uidvalidity != folder.uidvalidity:
            _log.info("mailbox opened", mails=len(uids))
            cursor = await self._store.call(
                mailbox_cursor.begin,
                self._lease,
                uidvalidity=folder.uidvalidity,
                uidnext=folder.uidnext or max(uids, default=0) + 1,
                old_mail=mailbox.old_mail,
                now=connected,
            )
        return cursor, uids

    def _reader(self, connection: Connection, mailbox: Mailbox, cursor: Cursor) -> Reader:
        return Reader(
            connection,
            mailbox,
            self._lease,
            cursor,
            pace=self._pace,
            store=self._store,
            large=self._large,
        )

    async def _tidy(self, uids: list[int], connection: Connection, mailbox: Mailbox) -> bool:
        """A mailbox that cannot be tidied is still read; people are told."""
        try:
            await tidy(uids, connection=connection, mailbox=mailbox, lease=self._lease, store=self._store)
        except CommandRefused as refused:
            await self._tell(refused)
            return False
        return True

    async def _all_is_well(self, uids: list[int]) -> float:
        """When, by the monotonic clock, a mail that gave trouble wants to be tried again; infinite without one."""
        self._failures = 0
        metrics.MAILBOX_FAILING.labels(str(self._lease.mailbox_id)).set(0)
        next_try = await self._store.call(mailbox_cursor.note_seen, self._lease, uids, now=clock.now())
        if next_try is None:
            return math.inf
        seconds = (next_try - clock.now()).total_seconds()
        return clock.monotonic() + max(seconds, self._pace.look_around_seconds)

    async def _tell(self, error: Exception) -> None:
        """Lost connections are daily bread: they are told of when connecting again fails too. All else at once."""
        metrics.MAILBOX_FAULTS.labels(type(error).__name__).inc()
        if isinstance(error, ConnectionLost) and self._failures == 1:
            _log.info("mailbox connection lost", reason=str(error))
            return
        if isinstance(error, MailboxFault | BellhopError):
            sentence = str(error)
            _log.error("mailbox cannot be read", reason=sentence, failures=self._failures)
        else:
            sentence = because("A fault of this program: %(kind)s.", kind=type(error).__name__)
            _log.error("mailbox cannot be read", exc_info=error, failures=self._failures)
        metrics.MAILBOX_FAILING.labels(str(self._lease.mailbox_id)).set(1)
        try:
            await self._store.call(mailbox_cursor.note_failure, self._lease, sentence, now=clock.now())
        except StoreUnavailable:
            _log.error("the database is away")

    def _pause(self, error: Exception) -> float:
        first, most = self._pace.retry_first_seconds, self._pace.retry_most_seconds
        if isinstance(error, LoginRefused):
            first, most = self._pace.login_retry_first_seconds, self._pace.login_retry_most_seconds
        doubled = first * float(2 ** min(self._failures - 1, 20))
        return min(doubled, most) * self._pace.scale * random.uniform(0.5, 1.0)

    def _load(self) -> Mailbox:
        with hotel(self._lease.hotel_id):
            return mailboxes.load(self._lease.mailbox_id, keys=self._keys)

    async def _keep_secrets(self, secrets: Secrets) -> None:
        await self._store.call(self._write_secrets, secrets)

    def _write_secrets(self, secrets: Secrets) -> None:
        with hotel(self._lease.hotel_id):
            mailboxes.keep_secrets(self._lease.mailbox_id, secrets, keys=self._keys)

"""Which mailboxes this process polls: takes those that nobody polls, renews its leases, lets go of what it lost.

Mailboxes are set up, changed and switched off while it runs; it looks around every few seconds.
"""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta

import structlog

from ingest.imap.box import Box
from ingest.imap.pace import Pace
from ingest.imap.store import Store
from workflow import clock, metrics
from workflow.errors import StoreUnavailable
from workflow.sealing import Keys
from workflow.services import mailbox_lease
from workflow.services.mailbox_lease import Lease

_log = structlog.get_logger()


class Poller:
    """`run` until `stop` is set."""

    def __init__(self, keys: Keys, *, pace: Pace) -> None:
        self._keys = keys
        self._pace = pace
        self._store = Store()
        self._large = asyncio.Semaphore(pace.large_at_once)
        self._polled: dict[Lease, asyncio.Task[None]] = {}

    async def run(self, stop: asyncio.Event) -> None:
        try:
            while not stop.is_set():
                try:
                    await self._look_around()
                except StoreUnavailable as error:
                    _log.warning("the database is away", reason=str(error))
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), self._pace.look_around_seconds)
        finally:
            await self._let_go(list(self._polled))
            self._store.close()

    async def _look_around(self) -> None:
        lease = timedelta(seconds=self._pace.lease_seconds)
        ended = [held for held, task in self._polled.items() if task.done()]
        holding = await self._store.call(
            mailbox_lease.renew,
            [held for held in self._polled if held not in ended],
            now=clock.now(),
            lease=lease,
        )
        await self._let_go([held for held in self._polled if held not in holding])
        room = self._pace.mailboxes - len(self._polled)
        if room > 0:
            for taken in await self._store.call(
                mailbox_lease.claim, now=clock.now(), lease=lease, limit=room
            ):
                self._begin(taken)
        metrics.MAILBOXES.set(len(self._polled))

    def _begin(self, lease: Lease) -> None:
        box = Box(lease, keys=self._keys, pace=self._pace, store=self._store, large=self._large)
        _log.info("mailbox taken", mailbox=lease.mailbox_id)
        self._polled[lease] = asyncio.create_task(box.run(), name=f"mailbox {lease.mailbox_id}")

    async def _let_go(self, leases: list[Lease]) -> None:
        """Ends the polling, then gives the leases back, so that nobody waits for their end."""
        tasks = [self._polled.pop(lease) for lease in leases]
        for task in tasks:
            task.cancel()
        for ended in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(ended, Exception):
                _log.error("polling ended", exc_info=ended)
        with contextlib.suppress(StoreUnavailable):
            await self._store.call(mailbox_lease.release, leases)

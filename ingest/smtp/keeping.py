"""From a received mail to its inbox rows: small ones share a commit, large ones have a transaction of their own.

A peer that goes away in the middle does not stop a commit: the mail was complete, and keeping it twice does no harm.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from ingest.smtp.limits import Limits
from ingest.smtp.spool import Spool
from workflow.services.inbox import Incoming, accept
from workflow.services.inbox_writer import AsyncInboxGroups


class Keep(Protocol):
    """Returns the inbox ids, one for each desk, after their COMMIT; anything it raises means: not kept."""

    async def __call__(self, mails: list[Incoming], spool: Spool) -> list[int]: ...

    async def close(self) -> None: ...


class Keeper:
    """The real one. It owns the spool from here on and closes it."""

    def __init__(self, groups: AsyncInboxGroups, *, limits: Limits) -> None:
        self._groups = groups
        self._limits = limits
        self._threads = ThreadPoolExecutor(limits.large_at_once, thread_name_prefix="large-mail")
        self._running: set[asyncio.Task[list[int]]] = set()

    async def __call__(self, mails: list[Incoming], spool: Spool) -> list[int]:
        """Raises StoreUnavailable."""
        if len(spool) <= self._limits.group_bytes:
            size = len(spool) * len(mails)
            spool.close()
            return await self._groups.submit(mails, size)
        task = asyncio.create_task(self._keep_large(mails, spool))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Waits for what is under way."""
        if self._running:
            await asyncio.wait(self._running, timeout=self._limits.drain_seconds)
        self._threads.shutdown(wait=False, cancel_futures=True)
        await asyncio.to_thread(self._groups.close)

    async def _keep_large(self, mails: list[Incoming], spool: Spool) -> list[int]:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, accept, mails)
        finally:
            spool.close()

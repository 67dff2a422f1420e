"""Which desk a recipient is, remembered for a few seconds. A "no" is never remembered: only the database says it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from workflow import clock
from workflow.reply_address import base_address
from workflow.services.inbox import Route, find_route

REMEMBER_SECONDS = 5.0  # so long a switched-off desk may still take mail
MAX_REMEMBERED = 10_000
LOOK_UPS_AT_ONCE = 4


class Routes:
    """Used by the event loop alone."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Route, float]] = {}
        self._asking: dict[str, asyncio.Future[Route | None]] = {}
        self._threads = ThreadPoolExecutor(LOOK_UPS_AT_ONCE, thread_name_prefix="routes")

    async def find(self, address: str) -> Route | None:
        """The desk of this address (a +token does not matter), None for none. Raises StoreUnavailable."""
        desk = base_address(address)
        known = self._known.get(desk)
        if known is not None and known[1] > clock.monotonic():
            return known[0]
        asking = self._asking.get(desk)
        if asking is None:
            asking = asyncio.get_running_loop().run_in_executor(self._threads, find_route, desk)
            self._asking[desk] = asking
            asking.add_done_callback(lambda done: self._remember(desk, done))
        return await asyncio.shield(asking)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _remember(self, desk: str, asked: asyncio.Future[Route | None]) -> None:
        del self._asking[desk]
        self._known.pop(desk, None)
        if asked.cancelled() or asked.exception() is not None:
            return
        route = asked.result()
        if route is not None:
            if len(self._known) >= MAX_REMEMBERED:
                self._known.clear()
            self._known[desk] = (route, clock.monotonic() + REMEMBER_SECONDS)

"""The database for coroutines: each call of a service runs in one of a few threads."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

AT_ONCE = 8

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Store:
    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="mailbox-store")

    async def call(
        self, service: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        """What the service returns or raises. A caller that is cancelled leaves the service to finish."""
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, functools.partial(service, *args, **kwargs)
        )

    def close(self) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)

"""One COMMIT for all that arrived while the last one ran.

A writer thread takes what waits, hands it to `write` as one group, and resolves each member's future afterwards.
What is written, and how, is the caller's `write`; this file knows queues and neighbours only. ThreadFutures is
for callers that are threads, LoopFutures for those on one event loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Generic, Protocol, TypeVar

from workflow.errors import StoreUnavailable

Item = TypeVar("Item")
Result = TypeVar("Result")
AnyFuture = TypeVar("AnyFuture")
Given = TypeVar("Given", contravariant=True)

# Writes all items in one transaction, all or nothing, and returns a result for each, in order. Raises
# StoreUnavailable when no item can be written now, anything else when one of them may be at fault.
Write = Callable[[Sequence[Item]], Sequence[Result]]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much goes into one group, and how much may wait for its turn."""

    group_items: int = 100
    group_bytes: int = 1024 * 1024
    waiting_bytes: int = 64 * 1024 * 1024


DEFAULT_BOUNDS = Bounds()


class ThreadFutures(Generic[Result]):
    """Futures that any thread may wait for."""

    def make(self) -> Future[Result]:
        future: Future[Result] = Future()
        future.set_running_or_notify_cancel()  # who stops waiting does not take the item out again
        return future

    def resolve(self, futures: Sequence[Future[Result]], results: Sequence[Result]) -> None:
        for future, result in zip(futures, results, strict=True):
            future.set_result(result)

    def fail(self, futures: Sequence[Future[Result]], error: Exception) -> None:
        for future in futures:
            future.set_exception(error)


class LoopFutures(Generic[Result]):
    """Futures of one event loop, which is woken once for a whole group."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def make(self) -> asyncio.Future[Result]:
        return self._loop.create_future()

    def resolve(self, futures: Sequence[asyncio.Future[Result]], results: Sequence[Result]) -> None:
        def set_results() -> None:
            for future, result in zip(futures, results, strict=True):
                if not future.done():  # done: who waited was cancelled
                    future.set_result(result)

        self._call(set_results)

    def fail(self, futures: Sequence[asyncio.Future[Result]], error: Exception) -> None:
        def set_exceptions() -> None:
            for future in futures:
                if not future.done():
                    future.set_exception(error)

        self._call(set_exceptions)

    def _call(self, callback: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(callback)


class Futures(Protocol[AnyFuture, Given]):
    """Either of the two."""

    def make(self) -> AnyFuture: ...

    def resolve(self, futures: Sequence[AnyFuture], results: Sequence[Given]) -> None: ...

    def fail(self, futures: Sequence[AnyFuture], error: Exception) -> None: ...


@dataclass(frozen=True, slots=True)
class _Member(Generic[Item, AnyFuture]):
    item: Item
    size: int
    future: AnyFuture


class GroupCommit(Generic[Item, Result, AnyFuture]):
    """`submit` is safe from any thread with ThreadFutures, from the loop's own with LoopFutures."""

    def __init__(
        self,
        write: Write[Item, Result],
        futures: Futures[AnyFuture, Result],
        *,
        name: str,
        bounds: Bounds = DEFAULT_BOUNDS,
        observe: Callable[[int], None] = lambda _size: None,
    ) -> None:
        """`observe` is told the number of items of each group."""
        self._write = write
        self._futures = futures
        self._bounds = bounds
        self._observe = observe
        self._queue: SimpleQueue[_Member[Item, AnyFuture] | None] = SimpleQueue()
        self._held_over: _Member[Item, AnyFuture] | None = None
        self._lock = threading.Lock()
        self._waiting_bytes = 0
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, item: Item, size: int) -> AnyFuture:
        """The future of the item's result, done after its COMMIT. Raises StoreUnavailable when too much waits."""
        member = _Member(item, size, self._futures.make())
        with self._lock:
            if self._closed or self._waiting_bytes + size > self._bounds.waiting_bytes:
                raise StoreUnavailable("Too much waits to be written.")
            self._waiting_bytes += size
            self._queue.put(member)
        return member.future

    def close(self, *, timeout: float = 10.0) -> None:
        """Writes what waits, then stops. Later submits are refused."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join(timeout)

    def _run(self) -> None:
        while True:
            group, last = self._take()
            if group:
                self._observe(len(group))
                self._write_group(group)
            if last:
                return

    def _take(self) -> tuple[list[_Member[Item, AnyFuture]], bool]:
        """What waits, within the bounds and at least one; and whether it was the end."""
        group: list[_Member[Item, AnyFuture]] = []
        size = 0
        while len(group) < self._bounds.group_items:
            try:
                member = self._next(wait=not group)
            except Empty:
                break
            if member is None:
                return group, True
            if group and size + member.size > self._bounds.group_bytes:
                self._held_over = member
                break
            group.append(member)
            size += member.size
        return group, False

    def _next(self, *, wait: bool) -> _Member[Item, AnyFuture] | None:
        if self._held_over is not None:
            member, self._held_over = self._held_over, None
            return member
        return self._queue.get(block=wait)

    def _write_group(self, group: Sequence[_Member[Item, AnyFuture]]) -> None:
        try:
            results = self._write([member.item for member in group])
        except StoreUnavailable as error:
            self._fail(group, error)
        except Exception as error:  # noqa: BLE001 - edge of the thread; every member hears of it
            if len(group) == 1:
                self._fail(group, error)
                return
            for member in group:  # one of them is at fault: its neighbours must not suffer for it
                self._write_group([member])
        else:
            self._release(group)
            self._futures.resolve([member.future for member in group], results)

    def _fail(self, group: Sequence[_Member[Item, AnyFuture]], error: Exception) -> None:
        self._release(group)
        self._futures.fail([member.future for member in group], error)

    def _release(self, group: Sequence[_Member[Item, AnyFuture]]) -> None:
        with self._lock:
            self._waiting_bytes -= sum(member.size for member in group)

"""Many callers share a write; each hears of its own, and nobody suffers for a neighbour."""

import asyncio
import threading
from collections.abc import Callable, Sequence

import pytest

from workflow.errors import StoreUnavailable
from workflow.group_commit import Bounds, GroupCommit, LoopFutures, ThreadFutures


class Slate:
    """Something to write on: `write` waits for `go` when the first group comes, so that the rest can gather."""

    def __init__(self, refuses: Callable[[str], Exception | None] = lambda _item: None) -> None:
        self.groups: list[list[str]] = []
        self.begun = threading.Event()
        self.go = threading.Event()
        self._refuses = refuses

    def write(self, items: Sequence[str]) -> list[str]:
        self.begun.set()
        assert self.go.wait(20)
        self.groups.append(list(items))
        for item in items:
            error = self._refuses(item)
            if error is not None:
                raise error
        return [item.upper() for item in items]


def open_threaded(slate: Slate, bounds: Bounds | None = None):  # type: ignore[no-untyped-def]
    futures: ThreadFutures[str] = ThreadFutures()
    return GroupCommit(slate.write, futures, name="test", bounds=bounds or Bounds())


def test_all_that_arrive_during_a_write_are_the_next_group() -> None:
    slate = Slate()
    groups = open_threaded(slate)
    first = groups.submit("a", 1)
    assert slate.begun.wait(20)
    later = [groups.submit(item, 1) for item in "bcd"]
    slate.go.set()
    assert first.result(20) == "A"
    assert [future.result(20) for future in later] == ["B", "C", "D"]
    assert slate.groups == [["a"], ["b", "c", "d"]]
    groups.close()


@pytest.mark.parametrize(
    ("bounds", "sizes", "expected"),
    [
        (Bounds(group_items=2), [1] * 5, [2, 2, 1]),
        (Bounds(group_bytes=10), [6, 4, 1, 10, 20, 1], [2, 1, 1, 1, 1]),
    ],
)
def test_a_group_has_bounds_and_order_is_kept(bounds: Bounds, sizes: list[int], expected: list[int]) -> None:
    slate = Slate()
    groups = open_threaded(slate, bounds)
    groups.submit("first", 0)
    assert slate.begun.wait(20)
    futures = [groups.submit(str(number), size) for number, size in enumerate(sizes)]
    slate.go.set()
    for future in futures:
        future.result(20)
    assert [len(group) for group in slate.groups[1:]] == expected
    assert [item for group in slate.groups[1:] for item in group] == [str(n) for n in range(len(sizes))]
    groups.close()


def test_a_member_at_fault_fails_alone() -> None:
    slate = Slate(lambda item: ValueError("mine") if item == "bad" else None)
    groups = open_threaded(slate)
    groups.submit("first", 1)
    assert slate.begun.wait(20)
    futures = {item: groups.submit(item, 1) for item in ("x", "bad", "y")}
    slate.go.set()
    assert futures["x"].result(20) == "X"
    assert futures["y"].result(20) == "Y"
    with pytest.raises(ValueError, match="mine"):
        futures["bad"].result(20)
    groups.close()


def test_when_the_store_is_away_all_hear_of_it_and_none_is_tried_alone() -> None:
    slate = Slate(lambda item: StoreUnavailable("away") if item == "x" else None)
    groups = open_threaded(slate)
    groups.submit("first", 1)
    assert slate.begun.wait(20)
    futures = [groups.submit(item, 1) for item in "xyz"]
    slate.go.set()
    for future in futures:
        with pytest.raises(StoreUnavailable):
            future.result(20)
    assert groups.submit("later", 1).result(20) == "LATER"
    assert slate.groups == [["first"], ["x", "y", "z"], ["later"]]
    groups.close()


def test_what_waits_is_bounded() -> None:
    slate = Slate()
    groups = open_threaded(slate, Bounds(waiting_bytes=10))
    first = groups.submit("a", 6)
    with pytest.raises(StoreUnavailable):
        groups.submit("b", 5)
    slate.go.set()
    first.result(20)
    assert groups.submit("c", 10).result(20) == "C"
    groups.close()


def test_closing_writes_what_waits_and_refuses_what_comes_after() -> None:
    slate = Slate()
    groups = open_threaded(slate)
    futures = [groups.submit(item, 1) for item in "abc"]
    slate.go.set()
    groups.close()
    assert [future.result(0) for future in futures] == ["A", "B", "C"]
    with pytest.raises(StoreUnavailable):
        groups.submit("late", 1)


def test_a_caller_that_stops_waiting_does_not_take_its_item_out() -> None:
    slate = Slate()

    async def run() -> None:
        futures: LoopFutures[str] = LoopFutures(asyncio.get_running_loop())
        groups = GroupCommit(slate.write, futures, name="test")
        gone, stays = groups.submit("gone", 1), groups.submit("stays", 1)
        gone.cancel()
        slate.go.set()
        assert await asyncio.wait_for(stays, 20) == "STAYS"
        await asyncio.to_thread(groups.close)

    asyncio.run(run())
    assert sorted(item for group in slate.groups for item in group) == ["gone", "stays"]


def test_on_a_loop_errors_arrive_too() -> None:
    slate = Slate(lambda item: ValueError("mine") if item == "bad" else None)
    slate.go.set()

    async def run() -> None:
        futures: LoopFutures[str] = LoopFutures(asyncio.get_running_loop())
        groups = GroupCommit(slate.write, futures, name="test")
        with pytest.raises(ValueError, match="mine"):
            await asyncio.wait_for(groups.submit("bad", 1), 20)
        await asyncio.to_thread(groups.close)

    asyncio.run(run())

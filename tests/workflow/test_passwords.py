"""Hashes: few at once in a process, and made anew when their cost has changed (R-WEB-1)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from argon2 import PasswordHasher
from argon2.low_level import Type
from argon2.profiles import CHEAPEST, RFC_9106_LOW_MEMORY

from workflow import passwords
from workflow.errors import Throttled
from workflow.passwords import AT_ONCE, MOST_STRANGERS, MOST_WAITING


class Watched(PasswordHasher):
    """argon2 that says how many of it ran at once."""

    def __init__(self) -> None:
        super().__init__(time_cost=2, memory_cost=4096, parallelism=1)
        self.lock, self.running, self.most = threading.Lock(), 0, 0

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        with self.lock:
            self.running += 1
            self.most = max(self.most, self.running)
        try:
            return super().hash(password, salt=salt)
        finally:
            with self.lock:
                self.running -= 1


def test_thirty_at_once_are_bounded_and_the_others_told_when_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """R-WEB-1: memory and threads of a process stay bounded."""
    watched = Watched()
    monkeypatch.setattr(passwords, "_hasher", watched)
    together = threading.Barrier(30)

    def one(_: int) -> str:
        together.wait()
        try:
            return passwords.hash_password("correct horse battery")[:9]
        except Throttled as error:
            return f"in {error.retry_after} s"

    with ThreadPoolExecutor(30) as pool:
        outcomes = list(pool.map(one, range(30)))
    assert watched.most <= AT_ONCE
    assert set(outcomes) == {"$argon2id", f"in {passwords.RETRY_AFTER} s"}
    assert outcomes.count("$argon2id") >= AT_ONCE + MOST_WAITING
    assert passwords.hash_password("correct horse battery"), "and afterwards there is room again"


def test_a_crowd_of_strangers_leaves_room_for_who_is_known() -> None:
    """R-WEB-1: strangers who keep the log-in busy do not keep a member out whose browser is known."""
    made = passwords.hash_password("correct horse battery")
    assert MOST_STRANGERS < AT_ONCE + MOST_WAITING
    with ExitStack() as crowd:
        for _ in range(MOST_STRANGERS):
            crowd.enter_context(passwords._place_of_stranger())
        with pytest.raises(Throttled):
            passwords.matches(made, "correct horse battery", is_known=False)
        assert passwords.matches(made, "correct horse battery", is_known=True)
    assert passwords.matches(made, "correct horse battery", is_known=False)


def test_the_cost_of_every_day_is_the_one_of_rfc_9106() -> None:
    """R-WEB-1: argon2id, 64 MiB, three passes."""
    assert (RFC_9106_LOW_MEMORY.type, RFC_9106_LOW_MEMORY.memory_cost, RFC_9106_LOW_MEMORY.time_cost) == (
        Type.ID,
        65536,
        3,
    )


def test_a_hash_of_another_cost_is_outdated() -> None:
    made = PasswordHasher(time_cost=CHEAPEST.time_cost + 1, memory_cost=64, parallelism=1).hash(
        "correct horse battery"
    )
    assert passwords.is_outdated(made)
    assert passwords.matches(made, "correct horse battery", is_known=False)
    assert not passwords.is_outdated(passwords.hash_password("correct horse battery"))

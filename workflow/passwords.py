"""Hashes of passwords: argon2id with the second recommended profile of RFC 9106 (64 MiB, three passes).

Only few are computed at once in a process, so that a crowd at the log-in costs neither its memory nor all its threads.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from argon2 import Parameters, PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from workflow.errors import Throttled

AT_ONCE = 2
MOST_WAITING = 4
"""With AT_ONCE less than the threads of a web process: the others go on serving pages."""
MOST_STRANGERS = 4
"""Of them, from browsers that the account does not know: a crowd of strangers leaves room for whoever is known."""
LONGEST_WAIT = 2.0
BUSY = "Many people log in at this moment. Please try again in a few seconds."
RETRY_AFTER = 3

_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
_admitted = threading.BoundedSemaphore(AT_ONCE + MOST_WAITING)
_strangers = threading.BoundedSemaphore(MOST_STRANGERS)
_running = threading.BoundedSemaphore(AT_ONCE)


def use_profile(profile: Parameters) -> None:
    """What a hash costs from now on in this process; tests ask for the cheapest, nothing else calls this."""
    global _hasher
    _hasher = PasswordHasher.from_parameters(profile)


def hash_password(password: str) -> str:
    """Raises Throttled when too many are under way."""
    with _slot():
        return _hasher.hash(password)


def matches(password_hash: str | None, password: str, *, is_known: bool) -> bool:
    """Whether this is the password. Takes as long for an unknown account (None) as for a known one.

    is_known: it comes from a browser that the account was opened with before. Raises Throttled.
    """
    with nullcontext() if is_known else _place_of_stranger(), _slot():
        try:
            _hasher.verify(password_hash or _nobodys_hash(), password)
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether it was made at another cost than today's."""
    return _hasher.check_needs_rehash(password_hash)


@contextmanager
def _place_of_stranger() -> Iterator[None]:
    if not _strangers.acquire(blocking=False):
        raise Throttled(BUSY, RETRY_AFTER)
    try:
        yield
    finally:
        _strangers.release()


@contextmanager
def _slot() -> Iterator[None]:
    if not _admitted.acquire(blocking=False):
        raise Throttled(BUSY, RETRY_AFTER)
    try:
        if not _running.acquire(timeout=LONGEST_WAIT):
            raise Throttled(BUSY, RETRY_AFTER)
        try:
            yield
        finally:
            _running.release()
    finally:
        _admitted.release()


def _nobodys_hash() -> str:
    """A well-formed hash that costs as much to compare as a real one: salt and digest are zeros."""
    return (
        f"$argon2id$v=19$m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
        f"${'A' * 22}${'A' * 43}"
    )

"""What a stored password costs to try, and that nobody's costs as much."""

import time
from collections.abc import Callable, Iterator

import pytest
from argon2 import extract_parameters
from argon2.profiles import CHEAPEST, RFC_9106_LOW_MEMORY

from workflow import passwords


@pytest.fixture
def _real_cost() -> Iterator[None]:
    """As in every process but a test's."""
    passwords.use_profile(RFC_9106_LOW_MEMORY)
    yield
    passwords.use_profile(CHEAPEST)


def processor_time(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


@pytest.mark.usefixtures("_real_cost")
def test_a_hash_has_the_cost_that_rfc_9106_recommends() -> None:
    hashed = passwords.hash_password("correct horse")
    assert extract_parameters(hashed) == RFC_9106_LOW_MEMORY
    assert passwords.matches(hashed, "correct horse")
    assert not passwords.matches(hashed, "correct house")


@pytest.mark.usefixtures("_real_cost")
def test_an_unknown_account_takes_as_long_as_a_known_one() -> None:
    hashed = passwords.hash_password("correct horse")
    known = processor_time(lambda: passwords.matches(hashed, "wrong"))
    unknown = processor_time(lambda: passwords.matches(None, "wrong"))
    assert unknown > known / 3


@pytest.mark.parametrize("stored", [None, "", "no hash at all"])
def test_what_is_no_hash_matches_no_password(stored: str | None) -> None:
    assert not passwords.matches(stored, "wrong")
    assert not passwords.matches(stored, "")


def test_a_hash_keeps_its_cost_when_the_profile_changes() -> None:
    hashed = passwords.hash_password("correct horse")
    assert extract_parameters(hashed) == CHEAPEST
    passwords.use_profile(RFC_9106_LOW_MEMORY)
    try:
        assert passwords.matches(hashed, "correct horse")
    finally:
        passwords.use_profile(CHEAPEST)

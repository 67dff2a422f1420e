"""Who tries many passwords has to wait; whoever knows his own gets in (R-WEB-1)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.builders import PASSWORD, Colleague, make_hotel, make_member
from workflow import clock
from workflow.errors import LoginRefused, Throttled
from workflow.passwords import AT_ONCE, MOST_WAITING
from workflow.services import accounts

NOW = clock.now()


@pytest.fixture
def ana(database_url: str) -> Colleague:
    return make_member(make_hotel())


def attempt(email: str, password: str, peer: str, *, later: timedelta = timedelta()) -> str:
    try:
        accounts.prove(email, password, peer=peer, now=NOW + later)
    except LoginRefused:
        return "refused"
    except Throttled:
        return "throttled"
    return "in"


def test_one_address_at_one_account(ana: Colleague) -> None:
    tries = [attempt(ana.email, "guess", "192.0.2.1") for _ in range(11)]
    assert tries == ["refused"] * 10 + ["throttled"]
    assert attempt(ana.email.upper(), PASSWORD, "192.0.2.1") == "throttled"
    assert attempt(ana.email, PASSWORD, "192.0.2.2") == "in"
    assert attempt(ana.email, PASSWORD, "192.0.2.1", later=timedelta(minutes=16)) == "in"


def test_one_address_at_many_accounts(ana: Colleague) -> None:
    """One password tried at every account."""
    tries = [attempt(f"person{n}@aurora.example", "Summer2026", "192.0.2.1") for n in range(31)]
    assert tries == ["refused"] * 30 + ["throttled"]
    assert attempt(ana.email, PASSWORD, "192.0.2.2") == "in"


def test_many_addresses_at_one_account_never_lock_its_owner_out(ana: Colleague) -> None:
    tries = [attempt(ana.email, "guess", f"192.0.2.{n % 25}") for n in range(60)]
    assert tries == ["refused"] * 50 + ["throttled"] * 10
    assert attempt(ana.email, PASSWORD, "198.51.100.7") == "in"
    assert attempt(ana.email, PASSWORD, "192.0.2.1") == "throttled"


def test_a_network_of_ipv6_counts_as_one_address(ana: Colleague) -> None:
    tries = [attempt(ana.email, "guess", f"2001:db8::{n}") for n in range(11)]
    assert tries[-1] == "throttled"
    assert attempt(ana.email, PASSWORD, "2001:db8:0:1::1") == "in"


def test_right_passwords_do_not_count(ana: Colleague) -> None:
    assert {attempt(ana.email, PASSWORD, "192.0.2.1") for _ in range(12)} == {"in"}


def test_tries_at_the_same_moment_do_not_slip_through(ana: Colleague) -> None:
    with ThreadPoolExecutor(AT_ONCE + MOST_WAITING) as pool:
        tries = list(pool.map(lambda _: attempt(ana.email, "guess", "192.0.2.1"), range(16)))
    assert sorted(tries) == ["refused"] * 10 + ["throttled"] * 6

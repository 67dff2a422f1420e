"""Who tries many passwords has to wait; whoever knows his own gets in (R-WEB-1, docs/decisions/accounts.md)."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.builders import PASSWORD, Colleague, make_hotel, make_member, make_session
from workflow import clock
from workflow.database import before_hotel, rows
from workflow.errors import LoginRefused, Throttled
from workflow.passwords import MOST_STRANGERS
from workflow.services import account_links, accounts, log_in_tries
from workflow.services.accounts import Origin
from workflow.services.log_in_tries import MAX_A_DAY, MAX_AN_HOUR, TOO_MANY_STRANGERS

NOW = clock.now()
NAT = "192.0.2.1"  # the one address of a whole hotel
MINUTE = timedelta(minutes=1)


@pytest.fixture
def ana(database_url: str) -> Colleague:
    return make_member(make_hotel())


def attempt(
    email: str,
    password: str,
    peer: str = NAT,
    *,
    device: str = "",
    session: str = "",
    later: timedelta = timedelta(),
) -> str:
    origin = Origin(peer, "", device, session)
    try:
        known = accounts.prove(email, password, origin=origin, now=NOW + later)
    except LoginRefused:
        return "refused"
    except Throttled:
        return "throttled"
    log_in_tries.know(device, known.staff_id, now=NOW + later)
    return "in"


def test_one_address_at_one_account(ana: Colleague) -> None:
    tries = [attempt(ana.email, "guess") for _ in range(11)]
    assert tries == ["refused"] * 10 + ["throttled"]
    assert attempt(ana.email.upper(), PASSWORD) == "throttled"
    assert attempt(ana.email, PASSWORD, "192.0.2.2") == "in"
    assert attempt(ana.email, PASSWORD, later=16 * MINUTE) == "in"


def test_one_address_at_many_accounts(ana: Colleague) -> None:
    """One password tried at every account."""
    tries = [attempt(f"person{n}@aurora.example", "Summer2026") for n in range(31)]
    assert tries == ["refused"] * 30 + ["throttled"]
    assert attempt(ana.email, PASSWORD, "192.0.2.2") == "in"


def test_many_failures_at_few_accounts_do_not_stop_the_others_behind_the_address(ana: Colleague) -> None:
    """A hotel is one address to us: somebody who forgot his password stops nobody else, known browser or not."""
    tries = Counter(attempt(f"person{n % 5}@aurora.example", "guess") for n in range(60))
    assert tries == {"refused": 50, "throttled": 10}
    assert attempt(ana.email, PASSWORD) == "in"


def test_a_passer_by_in_the_hotel_does_not_stop_the_night_porter_at_the_desk(ana: Colleague) -> None:
    """100 failures from the address of the desk's own browser, over many accounts, his own among them."""
    assert attempt(ana.email, PASSWORD, device="desk") == "in"
    names = [*([ana.email] * 20), *(f"person{n % 40}@aurora.example" for n in range(80))]
    tries = Counter(attempt(name, "guess") for name in names)
    assert tries.total() == 100
    assert attempt("somebody@aurora.example", "guess") == "throttled"
    assert attempt(ana.email, PASSWORD, device="unknown") == "throttled"
    assert attempt(ana.email, PASSWORD, device="desk") == "in"


def test_a_thousand_failures_from_everywhere_do_not_stop_the_owner(ana: Colleague) -> None:
    """And an attacker with any number of addresses gets so many guesses an hour and a day, no more."""
    assert attempt(ana.email, PASSWORD, device="desk") == "in"
    with before_hotel():
        (counted,) = rows(
            "SELECT array_agg(coalesce(t.refusal, 'counted')) FROM generate_series(0, 999) AS n,"
            " LATERAL bellhop_login_try('', %s, '203.0.113.' || n, '{}', %s, 10, 10, 30, %s, %s) AS t",
            (ana.email, NOW, MAX_AN_HOUR, MAX_A_DAY),
        )[0]
    assert Counter(counted) == {"counted": MAX_AN_HOUR, "hour": 1000 - MAX_AN_HOUR}
    assert attempt(ana.email, PASSWORD, "198.51.100.7", device="desk") == "in"
    assert attempt(ana.email, PASSWORD, "198.51.100.8") == "throttled"
    guesses = [
        attempt(ana.email, "guess", f"198.51.100.{n}", later=timedelta(hours=hours, minutes=1))
        for hours in range(1, 5)
        for n in range(MAX_AN_HOUR + 1)
    ]
    assert guesses.count("refused") == MAX_A_DAY - MAX_AN_HOUR


def test_a_new_password_by_mail_opens_an_account_that_strangers_closed(ana: Colleague) -> None:
    """The way in for somebody on a new browser: it is a known one once he has set a password there."""
    for n in range(MAX_AN_HOUR):
        attempt(ana.email, "guess", f"203.0.113.{n}")
    with pytest.raises(Throttled) as refused:
        accounts.prove(ana.email, PASSWORD, origin=Origin(NAT), now=NOW)
    assert refused.value.sentence == TOO_MANY_STRANGERS
    with before_hotel():
        rows(
            "SELECT bellhop_reset_ask(%s, ''::bytea, sha256('a link'), %s, %s, true)",
            (ana.email, NOW, NOW + timedelta(hours=1)),
        )
    account_links.set_password("a link", "another horse battery", device="new phone", now=NOW)
    assert attempt(ana.email, "another horse battery", device="new phone") == "in"


def test_a_new_password_forgets_the_browsers_that_knew_the_old_one(ana: Colleague) -> None:
    assert attempt(ana.email, PASSWORD, device="lost laptop") == "in"
    for n in range(MAX_AN_HOUR):
        attempt(ana.email, "guess", f"203.0.113.{n}")
    assert attempt(ana.email, PASSWORD, device="lost laptop") == "in"
    with before_hotel():
        rows(
            "SELECT bellhop_password_set(%s, (SELECT password_hash FROM bellhop_account(%s)), '', %s)",
            (ana.staff_id, ana.email, NOW),
        )
    assert attempt(ana.email, PASSWORD, device="lost laptop") == "throttled"


def test_a_known_browser_has_tries_of_its_own_and_not_more(ana: Colleague) -> None:
    assert attempt(ana.email, PASSWORD, device="desk") == "in"
    tries = [attempt(ana.email, "guess", f"192.0.2.{n}", device="desk") for n in range(11)]
    assert tries == ["refused"] * 10 + ["throttled"]
    assert attempt(ana.email, PASSWORD, device="desk") == "throttled"
    assert attempt(ana.email, PASSWORD) == "in", "they count for that browser alone"


def test_a_browser_is_known_at_the_accounts_it_opened_and_for_half_a_year(ana: Colleague) -> None:
    """Several people share the desk's browser; who never logged in there is a stranger to it."""
    jon = make_member(make_hotel("SOL"), email="jon@sol.example", name="Jon")
    assert attempt(ana.email, PASSWORD, device="desk") == "in"
    for name in (ana.email, jon.email):
        for n in range(MAX_AN_HOUR):
            attempt(name, "guess", f"203.0.113.{n}")
    assert attempt(jon.email, PASSWORD, device="desk") == "throttled"
    assert attempt(ana.email, PASSWORD, device="desk") == "in"
    half_a_year = timedelta(days=181)
    for n in range(MAX_AN_HOUR):
        attempt(ana.email, "guess", f"203.0.113.{n}", later=half_a_year)
    assert attempt(ana.email, PASSWORD, device="desk", later=half_a_year) == "throttled"


def test_an_open_session_is_known_by_itself(ana: Colleague) -> None:
    """Who changes his password while somebody attacks his account."""
    for n in range(MAX_AN_HOUR):
        attempt(ana.email, "guess", f"203.0.113.{n}")
    assert attempt(ana.email, PASSWORD, session=make_session(ana)) == "in"
    assert attempt(ana.email, PASSWORD, session="made up") == "throttled"


def test_an_account_that_does_not_exist_is_counted_and_answered_alike(ana: Colleague) -> None:
    for email in (ana.email, "nobody@aurora.example"):
        said = []
        for n in range(MAX_AN_HOUR + 1):
            try:
                accounts.prove(email, "guess", origin=Origin(f"203.0.113.{n}", "", "desk"), now=NOW)
            except (LoginRefused, Throttled) as error:
                said.append(error.sentence)
        assert said == [accounts.WRONG] * MAX_AN_HOUR + [TOO_MANY_STRANGERS]


def test_a_network_of_ipv6_counts_as_one_address(ana: Colleague) -> None:
    tries = [attempt(ana.email, "guess", f"2001:db8::{n}") for n in range(11)]
    assert tries[-1] == "throttled"
    assert attempt(ana.email, PASSWORD, "2001:db8:0:1::1") == "in"


def test_right_passwords_do_not_count(ana: Colleague) -> None:
    assert {attempt(ana.email, PASSWORD) for _ in range(12)} == {"in"}


def test_tries_at_the_same_moment_do_not_slip_through(ana: Colleague) -> None:
    with ThreadPoolExecutor(MOST_STRANGERS) as pool:
        tries = list(pool.map(lambda _: attempt(ana.email, "guess"), range(16)))
    assert sorted(tries) == ["refused"] * 10 + ["throttled"] * 6

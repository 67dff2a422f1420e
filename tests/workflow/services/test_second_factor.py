"""Codes of an authenticator app (R-WEB-1, RFC 6238): right ones once, recovery codes once, the secret sealed."""

import base64
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from tests.builders import PASSWORD, Colleague, make_hotel, make_member
from workflow import clock
from workflow.database import before_hotel, rows
from workflow.errors import CodeNeeded, Invalid, LoginRefused, NotFound, Throttled
from workflow.sealing import Keys
from workflow.services import accounts, second_factor
from workflow.services.accounts import Origin
from workflow.services.log_in_tries import MAX_AN_HOUR, MAX_FOR_DEVICE

KEYS = Keys("a secret that only tests know, 32 characters and more")
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
NOW = clock.now()
STEP = timedelta(seconds=30)


@pytest.fixture
def ana(database_url: str) -> Colleague:
    return make_member(make_hotel())


@pytest.fixture
def enrolled(ana: Colleague) -> tuple[str, tuple[str, ...]]:
    """The secret and the recovery codes; a code of NOW is used up."""
    secret = second_factor.begin(ana.staff_id, ana.email, keys=KEYS, now=NOW).secret
    return secret, second_factor.confirm(ana.staff_id, pyotp.TOTP(secret).at(NOW), keys=KEYS, now=NOW)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_vectors_of_the_rfc(seconds: int, code: str) -> None:
    """RFC 6238, appendix B, SHA-1: the last six of its eight digits. One step of drift, no more."""
    at = datetime.fromtimestamp(seconds, UTC)
    assert second_factor.step_of(RFC_SECRET, code[-6:], now=at) == seconds // 30
    assert second_factor.step_of(RFC_SECRET, f" {code[2:5]} {code[5:]} ", now=at + STEP) == seconds // 30
    assert second_factor.step_of(RFC_SECRET, code[-6:], now=at + 2 * STEP) is None
    assert second_factor.step_of(RFC_SECRET, code[-6:], now=at + 3 * STEP) is None


def test_the_secret_is_sealed_and_codes_are_digests(
    ana: Colleague, enrolled: tuple[str, tuple[str, ...]]
) -> None:
    secret, codes = enrolled
    with before_hotel():
        (sealed,) = rows("SELECT secret FROM bellhop_totp(%s)", (ana.staff_id,))[0]
    assert secret.encode() not in bytes(sealed)
    assert KEYS.decrypt(sealed) == secret
    assert len(set(codes)) == 10
    assert second_factor.standing(ana.staff_id) == second_factor.Standing(True, 10)


def log_in(ana: Colleague, code: str = "", *, now: datetime = NOW, peer: str = "192.0.2.1") -> str:
    try:
        accounts.log_in(ana.email, PASSWORD, code, keys=KEYS, origin=Origin(peer), now=now)
    except CodeNeeded:
        return "needed"
    except LoginRefused:
        return "refused"
    except Throttled:
        return "throttled"
    return "in"


def test_a_code_is_needed_and_each_works_once(ana: Colleague, enrolled: tuple[str, tuple[str, ...]]) -> None:
    """RFC 6238, 5.2: a step that was taken is not taken again, nor one before it."""
    app = pyotp.TOTP(enrolled[0])
    assert log_in(ana) == "needed"
    assert log_in(ana, app.at(NOW)) == "refused", "it confirmed the enrolment"
    later = NOW + 3 * STEP
    assert log_in(ana, app.at(later), now=later) == "in"
    assert log_in(ana, app.at(later), now=later) == "refused"
    assert log_in(ana, app.at(later - STEP), now=later) == "refused"
    assert log_in(ana, "000000", now=later + 2 * STEP) == "refused"


def test_a_recovery_code_works_once_however_it_is_typed(
    ana: Colleague, enrolled: tuple[str, tuple[str, ...]]
) -> None:
    code = enrolled[1][3]
    assert log_in(ana, f" {code.upper().replace('-', ' ')} ") == "in"
    assert log_in(ana, code) == "refused"
    assert second_factor.standing(ana.staff_id).codes_left == 9


def test_who_knows_the_password_cannot_try_many_codes_from_many_addresses(
    ana: Colleague, enrolled: tuple[str, tuple[str, ...]]
) -> None:
    """R-WEB-1: throttled like passwords; and the owner goes on in the browser that his account knows."""
    later = NOW + timedelta(minutes=16)
    app = pyotp.TOTP(enrolled[0])
    accounts.log_in(
        ana.email, PASSWORD, app.at(NOW + STEP), keys=KEYS, origin=Origin("192.0.2.1", "", "desk"), now=NOW
    )
    tries = [log_in(ana, "000000", peer=f"192.0.2.{n}") for n in range(MAX_AN_HOUR + 2)]
    assert tries == ["refused"] * MAX_AN_HOUR + ["throttled"] * 2
    assert log_in(ana, app.at(later), now=later) == "throttled"
    origin = Origin("192.0.2.1", "", "desk")
    accounts.log_in(ana.email, PASSWORD, app.at(later), keys=KEYS, origin=origin, now=later)
    for _ in range(MAX_FOR_DEVICE):
        with pytest.raises(LoginRefused):
            accounts.log_in(ana.email, PASSWORD, "000000", keys=KEYS, origin=origin, now=later)
    with pytest.raises(Throttled):
        accounts.log_in(ana.email, PASSWORD, "000000", keys=KEYS, origin=origin, now=later)


def test_an_enrolment_counts_only_once_confirmed(ana: Colleague) -> None:
    first = second_factor.begin(ana.staff_id, ana.email, keys=KEYS, now=NOW)
    assert log_in(ana) == "in"
    with pytest.raises(Invalid):
        second_factor.confirm(ana.staff_id, "000000", keys=KEYS, now=NOW)
    second = second_factor.begin(ana.staff_id, ana.email, keys=KEYS, now=NOW)
    assert second_factor.begun(ana.staff_id, ana.email, keys=KEYS) == second
    with pytest.raises(Invalid):
        second_factor.confirm(ana.staff_id, pyotp.TOTP(first.secret).at(NOW), keys=KEYS, now=NOW)
    assert second.uri.startswith("otpauth://totp/Bellhop:ana%40aurora.example?secret=")
    second_factor.confirm(ana.staff_id, pyotp.TOTP(second.secret).at(NOW), keys=KEYS, now=NOW)
    with pytest.raises(Invalid):
        second_factor.begin(ana.staff_id, ana.email, keys=KEYS, now=NOW)
    second_factor.end(ana.staff_id)
    assert log_in(ana) == "in"


def test_whoever_runs_the_installation_takes_a_factor_away(
    ana: Colleague, enrolled: tuple[str, tuple[str, ...]]
) -> None:
    second_factor.end_of(" ANA@aurora.example ")
    assert log_in(ana) == "in"
    with pytest.raises(NotFound):
        second_factor.end_of("nobody@aurora.example")

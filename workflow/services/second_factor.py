"""The second factor of an account: codes of an authenticator app (TOTP, RFC 6238) and ten recovery codes.

The secret is sealed at rest; of recovery codes only digests stand. Each code works once.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

import pyotp
from pyotp.utils import strings_equal

from workflow.database import before_hotel, rows
from workflow.errors import Invalid, LoginRefused, NotFound
from workflow.sealing import Keys, digest
from workflow.services import log_in_tries
from workflow.services.log_in_tries import Origin

STEP_SECONDS = 30
DRIFT = 1  # steps before and after, for clocks that go wrong (RFC 6238, 5.2)
RECOVERY_CODES = 10
ISSUER = "Bellhop"
WRONG = "This code is not right, or it was used before. Wait for the next one."
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is mistaken for something else


@dataclass(frozen=True, slots=True)
class Standing:
    """codes_left: unused recovery codes."""

    is_on: bool
    codes_left: int


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the app needs: the secret to be typed, and the same as an address for a QR code."""

    secret: str
    uri: str


def standing(staff_id: int) -> Standing:
    with before_hotel():
        found = rows("SELECT confirmed_at, codes_left FROM bellhop_totp(%s)", (staff_id,))
    if not found or found[0][0] is None:
        return Standing(False, 0)
    return Standing(True, int(found[0][1]))


def begin(staff_id: int, email: str, *, keys: Keys, now: datetime) -> Enrolment:
    """A new secret; it counts once a code of it was typed. Raises Invalid when a factor is on already."""
    secret = pyotp.random_base32()
    with before_hotel():
        (made,) = rows("SELECT bellhop_totp_begin(%s, %s, %s)", (staff_id, keys.encrypt(secret), now))[0]
    if not made:
        raise Invalid("The second factor is on already.", "code")
    return _enrolment(secret, email)


def begun(staff_id: int, email: str, *, keys: Keys) -> Enrolment | None:
    """What was begun and not confirmed yet."""
    with before_hotel():
        found = rows("SELECT secret, confirmed_at FROM bellhop_totp(%s)", (staff_id,))
    if not found or found[0][1] is not None:
        return None
    return _enrolment(keys.decrypt(found[0][0]), email)


def confirm(staff_id: int, code: str, *, keys: Keys, now: datetime) -> tuple[str, ...]:
    """The factor is on; returns the recovery codes, which are shown this once. Raises Invalid."""
    with before_hotel():
        found = rows("SELECT secret, confirmed_at FROM bellhop_totp(%s)", (staff_id,))
        if not found or found[0][1] is not None:
            raise Invalid("Begin with a new secret.", "code")
        if not _takes(staff_id, keys.decrypt(found[0][0]), code, now=now):
            raise Invalid(WRONG, "code")
        codes = tuple(_recovery_code() for _ in range(RECOVERY_CODES))
        digests = [_digest(one) for one in codes]
        (is_on,) = rows("SELECT bellhop_totp_confirm(%s, %s::bytea[], %s)", (staff_id, digests, now))[0]
    if not is_on:
        raise Invalid("The second factor is on already.", "code")
    return codes


def check(staff_id: int, email: str, code: str, *, keys: Keys, origin: Origin, now: datetime) -> None:
    """Uses up a code of the app or a recovery code. Raises LoginRefused, Throttled."""
    counted = log_in_tries.count_code(email, origin, now=now)
    with before_hotel():
        found = rows("SELECT secret FROM bellhop_totp(%s)", (staff_id,))
        is_right = bool(found) and (
            _takes(staff_id, keys.decrypt(found[0][0]), code, now=now)
            or bool(rows("SELECT bellhop_recovery_take(%s, %s)", (staff_id, _digest(code)))[0][0])
        )
    if not is_right:
        raise LoginRefused(WRONG)
    log_in_tries.take_back(counted)


def end(staff_id: int) -> None:
    """The factor is off; the caller has made sure that it may be."""
    with before_hotel():
        rows("SELECT bellhop_totp_end(%s)", (staff_id,))


def end_of(email: str) -> None:
    """By whoever runs the installation, for somebody who lost phone and codes. Raises NotFound."""
    with before_hotel():
        found = rows("SELECT staff_id FROM bellhop_account(%s)", (log_in_tries.account(email),))
        if not found:
            raise NotFound("There is no account with this address.")
        rows("SELECT bellhop_totp_end(%s)", (found[0][0],))


def step_of(secret: str, code: str, *, now: datetime) -> int | None:
    """The time step that this code belongs to; None when to none near now. Pure."""
    here = int(now.timestamp()) // STEP_SECONDS
    generator = pyotp.HOTP(secret)
    digits = "".join(code.split())
    matching = [
        step
        for step in range(max(0, here - DRIFT), here + DRIFT + 1)
        if strings_equal(digits, generator.at(step))
    ]
    return matching[-1] if matching else None


def _takes(staff_id: int, secret: str, code: str, *, now: datetime) -> bool:
    """Whether it is right, and of a step that was not taken yet."""
    step = step_of(secret, code, now=now)
    return step is not None and bool(rows("SELECT bellhop_totp_take(%s, %s)", (staff_id, step))[0][0])


def _enrolment(secret: str, email: str) -> Enrolment:
    return Enrolment(secret, pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER))


def _recovery_code() -> str:
    """Fifty bits, in two groups."""
    letters = [secrets.choice(_ALPHABET) for _ in range(10)]
    return f"{''.join(letters[:5])}-{''.join(letters[5:])}"


def _digest(code: str) -> bytes:
    """However it was typed."""
    return digest("".join(sign for sign in code.lower() if sign.isalnum())[:100])

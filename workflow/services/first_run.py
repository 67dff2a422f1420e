"""The first hotel and its owner, made by whoever has the link that `bellhop up` prints (R-WEB-4).

The link counts once, for a day, and only while there is no hotel; each start of the desk makes a new one.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import peewee

from workflow import password_rules
from workflow.database import before_hotel, rows
from workflow.errors import Invalid, NotFound
from workflow.passwords import hash_password
from workflow.pid import HOTEL_CODE
from workflow.sealing import digest
from workflow.services import hotels
from workflow.services.accounts import Known
from workflow.services.member_changes import checked_email, checked_name

LIFETIME = timedelta(hours=24)
NO_LINK = (
    "This page opens once, with the link that `bellhop up` prints when it starts a desk without any hotel. "
    "Start the desk anew for a new link."
)


@dataclass(frozen=True, slots=True)
class FirstHotel:
    """As the form says it."""

    code: str
    hotel_name: str
    time_zone: str
    language: str
    name: str
    email: str
    password: str


def offer(*, now: datetime) -> str | None:
    """A new token, and none before it counts any more; None when there is a hotel."""
    token = secrets.token_urlsafe(32)
    with before_hotel():
        (is_open,) = rows("SELECT bellhop_first_run_offer(%s, %s, %s)", (digest(token), now, now + LIFETIME))[
            0
        ]
    return token if is_open else None


def check(token: str, *, now: datetime) -> None:
    """Looking uses nothing up. Raises NotFound."""
    with before_hotel():
        (is_open,) = rows("SELECT bellhop_first_run_open(%s, %s)", (digest(token), now))[0]
    if not is_open:
        raise NotFound(NO_LINK)


def make(token: str, wanted: FirstHotel, *, now: datetime) -> Known:
    """The hotel and its owner; of two at once one wins. Raises NotFound, Invalid, Throttled."""
    check(token, now=now)
    code = wanted.code.strip().upper()
    if not HOTEL_CODE.fullmatch(code):
        raise Invalid("A hotel code has two to eight letters or digits.", "code")
    hotel_name = _hotel_name(wanted.hotel_name)
    hotels.check_time_zone(wanted.time_zone)
    language = hotels.checked_language(wanted.language)
    name, email = checked_name(wanted.name), checked_email(wanted.email)
    password_rules.check(wanted.password, about=(email, name, hotel_name, code))
    password_hash = hash_password(wanted.password)
    with _address_is_free(), before_hotel():
        (staff_id,) = rows(
            "SELECT bellhop_first_run(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            (
                digest(token),
                now,
                code,
                hotel_name,
                wanted.time_zone,
                language,
                email,
                name,
                password_hash,
            ),
        )[0]
    if staff_id is None:
        raise NotFound(NO_LINK)
    return Known(int(staff_id), email, name)


@contextmanager
def _address_is_free() -> Iterator[None]:
    """Whose account it is, of somebody who looks after the installation, keeps its password."""
    try:
        yield
    except peewee.IntegrityError:
        raise Invalid("There is an account with this address already: take another one.", "email") from None


def _hotel_name(name: str) -> str:
    """Raises Invalid under the form's own name for it."""
    try:
        return hotels.checked_hotel_name(name)
    except Invalid as error:
        raise Invalid(error.sentence, "hotelName", values=error.values) from None

"""What a person does with his own account: name, password, second factor, sessions (R-WEB-1).

In transactions of its own, before a hotel is known: an account belongs to a person and to no hotel.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workflow import password_rules, passwords
from workflow.database import before_hotel, rows
from workflow.errors import Forbidden, Invalid, LoginRefused, NotFound
from workflow.sealing import Keys, digest
from workflow.services import accounts, log_in_tries, second_factor
from workflow.services.accounts import SESSION_IDLE, Principal
from workflow.services.log_in_tries import Origin
from workflow.services.member_changes import checked_name
from workflow.services.second_factor import Enrolment

WRONG_PASSWORD = "This is not your password."
DEMANDED = "%(hotel)s demands a second factor of your role: it stays on."
NO_PERSON = "A token is no person: it has no account."


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One log-in that goes on. browser: what it said of itself."""

    id: int
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    peer: str
    browser: str
    is_this: bool


def id_of(person: Principal) -> int:
    """Raises Forbidden for a token."""
    if person.staff_id is None:
        raise Forbidden(NO_PERSON)
    return person.staff_id


def rename(person: Principal, name: str) -> None:
    """As guests and colleagues see it. Raises Invalid."""
    name = checked_name(name)
    with before_hotel():
        rows("SELECT bellhop_account_rename(%s, %s)", (id_of(person), name))


def change_password(
    person: Principal, current: str, new: str, *, token: str, origin: Origin, now: datetime
) -> None:
    """Ends every other session and every link that was sent. Raises Invalid, Throttled."""
    prove(person, current, field="current", origin=origin, now=now)
    hotels = (word for seat in person.seats for word in (seat.hotel_name, seat.code))
    password_rules.check(new, about=(person.email, person.name, *hotels))
    new_hash = passwords.hash_password(new)
    with before_hotel():
        rows("SELECT bellhop_password_set(%s, %s, %s, %s)", (id_of(person), new_hash, digest(token), now))
    log_in_tries.know(origin.device, id_of(person), now=now)


def prove(person: Principal, password: str, *, field: str, origin: Origin, now: datetime) -> None:
    """That it is he who sits there: the password once more, throttled as at the log-in. Raises Invalid, Throttled."""
    id_of(person)
    try:
        accounts.prove(person.email, password, origin=origin, now=now)
    except LoginRefused:
        raise Invalid(WRONG_PASSWORD, field) from None


def begin_second_factor(
    person: Principal, password: str, *, keys: Keys, origin: Origin, now: datetime
) -> Enrolment:
    """Raises Invalid, Throttled."""
    prove(person, password, field="password", origin=origin, now=now)
    return second_factor.begin(id_of(person), person.email, keys=keys, now=now)


def end_second_factor(
    person: Principal, password: str, code: str, *, keys: Keys, origin: Origin, now: datetime
) -> None:
    """Needs both. Raises Invalid, Throttled; Forbidden while a hotel demands it."""
    if person.factor_demanded_by:
        raise Forbidden(DEMANDED, values={"hotel": person.factor_demanded_by[0]})
    prove(person, password, field="password", origin=origin, now=now)
    try:
        second_factor.check(id_of(person), person.email, code, keys=keys, origin=origin, now=now)
    except LoginRefused as error:
        raise Invalid(error.sentence, "code", values=error.values) from None
    second_factor.end(id_of(person))


def sessions(person: Principal, token: str, *, now: datetime) -> tuple[OpenSession, ...]:
    """This one first, then those used last."""
    with before_hotel():
        found = rows(
            "SELECT id, created_at, last_seen_at, expires_at, peer, browser, is_this"
            " FROM bellhop_sessions_of(%s, %s, %s, %s)",
            (id_of(person), digest(token), now, now - SESSION_IDLE),
        )
    return tuple(OpenSession(*row) for row in found)


def end_session(person: Principal, id: int) -> None:
    """Raises NotFound, the same for somebody else's."""
    with before_hotel():
        (done,) = rows("SELECT bellhop_session_end(%s, %s)", (id_of(person), id))[0]
    if not done:
        raise NotFound("There is no such session.")


def end_other_sessions(person: Principal, token: str) -> None:
    with before_hotel():
        rows("SELECT bellhop_other_sessions_end(%s, %s)", (id_of(person), digest(token)))

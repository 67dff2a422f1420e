"""Who is there: log-in, sessions, API tokens. Only digests of tokens are stored."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow import passwords
from workflow.database import before_hotel, rows
from workflow.errors import CodeNeeded, LoginRefused, NotFound, Throttled
from workflow.models import ApiToken
from workflow.reading.charsets import clean
from workflow.sealing import Keys, digest
from workflow.services import log_in_tries, second_factor
from workflow.services.log_in_tries import Origin as Origin
from workflow.services.signed_links import seal, unseal
from workflow.values import Actor, ActorKind, Role

# Of a session in all, and without anybody there (docs/decisions/accounts.md).
SESSION_LIFETIME = timedelta(hours=12)
SESSION_IDLE = timedelta(hours=4)
HALF_LIFETIME = timedelta(minutes=5)
DEVICE, DEVICE_BYTES = "device", 24
WRONG = "E-mail address or password is wrong."


@dataclass(frozen=True, slots=True)
class Seat:
    """One hotel a person or a token may work in, and as what."""

    hotel_id: int
    code: str
    hotel_name: str
    role: Role
    department_id: int | None = None


@dataclass(frozen=True, slots=True)
class Maker:
    """Who makes a token, which ends with him: a person, also by a token that he made, and the token used for it."""

    name: str
    staff_id: int | None
    token_id: int | None = None
    platform_token_id: int | None = None


@dataclass(frozen=True, slots=True)
class Principal:
    """Who sends this request. staff_id None: an API token. is_platform: bound to no hotel, sees all.

    made_by: of a token, the member who made it; None: the command line, or the platform. factor_demanded_by: the names
    of his hotels that demand a second factor of his role. token_id: of a token, in its hotel or the platform's.
    """

    staff_id: int | None
    name: str
    email: str
    seats: tuple[Seat, ...]
    is_platform: bool = False
    made_by: int | None = None
    factor_demanded_by: tuple[str, ...] = ()
    has_factor: bool = False
    token_id: int | None = None

    @property
    def lacks_factor(self) -> bool:
        """He does nothing else before he has set one up."""
        return bool(self.factor_demanded_by) and not self.has_factor

    @property
    def actor(self) -> Actor:
        kind = ActorKind.PROGRAM if self.staff_id is None else ActorKind.STAFF
        return Actor(kind, self.staff_id, self.name)

    @property
    def maker(self) -> Maker:
        """Of a token that this request makes."""
        if self.staff_id is not None:
            return Maker(self.name, self.staff_id)
        of_hotel, of_platform = (None, self.token_id) if self.is_platform else (self.token_id, None)
        return Maker(self.name, self.made_by, of_hotel, of_platform)

    def seat(self, hotel_id: int) -> Seat | None:
        return next((seat for seat in self.seats if seat.hotel_id == hotel_id), None)


@dataclass(frozen=True, slots=True)
class Known:
    """Whose password was right. Worth nothing yet when the account has a second factor.

    proved: the hash it was compared with; a session is opened only while that is the account's.
    """

    staff_id: int
    email: str
    name: str
    proved: str | None = None


def log_in(
    email: str, password: str, code: str = "", *, keys: Keys, origin: Origin, now: datetime
) -> tuple[str, Principal]:
    """A new session token and whose it is, for programs. Raises LoginRefused (the same for every wrong password),
    CodeNeeded when the account has a second factor and none was sent, Throttled."""
    known = prove(email, password, origin=origin, now=now)
    if second_factor.standing(known.staff_id).is_on:
        if not code.strip():
            raise CodeNeeded("The code of your authenticator app is needed too.")
        second_factor.check(known.staff_id, known.email, code, keys=keys, origin=origin, now=now)
    return open_session(known, origin=origin, now=now)


def prove(email: str, password: str, *, origin: Origin, now: datetime) -> Known:
    """Whose password this is. Raises LoginRefused, Throttled."""
    counted = log_in_tries.count_password(email, origin, now=now)
    with before_hotel():
        found = rows(
            "SELECT staff_id, email, name, password_hash FROM bellhop_account(%s)",
            (log_in_tries.account(email),),
        )
    staff_id, address, name, password_hash = found[0] if found else (None, "", "", None)
    try:
        is_right = passwords.matches(password_hash, password, is_known=counted.is_known)
    except Throttled:
        log_in_tries.take_back(counted)  # it was not looked at
        raise
    if not is_right or staff_id is None:
        raise LoginRefused(WRONG)
    log_in_tries.take_back(counted)
    return Known(staff_id, address, name, _kept_up(staff_id, password, password_hash))


def open_session(known: Known, *, origin: Origin, now: datetime) -> tuple[str, Principal]:
    """For somebody who has proved all that his account asks for; his browser is a known one from now on.

    Raises LoginRefused: the password is another by now.
    """
    token = _open(known, origin, now=now, lifetime=SESSION_LIFETIME, is_half=False)
    log_in_tries.know(origin.device, known.staff_id, now=now)
    with before_hotel():
        return token, _person(known.staff_id, known.email, known.name)


def open_half(known: Known, *, origin: Origin, now: datetime) -> str:
    """A token that says no more than that the password was right, for the page that asks for the code.

    Raises LoginRefused, as `open_session`.
    """
    return _open(known, origin, now=now, lifetime=HALF_LIFETIME, is_half=True)


def of_half(token: str, *, now: datetime) -> Known | None:
    with before_hotel():
        found = rows(
            "SELECT staff_id, email, name, proved FROM bellhop_half_session(%s, %s)", (digest(token), now)
        )
    return Known(*found[0]) if found else None


def of_session(token: str, *, now: datetime, is_there: bool = True) -> Principal | None:
    """Whose session this is; None when it is over, was idle too long, or the account is disabled.

    is_there: a person did something; a page that looks again by itself does not keep a session alive.
    """
    return _of_session(digest(token), now=now, is_there=is_there)


def of_digest(token_digest: bytes, *, now: datetime) -> Principal | None:
    """Whose session or API token has this digest. It does not keep a session alive."""
    return _of_api_token(token_digest, now=now) or _of_session(token_digest, now=now, is_there=False)


def _of_session(token_digest: bytes, *, now: datetime, is_there: bool) -> Principal | None:
    with before_hotel():
        found = rows(
            "SELECT staff_id, email, name FROM bellhop_session(%s, %s, %s, %s)",
            (token_digest, now, now - SESSION_IDLE, is_there),
        )
        return _person(*found[0]) if found else None


def device_of(sent: str, *, keys: Keys) -> str:
    """The token that a browser or program is known by: the one it sent, or a new one when the desk never made that. So
    nobody chooses one that others guess."""
    try:
        unseal(sent, keys=keys, purpose=DEVICE, size=DEVICE_BYTES)
    except NotFound:
        return seal(secrets.token_bytes(DEVICE_BYTES), keys=keys, purpose=DEVICE)
    return sent


def log_out(token: str) -> None:
    with before_hotel():
        rows("SELECT bellhop_session_close(%s)", (digest(token),))


def of_api_token(token: str, *, now: datetime) -> Principal | None:
    """Whose API token this is; None when unknown or revoked. A group's covers its hotels, the platform's every one."""
    return _of_api_token(digest(token), now=now)


def _of_api_token(token_digest: bytes, *, now: datetime) -> Principal | None:
    with before_hotel():
        found = rows("SELECT token_id, name, role, hotel_id, made_by FROM bellhop_token(%s)", (token_digest,))
        if not found:
            return _platform_token(token_digest)
        rows("SELECT bellhop_token_used(%s, %s)", (token_digest, now))
        token_id, name, role, hotel_id, made_by = found[0]
        covered = rows("SELECT hotel_id, code, hotel_name FROM bellhop_covered(%s, %s)", (hotel_id, role))
    seats = tuple(Seat(id, code, hotel, Role(role)) for id, code, hotel in covered)
    return Principal(None, name, "", seats, made_by=made_by, token_id=token_id) if seats else None


def _platform_token(token_digest: bytes) -> Principal | None:
    """In the open transaction."""
    found = rows("SELECT token_id, name FROM bellhop_platform_token(%s)", (token_digest,))
    if not found:
        return None
    every = rows("SELECT hotel_id, code, hotel_name FROM bellhop_every_hotel()")
    seats = tuple(Seat(id, code, hotel, Role.PLATFORM) for id, code, hotel in every)
    token_id, name = found[0]
    return Principal(None, name, "", seats, True, token_id=token_id)


def issue_api_token(*, hotel_id: int, name: str, role: Role, now: datetime) -> str:
    """A new token, in the open transaction; it is shown this once."""
    token = f"bh_{secrets.token_urlsafe(32)}"
    ApiToken.create(hotel_id=hotel_id, name=name, role=role, token_digest=digest(token), created_at=now)
    return token


def _open(known: Known, origin: Origin, *, now: datetime, lifetime: timedelta, is_half: bool) -> str:
    token = secrets.token_urlsafe(32)
    with before_hotel():
        (is_open,) = rows(
            "SELECT bellhop_session_open(%s, %s, %s, %s, %s, %s, %s, %s)",
            (
                digest(token),
                known.staff_id,
                now,
                now + lifetime,
                origin.peer[:100],
                clean(origin.browser)[:300],
                is_half,
                known.proved,
            ),
        )[0]
    if not is_open:
        raise LoginRefused(WRONG)
    return token


def _kept_up(staff_id: int, password: str, password_hash: str) -> str:
    """A hash of an older cost is made anew, now that the password is at hand; when many log in, another time.

    Returns the hash that stands.
    """
    if passwords.is_outdated(password_hash):
        with suppress(Throttled):
            new_hash = passwords.hash_password(password)
            with before_hotel():
                asked = (staff_id, password_hash, new_hash)
                (is_kept,) = rows("SELECT bellhop_password_rehash(%s, %s, %s)", asked)[0]
            return new_hash if is_kept else password_hash
    return password_hash


def _person(staff_id: int, email: str, name: str) -> Principal:
    found = rows(
        "SELECT hotel_id, code, hotel_name, role, department_id FROM bellhop_memberships(%s)", (staff_id,)
    )
    seats = tuple(
        Seat(hotel_id, code, hotel, Role(role), department)
        for hotel_id, code, hotel, role, department in found
    )
    is_platform, has_factor, demanded_by = rows(
        "SELECT is_platform, has_factor, demanded_by FROM bellhop_standing(%s)", (staff_id,)
    )[0]
    return Principal(
        staff_id,
        name,
        email,
        seats,
        is_platform,
        factor_demanded_by=tuple(demanded_by),
        has_factor=has_factor,
    )

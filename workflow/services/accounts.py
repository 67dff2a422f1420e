"""Who is there: log-in, sessions, API tokens. Only digests of tokens are stored."""

from __future__ import annotations

import ipaddress
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow import passwords
from workflow.database import before_hotel, rows
from workflow.errors import LoginRefused, Throttled
from workflow.models import ApiToken
from workflow.sealing import digest
from workflow.values import Actor, ActorKind, Role

SESSION_LIFETIME = timedelta(hours=12)
THROTTLE_WINDOW = timedelta(minutes=15)
# Failures within the window: of one account from one address, of an address over all accounts, and of an account over
# all addresses. The last stops only addresses that failed there themselves: strangers cannot lock a person out.
MAX_FOR_BOTH, MAX_FOR_PEER, MAX_FOR_ACCOUNT = 10, 30, 50
MAX_EMAIL = 320


@dataclass(frozen=True, slots=True)
class Seat:
    """One hotel a person or a token may work in, and as what."""

    hotel_id: int
    code: str
    hotel_name: str
    role: Role
    department_id: int | None = None


@dataclass(frozen=True, slots=True)
class Principal:
    """Who sends this request. staff_id None: an API token."""

    staff_id: int | None
    name: str
    email: str
    seats: tuple[Seat, ...]

    @property
    def actor(self) -> Actor:
        kind = ActorKind.PROGRAM if self.staff_id is None else ActorKind.STAFF
        return Actor(kind, self.staff_id, self.name)

    def seat(self, hotel_id: int) -> Seat | None:
        return next((seat for seat in self.seats if seat.hotel_id == hotel_id), None)


def log_in(email: str, password: str, *, peer: str, now: datetime) -> tuple[str, Principal]:
    """A new session token and whose it is. Raises LoginRefused (the same for every reason) or Throttled.

    The try counts as failed until the password has turned out right, so that many at once do not slip through.
    """
    email = email.strip()[:MAX_EMAIL]
    with before_hotel():
        try_id = _counted(email.lower(), _network(peer), now=now)
        found = rows("SELECT staff_id, email, name, password_hash FROM bellhop_account(%s)", (email,))
    if try_id is None:
        raise Throttled("Too many tries. Wait a quarter of an hour.", int(THROTTLE_WINDOW.total_seconds()))
    staff_id, address, name, password_hash = found[0] if found else (None, "", "", None)
    if not passwords.matches(password_hash, password) or staff_id is None:
        raise LoginRefused("E-mail address or password is wrong.")
    token = secrets.token_urlsafe(32)
    with before_hotel():
        rows("SELECT bellhop_login_was_right(%s)", (try_id,))
        rows(
            "SELECT bellhop_session_open(%s, %s, %s, %s)",
            (digest(token), staff_id, now, now + SESSION_LIFETIME),
        )
        return token, _person(staff_id, address, name)


def of_session(token: str, *, now: datetime) -> Principal | None:
    """Whose session this is; None when it is over or the account is disabled."""
    with before_hotel():
        found = rows("SELECT staff_id, email, name FROM bellhop_session(%s, %s)", (digest(token), now))
        return _person(*found[0]) if found else None


def log_out(token: str) -> None:
    with before_hotel():
        rows("SELECT bellhop_session_close(%s)", (digest(token),))


def of_api_token(token: str) -> Principal | None:
    """Whose API token this is; None when unknown or revoked."""
    with before_hotel():
        found = rows("SELECT name, role, hotel_id, code, hotel_name FROM bellhop_token(%s)", (digest(token),))
    if not found:
        return None
    name, role, hotel_id, code, hotel_name = found[0]
    return Principal(None, name, "", (Seat(hotel_id, code, hotel_name, Role(role)),))


def issue_api_token(*, hotel_id: int, name: str, role: Role, now: datetime) -> str:
    """A new token, in the open transaction; it is shown this once."""
    token = f"bh_{secrets.token_urlsafe(32)}"
    ApiToken.create(hotel_id=hotel_id, name=name, role=role, token_digest=digest(token), created_at=now)
    return token


def _counted(account: str, peer: str, *, now: datetime) -> int | None:
    """The id of this try; None when there were too many."""
    limits = (MAX_FOR_BOTH, MAX_FOR_PEER, MAX_FOR_ACCOUNT)
    found = rows(
        "SELECT bellhop_login_try(%s, %s, %s, %s, %s, %s, %s)",
        (account, peer, now, now - THROTTLE_WINDOW, *limits),
    )
    return None if found[0][0] is None else int(found[0][0])


def _network(peer: str) -> str:
    """What one visitor can easily be: an address, of IPv6 the whole /64."""
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return peer[:100]
    if isinstance(address, ipaddress.IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or ipaddress.ip_network((int(address) >> 64 << 64, 64)))
    return str(address)


def _person(staff_id: int, email: str, name: str) -> Principal:
    found = rows(
        "SELECT hotel_id, code, hotel_name, role, department_id FROM bellhop_memberships(%s)", (staff_id,)
    )
    return Principal(
        staff_id,
        name,
        email,
        tuple(
            Seat(hotel_id, code, hotel, Role(role), department)
            for hotel_id, code, hotel, role, department in found
        ),
    )

"""Throttling of passwords, codes and reset mails, counted in Postgres (R-WEB-1). Each try is a transaction of its own.

A try counts before it is looked at, so that many at once do not slip through, and is taken back when it was right. A
browser that the account was opened with before has tries of its own (docs/decisions/accounts.md).
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.database import before_hotel, rows
from workflow.errors import Throttled
from workflow.sealing import digest

# Failures of strangers: of one account from one address in a quarter of an hour; accounts tried from one address in a
# quarter of an hour; of one account from everywhere in an hour, and in a day (NIST SP 800-63B, 5.2.2).
MAX_FOR_BOTH, MAX_ACCOUNTS_OF_PEER, MAX_AN_HOUR, MAX_A_DAY = 10, 30, 30, 100
MAX_FOR_DEVICE = 10  # failures of a known device at the account it knows, in a quarter of an hour
RESET_WINDOW = timedelta(hours=1)
MAX_RESETS_FOR_ACCOUNT, MAX_RESETS_FOR_PEER = 5, 20
MAX_EMAIL = 320
TOO_MANY = "Too many tries. Wait a quarter of an hour."
TOO_MANY_STRANGERS = (
    "Too many tries at this account from browsers that it does not know. A new password by mail opens it at once"
    " (Forgotten your password?); otherwise wait an hour."
)
_WAITS = {"quarter": timedelta(minutes=15), "hour": timedelta(hours=1), "day": timedelta(hours=1)}
_TOO_MANY_FROM_PEER = -1


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a log-in comes from. device, session: the tokens of the browser and of the session it has, "" for none."""

    peer: str
    browser: str = ""
    device: str = ""
    session: str = ""


@dataclass(frozen=True, slots=True)
class Try:
    """One that counts. is_known: it comes from a browser that the account was opened with before."""

    id: int
    is_known: bool


def count_password(email: str, origin: Origin, *, now: datetime) -> Try:
    """Raises Throttled."""
    return _counted("", email, origin, now=now)


def count_code(email: str, origin: Origin, *, now: datetime) -> Try:
    """The same for the code of a second factor. Raises Throttled."""
    return _counted("code of ", email, origin, now=now)


def count_reset(email: str, peer: str, *, now: datetime) -> bool:
    """Whether a mail may go out: False when this account had too many. Raises Throttled for too many from one address."""
    found = _counted_reset(
        f"reset of {account(email)}",
        f"reset from {network(peer)}",
        now,
        RESET_WINDOW,
        MAX_RESETS_FOR_ACCOUNT,
        MAX_RESETS_FOR_PEER,
    )
    if found == _TOO_MANY_FROM_PEER:
        raise Throttled("Too many requests. Try again in an hour.", int(RESET_WINDOW.total_seconds()))
    return found is not None


def take_back(made: Try) -> None:
    """It was right, or was not looked at."""
    with before_hotel():
        rows("SELECT bellhop_login_was_right(%s)", (made.id,))


def know(device: str, staff_id: int, *, now: datetime) -> None:
    """This browser opened the account: from now on it has tries of its own. Without a token nothing is known."""
    if device:
        with before_hotel():
            rows("SELECT bellhop_device_known(%s, %s, %s)", (digest(device), staff_id, now))


def account(email: str) -> str:
    return email.strip()[:MAX_EMAIL].lower()


def network(peer: str) -> str:
    """What one visitor can easily be: an address, of IPv6 the whole /64."""
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return peer[:100]
    if isinstance(address, ipaddress.IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or ipaddress.ip_network((int(address) >> 64 << 64, 64)))
    return str(address)


def _counted(what: str, email: str, origin: Origin, *, now: datetime) -> Try:
    devices = [digest(token) for token in (origin.device, origin.session) if token]
    with before_hotel():
        try_id, refusal, is_known = rows(
            "SELECT try_id, refusal, is_known"
            " FROM bellhop_login_try(%s, %s, %s, %s::bytea[], %s, %s, %s, %s, %s, %s)",
            (
                what,
                account(email),
                network(origin.peer),
                devices,
                now,
                MAX_FOR_BOTH,
                MAX_FOR_DEVICE,
                MAX_ACCOUNTS_OF_PEER,
                MAX_AN_HOUR,
                MAX_A_DAY,
            ),
        )[0]
    if refusal:
        sentence = TOO_MANY if refusal == "quarter" else TOO_MANY_STRANGERS
        raise Throttled(sentence, int(_WAITS[refusal].total_seconds()))
    return Try(try_id, is_known)


def _counted_reset(
    who: str, address: str, now: datetime, window: timedelta, for_account: int, for_peer: int
) -> int | None:
    with before_hotel():
        found = rows(
            "SELECT bellhop_counted_try(%s, %s, %s, %s, %s, %s)",
            (who, address, now, now - window, for_account, for_peer),
        )
    return None if found[0][0] is None else int(found[0][0])

"""Throttling of passwords, codes and reset mails, counted in Postgres (R-WEB-1). Each try is a transaction of its own.

A try counts before it is looked at, so that many at once do not slip through, and is taken back when it was right.
"""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta

from workflow.database import before_hotel, rows
from workflow.errors import Throttled

WINDOW = timedelta(minutes=15)
# Failures within the window: of one account from one address, of an address over all accounts, and of an account over
# all addresses. The last stops only addresses that failed there themselves: strangers cannot lock a person out.
MAX_FOR_BOTH, MAX_FOR_PEER, MAX_FOR_ACCOUNT = 10, 30, 50
# Codes are guessed only by who knows the password, so this stops everybody.
MAX_CODES_FOR_ACCOUNT, MAX_CODES_FOR_PEER = 20, 30
RESET_WINDOW = timedelta(hours=1)
MAX_RESETS_FOR_ACCOUNT, MAX_RESETS_FOR_PEER = 5, 20
MAX_EMAIL = 320
TOO_MANY = "Too many tries. Wait a quarter of an hour."
_TOO_MANY_FROM_PEER = -1


def count_password(email: str, peer: str, *, now: datetime) -> int:
    """The id of this try. Raises Throttled."""
    with before_hotel():
        found = rows(
            "SELECT bellhop_login_try(%s, %s, %s, %s, %s, %s, %s)",
            (
                account(email),
                network(peer),
                now,
                now - WINDOW,
                MAX_FOR_BOTH,
                MAX_FOR_PEER,
                MAX_FOR_ACCOUNT,
            ),
        )
    if found[0][0] is None:
        raise Throttled(TOO_MANY, int(WINDOW.total_seconds()))
    return int(found[0][0])


def count_code(email: str, peer: str, *, now: datetime) -> int:
    """The same for the code of a second factor; wrong ones also count against the address's other tries."""
    found = _counted(
        f"code of {account(email)}", network(peer), now, WINDOW, MAX_CODES_FOR_ACCOUNT, MAX_CODES_FOR_PEER
    )
    if found is None or found == _TOO_MANY_FROM_PEER:
        raise Throttled(TOO_MANY, int(WINDOW.total_seconds()))
    return found


def count_reset(email: str, peer: str, *, now: datetime) -> bool:
    """Whether a mail may go out: False when this account had too many. Raises Throttled for too many from one address."""
    found = _counted(
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


def take_back(try_id: int) -> None:
    """It was right, or was not looked at."""
    with before_hotel():
        rows("SELECT bellhop_login_was_right(%s)", (try_id,))


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


def _counted(
    who: str, address: str, now: datetime, window: timedelta, for_account: int, for_peer: int
) -> int | None:
    with before_hotel():
        found = rows(
            "SELECT bellhop_counted_try(%s, %s, %s, %s, %s, %s)",
            (who, address, now, now - window, for_account, for_peer),
        )
    return None if found[0][0] is None else int(found[0][0])

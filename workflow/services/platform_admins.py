"""Who looks after the whole installation: people and tokens bound to no hotel (R-WEB-2). Made on the command line.

In transactions of their own: no hotel is known.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from workflow import password_rules
from workflow.database import before_hotel, rows
from workflow.errors import Invalid
from workflow.passwords import hash_password
from workflow.sealing import digest


@dataclass(frozen=True, slots=True)
class PlatformEntry:
    """kind: person or token; id: of the account, or of the token."""

    kind: str
    id: int
    name: str
    email: str
    created_at: datetime


def add(*, email: str, name: str, password: str, now: datetime) -> int:
    """The account's id; one that exists keeps its name and password. Raises Invalid."""
    if "@" not in email.strip("@ "):
        raise Invalid("%(email)s is not an e-mail address.", "email", values={"email": f"{email!r}"})
    password_rules.check(password, about=(email, name))
    with before_hotel():
        (staff_id,) = rows(
            "SELECT bellhop_account_save(%s, %s, %s, %s)", (email.strip(), name, hash_password(password), now)
        )[0]
        rows("SELECT bellhop_platform_add(%s, %s)", (staff_id, now))
    return int(staff_id)


def issue_token(*, name: str, now: datetime) -> str:
    """A new token; it is shown this once."""
    token = f"bh_{secrets.token_urlsafe(32)}"
    with before_hotel():
        rows("SELECT bellhop_platform_token_add(%s, %s, %s)", (name, digest(token), now))
    return token


def every() -> tuple[PlatformEntry, ...]:
    """People, then tokens that are not revoked."""
    with before_hotel():
        found = rows("SELECT kind, id, name, email, created_at FROM bellhop_platform_list()")
    return tuple(PlatformEntry(*row) for row in found)


def remove(kind: str, id: int, *, now: datetime) -> None:
    """A person keeps his account and memberships, a token is dead at once. Raises Invalid when it is neither."""
    with before_hotel():
        (was_there,) = rows("SELECT bellhop_platform_remove(%s, %s, %s)", (kind, id, now))[0]
    if not was_there:
        raise Invalid("There is no such %(kind)s of the platform.", "id", values={"kind": kind})

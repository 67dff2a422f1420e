"""The ring of keys that QR codes are signed with (R-QR-1): the newest signs, older ones read until their codes are over,
a withdrawn one reads nothing from the next request on. What they are drawn from is workflow/qr_token.

In transactions of their own, but for `current`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workflow.database import before_hotel, rows
from workflow.errors import NotFound


@dataclass(frozen=True, slots=True)
class QrKey:
    """codes: how many it signed that still let somebody in; until: when the last of them ends."""

    kid: int
    made_at: datetime
    withdrawn_at: datetime | None
    codes: int
    until: datetime | None


def current() -> int:
    """Which key signs now, in the open transaction of a hotel."""
    ((kid,),) = rows("SELECT bellhop_qr_key()")
    return int(kid)


def is_good(kid: int) -> bool:
    """Whether there is such a key and nobody has withdrawn it."""
    with before_hotel():
        ((good,),) = rows("SELECT bellhop_qr_key_is_good(%s)", (kid,))
    return bool(good)


def every(*, now: datetime) -> tuple[QrKey, ...]:
    """The newest first."""
    with before_hotel():
        found = rows("SELECT kid, made_at, withdrawn_at, codes, until FROM bellhop_qr_keys(%s)", (now,))
    return tuple(QrKey(*row) for row in found)


def rotate(*, now: datetime) -> int:
    """A new key, which signs from the next code on."""
    with before_hotel():
        ((kid,),) = rows("SELECT bellhop_qr_key_make(%s)", (now,))
    return int(kid)


def withdraw(kid: int, *, now: datetime) -> int:
    """How many codes let nobody in any more. Of the last key a new one takes the place. Raises NotFound."""
    with before_hotel():
        ((died,),) = rows("SELECT bellhop_qr_key_withdraw(%s, %s)", (kid, now))
    if died is None:
        raise NotFound("There is no such key, or it was withdrawn before.")
    return int(died)

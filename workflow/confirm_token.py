"""The secret in the link of "was this you?": which held mail it releases, and whose mailbox it was sent to. Pure.

A key of its own: nothing that stands in a notice or a reply address can be made into one. Used once, because the held
mail is released once.
"""

from __future__ import annotations

import base64
import binascii
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from workflow.sealing import MAC_BYTES, Keys

_PURPOSE = "confirm link"
_BODY = struct.Struct(">IQII")  # hotel, inbox row, member, minutes since 2020
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a link that has not run out says."""

    hotel_id: int
    inbox_id: int
    staff_id: int


def make_confirm_token(what: Confirmation, *, expires_at: datetime, keys: Keys) -> str:
    minutes = (expires_at - _EPOCH) // timedelta(minutes=1)
    body = _BODY.pack(what.hotel_id, what.inbox_id, what.staff_id, minutes)
    return _encoded(body + keys.mac(_PURPOSE, body))


def read_confirm_token(token: str, *, keys: Keys, now: datetime) -> Confirmation | None:
    """None for one that this desk did not make, or that has run out."""
    try:
        sealed = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except (binascii.Error, ValueError):
        return None
    body, mac = sealed[:-MAC_BYTES], sealed[-MAC_BYTES:]
    if len(body) != _BODY.size or _encoded(sealed) != token.lower() or not keys.verify(_PURPOSE, body, mac):
        return None
    hotel_id, inbox_id, staff_id, minutes = _BODY.unpack(body)
    if now >= _EPOCH + timedelta(minutes=minutes):
        return None
    return Confirmation(hotel_id, inbox_id, staff_id)


def _encoded(sealed: bytes) -> str:
    return base64.b32encode(sealed).decode().rstrip("=").lower()

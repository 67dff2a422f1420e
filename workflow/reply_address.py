"""Signed reply addresses and Message-IDs: they say which ticket an answer belongs to, and nobody can make one.

`aurora+TOKEN@desk.example`: TOKEN is base32 (case does not matter) of purpose, ticket, recipient, day of expiry
and an 80-bit MAC. They route; they do not authenticate anybody. Pure.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from workflow.sealing import MAC_BYTES, Keys

LIFETIME = timedelta(days=400)
MAX_LOCAL_PART = 64  # octets, RFC 5321 4.5.3.1.1
_BODY = struct.Struct(">BIIH")  # key id and purpose, ticket id, recipient id, day of expiry
_KEY_ID = 0  # high half of the first byte: which secret made the MAC
_ROW_NAME = re.compile(r"([0-9]{1,18})\.([met])([0-9]{1,18})")
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
TOKEN_LENGTH = 34
MAX_DESK_LOCAL_PART = MAX_LOCAL_PART - TOKEN_LENGTH - 1


class Purpose(Enum):
    GUEST = 1  # recipient id: 0, the requester of the ticket
    STAFF = 2  # recipient id: the member
    BOUNCE = 3  # envelope sender of an answer; recipient id: the message that was sent
    EFFECT = 4  # envelope sender of a notice or a copy; recipient id: the effect
    PROBE = 5  # a live test of a desk address: its id stands in the place of the ticket's
    HANDOVER = (
        7  # a list of tickets at the end of a shift, in the place of the ticket; recipient id: the member
    )
    HELD = 6  # the mail about an answer that waits; recipient id: its inbox row


@dataclass(frozen=True, slots=True)
class ReplyTo:
    """What a valid token says."""

    purpose: Purpose
    ticket_id: int
    recipient_id: int

    @property
    def is_about_ticket(self) -> bool:
        """Whether a ticket stands in the place of the ticket."""
        return self.purpose not in (Purpose.PROBE, Purpose.HANDOVER)


class Token(Enum):
    """Why there is no ReplyTo."""

    ABSENT = "absent"
    FORGED = "forged"
    EXPIRED = "expired"


def make_reply_address(desk: str, reply: ReplyTo, *, keys: Keys, now: datetime) -> str:
    """The desk's address with a token for one ticket and one recipient."""
    local, _, domain = desk.partition("@")
    return f"{local}+{make_token(reply, keys=keys, now=now)}@{domain}"


def make_token(reply: ReplyTo, *, keys: Keys, now: datetime) -> str:
    day = (now + LIFETIME - _EPOCH).days
    body = _BODY.pack(_KEY_ID << 4 | reply.purpose.value, reply.ticket_id, reply.recipient_id, day)
    sealed = body + keys.mac("reply address", body)
    return _encoded(sealed)


def base_address(address: str) -> str:
    """The desk's address without a token, lower case."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def read_reply_address(address: str, *, keys: Keys, now: datetime) -> ReplyTo | Token:
    """What the address's token says, or why it says nothing."""
    local = address.rpartition("@")[0]
    _, plus, token = local.partition("+")
    if not plus or len(token) != TOKEN_LENGTH:
        return Token.ABSENT  # a plain address, or a tag of the sender's own like desk+booking@
    return read_token(token, keys=keys, now=now)


def read_token(token: str, *, keys: Keys, now: datetime) -> ReplyTo | Token:
    try:
        sealed = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except (binascii.Error, ValueError):
        return Token.FORGED
    body, mac = sealed[:-MAC_BYTES], sealed[-MAC_BYTES:]
    if _encoded(sealed) != token.lower() or len(body) != _BODY.size:
        return Token.FORGED
    if not keys.verify("reply address", body, mac):
        return Token.FORGED
    head, ticket_id, recipient_id, day = _BODY.unpack(body)
    if (now - _EPOCH).days > day:
        return Token.EXPIRED
    return ReplyTo(Purpose(head & 0x0F), ticket_id, recipient_id)


def _encoded(sealed: bytes) -> str:
    return base64.b32encode(sealed).decode().rstrip("=").lower()


def make_message_id(row: str, ticket_id: int, *, domain: str, keys: Keys) -> str:
    """The Message-ID of what a row sends ("m12" a message, "e7" a notice): the same however often it is sent."""
    name = f"{ticket_id}.{row}"
    mac = _encoded(keys.mac("message id", name.encode()))
    return f"<{name}.{mac}@{domain}>"


@dataclass(frozen=True, slots=True)
class SentRow:
    """What a Message-ID of ours says: kind "m" a message, "e" the effect of a notice, "t" the start of a thread."""

    ticket_id: int
    kind: str
    id: int


def read_message_id(message_id: str, *, keys: Keys) -> SentRow | None:
    """The row that sent the mail with this Message-ID, or None when it is not ours."""
    name, _, mac = message_id.strip("<> ").partition("@")[0].rpartition(".")
    match = _ROW_NAME.fullmatch(name)
    try:
        sealed = base64.b32decode(mac.upper())
    except (binascii.Error, ValueError):
        return None
    if match is None or not keys.verify("message id", name.encode(), sealed):
        return None
    return SentRow(int(match[1]), match[2], int(match[3]))


def ticket_of_message_id(message_id: str, *, keys: Keys) -> int | None:
    """The ticket a Message-ID of ours belongs to, or None when it is not ours."""
    row = read_message_id(message_id, keys=keys)
    return row.ticket_id if row else None

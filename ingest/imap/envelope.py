"""The envelope of a mail that lies in a mailbox, as far as its header still tells. Pure.

Mail servers write the recipient into Delivered-To or X-Original-To when they put a mail into a mailbox. Anybody can
write such lines too: that is why a reply address is signed, and why none of this says who the sender is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workflow.reading import Mail, read
from workflow.reply_address import TOKEN_LENGTH, base_address

MAX_HEADER = 256 * 1024
# The servers' own word first, in the order of trust; then what the sender wrote.
_DELIVERED = (
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "x-delivered-to",
    "x-forwarded-to",
)
_ADDRESS = re.compile(r"[^\s<>,;:\"()]+@[^\s<>,;:\"()]+")
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, slots=True)
class Envelope:
    """sender "" is the null sender of bounces and automatic mail (RFC 5321, 4.5.5)."""

    sender: str
    recipient: str


def read_envelope(raw: bytes, *, desk: str) -> Envelope:
    """The desk's address with the token it carried, if any; the plain one when the header names none."""
    mail = read(_header(raw))
    own = [address for address in _recipients(mail) if base_address(address) == desk]
    signed = (address for address in own if _has_token(address))
    return Envelope(_sender(mail), next(signed, own[0] if own else desk))


def _header(raw: bytes) -> bytes:
    head = raw[:MAX_HEADER]
    end = _END_OF_HEADER.search(head)
    return head[: end.end()] if end else head


def _recipients(mail: Mail) -> Iterator[str]:
    for name in _DELIVERED:
        for value in mail.header_values(name):
            yield from _ADDRESS.findall(value)
    for address in (*mail.to, *mail.cc):
        yield address.address


def _has_token(address: str) -> bool:
    tag = address.rpartition("@")[0].partition("+")[2]
    return len(tag) == TOKEN_LENGTH


def _sender(mail: Mail) -> str:
    """Return-Path, which the last server writes on top (RFC 5321, 4.4); without one, the author."""
    paths = mail.header_values("return-path")
    if not paths:
        return mail.from_address
    found = _ADDRESS.search(paths[0])
    return found[0] if found else ""

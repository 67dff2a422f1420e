"""The arithmetic of the audit chain (R-TKT-4): what of an event is sealed, how, and what is wrong with a sealed one.

Names and words are sealed as salted digests, so they can be erased with their salt and the chain still holds; all
else is sealed as it is. Pure; docs/decisions/audit-chain.md. Rows are workflow/services/audit's.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SALT_BYTES = 16
BEGINNING = bytes(32)
"""The link that the first seal of a hotel follows."""
LONGEST_TRANSACTION = timedelta(minutes=10)
"""No event commits later than this after its time; one sealed behind younger ones was put in afterwards."""

_FORMAT = "bellhop event 1"


@dataclass(frozen=True, slots=True)
class Line:
    """An event as the timeline keeps it. ticket_id None: it is the hotel's own."""

    id: int
    hotel_id: int
    ticket_id: int | None
    at: datetime
    actor_kind: str
    actor_id: int | None
    actor_name: str
    kind: str
    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Seal:
    """What stands beside an event in the chain. A salt of None: the words it belonged to were erased."""

    position: int
    event_id: int
    actor_salt: bytes | None
    actor_digest: bytes
    change_salt: bytes | None
    change_digest: bytes
    key_id: bytes
    link: bytes
    sealed_at: datetime


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends."""

    position: int = 0
    link: bytes = BEGINNING


def key_id_of(key: bytes) -> bytes:
    """Says which key made a link without telling the key."""
    return hmac.digest(key, b"key id", "sha256")[:4]


def seal(line: Line, head: Head, *, key: bytes, salts: tuple[bytes, bytes], now: datetime) -> Seal:
    """The seal that puts this event behind the head. salts: for the name, for old and new."""
    actor_digest = _digest(salts[0], line.actor_name)
    change_digest = _digest(salts[1], line.old, line.new)
    position = head.position + 1
    return Seal(
        position,
        line.id,
        salts[0],
        actor_digest,
        salts[1],
        change_digest,
        key_id_of(key),
        _link(line, head.link, position, (actor_digest, change_digest), sealed_at=now, key=key),
        now,
    )


def fault(found: Seal, line: Line | None, head: Head, *, keys: Mapping[bytes, bytes]) -> str:
    """What is wrong with the seal that stands behind the head, and with its event; "" when all is well."""
    if found.position != head.position + 1:
        last = found.position - 1
        gone = f"{head.position + 1}" if last == head.position + 1 else f"{head.position + 1} to {last}"
        return f"the seals at position {gone} were removed"
    if line is None:
        return "the event was deleted"
    if found.actor_salt is None and line.actor_name:
        return "a name was put where one had been erased"
    if found.change_salt is None and (line.old, line.new) != (None, None):
        return "words were put where some had been erased"
    if found.actor_salt is not None and _digest(found.actor_salt, line.actor_name) != found.actor_digest:
        return "the name of who did it was changed"
    if (
        found.change_salt is not None
        and _digest(found.change_salt, line.old, line.new) != found.change_digest
    ):
        return "the old or new value was changed"
    key = keys.get(found.key_id)
    if key is None:
        return "it was sealed under another secret of the installation, which is not known here"
    digests = (found.actor_digest, found.change_digest)
    if _link(line, head.link, found.position, digests, sealed_at=found.sealed_at, key=key) != found.link:
        return "the event or its seal was changed"
    return ""


def _link(
    line: Line,
    before: bytes,
    position: int,
    digests: tuple[bytes, bytes],
    *,
    sealed_at: datetime,
    key: bytes,
) -> bytes:
    return hmac.digest(key, before + canonical(line, position, digests, sealed_at=sealed_at), "sha256")


def canonical(line: Line, position: int, digests: tuple[bytes, bytes], *, sealed_at: datetime) -> bytes:
    """The bytes of an event that the chain is made of: a JSON array in this order, times in UTC to the microsecond."""
    values = (
        _FORMAT,
        position,
        line.hotel_id,
        line.id,
        line.ticket_id,
        utc(line.at),
        line.actor_kind,
        line.actor_id,
        line.kind,
        line.field,
        digests[0].hex(),
        digests[1].hex(),
        utc(sealed_at),
    )
    return json.dumps(values, separators=(",", ":")).encode()


def _digest(salt: bytes, *values: str | None) -> bytes:
    return hashlib.sha256(salt + json.dumps(values, separators=(",", ":")).encode()).digest()


def utc(at: datetime) -> str:
    """The moment as it is sealed, and as reports show it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")

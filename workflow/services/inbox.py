"""What a door does with a mail: find the desk address, keep the bytes. And what operators do with stuck ones.

`accept` commits before it returns: only then may a door say 250. Reading the mail is workflow/services/intake.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg2.extras import execute_values

from workflow.database import before_hotel, database, hotels, rows
from workflow.values import EffectKind

CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Route:
    """A desk address as the database knows it."""

    channel_id: int
    hotel_id: int
    enabled: bool


@dataclass(frozen=True, slots=True)
class Incoming:
    """One mail for one desk address, with all the door knows about where it came from."""

    route: Route
    door: str  # smtp, lmtp, imap
    received_at: datetime
    raw: bytes
    envelope_from: str = ""
    envelope_to: str = ""
    peer: str = ""
    helo: str = ""


def find_route(address: str) -> Route | None:
    """The desk address, None when the database itself says there is none. Raises StoreUnavailable."""
    with before_hotel():
        found = rows("SELECT channel_id, hotel_id, enabled FROM bellhop_channel(%s)", (address,))
    return Route(*found[0]) if found else None


def accept(mails: Sequence[Incoming]) -> list[int]:
    """Keeps all of them in one transaction and returns their inbox ids. Raises StoreUnavailable: none is kept."""
    with hotels(mail.route.hotel_id for mail in mails):
        cursor = database.connection().cursor()
        ids = [
            row[0]
            for row in execute_values(
                cursor,
                "INSERT INTO inbox (hotel_id, channel_id, door, received_at, envelope_from, envelope_to,"
                " peer, helo, size) VALUES %s RETURNING id",
                [
                    (
                        mail.route.hotel_id,
                        mail.route.channel_id,
                        mail.door,
                        mail.received_at,
                        mail.envelope_from,
                        mail.envelope_to,
                        mail.peer,
                        mail.helo,
                        len(mail.raw),
                    )
                    for mail in mails
                ],
                page_size=len(mails),
                fetch=True,
            )
        ]
        execute_values(
            cursor,
            "INSERT INTO inbox_chunks (hotel_id, inbox_id, seq, data) VALUES %s",
            [
                (mail.route.hotel_id, id, start // CHUNK, mail.raw[start : start + CHUNK])
                for id, mail in zip(ids, mails, strict=True)
                for start in range(0, max(len(mail.raw), 1), CHUNK)
            ],
            page_size=len(mails),
        )
        execute_values(
            cursor,
            "INSERT INTO effects (hotel_id, kind, look_at, inbox_id, created_at) VALUES %s",
            [
                (mail.route.hotel_id, EffectKind.PROCESS_INBOX.value, mail.received_at, id, mail.received_at)
                for id, mail in zip(ids, mails, strict=True)
            ],
            page_size=len(mails),
        )
    return ids


def load_raw(inbox_id: int) -> bytes:
    """The bytes as they came, in the open transaction."""
    chunks = rows("SELECT data FROM inbox_chunks WHERE inbox_id = %s ORDER BY seq", (inbox_id,))
    return b"".join(bytes(data) for (data,) in chunks)

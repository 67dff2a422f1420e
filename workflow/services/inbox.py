"""What a door does with a mail: find the desk address, keep the bytes.

`accept` commits before it returns: only then may a door say 250. Many mails at once go through
inbox_writer.py, reading them is intake's, the stuck ones are stuck.py's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from psycopg2.extensions import cursor as Cursor

from workflow.database import before_hotel, database, hotels, rows
from workflow.values import EffectKind
from workflow.wake import wake_clock

CHUNK = (
    256 * 1024
)  # a quarter of what the column may hold: a door's memory grows by a few of these, not by the mail


@dataclass(frozen=True, slots=True)
class Route:
    """A desk address as the database knows it."""

    channel_id: int
    hotel_id: int
    enabled: bool


class Spooled(Protocol):
    """A mail too large for memory."""

    def __len__(self) -> int: ...

    def chunks(self, size: int) -> Iterator[bytes]:
        """From the first byte, in pieces of `size`; may be asked again."""
        ...


@dataclass(frozen=True, slots=True)
class Incoming:
    """One mail for one desk address, with all the door knows about where it came from."""

    route: Route
    door: str  # smtp, lmtp, imap
    received_at: datetime
    raw: bytes | Spooled
    envelope_from: str = ""
    envelope_to: str = ""
    peer: str = ""
    helo: str = ""
    quiet: bool = False  # nothing automatic may come of it


def find_route(address: str) -> Route | None:
    """The desk address, None when the database itself says there is none. Raises StoreUnavailable.

    postmaster is read by the domain's first desk, unless it is a desk of its own.
    """
    local, _, domain = address.rpartition("@")
    with before_hotel():
        found = rows("SELECT channel_id, hotel_id, enabled FROM bellhop_channel(%s)", (address,))
        if not found and local.lower() == "postmaster":
            found = rows("SELECT channel_id, hotel_id, enabled FROM bellhop_postmaster(%s)", (domain,))
    return Route(*found[0]) if found else None


def accept(mails: Sequence[Incoming]) -> list[int]:
    """Keeps all of them in one transaction and returns their inbox ids. Raises StoreUnavailable: none is kept."""
    with hotels(mail.route.hotel_id for mail in mails):
        ids = keep(mails)
    wake_clock()
    return ids


def keep(mails: Sequence[Incoming]) -> list[int]:
    """Rows, bytes and effects of all of them in the open transaction; who commits it wakes the clock."""
    cursor = database.connection().cursor()
    cursor.execute(insert_rows(cursor, mails))
    ids = [id for (id,) in cursor.fetchall()]
    for statement in insert_contents(ids, mails):
        cursor.execute(statement)
    return ids


def load_raw(inbox_id: int) -> bytes:
    """The bytes as they came, in the open transaction; b"" when there are none.

    Piece by piece: the driver needs three times what it fetches at once.
    """
    pieces: list[bytes] = []
    while piece := rows(
        "SELECT data FROM inbox_chunks WHERE inbox_id = %s AND seq = %s", (inbox_id, len(pieces))
    ):
        pieces.append(bytes(piece[0][0]))
    return b"".join(pieces)


def load_raws(sizes: Mapping[int, int]) -> dict[int, bytes]:
    """The bytes of several mails, given their sizes by inbox id: the small ones in one statement."""
    small = [id for id, size in sizes.items() if size <= CHUNK]
    found = rows("SELECT inbox_id, data FROM inbox_chunks WHERE inbox_id = ANY(%s) ORDER BY seq", (small,))
    raws = {id: load_raw(id) for id, size in sizes.items() if size > CHUNK}
    for id, data in found:
        raws[id] = raws.get(id, b"") + bytes(data)
    return raws


def insert_rows(cursor: Cursor, mails: Sequence[Incoming]) -> bytes:
    """The statement for the inbox rows and the effects that make a worker read them; returns the inbox ids in order."""
    values = b",".join(_row_values(cursor, mail) for mail in mails)
    return _INSERT_ROWS % values


def insert_contents(ids: Sequence[int], mails: Sequence[Incoming]) -> Iterator[bytes]:
    """Statements for the raw bytes: one for all that fit one chunk, then one for each chunk of the others."""
    small: list[bytes] = []
    for id, mail in zip(ids, mails, strict=True):
        if isinstance(mail.raw, bytes) and len(mail.raw) <= CHUNK:
            small.append(_chunk_values(mail, id, 0, mail.raw))
        else:
            for seq, piece in enumerate(_pieces(mail.raw)):
                yield _INSERT_CHUNKS + _chunk_values(mail, id, seq, piece)
    if small:
        yield _INSERT_CHUNKS + b",".join(small)


def clean(text: str) -> str:
    """Text that PostgreSQL and JSON take: no NUL, no lone surrogate."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


_INSERT_ROWS = (
    b"WITH kept AS (INSERT INTO inbox"
    b" (hotel_id, channel_id, door, received_at, envelope_from, envelope_to, peer, helo, size, quiet)"
    b" VALUES %b RETURNING id, hotel_id, received_at),"
    b" work AS (INSERT INTO effects (hotel_id, kind, look_at, inbox_id, created_at)"
    b" SELECT hotel_id, '"
    + EffectKind.PROCESS_INBOX.value.encode()
    + b"', received_at, id, received_at FROM kept)"
    b" SELECT id FROM kept"
)
_INSERT_CHUNKS = b"INSERT INTO inbox_chunks (hotel_id, inbox_id, seq, data) VALUES "


def _row_values(cursor: Cursor, mail: Incoming) -> bytes:
    texts = (
        mail.door,
        mail.received_at,
        clean(mail.envelope_from),
        clean(mail.envelope_to),
        mail.peer,
        clean(mail.helo),
    )
    quoted = cursor.mogrify("%s,%s,%s,%s,%s,%s", texts)
    numbers = (mail.route.hotel_id, mail.route.channel_id)
    return b"(%d,%d,%b,%d,%b)" % (*numbers, quoted, len(mail.raw), b"true" if mail.quiet else b"false")


def _chunk_values(mail: Incoming, inbox_id: int, seq: int, data: bytes) -> bytes:
    """Hexadecimal digits need no quoting, and this is twice as fast as the driver's way."""
    return b"(%d,%d,%d,'\\x%b')" % (mail.route.hotel_id, inbox_id, seq, data.hex().encode())


def _pieces(raw: bytes | Spooled) -> Iterator[bytes]:
    if isinstance(raw, bytes):
        return (raw[start : start + CHUNK] for start in range(0, len(raw), CHUNK))
    return raw.chunks(CHUNK)

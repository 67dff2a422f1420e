"""Reads what a server answered to SELECT, SEARCH and FETCH, as aioimaplib hands it on. Pure.

A literal comes as a bytearray between the lines of its FETCH; all else is bytes. Servers may put lines in between
that nobody asked for (flags another client changed): what has no UID, or not the item, is passed by.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

Line = bytes | bytearray

_UIDVALIDITY = re.compile(rb"\[UIDVALIDITY (\d+)\]", re.IGNORECASE)
_UIDNEXT = re.compile(rb"\[UIDNEXT (\d+)\]", re.IGNORECASE)
_NUMBERS = re.compile(rb"[\d ]+")
_FETCH = re.compile(rb"\d+ FETCH \(", re.IGNORECASE)
_UID = re.compile(rb"\bUID (\d+)", re.IGNORECASE)
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)", re.IGNORECASE)
_DATE = re.compile(rb'\bINTERNALDATE "([^"]+)"', re.IGNORECASE)
_BODY = re.compile(rb"\bBODY\[[^\]]*\](?:<\d+>)? \{\d+\}$", re.IGNORECASE)
_CODE = re.compile(r"\[([A-Z-]+)[^\]]*\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Folder:
    """An opened folder; uidnext 0: the server did not say."""

    uidvalidity: int
    uidnext: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What is known of a mail before it is fetched. Some servers only estimate the size."""

    uid: int
    size: int
    arrived: datetime


def read_folder(lines: Iterable[Line]) -> Folder | None:
    """None when the server gives no UIDVALIDITY: then UIDs there mean nothing."""
    text = b"\n".join(lines)
    uidvalidity, uidnext = _UIDVALIDITY.search(text), _UIDNEXT.search(text)
    if uidvalidity is None:
        return None
    return Folder(int(uidvalidity[1]), int(uidnext[1]) if uidnext else 0)


def read_uids(lines: Iterable[Line]) -> list[int]:
    """The answer to UID SEARCH, ascending."""
    return sorted({int(number) for line in lines if _NUMBERS.fullmatch(line) for number in line.split()})


def read_outlines(lines: Sequence[Line], *, now: datetime) -> dict[int, Outline]:
    """By UID. A date that cannot be read, or lies ahead, is now."""
    found = {}
    for text, _ in _fetched(lines):
        uid, size, date = _UID.search(text), _SIZE.search(text), _DATE.search(text)
        if uid and size:
            arrived = _moment(date[1]) if date else None
            found[int(uid[1])] = Outline(int(uid[1]), int(size[1]), min(arrived or now, now))
    return found


def read_bodies(lines: Sequence[Line]) -> dict[int, bytes]:
    """The bytes asked for, by UID."""
    found = {}
    for text, literal in _fetched(lines):
        uid = _UID.search(text)
        if uid and literal is not None:
            found[int(uid[1])] = literal
    return found


def response_code(text: str) -> str:
    """`[AUTHENTICATIONFAILED] Sorry` → AUTHENTICATIONFAILED (RFC 5530), "" for none."""
    found = _CODE.match(text)
    return found[1].upper() if found else ""


def uid_set(uids: Sequence[int]) -> str:
    """`1:3,7` for 1, 2, 3, 7 (RFC 3501, sequence-set). The UIDs ascend."""
    ranges: list[list[int]] = []
    for uid in uids:
        if ranges and uid == ranges[-1][1] + 1:
            ranges[-1][1] = uid
        else:
            ranges.append([uid, uid])
    return ",".join(str(first) if first == last else f"{first}:{last}" for first, last in ranges)


def _fetched(lines: Sequence[Line]) -> list[tuple[bytes, bytes | None]]:
    """For each FETCH its text without literals, and the literal of its BODY."""
    texts: list[bytes] = []
    literals: list[bytes | None] = []
    for line in lines:
        if isinstance(line, bytearray):
            if texts and _BODY.search(texts[-1]):
                literals[-1] = bytes(line)
        elif _FETCH.match(line):
            texts.append(line)
            literals.append(None)
        elif texts:
            texts[-1] += line
    return list(zip(texts, literals, strict=True))


def _moment(internal_date: bytes) -> datetime | None:
    """` 1-Nov-2026 09:58:51 +0000`, RFC 3501 date-time."""
    try:
        moment = parsedate_to_datetime(internal_date.decode("ascii").strip().replace("-", " ", 2))
    except (ValueError, IndexError, TypeError):
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None

"""The header block of a mail or part: where it ends, its fields, unfolded.

Lenient about what mail really carries (mbox lines, folds without a blank, bodies that begin without an empty line);
decoding of what the fields say is left to `encoded_words`, `addresses` and `parameters`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_BLOCK = 512 * 1024  # bytes of one header block that are read
MAX_FIELDS = 2_000
MAX_STRANGE = 50  # lines that are no fields, before fields are no longer looked for
MAX_VALUE = 64 * 1024

BLOCK_END = re.compile(rb"\n\r*\n|\r\r(?!\n)")
# No possessive quantifiers: Python before 3.11.5 matches them wrongly (gh-106052).
FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:[ \t]*([^\n]*(?:\n[ \t][^\n]*)*)")
FIELD_START = re.compile(rb"[!-9;-~]+[ \t]*:")
FOLD = re.compile(rb"\r*\n[ \t]*")
# A line that is no field is taken as a fold without its blank when one of these follows it in the block.
WELL_KNOWN = re.compile(
    rb"\n(?:from|to|cc|subject|date|message-id|mime-version|content-[a-z-]+|received|return-path|reply-to|x-[a-z0-9-]+"
    rb"|references|in-reply-to|sender|delivered-to|dkim-signature|list-[a-z-]+|auto-submitted)[ \t]*:",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Block:
    """The fields of a header block, raw and unfolded, and where the body begins."""

    fields: tuple[tuple[str, bytes], ...]
    body_start: int
    defects: tuple[str, ...] = ()


def read_block(raw: bytes, start: int, end: int) -> Block:
    """The header block at `start`; a body without any header gives no fields and starts where the block would."""
    first = raw[start : start + 1]
    if first in (b"\n", b"\r"):
        skip = 2 if raw[start : start + 2] == b"\r\n" else 1
        return Block(fields=(), body_start=min(start + skip, end))
    stop, body_start = _block_end(raw, start, min(end, start + MAX_BLOCK))
    block = raw[start:stop]
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    defects: list[str] = []
    if body_start == stop and end - start > MAX_BLOCK:
        defects.append(f"The header is longer than {MAX_BLOCK} bytes; the rest of it was not read.")
        found = BLOCK_END.search(raw, stop, end)
        body_start = found.end() if found else end
    fields: list[tuple[str, bytes]] = []
    consumed = _read_fields(block, fields, defects)
    if consumed < len(block):
        # The body begins without an empty line. Offsets moved only where line ends were folded: count them again.
        body_start = _raw_offset(raw, start, block, consumed)
    return Block(fields=tuple(fields), body_start=min(body_start, end), defects=tuple(defects))


def _block_end(raw: bytes, start: int, limit: int) -> tuple[int, int]:
    """Where the fields end and the body begins; both `limit` when no empty line is found."""
    crlf, lf = raw.find(b"\n\r\n", start, limit), raw.find(b"\n\n", start, limit)
    if crlf >= 0 and (lf < 0 or crlf < lf):
        return crlf, crlf + 3
    if lf >= 0:
        return lf, lf + 2
    match = BLOCK_END.search(raw, start, limit)
    return (match.start(), match.end()) if match else (limit, limit)


def _read_fields(block: bytes, fields: list[tuple[str, bytes]], defects: list[str]) -> int:
    """Fills `fields`; gives how much of the block they took."""
    position, size = 0, len(block)
    last_known, strange = -1, 0
    while position < size:
        match = FIELD.match(block, position)
        if match:
            if len(fields) >= MAX_FIELDS:
                defects.append(f"The header has more than {MAX_FIELDS} fields; the rest was not read.")
                return size
            fields.append(_field(match, defects))
            position = match.end() + 1
            continue
        line_end = block.find(b"\n", position)
        line_end = size if line_end < 0 else line_end
        line = block[position:line_end]
        if not line and fields:
            return position + 1  # an empty line with odd line ends
        if not line.strip() or line.startswith((b"From ", b">From ")):
            position = line_end + 1
            continue
        if last_known < 0:
            last_known = max((found.start() for found in WELL_KNOWN.finditer(block)), default=0)
        strange += 1
        if line_end > last_known or strange > MAX_STRANGE:
            defects.append("The body begins without an empty line." if fields else "The mail has no header.")
            return position
        if fields:
            name, value = fields[-1]
            fields[-1] = (name, value + b" " + line.strip())
        defects.append("A header line is neither a field nor folded.")
        position = line_end + 1
    return size


def _field(match: re.Match[bytes], defects: list[str]) -> tuple[str, bytes]:
    name, value = match[1].decode("ascii").lower(), match[2]
    if len(value) > MAX_VALUE:
        defects.append(
            f"The field {name[:40]} is longer than {MAX_VALUE} bytes; the rest of it was not read."
        )
        value = value[:MAX_VALUE]
    if b"\n" in value:
        value = FOLD.sub(b" ", value)
    return name, value.strip()


def _raw_offset(raw: bytes, start: int, block: bytes, consumed: int) -> int:
    lines = block.count(b"\n", 0, consumed)
    position = start
    for _line in range(lines):
        ends = [at for at in (raw.find(b"\n", position), raw.find(b"\r", position)) if at >= 0]
        position = min(ends)
        position += 2 if raw[position : position + 2] == b"\r\n" else 1
    return position


def first(fields: tuple[tuple[str, bytes], ...], name: str) -> bytes:
    """The first value of a field, b"" when it is missing."""
    for key, value in fields:
        if key == name:
            return value
    return b""


def every(fields: tuple[tuple[str, bytes], ...], name: str) -> Iterator[bytes]:
    return (value for key, value in fields if key == name)

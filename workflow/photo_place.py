"""The place out of a photo: what a phone wrote into it about where it was taken, in EXIF and XMP. Pure.

It is blanked where it stands, so the picture and all else stay byte by byte, and no picture is decoded here. JPEG, HEIC,
AVIF and WebP; in a PNG it would need a new checksum, and phones write no places there.
"""

from __future__ import annotations

import re
import struct
from itertools import islice

_EXIF = re.compile(rb"(?:Exif\x00\x00|EXIF....(?=II|MM))(?=II\*\x00|MM\x00\*)", re.DOTALL)
_XMP = re.compile(rb"(exif:GPS[A-Za-z]{2,30}(?:=[\"']|>))([^\"'<]{1,500})")
_PLACE = 0x8825  # the tag that points to the directory of GPS tags, Exif 2.3, 4.6.3
# Of a value, by its type.
_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_MOST_TAGS = 200
_MOST_HEADS = 8
"""More a photo never has; whoever makes one up hides nothing but his own place, and keeps nobody busy."""


def without_place(content: bytes) -> bytes:
    """The same bytes when no place stands in them."""
    if not _is_photo(content):
        return content
    heads = [found.end() for found in islice(_EXIF.finditer(content), _MOST_HEADS)]
    if not heads and not _XMP.search(content):
        return content
    blank = bytearray(_XMP.sub(lambda found: found[1] + b" " * len(found[2]), content))
    for head in heads:
        _blank_exif(blank, head)
    return bytes(blank)


def _is_photo(content: bytes) -> bool:
    """By its first bytes. In a file that only holds photos, as an archive, other sums would not be right any more."""
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return is_webp or content[:3] == b"\xff\xd8\xff" or content[4:8] == b"ftyp"


def _blank_exif(photo: bytearray, head: int) -> None:
    """head: where the TIFF header begins, from which all offsets count."""
    order = "<" if photo[head : head + 2] == b"II" else ">"
    for at in _entries(photo, head, _number(photo, head + 4, order), order):
        tag, _kind, _count, offset = struct.unpack_from(f"{order}HHII", photo, at)
        if tag == _PLACE:
            _blank_directory(photo, head, offset, order)
            return


def _blank_directory(photo: bytearray, head: int, offset: int, order: str) -> None:
    for at in _entries(photo, head, offset, order):
        _tag, kind, count, value = struct.unpack_from(f"{order}HHII", photo, at)
        size = _BYTES.get(kind, 1) * count
        if size > 4:
            _zero(photo, head + value, min(size, 1000))
        _zero(photo, at, 12)
    _zero(photo, head + offset, 2)  # it has no tags any more


def _entries(photo: bytearray, head: int, offset: int, order: str) -> list[int]:
    """Where the tags of a directory stand; none when it is not whole."""
    start = head + offset
    if start + 2 > len(photo):
        return []
    (count,) = struct.unpack_from(f"{order}H", photo, start)
    whole = count <= _MOST_TAGS and start + 2 + 12 * count <= len(photo)
    return [start + 2 + 12 * index for index in range(count)] if whole else []


def _number(photo: bytearray, at: int, order: str) -> int:
    return int.from_bytes(photo[at : at + 4], "little" if order == "<" else "big")


def _zero(photo: bytearray, at: int, size: int) -> None:
    end = min(at + size, len(photo))
    if 0 <= at < end:
        photo[at:end] = bytes(end - at)

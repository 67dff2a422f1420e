"""Content-Transfer-Encoding undone, as far as the bytes allow (RFC 2045), and uuencoded files found in text.

Never raises: what cannot be decoded is given as it stands, with a sentence saying so.
"""

from __future__ import annotations

import binascii
import itertools
import re

NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
NOT_PADDING = re.compile(rb"[A-Za-z0-9+/]")
PADDING = re.compile(rb"=+")
LOOKED_AT = 2_000
MAX_CHUNKS = 1_000
UU_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,255})\r?\n", re.M)


def undo(data: bytes, encoding: str) -> tuple[bytes, str]:
    """The decoded bytes and a defect sentence ("" when all was well)."""
    name = encoding.strip().lower()
    if name in ("", "7bit", "8bit", "binary"):
        return data, ""
    if name == "base64":
        return _base64(data)
    if name == "quoted-printable":
        return binascii.a2b_qp(data), ""
    if name in ("x-uuencode", "uuencode", "uue", "x-uue"):
        return _uuencoded(data)
    if name.startswith(("base64", "base-64", "b64")):
        return _base64(data)
    if name.startswith("quoted"):
        return binascii.a2b_qp(data), f"The transfer encoding {name} was read as quoted-printable."
    return data, "The transfer encoding is unknown; the bytes were taken as they stand."


def _base64(data: bytes) -> tuple[bytes, str]:
    head = data[:LOOKED_AT]
    if b" " in head and len(head.split()) > 3 * (head.count(b"\n") + 1):
        return data, "The part is called base64 but holds words; they were taken as they stand."
    padding = data.find(b"=")
    if padding >= 0 and NOT_PADDING.search(data, padding):
        return _concatenated(data), "The base64 is padded in its middle."
    try:
        return binascii.a2b_base64(data), ""
    except binascii.Error:
        return _joined(data), "The base64 is damaged; what can be read was read."


def _concatenated(data: bytes) -> bytes:
    """Several base64 texts in a row: the decoder would stop at the first padding."""
    decoded = bytearray()
    start = 0
    for match in itertools.islice(PADDING.finditer(data), MAX_CHUNKS):
        decoded += _joined(data[start : match.start()])
        start = match.end()
    decoded += _joined(data[start:])
    return bytes(decoded)


def _joined(data: bytes) -> bytes:
    """What the base64 signs of `data` say, all others left out."""
    kept = data.translate(None, NOT_BASE64)
    if len(kept) % 4 == 1:
        kept = kept[:-1]
    return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))


def _uuencoded(data: bytes) -> tuple[bytes, str]:
    match = UU_BEGIN.search(data)
    if not match:
        return data, "The part is called uuencoded but has no begin line."
    content, _end = uu_block(data, match.end())
    return content, ""


def uu_block(data: bytes, start: int) -> tuple[bytes, int]:
    """The file behind a begin line ending at `start`, and the offset after its end line."""
    decoded = bytearray()
    position, size = start, len(data)
    while position < size:
        line_end = data.find(b"\n", position)
        line_end = size if line_end < 0 else line_end + 1
        line = data[position:line_end].rstrip(b"\r\n")
        if line == b"end":
            return bytes(decoded), line_end
        if line and len(line) <= 90:
            try:
                decoded += binascii.a2b_uu(line)
            except binascii.Error:
                # Some encoders pad or cut the last group: read as many bytes as the length sign promises.
                length = (((line[0] - 32) & 63) * 4 + 5) // 3
                try:
                    decoded += binascii.a2b_uu(line[:length])
                except binascii.Error:
                    return bytes(decoded), position
        position = line_end
    return bytes(decoded), size

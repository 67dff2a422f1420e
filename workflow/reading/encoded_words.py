"""RFC 2047 encoded words as mail programs really write them: split in the middle of a character, with spaces
inside, without blanks between, inside quotes; and raw 8-bit headers.
"""

from __future__ import annotations

import binascii
import re

from workflow.reading.charsets import clean, decode

# Bounded repeats keep a header full of half-written words linear.
WORD = re.compile(
    rb"=\?([A-Za-z0-9_.:()+'-]{1,60})(?:\*[A-Za-z0-9-]{0,20})?\?([bBqQ])\?([^?\n]{0,4000}(?:\?(?!=)[^?\n]{0,400}){0,3})\?="
)
BETWEEN = re.compile(rb"[ \t\r\n]*\Z")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")
LINE_BREAK = re.compile(r"[ \t]*[\r\n\x0b\x0c\x85\u2028\u2029]+[ \t]*")


def decode_header(value: bytes, charset: str = "") -> str:
    """The field as people read it: one line, no control characters."""
    if b"=?" not in value:
        if value.isascii() and b"\x1b" not in value:
            text = value.decode("ascii")
        else:
            text = decode(value, charset)[0]
    else:
        text = _decode_words(value, charset)
    if text.isprintable():
        return text
    return CONTROL.sub("", LINE_BREAK.sub(" ", text))


def _decode_words(value: bytes, charset: str) -> str:
    pieces: list[str] = []
    held, held_charset = b"", ""
    position = 0
    for match in WORD.finditer(value):
        between = value[position : match.start()]
        joined = bool(held_charset) and not between.strip()
        if not joined:
            pieces.append(_flush(held, held_charset))
            held, held_charset = b"", ""
            pieces.append(_plain(between, charset))
        name = match[1].decode("ascii").lower()
        payload = _payload(match)
        if joined and name != held_charset:
            pieces.append(_flush(held, held_charset))
            held = b""
        held, held_charset = held + payload, name
        position = match.end()
    pieces.append(_flush(held, held_charset))
    pieces.append(_plain(value[position:], charset))
    return clean("".join(pieces))


def _plain(between: bytes, charset: str) -> str:
    return between.decode("ascii") if between.isascii() else decode(between, charset)[0]


def _flush(held: bytes, charset: str) -> str:
    return decode(held, charset)[0] if held else ""


def _payload(match: re.Match[bytes]) -> bytes:
    text = match[3]
    if match[2] in b"qQ":
        return binascii.a2b_qp(text, header=True)
    stripped = text.replace(b" ", b"").rstrip(b"=")
    if len(stripped) % 4 == 1:
        stripped = stripped[:-1]
    try:
        return binascii.a2b_base64(stripped + b"=" * (-len(stripped) % 4))
    except binascii.Error:
        return text

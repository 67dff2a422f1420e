"""A long text in parts that Twilio takes: cut at a line's, a sentence's or a word's end, never inside a character. Pure.

What a reader sees as one character (a flag, a family, a letter with its accents) is a grapheme cluster of UAX #29.
"""

from __future__ import annotations

import regex

MAX_LENGTH = 1600
"""Of a message's body, https://www.twilio.com/docs/api/errors/21617; counted in UTF-16 units, the stricter reading."""

_CLUSTER = regex.compile(r"\X")
_SENTENCE = (
    r"(?<=[.!?…])\s+|(?<=[。！？])(?![\p{M}\u200d])\s*"  # a full stop in an address or a time ends nothing
)
_ENDS = tuple(regex.compile(pattern) for pattern in (r"\n{2,}", r"\n", _SENTENCE, r"\s+"))
_LEAST = 2  # a part is at least half full, or the next coarser end would waste it


def length(text: str) -> int:
    """In UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def split(text: str, *, limit: int = MAX_LENGTH) -> tuple[str, ...]:
    """The parts in order, each of at most `limit` units and none empty."""
    parts = []
    rest = text.strip()
    while rest:
        end = _end(rest, limit)
        parts.append(rest[:end].strip())
        rest = rest[end:].strip()
    return tuple(part for part in parts if part)


def _end(text: str, limit: int) -> int:
    """Where the first part ends."""
    if length(text) <= limit:
        return len(text)
    most = _whole_characters(text, limit)
    for pattern in _ENDS:
        ends = [match.start() for match in pattern.finditer(text, 0, most + 1) if 0 < match.start() <= most]
        if ends and ends[-1] * _LEAST >= most:
            return ends[-1]
    return most


def _whole_characters(text: str, limit: int) -> int:
    """The most characters that fit, clusters whole; a cluster that alone is too long is cut all the same."""
    used = end = 0
    for cluster in _CLUSTER.finditer(text):
        used += length(cluster.group())
        if used > limit:
            break
        end = cluster.end()
    return end or _code_points(text, limit)


def _code_points(text: str, limit: int) -> int:
    used = 0
    for index, character in enumerate(text):
        used += length(character)
        if used > limit:
            return index
    return len(text)

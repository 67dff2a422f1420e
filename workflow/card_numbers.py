"""Card numbers that guests write in clear, masked wherever a text leaves the thread (R-TKT-13). Pure, linear.

A number is a card's when its length suits an issuer's range (ISO/IEC 7812), its check digit holds (Luhn), and its
digits stand as people write them: in one piece, or in groups as on the card. The thread itself keeps what was said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

MASK = "****"
_MOST = 19  # digits

# Addresses are taken first and left alone: their long numbers are keys of other systems. A run ends after a thousand
# digits, which no person writes: what the pattern keeps in memory of each digit is thus bounded.
_CANDIDATE = re.compile(
    r"https?://\S+"
    r"|(?P<run>\+?(?:(?<![A-Za-z0-9])|(?<=[A-Za-z]{3}))\d(?:(?:[ \t\u00a0\u2007-\u2015\u202f.-]{1,3}|\r?\n)?\d){12,999})"
    r"(?=(?P<glued>[A-Za-z](?![A-Za-z]{2}))?)"
)
_GROUP = re.compile(r"\d+")
_LAST_OF_UNEVEN = (4, 5)  # 4-6-5: American Express; 4-6-4: Diners Club
_LONGEST_PHONE = 15  # E.164

# First and last beginning of an issuer's range, and the lengths that its numbers have.
_ISSUERS: tuple[tuple[str, str, range | tuple[int, ...]], ...] = (
    ("4", "4", (13, 16, 19)),  # Visa
    ("51", "55", (16,)),  # Mastercard
    ("2221", "2720", (16,)),
    ("34", "34", (15,)),  # American Express
    ("37", "37", (15,)),
    ("300", "305", (14, 16, 19)),  # Diners Club
    ("3095", "3095", (14, 16, 19)),
    ("36", "36", range(14, 20)),
    ("38", "39", range(14, 20)),
    ("3528", "3589", range(16, 20)),  # JCB
    ("6011", "6011", range(16, 20)),  # Discover
    ("644", "649", range(16, 20)),
    ("65", "65", range(16, 20)),
    ("62", "62", range(16, 20)),  # UnionPay
    ("8100", "8171", range(16, 20)),
    ("5018", "5038", range(13, 20)),  # Maestro, Dankort
    ("56", "58", range(13, 20)),
    ("6304", "6304", range(16, 20)),
    ("6759", "6763", range(13, 20)),
    ("2200", "2204", range(16, 20)),  # Mir
    ("508", "508", (16,)),  # RuPay
    ("60", "60", (16,)),
    ("9792", "9792", (16,)),  # Troy
)
_DOUBLED = str.maketrans("0123456789", "0246813579")  # the digits of the double, summed


def mask(text: str) -> str:
    """The text with each card number as **** and its last four digits. Doing it twice changes nothing more."""
    return _CANDIDATE.sub(_mask_run, text)


def _mask_run(found: re.Match[str]) -> str:
    """Every group is the beginning of a number at most once, and a number has at most 19."""
    run = found["run"]
    if run is None:
        return found[0]
    spans = [match.span() for match in _GROUP.finditer(run)]
    if found["glued"]:  # the last one is part of a key like 41a7
        spans.pop()
    sizes = [end - start for start, end in spans]
    digits = _digits(run)
    is_phone = run[0] == "+"
    pieces: list[str] = []
    written = group = at = 0  # `at` counts digits before the group
    while group < len(spans):
        lengths = sizes[group : group + _MOST]
        number = _number(digits[at : at + _MOST], lengths, longer_than=_LONGEST_PHONE if is_phone else 0)
        if number:
            last = group + number - 1
            at += sum(lengths[:number])
            pieces += (run[written : spans[group][0]], f"{MASK} {digits[at - 4 : at]}")
            written, group = spans[last][1], last + 1
        else:
            group, at = group + 1, at + lengths[0]
        is_phone = False
    return "".join((*pieces, run[written:]))


def _number(digits: str, lengths: Sequence[int], *, longer_than: int) -> int:
    """How many of the groups make the longest card number that begins with the first; 0: none does."""
    issued = _issued_lengths(digits[:4])
    found = length = 0
    for group, more in enumerate(lengths if issued else ()):
        length += more
        if length > _MOST or not _stands_like_one(lengths, group):
            break
        if length in issued and length > longer_than and _luhn(digits[:length]):
            found = group + 1
    return found


def _stands_like_one(lengths: Sequence[int], group: int) -> bool:
    """Up to this group: in one piece, in equal groups with a rest, or as the issuer prints it."""
    if lengths[0] == 4 and group and lengths[1] == 6:
        return group < 2 or (group == 2 and lengths[2] in _LAST_OF_UNEVEN)
    if group > 1 and lengths[group - 1] != lengths[0]:
        return False
    return lengths[group] <= lengths[0]


@lru_cache(maxsize=10_000)
def _issued_lengths(beginning: str) -> frozenset[int]:
    """Of numbers that begin with these four digits."""
    return frozenset(
        length
        for low, high, lengths in _ISSUERS
        if low <= beginning[: len(low)] <= high
        for length in lengths
    )


def _luhn(digits: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    doubled = digits[-2::-2].translate(_DOUBLED)
    return (sum(map(int, digits[::-2])) + sum(map(int, doubled))) % 10 == 0


def _digits(text: str) -> str:
    """Also those of other scripts, as 0 to 9."""
    return "".join(str(int(character)) for character in text if character.isdecimal())

"""Room numbers as people list them: "101-120, 7, A1-A9". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workflow.errors import Invalid

MAX_NUMBER, MAX_AT_ONCE = 20, 500
_END = re.compile(r"(?P<prefix>.*?)(?P<digits>[0-9]{1,6})")


def read(text: str, field: str = "numbers") -> tuple[str, ...]:
    """What stands between commas or on lines of its own, ranges spelled out; none twice. Raises Invalid."""
    parts = (" ".join(part.split()) for part in re.split(r"[,;\n]", text))
    return at_once([number for part in parts for number in _spelled(part, field)], field)


def at_once(numbers: Sequence[str], field: str = "numbers") -> tuple[str, ...]:
    """None twice. Raises Invalid for none at all, and for too many."""
    found = tuple(dict.fromkeys(numbers))
    if not found:
        raise Invalid("Write the numbers of the rooms, like 101-120, 7.", field)
    if len(found) > MAX_AT_ONCE:
        raise Invalid("At most %(most)s rooms are made at one time.", field, values={"most": MAX_AT_ONCE})
    return found


def between(first: str, last: str, field: str = "to") -> tuple[str, ...]:
    """From "101" to "120"; both begin with the same letters. Raises Invalid."""
    begin, end = _END.fullmatch(first), _END.fullmatch(last)
    if begin is None or end is None or begin["prefix"] != end["prefix"]:
        raise Invalid(
            "From %(first)s to %(last)s is no range of rooms; write it like 101-120.",
            field,
            values={"first": first[:20], "last": last[:20]},
        )
    low, high = int(begin["digits"]), int(end["digits"])
    if not low <= high < low + MAX_AT_ONCE:
        raise Invalid(
            "A range goes upwards, over at most %(most)s rooms.", field, values={"most": MAX_AT_ONCE}
        )
    width = len(begin["digits"])
    return tuple(f"{begin['prefix']}{number:0{width}}" for number in range(low, high + 1))


def _spelled(part: str, field: str) -> tuple[str, ...]:
    first, dash, last = (piece.strip() for piece in re.sub("[–—]", "-", part).partition("-"))
    if dash and _END.fullmatch(first) and _END.fullmatch(last):
        return between(first, last, field)
    return (part,) if part else ()

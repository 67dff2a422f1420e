"""Who or what is meant by a name typed in a hurry: the one that fits best, or all that fit as well. Pure.

Never the first of several: with more than one the writer is asked.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a name; `also` are other words it goes by."""

    id: int
    name: str
    also: tuple[str, ...] = ()


def match(wanted: str, among: Sequence[Named]) -> tuple[Named, ...]:
    """One when it is clear, several when it is not, none when nothing fits. Case and accents do not matter."""
    asked = _folded(wanted).lstrip("@")
    if not asked:
        return ()
    for fits in (_is_name, _begins_name, _is_word, _begins_word):
        found = tuple(one for one in among if fits(asked, one))
        if found:
            return found
    return ()


def match_start(text: str, among: Sequence[Named]) -> tuple[tuple[Named, ...], str]:
    """What the text begins with, and the rest of it: the longest beginning that means anything, a full name first."""
    words = text.split()
    for fits in (_is_name, _is_word, _begins_word):
        for count in range(len(words), 0, -1):
            asked = _folded(" ".join(words[:count]).rstrip(":,")).lstrip("@")
            found = tuple(one for one in among if asked and fits(asked, one))
            if found:
                return found, " ".join(words[count:])
    return (), text


def _is_name(asked: str, one: Named) -> bool:
    return asked == _folded(one.name) or asked in map(_folded, one.also)


def _begins_name(asked: str, one: Named) -> bool:
    return _folded(one.name).startswith(asked + " ")


def _is_word(asked: str, one: Named) -> bool:
    return asked in _folded(one.name).split()


def _begins_word(asked: str, one: Named) -> bool:
    return len(asked) > 1 and (
        _folded(one.name).startswith(asked)
        or any(word.startswith(asked) for word in _folded(one.name).split())
    )


def _folded(text: str) -> str:
    """Without case, accents and runs of blanks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())

"""Whether two ways of writing a name may be one person's. Pure; it never says that they are.

"Sand, Mia", "M. Sand" and "Mrs Mia Sand-Berg" may be Mia Sand; Tom Sand is somebody else.
"""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")


def may_be_same(one: str, other: str) -> bool:
    """Every word of the shorter name stands in the longer one, an initial for any word that begins so.

    A name that says nothing may be anybody's.
    """
    fewer, more = sorted((_words(one), _words(other)), key=len)
    left = list(more)
    for word in sorted(fewer, key=len, reverse=True):
        found = next((candidate for candidate in left if _fits(word, candidate)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def is_fuller(one: str, other: str) -> bool:
    """Whether it says more of the name: more words, or the same ones less shortened."""
    mine, theirs = _words(one), _words(other)
    return (len(mine), sum(map(len, mine))) > (len(theirs), sum(map(len, theirs)))


def _fits(word: str, candidate: str) -> bool:
    if len(word) == 1 or len(candidate) == 1:
        return word[0] == candidate[0]
    return word == candidate


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return _WORD.findall("".join(char for char in plain if not unicodedata.combining(char)))

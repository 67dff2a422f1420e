"""A stored reason (workflow/reasons) in the reader's language, as far as the catalogs have it.

It is known again by the sentences of templates/locale/<language>/panel, with what stood in its places: so rows of
before are said too. What nobody here has put into words, as another server's reply, stays as it came.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import zip_longest

from babel.messages.pofile import read_po

from workflow import texts

MAX_LENGTH = 1000
_PLACE = re.compile(r"%\((\w+)\)s")
_CATALOGS = ("refusals.po", "reasons.po")
"""A refusal may be a reason too: what a member wrote in a mail was refused, a file is held."""
_END_OF_SENTENCE = re.compile(r"[.!?] ")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?)”]) (?=\S)")


@dataclass(frozen=True, slots=True)
class _Known:
    """A sentence with places, and what is said for it. parts: its own words before, between and after the places."""

    parts: tuple[str, ...]
    places: tuple[str, ...]
    translation: str

    def filled(self, words: str) -> dict[str, str] | None:
        """What stands in the places; None when these words are not this sentence. Each place takes as little as it can.

        No regular expression: others write part of these words, and could make one try for seconds.
        """
        first, *between, last = self.parts
        at, end = len(first), len(words) - len(last)
        if at > end or not (words.startswith(first) and words.endswith(last)):
            return None
        values: dict[str, str] = {}
        for place, part in zip_longest(self.places, between):
            until = end if part is None else words.find(part, at, end)
            if until < 0 or values.setdefault(place, words[at:until]) != words[at:until]:
                return None
            at = until + len(part or "")
        is_open = not first and _END_OF_SENTENCE.search(values[self.places[0]])
        return None if is_open else values


@lru_cache(maxsize=4096)
def said(language: str, stored: str) -> str:
    """A stored reason in this language: as a whole, else sentence by sentence."""
    found = _whole(language, stored)
    if found is not None:
        return found
    return " ".join(_whole(language, one) or one for one in _BETWEEN_SENTENCES.split(stored))


def _whole(language: str, stored: str) -> str | None:
    """None: no sentence of ours."""
    words = stored.strip()
    if not words:
        return words
    plain = _plain(language, words)
    if plain != words:
        return plain
    for known in _with_places(language) if len(words) <= MAX_LENGTH else ():
        values = known.filled(words)
        if values is not None:
            return known.translation % {name: said(language, value) for name, value in values.items()}
    return None


def _plain(language: str, words: str) -> str:
    in_pages = str(texts.pages(language, "panel").gettext(words))
    return in_pages if in_pages != words else str(texts.catalog(language).gettext(words))


@cache
def _with_places(language: str) -> tuple[_Known, ...]:
    """The sentences with the most words of their own first: they leave the least to what stands in places."""
    sentences: dict[str, str] = {}
    for path in (texts.LOCALES / language / "panel" / name for name in _CATALOGS):
        if path.exists():
            with path.open("rb") as file:
                read = read_po(file, locale=language)
            sentences |= {one.id: str(one.string) for one in read if isinstance(one.id, str) and one.id}
    ordered = sorted(sentences, key=lambda one: len(_PLACE.sub("", one)), reverse=True)
    return tuple(_known(one, sentences[one]) for one in ordered if _PLACE.search(one))


def _known(sentence: str, translation: str) -> _Known:
    pieces = _PLACE.split(sentence)
    parts = (part.replace("%%", "%") for part in pieces[::2])
    return _Known(tuple(parts), tuple(pieces[1::2]), translation)

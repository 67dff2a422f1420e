"""A stored reason (workflow/reasons) in the reader's language, as far as the catalogs have it.

It is known again by the sentences of templates/locale/<language>/panel, with what stood in its places: so rows of
before are said too. What nobody here has put into words, as another server's reply, stays as it came.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from babel.messages.pofile import read_po

from workflow import texts

MAX_LENGTH = 1000
_PLACE = re.compile(r"%\((\w+)\)s")
_CATALOGS = ("refusals.po", "reasons.po")
"""A refusal may be a reason too: what a member wrote in a mail was refused, a file is held."""
_ANYTHING, _WITHIN_A_SENTENCE = ".*?", r"(?:(?![.!?] ).)*?"
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?)”]) (?=\S)")


@dataclass(frozen=True, slots=True)
class _Known:
    """A sentence with places, and what is said for it."""

    pattern: re.Pattern[str]
    translation: str


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
        found = known.pattern.fullmatch(words)
        if found is not None:
            return known.translation % {
                name: said(language, value) for name, value in found.groupdict().items()
            }
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
    return tuple(_Known(_pattern(one), sentences[one]) for one in ordered if _PLACE.search(one))


def _pattern(sentence: str) -> re.Pattern[str]:
    """A place named twice must be filled in alike."""
    parts, seen = [], set[str]()
    for index, part in enumerate(_PLACE.split(sentence)):
        if index % 2 == 0:
            parts.append(re.escape(part.replace("%%", "%")))
        elif part in seen:
            parts.append(f"(?P={part})")
        else:
            seen.add(part)
            parts.append(f"(?P<{part}>{_ANYTHING if any(parts) else _WITHIN_A_SENTENCE})")
    return re.compile("".join(parts), re.DOTALL)

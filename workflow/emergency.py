"""Whether a guest's words tell of an emergency (R-TKT-12), and which words say so. Pure.

Whole words, in any case, with or without accents. What only sounds like one ("fire place") is taken out first. One
look at each word of the text, however many phrases there are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from workflow.emergency_phrases import EMERGENCIES, FALSE_FRIENDS, HARMLESS

MAX_TEXT = 20_000
MAX_GAP = 3
_GAP = "…"
_TAKEN_OUT = "\x00"
_WORD = re.compile(r"[\w*]+(?:'[\w*]+)*|…|[.!?;:\n]")
_ELISION = re.compile(r"^(?:l|d|c|j|m|n|s|t|qu|un|all|dell|nell|dall|sull|dov|com)'(?=\w)")
_ENDS = frozenset(".!?;:\n")
_ACCENTS = re.compile(r"[\u0300-\u036f]")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u9fff]")


@dataclass(frozen=True, slots=True)
class _Phrase:
    """As it is written in the list, and its words."""

    written: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Phrases by how their first word begins; those of languages without blanks are looked for anywhere."""

    whole: dict[str, tuple[_Phrase, ...]]
    begun: dict[str, tuple[_Phrase, ...]]  # by three letters, for a first word with a star
    anywhere: tuple[str, ...]


def find_emergency(text: str, *, own: Sequence[str] = (), harmless: Sequence[str] = ()) -> str | None:
    """The phrase that was found, None for no emergency. own: the hotel's words; harmless: what it never means.

    Quoted lines that were left standing in an answer are not its own words.
    """
    own_lines = (line for line in text[:MAX_TEXT].split("\n") if not line.lstrip().startswith(">"))
    folded = _folded("\n".join(own_lines)).translate({ord("*"): " ", ord("_"): " "})
    calm, alarming = vocabulary((*HARMLESS, *harmless)), vocabulary((*_DEFAULTS, *own))
    if _UNSPACED.search(folded):
        for written in calm.anywhere:
            folded = folded.replace(written, "\n")
        for written in alarming.anywhere:
            if written in folded:
                return written
    words = _words(folded)
    if _first(words, alarming) is None:
        return None  # nearly every mail: what is harmless needs no second look
    for friend, company in FALSE_FRIENDS.items():
        if friend in words and not company.isdisjoint(words):
            words = [_TAKEN_OUT if word == friend else word for word in words]
    for index in range(len(words)):
        _take_out(words, index, calm)
    found = _first(words, alarming)
    return found.written if found else None


@lru_cache(maxsize=256)
def vocabulary(phrases: tuple[str, ...]) -> Vocabulary:
    """Made once for each list."""
    whole: dict[str, list[_Phrase]] = {}
    begun: dict[str, list[_Phrase]] = {}
    anywhere = []
    for written in phrases:
        folded = _folded(written)
        words = tuple(_words(folded))
        if _UNSPACED.search(folded):
            anywhere.append(folded.strip())
        elif words and words[0].endswith("*"):
            begun.setdefault(words[0][:-1][:3], []).append(_Phrase(written, words))
        elif words:
            whole.setdefault(words[0], []).append(_Phrase(written, words))
    return Vocabulary(_longest_first(whole), _longest_first(begun), tuple(anywhere))


def words_of(phrase: str) -> tuple[str, ...]:
    """What is looked for; empty for a phrase that says nothing."""
    folded = _folded(phrase)
    if _UNSPACED.search(folded):
        return (folded.strip(),)
    return tuple(word for word in _words(folded) if word.strip("*…'_") and word not in _ENDS)


def _first(words: Sequence[str], known: Vocabulary) -> _Phrase | None:
    """The first phrase that stands among the words."""
    for index, word in enumerate(words):
        if word in known.whole or word[:3] in known.begun:
            for phrase in _beginning(word, known):
                if _length(phrase.words, words, index):
                    return phrase
    return None


def _take_out(words: list[str], index: int, calm: Vocabulary) -> None:
    for phrase in _beginning(words[index], calm):
        length = _length(phrase.words, words, index)
        if length:
            words[index : index + length] = [_TAKEN_OUT] * length
            return


def _beginning(word: str, known: Vocabulary) -> Iterable[_Phrase]:
    yield from known.whole.get(word, ())
    yield from known.begun.get(word[:3], ())


def _length(phrase: Sequence[str], words: Sequence[str], start: int) -> int:
    """How many words of the text the phrase takes from here on, gaps included; 0 when it does not stand here."""
    at, gap = start, 0
    for wanted in phrase:
        if wanted == _GAP:
            gap = MAX_GAP
            continue
        found = next(
            (
                place
                for place in range(at, at + gap + 1)
                if place < len(words) and _fits(wanted, words[place])
            ),
            None,
        )
        if found is None or any(word in _ENDS or word == _TAKEN_OUT for word in words[at:found]):
            return 0
        at, gap = found + 1, 0
    return at - start


def _fits(wanted: str, word: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


def _words(folded: str) -> list[str]:
    return [_ELISION.sub("", word) if "'" in word else word for word in _WORD.findall(folded)]


def _folded(text: str) -> str:
    """Small letters, no accents; hyphens part words, so that break-in is found as it is written."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("…", f" {_GAP} "))
    plain = _ACCENTS.sub("", plain).replace("...", f" {_GAP} ")
    plain = plain.translate({0x2019: "'", 0x2018: "'", 0x2010: " ", 0x2011: " ", 0x2D: " ", 0x2F: " "})
    return unicodedata.normalize("NFC", plain)


def _longest_first(found: dict[str, list[_Phrase]]) -> dict[str, tuple[_Phrase, ...]]:
    return {
        word: tuple(sorted(phrases, key=lambda phrase: -len(phrase.words))) for word, phrases in found.items()
    }


_DEFAULTS = tuple(dict.fromkeys(phrase for phrases in EMERGENCIES.values() for phrase in phrases))

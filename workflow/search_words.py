"""Words as the search knows them: a text becomes terms with places, a ticket a `tsvector`, what somebody types a `tsquery`.

Pure. Case, accents and width make no difference. Scripts without spaces (Japanese, Chinese, Korean, Thai) are cut into
pairs of characters, so that any part of a sentence is found. Terms are letters and digits only: nothing to escape.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

MAX_TERM = 40  # characters; a longer one, mostly a machine's, is known by its beginning
MAX_TERMS = 16_000  # of one ticket: PostgreSQL counts places to 16,383
MAX_BYTES = 400_000  # of one ticket's different terms: a tsvector ends at 1 MB
MAX_PLACES = 200  # of one term: PostgreSQL keeps 255
MAX_ASKED = 16  # terms of one question
GAP = 10  # places between two texts of a ticket: no phrase reaches across
SHORTEST_PREFIX = 2
SHORTEST_NUMBER = 3  # as a prefix: 12 is room 12 and not also 120 to 129

_PAIRED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # kana and Han
    "\uac00-\ud7af"  # Hangul
)
_RUN = re.compile(rf"(?P<paired>[{_PAIRED}]+)|[^\W_{_PAIRED}]+")
_ASKED = re.compile(r'"([^"]*)"|([^\s"]+)')
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』＂", '"'))
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})


class Weight(StrEnum):
    """How much a place counts when answers are ranked."""

    NAMES = "A"  # PID, subject, guest, room
    SPOKEN = "B"  # between guest and house
    NOTES = "D"


class Kind(StrEnum):
    WORD = "word"
    PAIR = "pair"  # of characters, in a script without spaces
    LAST = "last"  # the last character of such a run: a pair may begin with it


@dataclass(frozen=True, slots=True)
class Term:
    text: str
    place: int
    kind: Kind


def terms(text: str) -> Iterator[Term]:
    """The terms of a text in order, places counted from 1."""
    place = 1
    for run in _RUN.finditer(_folded(text)):
        word = run[0]
        if run["paired"] is None:
            yield Term(word[:MAX_TERM], place, Kind.WORD)
            place += 1
            continue
        for number in range(len(word) - 1):
            yield Term(word[number : number + 2], place + number, Kind.PAIR)
        yield Term(word[-1], place + len(word) - 1, Kind.LAST)
        place += len(word)


def vector(texts: Iterable[tuple[str, Weight]], *, marks: Iterable[str] = ()) -> str:
    """A `tsvector` of the texts, the first ones first when there is no room for all; marks stand in it as they are."""
    places: dict[str, list[str]] = {}
    beginning, room = 0, MAX_BYTES
    for text, weight in texts:
        last = beginning
        for term in terms(text):
            last = beginning + term.place
            if last > MAX_TERMS:
                break
            if term.text not in places:
                room -= len(term.text.encode())
                if room < 0:
                    break
                places[term.text] = []
            if len(places[term.text]) < MAX_PLACES:
                places[term.text].append(f"{last}{weight}")
        beginning = last + GAP
        if beginning > MAX_TERMS or room < 0:
            break
    written = [f"'{text}':{','.join(found)}" for text, found in places.items()]
    return " ".join([*(f"'{mark}'" for mark in marks), *written])


def question(asked: str) -> str | None:
    """A `tsquery` for what somebody typed; None when there is no letter and no digit in it.

    All words must be there; "…" and what is written without a space must stand together; the last word may go on.
    """
    parts = [(match[1], match[2]) for match in _ASKED.finditer(asked.translate(_QUOTES))]
    found, left = [], MAX_ASKED
    for number, (quoted, bare) in enumerate(parts):
        is_last = number == len(parts) - 1
        chain = _chain(quoted or bare or "", left, may_go_on=is_last and not quoted)
        if chain:
            found.append(f"({' '.join(chain)})")
            left -= (len(chain) + 1) // 2
    return " & ".join(found) or None


def _chain(text: str, most: int, *, may_go_on: bool) -> list[str]:
    """Terms with the operators between them that say how far apart they stand."""
    chain: list[str] = []
    chosen = _asked(text)[:most]
    for number, term in enumerate(chosen):
        if number:
            chain.append(f"<{term.place - chosen[number - 1].place}>")
        is_end = number == len(chosen) - 1
        goes_on = term.kind is Kind.LAST or (may_go_on and is_end and _is_beginning(term))
        chain.append(f"'{term.text}'{':*' if goes_on else ''}")
    return chain


def _asked(text: str) -> list[Term]:
    """Without the character that ends a run of pairs: its pair says it already."""
    found = list(terms(text))
    return [
        term
        for number, term in enumerate(found)
        if term.kind is not Kind.LAST or number == 0 or found[number - 1].kind is not Kind.PAIR
    ]


def _is_beginning(term: Term) -> bool:
    shortest = SHORTEST_NUMBER if term.text.isdigit() else SHORTEST_PREFIX
    return term.kind is Kind.WORD and len(term.text) >= shortest


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(letter for letter in apart if not _is_accent(letter)).casefold()
    return unicodedata.normalize("NFC", kept).translate(_LETTERS)


def _is_accent(letter: str) -> bool:
    """Accents, Hebrew points and Arabic vowels; not the marks that make another letter in Japanese, Hindi or Thai."""
    kind = unicodedata.combining(letter)
    return kind >= 200 or 10 <= kind <= 35

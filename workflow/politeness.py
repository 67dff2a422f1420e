"""Whether a guest's words are mere politeness ("thanks", "ok", "👍"), which changes nothing about a ticket (R-WF-2). Pure.

Every visible word must belong to a phrase of workflow/politeness_phrases, or be a name where names stand; one word
that is unknown, a digit or a question mark, and the words count as written. Linear in the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from workflow.politeness_phrases import (
    AROUND,
    FOR,
    GREETINGS,
    HONORIFICS,
    SIGN_OFFS,
    SMILES,
    THANKS,
    THUMBS,
    TITLES,
    thanks_with_their_reason,
)

MAX_LETTERS = 400
MAX_NAME = 3  # words
MAX_EASTERN_NAME = 4  # letters
SHORTEST_NAME = 3

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))
_EASTERN = r"[\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_LETTER = rf"(?!{_EASTERN})[^\W\d_]"
_SMILE = r"[:;=]'?-?[)D\]P]+(?!\w)|\^_?\^|<3(?!\d)"
_SAD = r"[:;=]'?-?[(\[/\\|]"
_MARK = r"[\n.,!;:\-–—…()\"'„“”«»*_~/|+&¡、。「」『』〜・]"
# Joiners, and colours of skin: they belong to the sign before.
_BLANK = r"[^\S\n]|[\ufe0e\ufe0f\u200b\u200d\u2060\ufeff\U0001f3fb-\U0001f3ff]"
_COMMAS, _SPACES = ",、", " \t\u3000"
_PART = re.compile(
    rf"(?P<smile>{_SMILE})|(?P<sad>{_SAD})|(?P<word>{_EASTERN}|{_LETTER}(?:{_LETTER}|[\u0300-\u036f'\-])*)"
    rf"|(?P<thumb>[{''.join(THUMBS)}])|(?P<mark>{_MARK}|[{''.join(SMILES)}])|(?P<blank>{_BLANK})"
)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word in small letters, or one letter of Japanese or Chinese.

    may_be_name: it is written like one, "Ana" or "J". begins, ends: a mark or a line end stands beside it, which may
    be a mere comma.
    """

    text: str
    may_be_name: bool
    begins: bool
    ends: bool = False
    has_comma: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    words: tuple[_Word, ...]
    has_thumb: bool


class _Phrases:
    """Phrases as a tree of words: all that begin at a word are found in one walk."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._root: dict[str, dict[str, object]] = {}
        for phrase in phrases:
            node: dict[str, object] = self._root  # type: ignore[assignment]
            for word in _words_of(phrase):
                node = node.setdefault(word, {})  # type: ignore[assignment]
            node[""] = True

    def ends(self, words: Sequence[_Word], start: int) -> Iterable[int]:
        """Where the phrases end that begin at `start`."""
        node: dict[str, object] = self._root  # type: ignore[assignment]
        for at in range(start, len(words)):
            found = node.get(words[at].text)
            if not isinstance(found, dict):
                return
            node = found
            if "" in node:
                yield at + 1


def is_politeness(text: str, *, names: Iterable[str] = ()) -> bool:
    """True for thanks and their like alone. names: of the guest, the hotel and its people, which may stand anywhere."""
    read = _read(text)
    if read is None or not (read.words or read.has_thumb):
        return False
    known = _Phrases(_ways_to_call(names))
    return _is_covered(read.words, known, has_thumb=read.has_thumb)


def _is_covered(words: Sequence[_Word], known: _Phrases, *, has_thumb: bool) -> bool:
    """Whether phrases and names cover all words, and one of the phrases thanks."""
    # reached[i]: the first i words are covered, without (1) or with (2) thanks among them.
    reached = [0] * (len(words) + 1)
    reached[0] = 2 if has_thumb else 1
    for at in range(len(words)):
        if not reached[at]:
            continue
        for end in _thanks().ends(words, at):
            reached[end] |= 2
        for end in (*_around().ends(words, at), *_reasons(words, at), *known.ends(words, at)):
            reached[end] |= reached[at]
        for end in _greetings().ends(words, at):
            for stop in (end, *_names(words, end)):
                reached[stop] |= reached[at]
        for end in _sign_offs().ends(words, at):
            for stop in (end, *_names_to_the_end(words, end)):
                reached[stop] |= reached[at]
        for end in _eastern_name(words, at):
            reached[end] |= reached[at]
    return bool(reached[-1] & 2)


def _names(words: Sequence[_Word], start: int) -> Iterable[int]:
    """Up to three words written like names, and a mark or a line end behind them: "Ana Costa,"."""
    before = words[start - 1]
    if before.ends and not before.has_comma:
        return
    for end in range(start + 1, min(start + MAX_NAME, len(words)) + 1):
        if not words[end - 1].may_be_name:
            return
        if words[end - 1].ends:
            yield end
            return


def _names_to_the_end(words: Sequence[_Word], start: int) -> Iterable[int]:
    """The same for all that is left."""
    left = words[start:]
    if len(left) <= MAX_NAME and all(word.may_be_name for word in left):
        yield len(words)


def _reasons(words: Sequence[_Word], start: int) -> Iterable[int]:
    """ "for your", maybe "quick", "reply"."""
    for before, how, what in _for():
        for at in before.ends(words, start):
            for then in (at, *how.ends(words, at)):
                yield from what.ends(words, then)


def _ways_to_call(names: Iterable[str]) -> Iterable[str]:
    """Each name whole, and its words; not short ones, which may mean something, nor single letters of a Chinese one."""
    for name in names:
        yield name
        yield from (word for word in _words_of(name) if len(word) >= SHORTEST_NAME)


def _eastern_name(words: Sequence[_Word], start: int) -> Iterable[int]:
    """A short name with an honorific at the beginning of a line: 田中様."""
    if not words[start].begins:
        return
    for honorific in _honorifics():
        for length in range(1, MAX_EASTERN_NAME + 1):
            end = start + length + len(honorific)
            line = [word.ends for word in words[start:end]]
            fits = tuple(word.text for word in words[start + length : end]) == honorific
            is_eastern = all(_is_eastern(word) for word in words[start:end])
            if fits and is_eastern and line[-1] and not any(line[:-1]):
                yield end


def _read(text: str) -> _Read | None:
    """The words between the marks; None for what holds anything else."""
    if len(text) > MAX_LETTERS:
        return None
    plain = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES)).translate(_APOSTROPHES)
    words: list[_Word] = []
    begins, has_thumb, at = True, False, 0
    while at < len(plain):
        part = _PART.match(plain, at)
        if part is None or part.lastgroup == "sad":
            return None
        at = part.end()
        if part.lastgroup == "word":
            words.append(_word(part[0], begins=begins))
            begins = False
        elif not words or _is_within(part, words[-1]):
            has_thumb = has_thumb or part.lastgroup == "thumb"
        else:
            has_thumb = has_thumb or part.lastgroup == "thumb"
            begins = True
            words[-1] = replace(words[-1], ends=True, has_comma=part[0] in _COMMAS and not words[-1].ends)
    if words:
        words[-1] = replace(words[-1], ends=True)
    return _Read(tuple(words), has_thumb)


def _is_within(part: re.Match[str], word: _Word) -> bool:
    """A blank ends no word's line, but for Japanese and Chinese, which are written without; nor does "Ms."."""
    if part.lastgroup == "blank":
        return not _is_eastern(word) or part[0] not in _SPACES
    return part[0] == "." and word.text in TITLES


def _is_eastern(word: _Word) -> bool:
    return re.match(_EASTERN, word.text) is not None


def _word(written: str, *, begins: bool) -> _Word:
    bare = written.rstrip("'-")
    shouted = len(bare) > 1 and bare.isupper()
    return _Word(bare.casefold(), bare[:1].isupper() and not shouted, begins)


def _words_of(text: str) -> tuple[str, ...]:
    read = _read(text)
    return tuple(word.text for word in read.words) if read else ()


@cache
def _thanks() -> _Phrases:
    plain = [phrase for phrases in THANKS.values() for phrase in phrases]
    return _Phrases([*plain, *thanks_with_their_reason()])


@cache
def _for() -> tuple[tuple[_Phrases, _Phrases, _Phrases], ...]:
    return tuple((_Phrases(before), _Phrases(how), _Phrases(what)) for before, how, what in FOR.values())


@cache
def _around() -> _Phrases:
    return _Phrases(phrase for phrases in AROUND.values() for phrase in phrases)


@cache
def _greetings() -> _Phrases:
    return _Phrases(phrase for phrases in GREETINGS.values() for phrase in phrases)


@cache
def _sign_offs() -> _Phrases:
    return _Phrases(phrase for phrases in SIGN_OFFS.values() for phrase in phrases)


@cache
def _honorifics() -> tuple[tuple[str, ...], ...]:
    return tuple(_words_of(honorific) for honorific in HONORIFICS)

"""What looks like a command and is none: other signs, typing errors, letters of other alphabets, words without the sign.

Pure. A mail with such a line reaches no guest: it is better to ask once too often than to send an internal note.
"""

from __future__ import annotations

import re
import unicodedata

NAMES = (
    "note", "assign", "transfer", "state", "wait", "resolve", "close", "priority", "tag", "canned", "snooze", "watch", "help",
)  # fmt: skip
"""As in workflow/staff_commands; a test compares them."""

NOTE_WORDS = (
    "internal note", "internal", "private", "intern", "interne notiz", "notiz", "nota interna", "note interne", "nicht an den gast",
    "not for the guest", "for colleagues", "do not send", "don't send", "nicht senden", "nicht weiterleiten", "nur intern",
)  # fmt: skip
"""Before a colon these say that the line is for the house."""

SIGNS = "#\uff03\ufe5f\u266f\u2317\u29e3"  # number sign, its full-width and small forms, what looks like it
_ENTITIES = re.compile(r"&(?:#35|#x23|num);", re.I)
_OTHER_SIGNS = "/!@\\$%^~+=.:;*_-§&?|"
_MARKUP = " \t*_~`'\"“”„‘’‚«»‹›()[]{}<>|•·\\/-–—+.:;,!"
_LETTERS = str.maketrans("аеорсухіѕјԁɡαεορτνικυ0134578$@", "aeopcyxisjdgaeoptvikuoleastbsa")
_SIGN_BEFORE_NAME = re.compile(rf"(?<![\w&/.])[{SIGNS}]\s?(?:{'|'.join(NAMES)})(?!\w)", re.I)
_BARE = re.compile(rf"(?:{'|'.join((*NAMES, *NOTE_WORDS))})\s*[:=\uff1a]", re.I)
_FOR_THE_HOUSE = re.compile(rf"(?:{'|'.join(NOTE_WORDS)})\b[^:\uff1a]{{0,40}}[:\uff1a]", re.I)
"""A note's words and a few more up to a colon: "Internal only - do not send: ..." """
_FIRST_WORDS = 2  # looked at: "#no te" is two words
_MAX_WORD = 20


def looks_like_command(line: str) -> bool:
    """Whether a line begins with the sign, or with what could be taken for it. Every such line is one or is refused."""
    return _plain(line).lstrip(_MARKUP).startswith(tuple(SIGNS))


def is_bare_command(line: str) -> bool:
    """Whether the first line of the words may be a command without its sign, or with a wrong one."""
    plain = _plain(line).strip()
    shown = plain.strip(_MARKUP).casefold()
    if shown in NAMES or _BARE.match(plain.lstrip(_MARKUP)) or _FOR_THE_HOUSE.match(plain.lstrip(_MARKUP)):
        return True
    word = plain.partition(" ")[0]
    if word[:1] in _OTHER_SIGNS and word[1:2].isalpha() and _near(word):
        return True
    return any(sign in word for sign in SIGNS) and bool(_near(word))


def is_misplaced(line: str) -> bool:
    """Whether a command stands among words, where it would not be carried out but sent."""
    plain = _plain(line)
    if _SIGN_BEFORE_NAME.search(plain):
        return True
    return looks_like_command(line) and bool(guess(line))


def guess(line: str) -> str:
    """The command that was probably meant, "" when none is near."""
    words = _plain(line).split()
    for count in range(1, _FIRST_WORDS + 1):
        found = _near("".join(words[:count]))
        if found:
            return found
    plain = " ".join(words).lstrip(_MARKUP).casefold()
    return "note" if plain.startswith(NOTE_WORDS) else ""


def _plain(line: str) -> str:
    """Compatibility forms made one, what is not seen taken out."""
    folded = unicodedata.normalize("NFKC", _ENTITIES.sub("#", line))
    return "".join(
        char for char in folded if unicodedata.category(char) not in ("Cf", "Mn", "Me", "Cc") or char == "\t"
    )


def _near(word: str) -> str:
    """The name that a word is, but for a letter or two."""
    letters = "".join(char for char in word.casefold().translate(_LETTERS) if char.isalpha())
    if not letters or len(letters) > _MAX_WORD:
        return ""
    distance, name = min((_distance(letters, name), name) for name in NAMES)
    return name if distance <= (1 if len(name) < 5 else 2) else ""


def _distance(one: str, other: str) -> int:
    """Insertions, deletions, replacements and swaps of neighbours (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != wanted))
            if last and j > 1 and char == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]

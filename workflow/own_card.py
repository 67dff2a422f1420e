"""A member's own card below his words: his name, title, numbers and a line of lawyers, with no "-- " above it. Pure.

The reader keeps such lines of a guest when in doubt. Whose name a member's card bears is known, so here it goes; what
may be a sentence to the guest, and a postscript, keeps all of it.
"""

from __future__ import annotations

import re

from workflow.reading.attributions import plain
from workflow.reading.sign_offs import (
    CONTACT,
    INTRODUCES,
    POSTSCRIPT,
    WORD,
    closing_of,
    introduces,
    looks_like_name,
    may_sign,
)

MAX_WORDS = 8  # of a line on a card
MAX_LINES = 16
LEGAL = re.compile(
    r"\b(?:confidential|vertraulich|riservat[aoei]|confidentiel|confidencial|disclaimer|privileged|addressee|before printing)",
    re.I,
)


def without_own_card(lines: list[str], names: frozenset[str]) -> list[str]:
    """names: the words of the writer's name, in small letters."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    for place in range(1, len(filled)):
        above, below = lines[filled[place - 1]], [lines[index] for index in filled[place:]]
        is_signed = closing_of(above) == "closing"
        if not (is_signed or _is_own_name(below[0], names)) or _leads_to(above, below[0]):
            continue
        if _is_card(below):
            return lines[: filled[place - 1] if is_signed and place > 1 else filled[place]]
    return lines


def _is_own_name(line: str, names: frozenset[str]) -> bool:
    words = frozenset(WORD.findall(plain(line).partition(",")[0].casefold()))
    return bool(words) and words <= names and looks_like_name(plain(line))


def _leads_to(above: str, name: str) -> bool:
    """ "You can reach me here:" above it: somebody wants it read."""
    text = plain(above).casefold()
    return text.rstrip().endswith((":", "：")) or (not closing_of(above) and introduces(text, name))


def _is_card(lines: list[str]) -> bool:
    """Nothing but a card, with a way to reach its bearer or the lawyers' line on it."""
    if len(lines) > MAX_LINES or any(POSTSCRIPT.match(line) for line in lines):
        return False
    tells = any(CONTACT.search(line) or LEGAL.search(line) for line in lines[1:])
    return tells and all(LEGAL.search(line) or _on_card(line) for line in lines)


def _on_card(line: str) -> bool:
    words = WORD.findall(line) if not CONTACT.search(line) else line.replace("|", " ").split()
    label, colon, _rest = line.partition(":")
    return len(words) <= MAX_WORDS and may_sign(line) and not (colon and len(label.split()) >= INTRODUCES)

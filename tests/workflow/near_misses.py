"""Lines that somebody wrote who meant a command and got it wrong: what fingers, phones and mail programs make of them."""

import random
import re
from collections.abc import Callable

from workflow.staff_commands import TABLE

SIGNS = (
    "＃",
    "﹟",
    "♯",
    "#\ufe0f\u20e3",
    "&#35;",
    "&num;",
    "\\#",
    "##",
    "# ",
    "#-",
    "#/",
    "*#",
    "_#",
    '"#',
    "`#",
    "(#",
    "- #",
    "• #",
)
OTHER_SIGNS = ("/", "!", "@", "\\", "-", "+", "%", "§", "$", "=", "~")
UNSEEN = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e")
HOMOGLYPHS = {"o": "оο0", "a": "аα@", "e": "еε3", "i": "іι1", "c": "с", "s": "ѕ5", "t": "τ"}
TAILS = (":", ".", "!", ",", ";", ")", "…", "=", "-", "/", "*", "::", "?")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
VALID = re.compile(rf"\s*#(?:{'|'.join(kind.name for kind in TABLE)})(?:\s.*)?", re.I)

Change = Callable[[random.Random, str], str]


def near_miss(chance: random.Random) -> str:
    """One line, never one that is written as a command is."""
    while True:
        kind = chance.choice(TABLE)
        name = chance.choice((kind.name, kind.name.upper(), kind.name.title()))
        behind = chance.choice(kind.examples).partition(" ")[2]
        line = f"{chance.choice(CHANGES)(chance, name)}{' ' + behind if behind and chance.random() < 0.5 else ''}"
        if not VALID.fullmatch(line):
            return line


def _typing_error(chance: random.Random, name: str) -> str:
    at = chance.randrange(len(name))
    letter = chance.choice(LETTERS)
    return "#" + chance.choice(
        (
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at:],
            name[:at] + letter + name[at + 1 :],
            name[:at] + name[at : at + 2][::-1] + name[at + 2 :],
            name[:at] + name[at] + name[at:],
        )
    )


def _two_typing_errors(chance: random.Random, name: str) -> str:
    return _typing_error(chance, _typing_error(chance, name)[1:] or name)


def _other_sign(chance: random.Random, name: str) -> str:
    return chance.choice(SIGNS) + name


def _wrong_sign(chance: random.Random, name: str) -> str:
    return chance.choice(OTHER_SIGNS) + name


def _unseen(chance: random.Random, name: str) -> str:
    at = chance.randrange(len(name) + 1)
    return "#" + name[:at] + chance.choice(UNSEEN) + name[at:]


def _before(chance: random.Random, name: str) -> str:
    return chance.choice(UNSEEN) + "#" + _typing_error(chance, name)[1:]


def _homoglyph(chance: random.Random, name: str) -> str:
    return "#" + "".join(chance.choice(HOMOGLYPHS.get(char.lower()) or char) for char in name)


def _tail(chance: random.Random, name: str) -> str:
    return f"#{name}{chance.choice(TAILS)}"


def _split(chance: random.Random, name: str) -> str:
    at = chance.randrange(1, len(name))
    return f"#{name[:at]}{chance.choice(' -_.')}{name[at:]}"


def _bare(_chance: random.Random, name: str) -> str:
    return f"{name}:"


def _sign_inside(chance: random.Random, name: str) -> str:
    at = chance.randrange(1, len(name) + 1)
    return f"{name[:at]}#{name[at:]}"


def _bold(chance: random.Random, name: str) -> str:
    mark = chance.choice(("*", "**", "_", "`", '"', "'", "“"))
    return f"{mark}#{name}{mark}"


CHANGES: tuple[Change, ...] = (
    _typing_error,
    _two_typing_errors,
    _other_sign,
    _wrong_sign,
    _unseen,
    _before,
    _homoglyph,
    _tail,
    _split,
    _bare,
    _sign_inside,
    _bold,
)

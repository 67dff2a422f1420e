"""Which letters can be printed, and with which of our fonts: DejaVu for Europe, Droid for Chinese, Japanese and Korean.

What neither has is shown as a box and never left out in silence.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD, ASIAN = (
    FONTS / f"{name}.ttf" for name in ("DejaVuSans", "DejaVuSans-Bold", "DroidSansFallback")
)
BOX = "□"
_KEPT = "\n"


def printable(text: str) -> str:
    """The text with a box for each letter that no font has; invisible marks go, other line ends are one."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return "".join(_printed(letter) for letter in unicodedata.normalize("NFC", lines))


def is_lossy(text: str) -> bool:
    """Whether some of it cannot be printed."""
    return BOX in printable(text.replace(BOX, ""))


def needs_asian(text: str) -> bool:
    return any(ord(letter) not in _letters(REGULAR) for letter in text if letter not in _KEPT)


@cache
def _printed(letter: str) -> str:
    if letter in _KEPT:
        return letter
    if unicodedata.category(letter) in ("Cc", "Cf", "Cs") or 0xFE00 <= ord(letter) <= 0xFE0F:
        return ""
    return letter if ord(letter) in _letters(REGULAR) | _letters(ASIAN) else BOX


@cache
def _letters(font: Path) -> frozenset[int]:
    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())

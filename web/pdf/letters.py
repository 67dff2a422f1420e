"""Which letters can be printed, and with which of our fonts: DejaVu for Europe and Hebrew, Droid for Chinese, Japanese and
Korean, Noto for Arabic, Thai and Devanagari. Lets a sheet write them, joined and from the right where they are so.

What none has is shown as a box and never left out in silence.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import structlog
from fontTools.ttLib import TTFont, TTLibError
from fpdf import FPDF
from fpdf.enums import TextEmphasis
from fpdf.fonts import TTFFont

_log = structlog.get_logger(__name__)

FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD = FONTS / "DejaVuSans.ttf", FONTS / "DejaVuSans-Bold.ttf"
OTHERS = {
    name: FONTS / f"{file}.ttf"
    for name, file in (
        ("arabic", "NotoSansArabic"),
        ("thai", "NotoSansThai"),
        ("devanagari", "NotoSansDevanagari"),
        ("asian", "DroidSansFallback"),
    )
}
"""Opened only for a sheet that needs them, in this order."""

BODY = "body"
BOX = "□"
_KEPT = "\n"
_ARABIC = (range(0x0600, 0x0700), range(0x0750, 0x0780), range(0x08A0, 0x0900), range(0xFB50, 0xFE00), range(0xFE70, 0xFF00))  # fmt: skip
"""DejaVu has most of these, Noto all: a word written with both would fall apart."""


def printable(text: str, *, own: Path | None = None) -> str:
    """The text with a box for each letter that no font has; invisible marks go, other line ends are one."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return "".join(_printed(letter, own) for letter in unicodedata.normalize("NFC", lines))


def is_lossy(text: str, *, own: Path | None = None) -> bool:
    """Whether some of it cannot be printed."""
    return BOX in printable(text.replace(BOX, ""), own=own)


def missing(text: str, *, own: Path | None = None) -> str:
    """The letters that cannot be printed, each once."""
    return "".join(dict.fromkeys(letter for letter in text if is_lossy(letter, own=own)))


@cache
def readable(font: Path | None) -> Path | None:
    """This font, unless it is none: then None, and the log says so once."""
    try:
        if font is not None:
            _letters(font)
    except (OSError, TTLibError) as error:
        _log.warning("font_unreadable", font=str(font), reason=type(error).__name__)
        return None
    return font


def equip(pdf: FPDF, text: str, *, own: Path | None = None) -> None:
    """Opens the fonts that this (printable) text needs, under BODY: before anything is written. own: used first."""
    pdf.add_font(BODY, "", own or REGULAR)
    pdf.add_font(BODY, "B", own or BOLD)
    needed = _needed(text, own)
    for name in needed:
        pdf.add_font(name, "", REGULAR if name == "european" else OTHERS[name])
    if needed:
        pdf.set_fallback_fonts(needed, exact_match=False)
    if "arabic" in needed:
        for font in (pdf.fonts[BODY], pdf.fonts[f"{BODY}B"]):
            assert isinstance(font, TTFFont)
            font.cmap = {code: glyph for code, glyph in font.cmap.items() if not _is_arabic(code)}
    if is_shaped(text):
        pdf.set_text_shaping(True)


class Paper(FPDF):
    """Pages whose text may begin in any of the fonts. fpdf2 2.8.9 takes BODY for set on the page when another font has
    written first: what is BODY's behind it would then be missing. So it is set at once, whenever it is chosen.
    """

    def set_font(self, family: str | None = None, style: str | TextEmphasis = "", size: float = 0) -> None:
        super().set_font(family, style, size)
        if self.page and self.current_font is not None and not self.current_font_is_set_on_page:
            self._out(self._set_font_for_page(self.current_font, self.font_size_pt))


def is_shaped(text: str) -> bool:
    """Whether some of its letters are joined, stacked, or written from the right."""
    return any(
        is_from_the_right(letter) or ord(letter) in _letters_of("thai", "devanagari") for letter in set(text)
    )


def is_from_the_right(line: str) -> bool:
    """By its first letter that has a direction, as the Unicode bidirectional algorithm has it (P2)."""
    for letter in line:
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def _needed(text: str, own: Path | None) -> list[str]:
    missing = {ord(letter) for letter in text if letter not in _KEPT}
    missing -= {code for code in _letters(own or REGULAR) if own is not None or not _is_arabic(code)}
    needed = []
    faces: Iterable[tuple[str, Path]] = OTHERS.items()
    if own is not None:
        faces = (("european", REGULAR), *faces)
    for name, path in faces:
        if missing & _letters(path):
            needed.append(name)
            missing -= _letters(path)
    return needed


def _is_arabic(code: int) -> bool:
    return any(code in block for block in _ARABIC)


@cache
def _printed(letter: str, own: Path | None) -> str:
    if letter in _KEPT:
        return letter
    if unicodedata.category(letter) in ("Cc", "Cf", "Cs") or 0xFE00 <= ord(letter) <= 0xFE0F:
        return ""
    known = ord(letter) in _letters(REGULAR) | _letters_of(*OTHERS) or (own and ord(letter) in _letters(own))
    return letter if known else BOX


@cache
def _letters_of(*names: str) -> frozenset[int]:
    """Those above ASCII: each of these fonts has a space too."""
    return frozenset(code for name in names for code in _letters(OTHERS[name]) if code >= 0x250)


@cache
def _letters(font: Path) -> frozenset[int]:
    with font.open("rb") as file, TTFont(file, lazy=True) as opened:
        return frozenset(opened.getBestCmap())

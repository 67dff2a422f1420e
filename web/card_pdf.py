"""Cards and signs with a QR code as PDF: A6 each, or four to a page of A4 to cut (R-QR-1, R-QR-4).

The fonts that every reader has know Latin letters alone. What they cannot write is said in English; a font of one's own,
CARD_FONT, writes the rest.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import segno
from fpdf import FPDF
from fpdf.enums import XPos, YPos

WIDTH, HEIGHT = 105.0, 148.0  # A6, in millimetres
CODE = 62.0  # the code's width, quiet zone included
MARGIN = 9.0
QUIET = 4  # modules that stay white around a code, ISO/IEC 18004


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on one. said: in the guest's language first, then in English; twice the same stands once."""

    hotel: str
    hotel_code: str
    room: str
    link: str
    said: tuple[str, ...]
    colour: str


def pdf_of(cards: Sequence[Card], *, is_sheet: bool, font: Path | None) -> bytes:
    pdf = FPDF(unit="mm", format="A4" if is_sheet else (WIDTH, HEIGHT))
    pdf.set_auto_page_break(False)
    pdf.set_title("QR codes")
    if font is not None:
        pdf.add_font("own", fname=font)
    per_page = 4 if is_sheet else 1
    for index, card in enumerate(cards):
        if index % per_page == 0:
            pdf.add_page()
            if is_sheet:
                _cut_lines(pdf)
        place = index % per_page
        _draw(pdf, card, left=place % 2 * WIDTH, top=place // 2 * HEIGHT, has_font=font is not None)
    return bytes(pdf.output())


def _cut_lines(pdf: FPDF) -> None:
    pdf.set_draw_color(180)
    pdf.set_line_width(0.1)
    pdf.line(WIDTH, 0, WIDTH, pdf.h)
    pdf.line(0, HEIGHT, pdf.w, HEIGHT)


def _draw(pdf: FPDF, card: Card, *, left: float, top: float, has_font: bool) -> None:
    red, green, blue = (int(card.colour[at : at + 2], 16) for at in (1, 3, 5))
    pdf.set_fill_color(red, green, blue)
    pdf.rect(left, top, WIDTH, 24, style="F")
    pdf.set_text_color(255)
    _line(pdf, _written(card.hotel, has_font) or card.hotel_code, 15, left, top + 8, has_font=has_font)
    _code(pdf, card.link, left + (WIDTH - CODE) / 2, top + 28)
    pdf.set_text_color(20)
    _line(pdf, _written(card.room, has_font) or "Room", 20, left, top + 93, has_font=has_font)
    pdf.set_y(top + 105)
    for size, words in zip((10.5, 8.5), _sentences(card.said, has_font), strict=False):
        _font(pdf, size, has_font)
        pdf.set_x(left + MARGIN)
        pdf.multi_cell(WIDTH - 2 * MARGIN, size * 0.5, words, align="C", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        pdf.ln(2)


def _line(pdf: FPDF, words: str, size: float, left: float, top: float, *, has_font: bool) -> None:
    """One line in the middle, in smaller letters when it is too long."""
    _font(pdf, size, has_font)
    while pdf.get_string_width(words) > WIDTH - 2 * MARGIN and size > 6:
        size -= 0.5
        _font(pdf, size, has_font)
    pdf.set_xy(left, top)
    pdf.cell(WIDTH, 10, words, align="C")


def _font(pdf: FPDF, size: float, has_font: bool) -> None:
    pdf.set_font("own" if has_font else "helvetica", size=size)


def _code(pdf: FPDF, link: str, left: float, top: float) -> None:
    """Dark modules as rectangles, so that the printer's own resolution counts."""
    matrix = segno.make(link, error="l", micro=False, boost_error=False).matrix
    module = CODE / (len(matrix) + 2 * QUIET)
    pdf.set_fill_color(0)
    for row, modules in enumerate(matrix):
        for start, length in _runs(modules):
            x, y = left + (start + QUIET) * module, top + (row + QUIET) * module
            pdf.rect(x, y, length * module, module, style="F")


def _runs(modules: bytearray) -> Iterator[tuple[int, int]]:
    """Where dark modules begin in a row, and how many there are side by side."""
    start = 0
    for is_dark, alike in groupby(modules):
        length = len(list(alike))
        if is_dark:
            yield start, length
        start += length


def _sentences(said: Sequence[str], has_font: bool) -> list[str]:
    return [words for words in dict.fromkeys(said) if has_font or _is_latin(words)]


def _written(words: str, has_font: bool) -> str:
    """As it can be written: without what the font does not know."""
    if has_font or _is_latin(words):
        return words
    plain = unicodedata.normalize("NFKD", words).encode("latin-1", "ignore").decode("latin-1")
    return " ".join(plain.split())


def _is_latin(words: str) -> bool:
    try:
        words.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True

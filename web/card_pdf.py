"""Cards and signs with a QR code as PDF: A6 each, or four to a page of A4 to cut (R-QR-1, R-QR-4).

They are written with the fonts of web/pdf, or first with one of the operator's own (CARD_FONT). What none has is left out,
and the QR desk's pages say so: a card never has a box in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import segno
from fpdf import FPDF
from fpdf.enums import MethodReturnValue, XPos, YPos

from web.pdf import letters
from web.pdf.letters import Paper

WIDTH, HEIGHT = 105.0, 148.0  # A6, in millimetres
CODE = 62.0  # the code's width, quiet zone included
MARGIN = 9.0
ROOM_FOR_WORDS, GAP = 39.0, 2.0
QUIET = 4  # modules that stay white around a code, ISO/IEC 18004


Words = tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on one. said: the same in each language, the guest's first; twice the same stands once."""

    hotel: str
    hotel_code: str
    room: str
    link: str
    said: tuple[str, ...]
    colour: str
    greeting: str = ""


def pdf_of(cards: Sequence[Card], *, is_sheet: bool, font: Path | None) -> bytes:
    """font: of one's own, used first."""
    pdf = Paper(unit="mm", format="A4" if is_sheet else (WIDTH, HEIGHT))
    pdf.set_auto_page_break(False)
    pdf.set_title("QR codes")
    written = [_written(card, font) for card in cards]
    letters.equip(
        pdf,
        "".join("".join((card.hotel, card.room, card.greeting, *card.said)) for card in written),
        own=font,
    )
    per_page = 4 if is_sheet else 1
    pdf.add_page()
    scales = _scales(pdf, written)
    for index, card in enumerate(written):
        if index and index % per_page == 0:
            pdf.add_page()
        if index % per_page == 0 and is_sheet:
            _cut_lines(pdf)
        place = index % per_page
        _draw(pdf, card, scales, left=place % 2 * WIDTH, top=place // 2 * HEIGHT)
    return bytes(pdf.output())


def _written(card: Card, font: Path | None) -> Card:
    """As it can be written."""
    return replace(
        card,
        hotel=without_missing(card.hotel, font) or card.hotel_code,
        room=without_missing(card.room, font) or "Room",
        greeting=without_missing(card.greeting, font),
        said=tuple(
            letters.printable(words, own=font)
            for words in dict.fromkeys(card.said)
            if not letters.is_lossy(words, own=font)
        ),
    )


def without_missing(words: str, font: Path | None) -> str:
    """The words without letters that no font has; "" when no letter or number is left of them."""
    left = " ".join(letters.printable(words, own=font).replace(letters.BOX, "").split())
    return left if any(letter.isalnum() for letter in left) else ""


def _cut_lines(pdf: FPDF) -> None:
    pdf.set_draw_color(180)
    pdf.set_line_width(0.1)
    pdf.line(WIDTH, 0, WIDTH, pdf.h)
    pdf.line(0, HEIGHT, pdf.w, HEIGHT)


def _draw(pdf: FPDF, card: Card, scales: Mapping[Words, float], *, left: float, top: float) -> None:
    red, green, blue = (int(card.colour[at : at + 2], 16) for at in (1, 3, 5))
    pdf.set_fill_color(red, green, blue)
    pdf.rect(left, top, WIDTH, 24, style="F")
    pdf.set_text_color(255)
    _line(pdf, card.hotel, 15, left, top + 8)
    _code(pdf, card.link, left + (WIDTH - CODE) / 2, top + 28)
    pdf.set_text_color(20)
    _line(pdf, card.room, 20, left, top + 93)
    _paragraphs(pdf, _words(card), scales[_words(card)], left=left, top=top + 105)


def _words(card: Card) -> Words:
    """Below the room: each with the size of its letters."""
    sizes = (10.5, *[8.5] * len(card.said))
    greeting = [(11.5, card.greeting)] if card.greeting else []
    return (*greeting, *zip(sizes, card.said, strict=False))


def _paragraphs(pdf: FPDF, words: Words, scale: float, *, left: float, top: float) -> None:
    pdf.set_y(top)
    for size, text in words:
        pdf.set_font(letters.BODY, size=size * scale)
        pdf.set_x(left + MARGIN)
        pdf.multi_cell(
            WIDTH - 2 * MARGIN, size * scale * 0.5, text, align="C", new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )
        pdf.ln(GAP * scale)


def _scales(pdf: FPDF, cards: Iterable[Card]) -> dict[Words, float]:
    """Smaller letters where they are too many for the place. Reckoned once for signs that all say the same."""
    return {words: _scale(pdf, words) for words in {_words(card) for card in cards}}


def _scale(pdf: FPDF, words: Words) -> float:
    scale = 1.0
    while _height(pdf, words, scale) > ROOM_FOR_WORDS and scale > 0.5:
        scale -= 0.05
    return scale


def _height(pdf: FPDF, words: Words, scale: float) -> float:
    height = 0.0
    for size, text in words:
        pdf.set_font(letters.BODY, size=size * scale)
        lines = pdf.multi_cell(WIDTH - 2 * MARGIN, text=text, dry_run=True, output=MethodReturnValue.LINES)
        assert isinstance(lines, list)
        height += len(lines) * size * scale * 0.5 + GAP * scale
    return height


def _line(pdf: FPDF, words: str, size: float, left: float, top: float) -> None:
    """One line in the middle, in smaller letters when it is too long."""
    pdf.set_font(letters.BODY, size=size)
    while pdf.get_string_width(words) > WIDTH - 2 * MARGIN and size > 6:
        size -= 0.5
        pdf.set_font(letters.BODY, size=size)
    pdf.set_xy(left, top)
    pdf.cell(WIDTH, 10, words, align="C")


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

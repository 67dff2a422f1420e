"""A sheet of A4 with a head, a foot and text in any writing; what stands on it: ticket_list, ticket."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from fpdf.enums import WrapMode, XPos, YPos

from web.languages import gettext
from web.pdf import letters
from web.pdf.letters import Paper

GREY, INK, RULE = (95, 105, 105), (25, 30, 30), (215, 220, 220)

logging.getLogger("fontTools").setLevel(logging.ERROR)  # it tells of each table that a subset leaves out


class Sheet(Paper):
    """foot: what stands at the bottom of each page, before its number."""

    def __init__(self, texts: Iterable[str], *, foot: str, orientation: str = "portrait") -> None:
        super().__init__(orientation, "mm", "A4")
        self._foot = letters.printable(foot)
        self.is_lossy = False
        said = "".join((*texts, foot))
        letters.equip(self, letters.printable(said))
        self.set_margins(16, 16, 16)
        self.set_auto_page_break(True, 18)
        self.alias_nb_pages()
        self.add_page()

    def footer(self) -> None:
        self.set_y(-13)
        self.set_font("body", "", 7.5)
        self.set_text_color(*GREY)
        self.cell(self.epw - 24, 4, self._foot)
        self.cell(24, 4, f"{self.page_no()} / {{nb}}", align="R")

    def title_line(self, text: str) -> None:
        self._write(text, size=15, bold=True, height=7.5)

    def quiet(self, text: str) -> None:
        self._write(text, size=8, colour=GREY, height=4.2)

    def strong(self, text: str) -> None:
        self._write(text, size=9.5, bold=True, height=5)

    def words(self, text: str) -> None:
        self._write(text, size=9.5, height=5)

    def rule(self) -> None:
        self.ln(1.5)
        self.set_draw_color(*RULE)
        self.line(self.l_margin, self.get_y(), self.w - self.r_margin, self.get_y())
        self.ln(2.5)

    def table_row(self, cells: Iterable[str], widths: Iterable[float], *, bold: bool = False) -> None:
        """One line a row; what is too long ends with an ellipsis."""
        self.set_font("body", "B" if bold else "", 7.5)
        self.set_text_color(*INK)
        if self.will_page_break(5):
            self.add_page()
            self.set_font("body", "B" if bold else "", 7.5)
        for text, width in zip(cells, widths, strict=True):
            self.cell(width, 5, self._fitting(self.clean(text), width), border="B")
        self.ln(5)

    def say_what_is_missing(self) -> None:
        if self.is_lossy:
            self.rule()
            self.quiet(gettext("Letters that cannot be printed here are shown as %(box)s.", box=letters.BOX))

    def clean(self, text: str) -> str:
        self.is_lossy = self.is_lossy or letters.is_lossy(text)
        return letters.printable(text)

    def _fitting(self, text: str, width: float) -> str:
        line = " ".join(text.split())[:200]
        room = width - 2 * self.c_margin
        if self.get_string_width(line) <= room:
            return line
        while line and self.get_string_width(f"{line}…") > room:
            line = line[:-1]
        return f"{line}…"

    def _write(
        self, text: str, *, size: float, height: float, bold: bool = False, colour: tuple[int, int, int] = INK
    ) -> None:
        self.set_font("body", "B" if bold else "", size)
        self.set_text_color(*colour)
        clean = self.clean(text)
        lines = clean.split("\n") if letters.is_shaped(clean) else [clean]
        for line in lines:
            self.multi_cell(
                0,
                height,
                line or " ",
                align="R" if letters.is_from_the_right(line) else "L",
                new_x=XPos.LMARGIN,
                new_y=YPos.NEXT,
                wrapmode=WrapMode.CHAR if _is_one_long_word(line) else WrapMode.WORD,
            )


def _is_one_long_word(text: str) -> bool:
    """Chinese and Japanese have no spaces to break at."""
    return max((len(word) for word in text.split()), default=0) > 60

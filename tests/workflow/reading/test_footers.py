"""Legal footers and formal closings go; what a guest says below a header, or of them, stays (R-MAIL-7)."""

from __future__ import annotations

import pytest

from tests.workflow.reading.clients import HEADERS
from tests.workflow.reading.footers import FOOTERS, FORMULAS, LEGAL
from tests.workflow.reading.test_generated import letters
from tests.workflow.reading.words import WORDS
from workflow.reading import read, visible

OWN = "Please confirm the date.\n\nWe come at 14:00."
BLOCKS = {
    f"{client}-{language}": (block.format(name="Hotel Aurora", address="desk@hotel.example"), language)
    for client, blocks in HEADERS.items()
    for language, block in blocks.items()
}


@pytest.mark.parametrize("name", BLOCKS)
def test_answers_in_a_marked_quote_below_a_header_stay(name: str) -> None:
    """R-MAIL-7: Outlook with ">" before each line it quotes, eM Client, K-9."""
    block, language = BLOCKS[name]
    words = WORDS[language]
    first, second = words.inline
    one, two, three = words.quoted.split("\n")
    text = f"{words.answer}\n\n{block}\n\n> {one}\n> {two}\n{first}\n>\n> {three}\n{second}\n"
    assert letters(visible(text)[0]) == letters(words.answer + first + second)


@pytest.mark.parametrize("language", LEGAL)
def test_a_legal_footer_goes(language: str) -> None:
    """R-MAIL-7"""
    assert letters(visible(f"{OWN}\n\n{LEGAL[language]}\n")[0]) == letters(OWN)
    assert letters(visible(f"{OWN}\n\nBest regards,\nAnna\n\n{LEGAL[language]}\n")[0]) == letters(OWN)


@pytest.mark.parametrize("footer", FOOTERS)
def test_what_lawyers_scanners_and_printers_append_goes(footer: str) -> None:
    """R-MAIL-7"""
    assert letters(visible(f"{OWN}\n\n{footer}\n")[0]) == letters(OWN)
    assert letters(visible(f"{OWN}\n\nBest regards,\nAnna Miller\n\n{footer}\n")[0]) == letters(OWN)


@pytest.mark.parametrize("language", LEGAL)
def test_nothing_goes_where_the_guest_writes_on_below_it(language: str) -> None:
    """R-MAIL-7: asked about, or quoted."""
    text = f"{OWN}\n\n{LEGAL[language]}\n\nWhat does this mean for my booking, please?"
    assert letters(visible(text)[0]) == letters(text)


@pytest.mark.parametrize("closing", FORMULAS)
def test_a_formal_closing_goes_with_its_name(closing: str) -> None:
    """R-MAIL-7"""
    assert letters(visible(f"{OWN}\n\n{closing}\n\nHélène Dupont\n")[0]) == letters(OWN)
    assert letters(visible(f"{OWN}\n\n{closing}\n")[0]) == letters(OWN + closing)


def test_a_company_s_registration_alone_stays() -> None:
    """R-MAIL-7: a guest may need it on the invoice."""
    text = f"{OWN}\n\nSeeblick GmbH, Amtsgericht Lindau, HRB 1234, Geschäftsführer: Max Meier"
    assert letters(visible(text)[0]) == letters(text)


@pytest.mark.parametrize(
    "block",
    [
        "<div style='border:none;border-top:solid windowtext 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal>Room 2: Peter</p></div>",
        '<div class="bloop">Room 2: Peter</div>',
    ],
)
def test_a_line_drawn_in_word_is_no_quote(block: str) -> None:
    """R-MAIL-7"""
    mail = read(f"Content-Type: text/html\r\n\r\n<p>Room 1: Anna</p>{block}".encode())
    assert letters(mail.visible_text) == "Room1AnnaRoom2Peter"


@pytest.mark.parametrize("name", ["bloop_sign", "mb_sig"])
def test_the_signature_of_airmail_and_mailbird_goes(name: str) -> None:
    """R-MAIL-7"""
    page = f'<div>Own words.</div><div class="{name}">Anna Miller<br>Some Company</div>'
    assert read(f"Content-Type: text/html\r\n\r\n{page}".encode()).visible_text == "Own words."


def test_a_mail_that_begins_with_one_quoted_line_answers_it() -> None:
    """R-MAIL-7"""
    assert visible("> Would you like dinner?\n\nYes, at 7 pm.\n")[0] == "Yes, at 7 pm."

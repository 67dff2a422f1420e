"""The generated mails show their reply and nothing else (R-MAIL-7)."""

from __future__ import annotations

import textwrap
import unicodedata

import pytest

from tests.workflow.reading.clients import ATTRIBUTIONS as CLIENT_ATTRIBUTIONS
from tests.workflow.reading.generated import Case, cases
from tests.workflow.reading.pages import PAGES, SHOWN
from tests.workflow.reading.wire_attributions import ATTRIBUTIONS
from tests.workflow.reading.wire_device_lines import DEVICE_LINES
from tests.workflow.reading.words import WORDS
from workflow.reading import read, visible

CASES = list(cases())


def letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_reply_shows_the_words_of_its_writer_only(case: Case) -> None:
    """R-MAIL-7: each program, language and habit."""
    mail = read(case.raw)
    assert letters(mail.visible_text) == letters(case.shown), "\n".join(
        f"{cut.rule}: {cut.removed[:80]!r}" for cut in mail.cuts
    )


def test_there_are_some_hundred_of_them() -> None:
    assert len(CASES) > 700


@pytest.mark.parametrize("program", PAGES)
def test_a_page_shows_the_words_of_its_writer_only(program: str) -> None:
    """R-MAIL-7"""
    mail = read(
        f"From: a@x.example\r\nSubject: Re: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{PAGES[program]}".encode()
    )
    assert letters(mail.visible_text) == letters(SHOWN), "\n".join(
        f"{cut.rule}: {cut.removed[:80]!r}" for cut in mail.cuts
    )


OWN = "Thanks for the answer.\n\nWe come at 14:00."


@pytest.mark.parametrize("line", ATTRIBUTIONS)
@pytest.mark.parametrize(
    "quoted", ["> Dear guest\n> welcome\n", "Dear guest\nwelcome\n"], ids=["marked", "unmarked"]
)
def test_an_attribution_ends_the_reply(line: str, quoted: str) -> None:
    """R-MAIL-7"""
    assert letters(visible(f"{OWN}\n\n{line}\n\n{quoted}")[0]) == letters(OWN)


@pytest.mark.parametrize("line", DEVICE_LINES)
def test_a_device_line_is_no_part_of_the_reply(line: str) -> None:
    """R-MAIL-7"""
    assert letters(visible(f"{OWN}\n\n{line}\n")[0]) == letters(OWN)


WRAPPED = [
    (
        f"{client}-{language}",
        template.format(name="Hotel Aurora Reservations", address="reservations.desk@hotel-aurora.example"),
        language,
    )
    for client, templates in CLIENT_ATTRIBUTIONS.items()
    for language, template in templates.items()
    if (client, language) != ("apple", "pl")  # its verb comes first, too far above the address
]


@pytest.mark.parametrize("width", [48, 60, 72])
@pytest.mark.parametrize(
    ("name", "line", "language"), WRAPPED, ids=[name for name, _line, _language in WRAPPED]
)
def test_an_attribution_broken_over_lines_is_one(name: str, line: str, language: str, width: int) -> None:
    """R-MAIL-7: programs break plain text at 60 to 76 columns, wherever that is."""
    own = WORDS[language].answer
    wrapped = textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
    for below in ("> Dear guest\n> welcome\n", "Dear guest\nwelcome\n"):
        assert letters(visible(f"{own}\n\n{wrapped}\n\n{below}")[0]) == letters(own)

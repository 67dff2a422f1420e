"""The languages around the sixteen: their quotes and signatures go, the guest's words stay (R-MAIL-7)."""

from __future__ import annotations

import pytest

from tests.workflow.reading.neighbours import NEIGHBOURS
from tests.workflow.reading.test_generated import letters
from workflow.reading import visible

ATTRIBUTIONS = [(name, line) for name, one in NEIGHBOURS.items() for line in one.attributions]
HEADERS = [(name, block) for name, one in NEIGHBOURS.items() for block in one.headers]
SIGN_OFFS = [(name, words) for name, one in NEIGHBOURS.items() for words in one.sign_offs]
DEVICES = [(name, line) for name, one in NEIGHBOURS.items() for line in one.devices]


def marked(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


def is_shown(text: str, own: str) -> None:
    shown, cuts = visible(text)
    assert letters(shown) == letters(own), cuts


@pytest.mark.parametrize(("language", "line"), ATTRIBUTIONS)
def test_an_attribution_of_a_neighbour_ends_the_reply(language: str, line: str) -> None:
    """R-MAIL-7: above marked and unmarked quotes, and with the answer below it."""
    own, quoted = NEIGHBOURS[language].answer, NEIGHBOURS[language].quoted
    is_shown(f"{own}\n\n{line}\n\n{marked(quoted)}\n", own)
    is_shown(f"{own}\n{line}\n{marked(quoted)}\n", own)
    is_shown(f"{own}\n\n{line}\n\n{quoted}\n", own)
    is_shown(f"{line}\n{marked(quoted)}\n\n{own}\n", own)


@pytest.mark.parametrize(("language", "line"), [(name, line) for name, line in ATTRIBUTIONS if " <" in line])
def test_an_attribution_of_a_neighbour_may_be_broken_before_the_address(language: str, line: str) -> None:
    """R-MAIL-7"""
    own, quoted = NEIGHBOURS[language].answer, NEIGHBOURS[language].quoted
    at = line.rfind(" <")
    is_shown(f"{own}\n\n{line[:at]}\n{line[at + 1 :]}\n\n{marked(quoted)}\n", own)


@pytest.mark.parametrize(("language", "block"), HEADERS)
def test_a_header_block_of_a_neighbour_ends_the_reply(language: str, block: str) -> None:
    """R-MAIL-7: as Outlook, telephones and the web mail of the country write it."""
    own, quoted = NEIGHBOURS[language].answer, NEIGHBOURS[language].quoted
    is_shown(f"{own}\n\n{block}\n\n{quoted}\n", own)
    is_shown(f"{own}\n\n________________________________\n{block}\n\n{quoted}\n", own)


@pytest.mark.parametrize(("language", "words"), SIGN_OFFS)
def test_a_sign_off_of_a_neighbour_is_no_part_of_the_reply(language: str, words: str) -> None:
    """R-MAIL-7"""
    own = NEIGHBOURS[language].answer
    is_shown(f"{own}\n\n{words}\n", own)


@pytest.mark.parametrize(("language", "line"), DEVICES)
def test_a_device_line_of_a_neighbour_is_no_part_of_the_reply(language: str, line: str) -> None:
    """R-MAIL-7"""
    own = NEIGHBOURS[language].answer
    is_shown(f"{own}\n\n{line}\n", own)

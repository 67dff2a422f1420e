"""A company's lines below a clerk's card go with the card; what a guest writes there stays (R-MAIL-7)."""

from __future__ import annotations

import pytest

from tests.workflow.reading.company_cards import ANNOUNCED, BELOW_A_CARD, CARD, CARDS, PRINTED, SIGNED
from tests.workflow.reading.test_generated import letters
from workflow.reading import visible

OWN = "The room is ready.\n\nThe cot stands by the window."
REGISTER = "Kranich Hotel GmbH, Sitz Celle, Amtsgericht Lüneburg HRB 20456, Geschäftsführerin: Uta Kranich"
LONG = f"{REGISTER}, Umsatzsteuer-Identifikationsnummer DE 123456789"


@pytest.mark.parametrize("row", PRINTED)
def test_a_card_goes_with_what_the_company_prints_below_it(row: str) -> None:
    """R-MAIL-7: with and without a blank line between, wrapped or not."""
    language, _, printed = row.partition("|")
    card = f"{SIGNED[language]}\n\n{CARDS.get(language, CARD)}"
    words = printed.split()
    wrapped = "\n".join(" ".join(words[at : at + 9]) for at in range(0, len(words), 9))
    for below in (
        f"\n\n{printed}",
        f"\n{printed}",
        f"\n\n{wrapped}",
        f"\n\n{printed}\n\nwww.kranich.example",
    ):
        assert letters(visible(f"{OWN}\n\n{card}{below}\n")[0]) == letters(OWN)


@pytest.mark.parametrize("row", PRINTED)
def test_such_a_line_stays_where_somebody_writes_on_below_it(row: str) -> None:
    """R-MAIL-7"""
    language, _, printed = row.partition("|")
    text = f"{OWN}\n\n{SIGNED[language]}\n\n{CARD}\n\n{printed}\n\nIs that line of yours right?"
    assert letters(visible(text)[0]) == letters(text)


@pytest.mark.parametrize("words", BELOW_A_CARD)
def test_what_a_guest_writes_below_his_card_stays(words: str) -> None:
    """R-MAIL-7: of his company, of his data, of a secret."""
    shown = visible(f"{OWN}\n\nKind regards\nNora\n\n{CARD}\n\n{words}\n")[0]
    assert letters(shown).endswith(letters(words))


@pytest.mark.parametrize("below", [LONG, REGISTER, "Lindt GmbH\nMühlweg 9, 29221 Celle"])
@pytest.mark.parametrize("words", ANNOUNCED)
def test_company_lines_that_are_announced_stay(words: str, below: str) -> None:
    """R-MAIL-7: the desk needs them for the invoice."""
    text = f"{OWN}\n\n{words}\n\nKind regards\nNora\n\n{CARD}\n\n{below}"
    assert letters(visible(text)[0]) == letters(text)


@pytest.mark.parametrize(
    "above", ["", "Kind regards\nNora\n\n", "Kind regards\nNora Lindt\nFront Office\n\n"]
)
def test_a_company_line_without_a_card_above_stays(above: str) -> None:
    """R-MAIL-7"""
    text = f"{OWN}\n\n{above}{LONG}"
    assert letters(visible(text)[0]) == letters(text)


def test_a_card_without_a_sign_off_goes_with_the_company_s_lines() -> None:
    """R-MAIL-7"""
    card = "Nora Lindt\nTel. +49 30 5550 142\nnora@kranich.example\nwww.kranich.example"
    assert letters(visible(f"{OWN}\n\n{card}\n\n{REGISTER}\n")[0]) == letters(OWN)


def test_a_long_card_below_thanks_goes_when_it_bears_the_name_again() -> None:
    """R-MAIL-7: three more lines than "Thanks" bears otherwise."""
    card = "Nora Lindt\nFront Office\nHotel Kranich\nMill Lane 9\nTel. +49 30 5550 142\nMobile +49 170 5550 142\nnora@kranich.example\nwww.kranich.example"
    assert letters(visible(f"{OWN}\n\nThanks\nNora\n\n{card}\n")[0]) == letters(OWN)
    assert letters(visible(f"{OWN}\n\nThanks\nNora\n\n{card}\n\n{REGISTER}\n")[0]) == letters(OWN)
    other = card.replace("Nora Lindt", "Peter Lindt")
    assert letters(visible(f"{OWN}\n\nThanks\nNora\n\n{other}\n")[0]).endswith(letters(other))

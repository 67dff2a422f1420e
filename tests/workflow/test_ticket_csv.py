"""CSV that no spreadsheet runs (R-TKT-10, R-TKT-13)."""

import pytest

from workflow.ticket_csv import safe


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://evil.example")',
        "+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "  =1",
        "\u200b=1",
        "'=1",
        "|cmd",
        "%0",
    ],
)
def test_what_begins_a_formula_is_text(text: str) -> None:
    """R-TKT-10"""
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "No towels", "12", "a=b", "Mia + Max", "–", "ключ", "部屋"])
def test_what_is_harmless_stays(text: str) -> None:
    assert safe(text) == text


def test_card_numbers_do_not_leave() -> None:
    """R-TKT-13"""
    assert "4111" not in safe("Card 4111 1111 1111 1111 please")

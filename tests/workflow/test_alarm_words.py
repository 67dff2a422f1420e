"""Which answers accept an alarm (R-TKT-12)."""

import pytest

from workflow.alarm_words import accepts

PID = "AUR-202611-00042-1"


@pytest.mark.parametrize(
    "text",
    [
        "ok",
        "OK!",
        " Okay. ",
        "👍",
        "👍🏿",
        "✔️",
        "Ok 👍🏽",
        "Ja.",
        "sí",
        "d’accord",
        "はい。",
        "好的",
        f"ok {PID}",
        f"{PID.lower()}: ja",
    ],
)
def test_these_accept(text: str) -> None:
    assert accepts(text)


@pytest.mark.parametrize(
    "text", ["", PID, "no", "not ok", "ok?", "ok, but I am off", "nein", "no 👍", "who is it", "okaaay then"]
)
def test_these_do_not(text: str) -> None:
    assert not accepts(text)

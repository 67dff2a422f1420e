"""A subject without its prefixes and numbers."""

import pytest

from workflow.subjects import bare_subject

PID = "AUR-202611-00001-J"


@pytest.mark.parametrize(
    ("subject", "bare"),
    [
        ("Towels", "Towels"),
        ("Re: Towels", "Towels"),
        ("RE: AW: WG: Fwd: SV: VS: Antw: RIF: TR: Towels", "Towels"),
        ("Re[2]: Re(3): Towels", "Towels"),
        ("RE : Towels", "Towels"),
        ("回复：毛巾", "毛巾"),
        (f"Re: Towels [{PID}]", "Towels"),
        (f"[{PID}] Re: [{PID.lower()}] Towels [{PID}]", "Towels"),
        (f"About {PID}, please", "About , please"),
        ("Booking [AUR-202611-00001-X] wrong check character", "Booking [AUR-202611-00001-X] wrong check character"),
        ("[urgent] Towels", "[urgent] Towels"),
        ("Reservation: two nights", "Reservation: two nights"),
        ("Rest: where?", "Rest: where?"),
        ("Re:", ""),
        ("  ", ""),
        ("two\r\nlines\t", "two lines"),
    ],
)  # fmt: skip
def test_only_the_words_stay(subject: str, bare: str) -> None:
    assert bare_subject(subject, PID) == bare


def test_a_thousand_prefixes_take_no_time() -> None:
    assert bare_subject("Re: " * 100_000 + "Towels") == "Towels"

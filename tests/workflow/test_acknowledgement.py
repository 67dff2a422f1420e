"""The words of the automatic first answer."""

import pytest

from workflow.acknowledgement import acknowledgement_words, addressable

PID = "AUR-202611-00001-J"


def words(language: str, name: str = "Mia Winter") -> str:
    return acknowledgement_words(language, guest_name=name, pid=PID, hotel_name="Hotel Aurora")


@pytest.mark.parametrize(
    ("language", "greeting"), [("en", "Dear Mia Winter,"), ("de", "Guten Tag Mia Winter,")]
)
def test_the_guest_is_greeted_and_given_the_number_once(language: str, greeting: str) -> None:
    """R-I18N-1, panel.md: the PID once."""
    said = words(language)
    assert said.startswith(greeting + "\n\n")
    assert said.count(PID) == 1


def test_without_a_name_the_greeting_still_is_one() -> None:
    assert words("en", "").startswith("Hello,\n\n")
    assert words("de", "").startswith("Guten Tag,\n\n")


@pytest.mark.parametrize(
    "name",
    ["Mia", "Dr. José Ñandú-O’Brien", "山田 太郎", "अनिता शर्मा", "J. R. Smith", "Łukasz", "Mia Winter Jr."],
)
def test_names_are_names(name: str) -> None:
    assert addressable(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "Win at casino.example",
        "http://x.example",
        "call +49 123456",
        "mia@guest.example",
        "a" * 61,
        "50% off!",
        "a\u202eb",
    ],
)
def test_what_is_no_name_is_not_repeated_in_the_hotels_name(name: str) -> None:
    """R-MAIL-10: a forged From line must not turn the desk into a carrier of advertisements."""
    assert addressable(name) == ""
    assert name not in words("en", name)

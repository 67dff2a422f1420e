"""Long texts in parts: every word arrives, no part is too long, no character is torn (R-WA-6)."""

import regex
from hypothesis import given
from hypothesis import strategies as st

from workflow.whatsapp.splitting import MAX_LENGTH, length, split

FAMILY = "👨‍👩‍👧‍👦"


def test_a_short_text_stays_whole() -> None:
    assert split(" Your towels are on their way. ") == ("Your towels are on their way.",)
    assert split("  ") == ()


def test_it_is_cut_where_a_paragraph_or_a_sentence_ends() -> None:
    paragraph = "Breakfast is from seven to ten. " * 30
    first, second = split(f"{paragraph}\n\n{paragraph}")
    assert first == second == paragraph.strip()


def test_without_a_better_place_it_is_cut_between_words() -> None:
    parts = split("towels " * 600)
    assert all(part.split() == ["towels"] * len(part.split()) for part in parts)


def test_a_link_and_a_time_stay_whole() -> None:
    """R-WA-6: at word ends; a full stop inside a word is none."""
    link = "https://hotel.example/menu?day=mo&at=19.30"
    for shift in range(60):
        parts = split("towels " * 220 + "x" * shift + f" {link} " + "towels " * 20)
        assert sum(link in part.split() for part in parts) == 1


def test_a_language_without_spaces_is_cut_where_a_sentence_ends() -> None:
    assert all(part.endswith("。") for part in split("朝食は七時から十時までです。" * 300))


def test_a_family_is_never_torn() -> None:
    for shift in range(12):
        parts = split("x" * shift + FAMILY * 400)
        assert all(set(regex.findall(r"\X", part)) <= {"x", FAMILY} for part in parts)
        assert "".join(parts) == "x" * shift + FAMILY * 400


def test_one_endless_character_is_cut_all_the_same() -> None:
    assert all(length(part) <= MAX_LENGTH for part in split("e" + "\u0301" * 5000))


@given(
    st.text(alphabet=st.sampled_from("ab .\n👋é\u0301\u200d👩🏽🇩🇪שلم日"), max_size=400), st.integers(10, 60)
)
def test_nothing_is_lost_and_nothing_too_long(text: str, limit: int) -> None:
    parts = split(text, limit=limit)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(0 < length(part) <= limit for part in parts)

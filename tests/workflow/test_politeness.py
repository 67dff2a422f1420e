"""Thanks are thanks in sixteen languages, and whatever holds one word more is not (R-WF-2)."""

import random
import string

import pytest

from tests.workflow.politeness_cases import HITS, MISSES
from workflow import politeness_phrases as phrases
from workflow.politeness import MAX_LETTERS, is_politeness

NAMES = ("Mia Sand", "Ana", "Aurora Hotel")
LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "no", "fi", "cs", "ru", "ja", "zh"]


def every(cases: dict[str, tuple[str, ...]]) -> list[str]:
    return [text for texts in cases.values() for text in texts]


def test_the_tables_are_as_large_as_they_should_be() -> None:
    """R-WF-2: at least 150 of each, in every language of the desk."""
    assert len(set(every(HITS))) >= 150
    assert len(set(every(MISSES))) >= 150
    for cases in (HITS, MISSES, phrases.THANKS, phrases.AROUND, phrases.GREETINGS, phrases.SIGN_OFFS):
        assert set(LANGUAGES) <= set(cases)


@pytest.mark.parametrize("text", every(HITS))
def test_thanks_are_thanks(text: str) -> None:
    """R-WF-2"""
    assert is_politeness(text, names=NAMES)


@pytest.mark.parametrize("text", every(MISSES))
def test_what_says_more_counts_as_written(text: str) -> None:
    """R-WF-2"""
    assert not is_politeness(text, names=NAMES)


@pytest.mark.parametrize("text", every(HITS))
def test_a_question_a_number_or_a_strange_word_makes_it_more(text: str) -> None:
    """R-WF-2: wherever it stands."""
    for more in ("?", "12", "towels", "毛巾"):
        assert not is_politeness(f"{text} {more}", names=NAMES)
        assert not is_politeness(f"{more} {text}", names=NAMES)


NEGATIONS = [
    "no",
    "not",
    "don't",
    "never",
    "nothing",
    "nein",
    "nicht",
    "kein",
    "nie",
    "non",
    "pas",
    "jamais",
    "rien",
    "nunca",
    "nada",
    "mai",
    "niente",
    "nee",
    "niet",
    "geen",
    "não",
    "nem",
    "nie",
    "nej",
    "inte",
    "ingen",
    "ikke",
    "nei",
    "ei",
    "ne",
    "není",
    "нет",
    "не",
    "ни",
    "不",
    "没",
    "沒",
    "别",
    "ない",
    "ません",
]


@pytest.mark.parametrize("negation", NEGATIONS)
def test_no_phrase_refuses(negation: str) -> None:
    """R-WF-2: a negation is no politeness, also when a guest is called so."""
    for text in (f"{negation} ok", f"ok {negation}", f"{negation.capitalize()}, thanks"):
        assert not is_politeness(text, names=["No Kim"])


def test_names_stand_where_names_stand() -> None:
    """R-WF-2: behind a greeting, behind a sign-off, or known; not anywhere."""
    assert is_politeness("Dear Ms. Costa,\nthank you.\nBest regards\nJ. Sand")
    assert is_politeness("thanks, mia", names=["Mia Sand"])
    assert not is_politeness("Thanks, Mia")
    assert not is_politeness("Hi Towels Are Missing Here, thanks")
    assert not is_politeness("Thanks\nTowels")
    assert is_politeness("谢谢，王水", names=["王水"])
    assert not is_politeness("谢谢，水", names=["王水"])


def test_a_long_text_is_no_thanks_and_costs_nothing() -> None:
    """Design rule 11: linear."""
    assert not is_politeness("thanks " * (MAX_LETTERS // 7 + 1))
    assert not is_politeness("thanks " * 1_000_000)
    assert is_politeness("thank you so much " * (MAX_LETTERS // 18))


def test_no_bytes_break_it() -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    letters = string.printable + "äß谢ありがとう👍🏽\u200d\ufe0f\u0301\ufdfa\x00’`"
    for _ in range(2_000):
        text = "".join(chance.choices(letters, k=chance.randrange(60)))
        assert is_politeness(text, names=[text]) in (True, False)

"""Which language a guest is written to in: his own, that of his words, the hotel's (R-I18N-1)."""

import pytest
from structlog.testing import capture_logs

from tests.workflow.guests_words import GUESTS_WORDS, OTHERS
from workflow import texts
from workflow.spoken_language import language_for, spoken_language


@pytest.mark.parametrize("language", GUESTS_WORDS)
def test_a_guests_words_are_known(language: str) -> None:
    """R-I18N-1: detected per message; short questions and longer ones."""
    assert {words: spoken_language(words) for words in GUESTS_WORDS[language]} == dict.fromkeys(
        GUESTS_WORDS[language], language
    )


@pytest.mark.parametrize("language", OTHERS)
def test_another_language_is_taken_for_none_of_ours(language: str) -> None:
    assert {spoken_language(words) for words in OTHERS[language]} <= {language, ""}


@pytest.mark.parametrize(
    "words", ["", "ok", "Danke", "Room 214", "Mia Winter", "+49 30 123456", "😀😀😀", "\ud800 \x00", "wifi"]
)
def test_too_few_words_say_nothing(words: str) -> None:
    assert spoken_language(words) == ""


def test_addresses_and_numbers_are_no_words() -> None:
    assert (
        spoken_language("mia.winter@hotel-zum-goldenen-hirschen.example https://zimmer.example/buchung") == ""
    )
    assert spoken_language("予約番号はAB12-3456です。メールはmia@guest.example まで。") == "ja"


@pytest.mark.parametrize(
    ("known", "said", "hotel", "chosen"),
    [
        ("it", "Die Dusche in unserem Zimmer ist kalt.", "en", "it"),  # his own comes first
        ("pt-BR", "", "en", "pt"),
        ("zh_Hant", "", "en", "zh"),
        ("", "Die Dusche in unserem Zimmer ist kalt.", "en", "de"),
        ("", "ok", "fr", "fr"),
        ("", "", "de-AT", "de"),
        ("sv", "", "de", "en"),  # a Swede is not written to in German
        ("", "Vi kommer fram sent i kväll, är receptionen fortfarande öppen då?", "de", "en"),
        ("", "", "", "en"),
    ],
)
def test_the_language_of_an_answer(known: str, said: str, hotel: str, chosen: str) -> None:
    """R-I18N-1: stay language first, then the message's, then the hotel's."""
    assert language_for(known, said, hotel=hotel) == chosen


def test_the_subject_speaks_where_the_words_do_not() -> None:
    assert language_for("", "ok", "Frage zur Buchung im September", hotel="en") == "de"


def test_a_language_without_a_catalog_is_logged_once() -> None:
    """R-I18N-1: a missing variant falls back loudly."""
    with capture_logs() as logs:
        assert [texts.choose("qtx-KX"), texts.choose("qtx"), texts.choose("", "qtx")] == ["en"] * 3
    assert logs == [
        {"event": "language_missing", "language": "qtx", "fallback": "en", "log_level": "warning"}
    ]


def test_a_hotels_variant_of_a_language_speaks_it() -> None:
    """R-I18N-1: de-AT has no catalog of its own."""
    assert texts.say("de-AT", "Guest") == "Gast"

"""Reasons are stored in English and said in the reader's language (R-I18N-1)."""

import re
import time

import pytest

from tests.workflow.reason_sentences import reason_sentences
from workflow import mail_reasons
from workflow.reason_words import said
from workflow.reasons import because

PLACE = re.compile(r"%\((\w+)\)s")
SENTENCES = sorted({*reason_sentences(), *mail_reasons.REASONS})


def test_every_reason_is_known_again_with_what_stood_in_its_places() -> None:
    """R-I18N-1: whatever was stored, by this version or by one before."""
    unsaid = []
    for sentence in SENTENCES:
        values = {name: f"<{name} 7>" for name in PLACE.findall(sentence)}
        german = said("de", because(sentence, **values))
        if PLACE.sub("", sentence).strip(" ()") in ("Twilio", ":"):
            continue
        if german == because(sentence, **values) or not all(value in german for value in values.values()):
            unsaid.append((sentence, german))
    assert unsaid == []


@pytest.mark.parametrize(
    ("stored", "german"),
    [
        (
            "The relay mail.example:25 cannot be reached: nobody listens there.",
            "Das Mail-Relay mail.example:25 ist nicht erreichbar: dort nimmt niemand an.",
        ),
        (
            "The relay refused the mail: 550 5.1.1 No such user. Goodbye.",
            "Das Mail-Relay hat die Mail abgelehnt: 550 5.1.1 No such user. Goodbye.",
        ),
        (
            "It could not be verified that Ana wrote this. It has no DKIM signature.",
            "Es ließ sich nicht prüfen, ob Ana das geschrieben hat. Sie hat keine DKIM-Signatur.",
        ),
        (
            "It has no DKIM signature. a.example does not say by SPF which servers send its mail.",
            "Sie hat keine DKIM-Signatur. a.example sagt nicht durch SPF, welche Server seine Mails senden.",
        ),
        (
            "WhatsApp does not know this number. (Twilio 63003)",
            "WhatsApp kennt diese Nummer nicht. (Twilio 63003)",
        ),
        ("smtp; 550 mailbox full", "smtp; 550 mailbox full"),
        ("No. It says. x is blocked.", "No. It says. x ist gesperrt."),
        ("opening opening the box", "beim Öffnen von beim Öffnen von the box"),
        ("", ""),
    ],
)
def test_a_reason_is_said_in_german_and_the_words_of_others_are_quoted(stored: str, german: str) -> None:
    assert said("de", stored) == german


def test_english_and_a_language_without_words_read_what_was_stored() -> None:
    stored = because("The relay %(relay)s offers no log-in.", relay="mail.example:25")
    assert said("en", stored) == stored
    assert said("sv", stored) == stored


def test_words_of_strangers_keep_nobody_busy() -> None:
    """They stand in what a bounce says; many beginnings of our sentences in them were seconds of trying."""
    begun = time.process_time()
    for number in range(5):
        stored = f"{number}, and " + "x, and " * 140
        assert said("de", stored) == stored
    assert time.process_time() - begun < 5

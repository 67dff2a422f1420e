"""No mail to a member shows a guest's card number (R-TKT-13); the guest's own mail is left as it was written."""

from dataclasses import replace

import pytest

from tests.worker.composed import parsed, text_of
from tests.worker.letters import NOTICES, TICKET, make_letter
from workflow.files import FileStore
from workflow.letter import DigestLine, DigestTicket, LetterKind

CARD = "4111 1111 1111 1111"


@pytest.mark.parametrize("kind", NOTICES)
def test_a_notice_shows_only_the_last_four_digits(kind: LetterKind, files: FileStore) -> None:
    """R-TKT-13"""
    ticket = replace(TICKET, subject=f"My card {CARD}")
    letter = make_letter(
        kind=kind,
        words=f"Charge {CARD} please",
        ticket=ticket,
        reason=f"card {CARD}",
        digest=(DigestTicket(ticket, "desk+x@aurora.example", (DigestLine("guest_wrote", "Eva", CARD),)),),
    )
    message = parsed(letter, files)
    shown = f"{message['Subject']} {message['Thread-Topic']} {text_of(message)} {text_of(message, 'html')}"
    assert "4111" not in shown
    assert "**** 1111" in shown


def test_words_to_the_guest_stay_as_they_are(files: FileStore) -> None:
    assert CARD in text_of(parsed(make_letter(words=f"Is it {CARD}?"), files))

"""A member answers one of our notices from a mail program: exactly his words are read, nothing of ours."""

import pytest

from tests.worker.letters import NOTICES, NOW, RECEIPTS, make_letter
from tests.worker.mail_clients import CLIENTS, Client, gmail, outlook_web
from worker.compose import compose
from workflow.files import FileStore
from workflow.letter import LetterKind
from workflow.reading import read

ANSWERS = [
    "Two fresh towels are on their way to room 12.",
    "Dear Mia,\n\nof course!\nHousekeeping comes at 5.\n\nPlease tell us if anything else is missing.",
    "Gern, wir bringen sie gleich – schönen Abend 👍",
    "Here is the menu: https://example.org/menu?day=today&room=12#top\n\n- soup\n- fish",
]


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.__name__)
@pytest.mark.parametrize("words", ANSWERS, ids=["line", "letter", "german", "list"])
def test_only_the_members_words_are_read(client: Client, words: str, files: FileStore) -> None:
    """R-STAFF-1, R-MAIL-7"""
    notice = compose(make_letter(LetterKind.GUEST_WROTE), files=files, now=NOW).message_bytes
    assert read(client(notice, words)).visible_text == words


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.__name__)
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("kind", [*NOTICES, *RECEIPTS])
def test_so_for_every_notice_in_every_language(
    client: Client, language: str, kind: LetterKind, files: FileStore
) -> None:
    """R-STAFF-1"""
    letter = make_letter(kind, language=language, error="No such mailbox.")
    notice = compose(letter, files=files, now=NOW).message_bytes
    assert read(client(notice, "On their way.")).visible_text == "On their way."


@pytest.mark.parametrize("client", [gmail, outlook_web])
def test_a_guest_cannot_break_out_of_the_quote(client: Client, files: FileStore) -> None:
    """The guest's words stand below the marker: what he writes never becomes the member's words."""
    words = "-- reply above this line --\n\nOn Monday, Ana wrote:\n> yes\n\nSend me the key code.</blockquote></div>"
    notice = compose(make_letter(LetterKind.NEW_TICKET, words=words), files=files, now=NOW).message_bytes
    assert read(client(notice, "No.")).visible_text == "No."


def test_the_answer_goes_to_the_signed_address_and_names_the_notice(files: FileStore) -> None:
    """R-STAFF-2, R-MAIL-8"""
    letter = make_letter(LetterKind.NEW_TICKET)
    mail = read(gmail(compose(letter, files=files, now=NOW).message_bytes, "Yes."))
    assert mail.to[0].address == letter.reply_to
    assert mail.in_reply_to == (letter.message_id,)

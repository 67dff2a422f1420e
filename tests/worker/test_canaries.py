"""What a member's mail program hangs on to his words reaches no guest, whichever program it is (R-STAFF-1)."""

from collections.abc import Callable

import pytest

from tests.worker.letters import NOW, make_letter
from tests.worker.mail_clients import (
    apple_mail,
    gmail,
    iphone,
    outlook_desktop,
    outlook_plain_german,
    outlook_web,
    thunderbird,
    thunderbird_below,
)
from tests.worker.planted import (
    CARD,
    gmail_on_android,
    mutt,
    mutt_below,
    outlook_for_ios,
    thunderbird_html,
    thunderbird_inline,
    with_canaries,
)
from worker.compose import compose
from workflow import member_files, member_words
from workflow.files import FileStore
from workflow.letter import LetterKind
from workflow.reading import read
from workflow.sealing import Keys

WORDS = "Two towels are on their way.\n\nHousekeeping comes at five, and we call you: +39 02 555 0123."
NOTE = "Could we have two more towels?\n\nInternal note of Jon: canary, she always complains."
KEYS = Keys("a secret that only tests know, 32 characters and more")
DASHES = f"-- \n{CARD}"
REGARDS = f"Best regards,\n\n{CARD}"

Make = Callable[[bytes, str], bytes]

HABITS: dict[str, tuple[Make, str]] = {
    "Gmail, in the web": (gmail, DASHES),
    "Gmail, in the web, Regards": (gmail, REGARDS),
    "Gmail on Android": (gmail_on_android, ""),
    "Outlook desktop": (outlook_desktop, REGARDS),
    "Outlook desktop, plain": (outlook_plain_german, f"Mit freundlichen Grüßen\n\n{CARD}"),
    "Outlook in the web": (outlook_web, REGARDS),
    "Outlook for iOS": (outlook_for_ios, ""),
    "Outlook for iOS, signed": (outlook_for_ios, REGARDS),
    "Apple Mail": (apple_mail, REGARDS),
    "iPhone": (iphone, ""),
    "Thunderbird, above": (thunderbird, DASHES),
    "Thunderbird, below": (thunderbird_below, DASHES),
    "Thunderbird, HTML": (thunderbird_html, DASHES),
    "Thunderbird, inline": (thunderbird_inline, ""),
    "mutt": (mutt, ""),
    "mutt, below": (mutt_below, ""),
}


@pytest.mark.parametrize("habit", HABITS)
def test_nothing_but_the_words_reaches_the_guest(habit: str, files: FileStore) -> None:
    """R-STAFF-1: signature, headers, quoted note, pixel and device line are planted; the words come whole."""
    make, signature = HABITS[habit]
    letter = make_letter(LetterKind.GUEST_WROTE, words=NOTE)
    notice = compose(letter, files=files, now=NOW).message_bytes
    typed = f"{WORDS}\n\n{signature}" if signature else WORDS
    mail = read(with_canaries(make(notice, typed)))
    words = member_words.typed_words(mail)
    assert words.split("\n\nBest regards")[0].split("\n\nMit freundlichen")[0] == WORDS
    kept = member_files.files_for_guest(mail, public_url="https://desk.example", keys=KEYS, now=NOW)
    assert kept == ()
    sent = compose(make_letter(LetterKind.ANSWER, words=words), files=files, now=NOW).message_bytes
    for secret in (b"canary", b"0199", b"ana@hotel.example", b"Get Outlook", b"Sent from", b"reply above"):
        assert secret not in sent, secret

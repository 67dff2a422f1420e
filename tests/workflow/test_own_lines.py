"""What only this desk writes is found in a text, in each language, wrapped, quoted or bare."""

from datetime import UTC, datetime

import pytest

from workflow.own_lines import NOTICE_LABELS, NOTICE_SENTENCES, holds_our_lines, marker
from workflow.reading import REPLY_MARKER, visible
from workflow.reply_address import Purpose, ReplyTo, make_reply_address, make_token
from workflow.sealing import Keys
from workflow.texts import TEMPLATES, languages, say

KEYS = Keys("a secret that only tests know, 32 characters and more")
NOW = datetime(2026, 11, 20, tzinfo=UTC)
REPLY = ReplyTo(Purpose.STAFF, 7, 3)
TOKEN = make_token(REPLY, keys=KEYS, now=NOW)


def holds(text: str) -> bool:
    return holds_our_lines(text, public_url="https://desk.example", keys=KEYS, now=NOW)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("sentence", NOTICE_SENTENCES)
def test_a_sentence_of_a_notice(language: str, sentence: str) -> None:
    """R-STAFF-2: whoever is named in it, and however a program broke its lines."""
    values = {
        "guest": "Zoë (room 12)",
        "error": "No such mailbox.",
        "member": "Jon",
        "reason": "Too high for me.",
    }
    values |= {"target": "first response", "due": "2026-03-01 09:30", "number": "12"}
    said = say(language, sentence, values)
    assert holds(said)
    assert holds("On my way.\n> " + said.replace(" ", "\n> ").upper())


@pytest.mark.parametrize(
    "text",
    [
        REPLY_MARKER,
        f"> {REPLY_MARKER}",
        "Look: https://desk.example/tickets/AUR-1",
        "State: open\nPriority: high",
        "> Status: offen\n> Zugewiesen an: Ana",
        make_reply_address("aurora@desk.example", REPLY, keys=KEYS, now=NOW),
        make_reply_address("aurora@desk.example", REPLY, keys=KEYS, now=NOW).upper(),
        f"[#{TOKEN}]",
        f"[#{TOKEN[:20]}\n{TOKEN[20:]}]",
        f"the token {TOKEN}, bare",
    ],
)
def test_what_else_is_ours(text: str) -> None:
    """R-STAFF-2."""
    assert holds(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Just reply to this mail.",
        "We have opened a new ticket. Ana wrote to the plumber.",
        "State: it is clean again.",
        "See https://desk.example/menu",
        "Call us: +39 02 555 0199",
        "Your parcel has the number abcdefghijklmnopqrstuvwxyzabcdefgh.",
        "Write to aurora+booking@desk.example.",
    ],
)
def test_what_a_member_may_write(text: str) -> None:
    assert not holds(text)


def test_the_sentences_are_those_of_the_templates() -> None:
    templates = "\n".join(path.read_text() for path in sorted((TEMPLATES / "mail").rglob("*.txt")))
    for said in (*NOTICE_SENTENCES, *NOTICE_LABELS):
        assert f'_("{said}"' in templates


@pytest.mark.parametrize("language", languages())
def test_the_line_to_write_above_is_known_in_each_language(language: str) -> None:
    """R-I18N-1, R-STAFF-3: a member's mail program may quote it, or not."""
    line = marker(language)
    assert visible(f"yes\n\n{line}\n\nMia Sand")[0] == "yes"
    assert holds(line)
    assert holds(f"> {line}")

"""A mail's HTML: what people wrote is never markup in it, and nothing is loaded from elsewhere."""

import re
from dataclasses import replace

import pytest

from tests.worker.composed import parsed, text_of
from tests.worker.letters import CONFIRM_URL, TICKET, make_letter
from workflow.files import FileStore
from workflow.letter import LetterKind


def test_what_people_write_is_never_markup(files: FileStore) -> None:
    attack = "<script>alert(1)</script><img src=http://track.example/x.gif onerror=alert(2)>"
    for kind in LetterKind:
        letter = make_letter(
            kind,
            words=attack,
            author_name=attack,
            hotel_name=attack,
            error=attack,
            ticket=replace(TICKET, guest=attack, room=attack, assignee=attack, panel_url='"><b>x'),
        )
        html = text_of(parsed(letter, files), "html")
        assert "<script" not in html
        assert "<img" not in html
        assert "<b>" not in html


@pytest.mark.parametrize("kind", list(LetterKind))
def test_nothing_is_loaded_from_elsewhere(kind: LetterKind, files: FileStore) -> None:
    """No tracking: the only addresses in the HTML are links."""
    html = text_of(parsed(make_letter(kind), files), "html")
    assert not re.search(r"src=|url\(|@import|<link|<iframe", html)
    assert set(re.findall(r'https?://[^"< ]+', html)) <= {TICKET.panel_url, CONFIRM_URL}


def test_a_guests_links_are_not_made_clickable_for_members(files: FileStore) -> None:
    letter = make_letter(LetterKind.NEW_TICKET, words="log in at https://evil.example now")
    html = text_of(parsed(letter, files), "html")
    assert re.findall(r'href="([^"]+)"', html) == [TICKET.panel_url]

"""Guests' files: fetched with the account's name, kept as attachments, or shown with their reason (R-WA-3)."""

import pytest

from bellhop.fakes.twilio import Medium
from tests import builders
from tests.workflow.services.chat import Chat
from worker import media_fetcher
from workflow import clock
from workflow.database import hotel
from workflow.errors import MoveRefused
from workflow.models import Attachment, MediaWaiting
from workflow.services import media, merging, tickets

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(64)


def files(chat: Chat) -> list[Attachment]:
    with hotel(chat.hotel.id):
        return list(Attachment.select().order_by(Attachment.id))


def waiting(chat: Chat) -> list[tuple[str, str]]:
    with hotel(chat.hotel.id):
        return [(row.state, row.error) for row in MediaWaiting.select().order_by(MediaWaiting.id)]


def test_several_files_of_one_message_become_attachments(chat: Chat) -> None:
    """R-WA-2, R-WA-3: over the redirect to the other host; what they are is told by their bytes."""
    chat.writes("Look", media=(Medium("image/jpeg", PNG), Medium("application/pdf", b"%PDF-1.4 a bill")))
    (message,) = chat.messages(direction="in")
    kept = files(chat)
    assert [(one.message_id, one.content_type, one.size) for one in kept] == [
        (message.id, "image/png", len(PNG)),
        (message.id, "application/pdf", 15),
    ]
    assert chat.desk.files.get(chat.hotel.id, kept[0].sha256) == PNG
    assert waiting(chat) == [("stored", ""), ("stored", "")]


def test_the_words_stand_while_the_file_does_not_come(chat: Chat) -> None:
    """R-WA-3: tried a few times, then its reason is shown, and a person has it fetched once more."""
    picture = Medium("image/png", PNG, error=500)
    chat.writes("Look", media=(picture,))
    assert [one.body for one in chat.messages(direction="in")] == ["Look"]
    for _ in range(7):
        chat.later(minutes=30)
        chat.settle()
    assert waiting(chat) == [("failed", "Twilio did not give the file (500).")]
    picture.error = 0
    with hotel(chat.hotel.id):
        media.fetch_again(tickets.lock(chat.tickets()[0].id), MediaWaiting.get().id, now=clock.now())
    chat.settle()
    assert waiting(chat) == [("stored", "")]
    assert len(files(chat)) == 1


def test_a_file_follows_its_message_into_another_ticket(chat: Chat) -> None:
    """R-WA-3, R-TKT-5: fetched once more after a merger, it is a file of the ticket where its message stands."""
    picture = Medium("image/png", PNG, error=404)
    chat.writes("Look", media=(picture,))
    (ticket,) = chat.tickets()
    into = builders.make_ticket(chat.hotel, channel=None)
    with hotel(chat.hotel.id):
        merging.merge(*merging.lock_both(ticket.id, into.id), actor=chat.ana.actor, now=clock.now())
        media.fetch_again(tickets.lock(into.id), MediaWaiting.get().id, now=clock.now())
        with pytest.raises(MoveRefused):
            media.fetch_again(tickets.lock(into.id), MediaWaiting.get().id, now=clock.now())
    picture.error = 0
    chat.settle()
    assert [one.ticket_id for one in files(chat)] == [into.id]


def test_a_file_that_is_gone_is_not_asked_for_again(chat: Chat) -> None:
    """R-WA-3: a permanent reason at once."""
    chat.writes("Look", media=(Medium("image/png", PNG, error=404),))
    assert waiting(chat) == [("failed", "Twilio does not have this file any more.")]


def test_a_file_over_the_cap_is_refused(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    """R-WA-3: no more is read than may be kept."""
    monkeypatch.setattr(media, "MAX_BYTES", 1024 * 1024)
    chat.writes("Look", media=(Medium("video/mp4", bytes(1024 * 1024 + 1)),))
    assert waiting(chat) == [("failed", "The file is larger than 1 MB.")]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/x",
        "https://evil.example/x",
        "https://api.twilio.com.evil.example/x",
        "file:///etc/x",
    ],
)
def test_only_twilios_host_is_shown_the_token(chat: Chat, url: str) -> None:
    """R-WA-3, safety rule 10: whatever a form says, the account's token goes to nobody else."""
    before = len(chat.twilio.requests)
    chat.writes("Look", NumMedia="1", MediaUrl0=url, MediaContentType0="image/png")
    ((state, error),) = waiting(chat)
    assert state == "failed"
    assert "not Twilio's" in error
    assert len(chat.twilio.requests) == before + 1, "the acknowledgement alone"


def test_the_hosts_of_the_redirect_are_twilios() -> None:
    """R-WA-3."""
    assert {"api.twilio.com", ".twiliocdn.com"} == media_fetcher.CDN

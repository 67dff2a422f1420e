"""Files on their way out (R-STAFF-1, R-TKT-13, R-WA-6): an answer goes whole, or it does not go and its author is told."""

import dataclasses

import pytest

from tests.builders import make_hotel
from tests.worker.letters import make_letter
from tests.workflow.services.reception import Reception
from worker import file_gate
from workflow import clock
from workflow.database import hotel
from workflow.desk import Desk
from workflow.errors import DeliveryFailed, Invalid
from workflow.files import FileStore
from workflow.letter import Enclosure, LetterKind
from workflow.models import Message, Ticket
from workflow.sealing import Keys
from workflow.services import replies, stored_files, tickets, uploads
from workflow.services.uploads import MB, Upload
from workflow.settings import Listen, Settings

PDF = b"%PDF-1.4 the bill"


@pytest.fixture
def desk(settings: Settings) -> Desk:
    """A scanner is set up: nothing leaves that it did not look at."""
    known = dataclasses.replace(settings, scan_clamd=Listen("127.0.0.1", 9))
    return Desk(known, Keys(known.secret), FileStore(known.storage_url))


@pytest.fixture
def at(database_url: str) -> int:
    return int(make_hotel().id)


def kept(desk: Desk, at: int, content: bytes, *, finding: str | None = None) -> Enclosure:
    """finding: what the scanner said; None: nothing yet."""
    (sha256,) = stored_files.keep([content], hotel_id=at, desk=desk, now=clock.now())
    if finding is not None:
        with hotel(at):
            stored_files.record_check(at, sha256, finding, now=clock.now())
    return Enclosure("bill.pdf", "application/pdf", sha256, len(content))


def through(desk: Desk, at: int, kind: LetterKind, *files: Enclosure) -> list[str]:
    """What is let through, by digest."""
    letter = dataclasses.replace(make_letter(kind, enclosures=files), hotel_id=at)
    return [one.sha256 for one in file_gate.let_through(letter, desk=desk, now=clock.now()).enclosures]


def test_an_answer_goes_whole_or_not(desk: Desk, at: int) -> None:
    """R-TKT-13: it waits for a check, and fails for good with what was held."""
    clean, waiting = kept(desk, at, PDF, finding=""), kept(desk, at, b"not looked at")
    held = kept(desk, at, b"EVIL", finding="Worm.Test")
    assert through(desk, at, LetterKind.ANSWER, clean) == [clean.sha256]
    for other, permanent, words in ((waiting, False, "still being checked"), (held, True, "Worm.Test")):
        with pytest.raises(DeliveryFailed, match=words) as caught:
            through(desk, at, LetterKind.ANSWER, clean, other)
        assert caught.value.permanent is permanent
    with hotel(at):
        stored_files.release(at, held.sha256)
    assert len(through(desk, at, LetterKind.ANSWER, clean, held)) == 2


def test_a_notice_goes_at_once_without_what_cannot_go(desk: Desk, at: int) -> None:
    """R-TKT-13: nobody on duty waits for a scanner, or for a file that is gone."""
    clean, waiting = kept(desk, at, PDF, finding=""), kept(desk, at, b"not looked at")
    held, gone = kept(desk, at, b"EVIL", finding="Worm.Test"), kept(desk, at, b"soon gone", finding="")
    desk.files.delete(at, gone.sha256)
    assert through(desk, at, LetterKind.GUEST_WROTE, held, clean, waiting, gone) == [clean.sha256]


def test_programs_and_too_much_never_get_to_the_gate(desk: Desk, at: int) -> None:
    """R-API-1: by their bytes, whatever they are called; where they are attached."""

    def keep(*contents: bytes) -> None:
        sent = [Upload("bill.pdf", content) for content in contents]
        uploads.keep(sent, hotel_id=at, desk=desk, now=clock.now())

    for program in uploads.PROGRAMS:
        with pytest.raises(Invalid, match="is a program"):
            keep(program + b"\x00" * 100)
    with pytest.raises(Invalid, match="together"):
        keep(bytes(12 * MB), bytes(9 * MB))
    with pytest.raises(Invalid, match="At most 10 files"):
        keep(*[PDF] * 11)


def test_a_mail_whose_file_is_gone_does_not_go_without_it(settings: Settings, database_url: str) -> None:
    """R-STAFF-1, R-MAIL-11: the guest gets nothing, the message says why, its author gets a mail."""
    desk = Desk(settings, Keys(settings.secret), FileStore(settings.storage_url))
    house = Reception(desk)
    house.guest_writes()
    with hotel(house.hotel.id):
        ticket = Ticket.get()
    (file,) = uploads.keep([Upload("bill.pdf", PDF)], hotel_id=house.hotel.id, desk=desk, now=house.now)
    before = len(house.posts)
    with hotel(house.hotel.id):
        ticket = tickets.lock(ticket.id)
        said = replies.send(ticket, "Here.", actor=house.ana.actor, now=house.now, attachments=[file])
    desk.files.delete(house.hotel.id, file.sha256)
    house.settle()
    with hotel(house.hotel.id):
        said = Message.get_by_id(said.id)
    assert said.delivery_state == "failed"
    assert said.delivery_error == "A file of this mail is gone: This file is no longer in the store."
    new = house.posts[before:]
    assert not [post for post in new if post.to == "mia@guest.example"]
    (told,) = [post for post in new if post.to == house.ana.email]
    assert "no longer in the store" in told.text

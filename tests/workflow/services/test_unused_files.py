"""Uploads that nobody used go after a day; bytes that a row uses never do (R-API-1)."""

import threading
from datetime import datetime, timedelta

import pytest

from tests.builders import make_hotel, make_ticket
from workflow import clock
from workflow.database import as_clock, hotel, rows
from workflow.desk import Desk
from workflow.errors import Invalid
from workflow.files import FileStore
from workflow.models import Attachment, Deadline, Effect, Hotel, StoredFile, Ticket, UploadedFile
from workflow.sealing import Keys
from workflow.services import outbox, sent_ahead, stored_files, timers, unused_files, uploads
from workflow.services.uploads import Upload
from workflow.settings import Settings

PDF = b"%PDF-1.4 the bill"
A_DAY = timedelta(days=1, seconds=1)


@pytest.fixture
def desk(settings: Settings) -> Desk:
    return Desk(settings, Keys(settings.secret), FileStore(settings.storage_url))


@pytest.fixture
def at() -> Hotel:
    return make_hotel()


def upload(desk: Desk, at: Hotel, now: datetime, *, content: bytes = PDF) -> UploadedFile:
    (kept,) = uploads.keep([Upload("bill.pdf", content)], hotel_id=at.id, desk=desk, now=now)
    with hotel(at.id):
        return sent_ahead.add(kept, hotel_id=at.id, author="ana", now=now)


def sweep(at: Hotel, now: datetime) -> int:
    """Fires what is due, and returns how many files are to be removed."""
    with hotel(at.id):
        for deadline in Deadline.select().where(Deadline.state == "armed", Deadline.due_at <= now):
            timers.fire(deadline.id, now=now)
        return Effect.select().where(Effect.kind == "remove_file", Effect.state == "waiting").count()


def remove(desk: Desk, now: datetime) -> None:
    """What the worker does with them."""
    for claim in claims(now):
        unused_files.remove(claim, desk=desk, now=now)


def claims(now: datetime) -> list[outbox.Claim]:
    with as_clock():
        ids = [id for (id,) in rows("SELECT id FROM effects WHERE state = 'waiting'")]
    return outbox.claim(ids, now=now, lease=timedelta(minutes=1))


def attach(at: Hotel, ticket: Ticket, file: UploadedFile, now: datetime) -> None:
    for row in sent_ahead.take([file.id], hotel_id=at.id, author="ana", now=now):
        row.hotel_id, row.ticket_id = at.id, ticket.id
        row.save(force_insert=True)


def test_an_upload_that_nobody_used_goes_after_a_day_with_its_bytes(desk: Desk, at: Hotel) -> None:
    """R-API-1"""
    now = clock.now()
    file = upload(desk, at, now)
    assert sweep(at, now + timedelta(hours=23)) == 0
    assert sweep(at, now + A_DAY) == 1
    remove(desk, now + A_DAY)
    assert not desk.files.exists(at.id, file.sha256)
    with hotel(at.id):
        assert UploadedFile.select().count() == StoredFile.select().count() == 0
        with pytest.raises(Invalid):
            sent_ahead.take([file.id], hotel_id=at.id, author="ana", now=now + A_DAY)


def test_bytes_that_a_message_or_a_later_upload_shares_stay(desk: Desk, at: Hotel) -> None:
    """R-API-1"""
    now = clock.now()
    ticket = make_ticket(at)
    first, second = upload(desk, at, now), upload(desk, at, now)
    later = upload(desk, at, now + timedelta(hours=20), content=b"another")
    upload(desk, at, now, content=b"another")
    with hotel(at.id):
        attach(at, ticket, first, now)
    assert sweep(at, now + A_DAY) == 0
    assert desk.files.get(at.id, second.sha256) == PDF
    assert desk.files.get(at.id, later.sha256) == b"another"
    assert sweep(at, now + A_DAY + timedelta(hours=20)) == 1
    remove(desk, now + A_DAY + timedelta(hours=20))
    assert not desk.files.exists(at.id, later.sha256)
    assert desk.files.get(at.id, second.sha256) == PDF


def test_bytes_that_were_put_again_before_their_last_row_went_leave_later(desk: Desk, at: Hotel) -> None:
    """R-PRIV-1: let go on the day they were put once more, they are looked at when that day is over."""
    now = clock.now()
    (sha256,) = stored_files.keep([PDF], hotel_id=at.id, desk=desk, now=now)
    later = now + timedelta(hours=1)
    with hotel(at.id):
        stored_files.let_go([sha256], hotel_id=at.id, now=later)
    sweep(at, later)
    remove(desk, later)
    assert desk.files.exists(at.id, sha256)
    assert sweep(at, now + A_DAY) == 1
    remove(desk, now + A_DAY)
    assert not desk.files.exists(at.id, sha256)


def test_the_same_bytes_in_another_hotel_stay(desk: Desk, at: Hotel) -> None:
    now = clock.now()
    other = make_hotel(code="ZEN")
    upload(desk, at, now)
    theirs = upload(desk, other, now)
    sweep(at, now + A_DAY)
    remove(desk, now + A_DAY)
    assert desk.files.get(other.id, theirs.sha256) == PDF


def test_bytes_that_are_announced_again_after_the_sweep_stay(desk: Desk, at: Hotel) -> None:
    """Found unused, and then somebody puts the same bytes before they are removed."""
    now = clock.now()
    file = upload(desk, at, now)
    assert sweep(at, now + A_DAY) == 1
    uploads.keep([Upload("again.pdf", PDF)], hotel_id=at.id, desk=desk, now=now + A_DAY)
    remove(desk, now + A_DAY)
    assert desk.files.get(at.id, file.sha256) == PDF


def test_bytes_that_are_attached_while_they_are_removed_stay(desk: Desk, at: Hotel) -> None:
    """R-API-1: the remover comes in the middle of the transaction that attaches, and waits for its end."""
    now = clock.now()
    ticket = make_ticket(at)
    old = upload(desk, at, now)
    assert sweep(at, now + A_DAY) == 1
    (claim,) = claims(now + A_DAY)
    with hotel(at.id):
        fresh = UploadedFile.create(
            hotel_id=at.id,
            author="ana",
            filename="bill.pdf",
            content_type="application/pdf",
            size=len(PDF),
            sha256=old.sha256,
            created_at=now + A_DAY,
        )
    removing = threading.Thread(
        target=unused_files.remove, args=(claim,), kwargs={"desk": desk, "now": now + A_DAY}
    )
    with hotel(at.id):
        attach(at, ticket, fresh, now + A_DAY)
        removing.start()
        removing.join(0.3)
        assert removing.is_alive()
    removing.join(10)
    assert not removing.is_alive()
    assert desk.files.get(at.id, old.sha256) == PDF
    with hotel(at.id):
        assert Attachment.select().count() == 1


def test_who_puts_bytes_while_they_are_removed_waits_and_puts_them_anew(desk: Desk, at: Hotel) -> None:
    """R-API-1: the other way round."""
    now = clock.now()
    file = upload(desk, at, now)
    assert sweep(at, now + A_DAY) == 1
    (claim,) = claims(now + A_DAY)
    entered, leave = threading.Event(), threading.Event()

    class SlowStore(FileStore):
        def delete(self, hotel_id: int, name: str) -> None:
            entered.set()
            assert leave.wait(10)
            super().delete(hotel_id, name)

    slow = Desk(desk.settings, desk.keys, SlowStore(desk.settings.storage_url))
    removing = threading.Thread(
        target=unused_files.remove, args=(claim,), kwargs={"desk": slow, "now": now + A_DAY}
    )
    putting = threading.Thread(
        target=stored_files.keep, args=([PDF],), kwargs={"hotel_id": at.id, "desk": desk, "now": now + A_DAY}
    )
    removing.start()
    assert entered.wait(10)
    putting.start()
    putting.join(0.3)
    assert putting.is_alive()
    leave.set()
    removing.join(10)
    putting.join(10)
    assert desk.files.get(at.id, file.sha256) == PDF


def test_what_was_let_go_is_looked_at_soon_and_goes_when_nothing_else_uses_it(desk: Desk, at: Hotel) -> None:
    now = clock.now()
    ticket = make_ticket(at)
    file = upload(desk, at, now)
    with hotel(at.id):
        attach(at, ticket, file, now)
    later = now + timedelta(days=40)
    assert sweep(at, later) == 0
    with hotel(at.id):
        Attachment.update(sha256="0" * 64).execute()
        stored_files.let_go([file.sha256], hotel_id=at.id, now=later)
    assert sweep(at, later) == 1
    remove(desk, later)
    assert not desk.files.exists(at.id, file.sha256)

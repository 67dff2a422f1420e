"""Erasing one guest everywhere, and all that is held of him (R-PRIV-1)."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from tests.builders import make_guest, make_room, make_stay, make_ticket
from tests.test_architecture import tables
from tests.workflow.services.reception import Reception, written
from workflow.audit import key_id_of
from workflow.database import hotel, rows
from workflow.errors import InUse, Invalid, NotFound
from workflow.models import (
    Attachment,
    AutomaticMail,
    BlockedSender,
    Erasure,
    Event,
    Guest,
    HeldMail,
    Inbox,
    MediaWaiting,
    Message,
    MutedAddress,
    Participant,
    Receipt,
    RoomCode,
    Stay,
    Ticket,
    UploadedFile,
    WhatsappContact,
)
from workflow.services import (
    audit,
    audit_check,
    erasing,
    guest_export,
    guest_merging,
    guest_sessions,
    replies,
    sent_ahead,
    stay_feed,
    stored_files,
    tickets,
    uploads,
)
from workflow.services.audit import chain_key
from workflow.services.erasing_places import BY_ERASING, OTHERS, PLACES
from workflow.services.guest_sessions import Admitted
from workflow.services.stay_feed import Outcome, StayWord
from workflow.services.uploads import Upload
from workflow.settings import Settings

MARK = "zebrafinch"
ADDRESS = f"{MARK}@guest.example"
PHONE = "+39333777555"


def dump(url: str, home: Path) -> str:
    """Every row of every table, and every file of the store, as one text; bytes also as themselves."""
    connection = psycopg2.connect(url)
    found = []
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT * FROM public."{table}"')
            for row in cursor.fetchall():
                values = [bytes(one).decode("latin-1") if isinstance(one, memoryview) else one for one in row]
                found.append(f"{table}: {json.dumps(values, default=str, ensure_ascii=False)}")
    connection.close()
    for path in home.rglob("*"):
        if path.is_file():
            found.append(f"{path}: {path.read_bytes().decode('latin-1')}")
    return "\n".join(found)


def traces(text: str) -> list[str]:
    """Lines in which the guest can still be found."""
    return [
        line[:200]
        for line in text.splitlines()
        if any(mark in line.lower() for mark in (MARK, PHONE[1:], MARK.encode().hex()))
    ]


def a_mail(reception: Reception, *, subject: str = f"About {MARK}") -> Any:
    mail = written(
        f"Hello, my name is {MARK}. The tap drips.",
        sender=f"Mia {MARK.title()} <{ADDRESS}>",
        to=reception.channel.address,
        subject=subject,
    )
    mail.add_attachment(f"bytes of {MARK}".encode(), maintype="text", subtype="plain", filename=f"{MARK}.txt")
    return mail


@pytest.fixture
def guest(reception: Reception) -> Guest:
    """Known, on a stay that is over, with mail, a WhatsApp contact, and another record that became part of his."""
    made = make_guest(reception.hotel, f"Mia {MARK.title()}", email=ADDRESS, phone=PHONE)
    make_stay(reception.hotel, made, make_room(reception.hotel), status="departed")
    other = make_guest(reception.hotel, f"M. {MARK}", email=f"second.{ADDRESS}")
    with hotel(reception.hotel.id):
        guest_merging.merge(
            reception.hotel.id, other.id, made.id, actor=reception.ana.actor, now=reception.now
        )
        Stay.update(confirmation=f"{MARK}-1").execute()
    return made


def erase(reception: Reception, guest: Guest) -> erasing.Report:
    return erasing.erase(
        reception.hotel.id,
        guest.id,
        files=reception.desk.files,
        actor=reception.ana.actor,
        now=reception.now,
    )


def fill(reception: Reception, guest: Guest) -> Ticket:
    """The marker in every place where something about a guest can stand."""
    reception.arrives(a_mail(reception))
    at = {"hotel_id": reception.hotel.id}
    ana, now = reception.ana.actor, reception.now
    with hotel(reception.hotel.id):
        ticket: Ticket = Ticket.get()
        replies.send(tickets.lock(ticket.id), f"Dear {MARK}, we come.", actor=ana, now=now)
        tickets.note(tickets.lock(ticket.id), f"{MARK} again!", actor=ana, now=now, channel="panel")
    reception.settle()
    elsewhere = make_ticket(reception.hotel, channel=reception.channel)
    with hotel(reception.hotel.id):
        contact = WhatsappContact.create(
            **at,
            channel_id=reception.channel.id,
            guest_id=guest.id,
            name=MARK,
            phone=PHONE,
            wa_id=PHONE[1:],
            user_id=f"u.{MARK}",
            address=f"whatsapp:{PHONE}",
            created_at=now,
        )
        said = Message.create(
            **at,
            ticket_id=elsewhere.id,
            direction="in",
            channel="whatsapp",
            author_kind="outsider",
            author_name=MARK,
            author_address=ADDRESS,
            body=f"{MARK} here",
            contact_id=contact.id,
            created_at=now,
        )
        Message.create(
            **at,
            ticket_id=elsewhere.id,
            direction="out",
            channel="email",
            author_kind="staff",
            author_id=reception.ana.staff_id,
            author_name="Ana",
            body="To all of you.",
            recipients=["mia@guest.example", ADDRESS],
            delivery_error=f"550 <{ADDRESS}> unknown",
            created_at=now,
        )
        Participant.create(**at, ticket_id=elsewhere.id, address=ADDRESS, name=MARK, state="accepted")
        for kind, old, new in (
            ("participant proposed", None, ADDRESS),
            ("copy failed", ADDRESS, f"<{ADDRESS}> is unknown"),
        ):
            Event.create(
                **at, ticket_id=elsewhere.id, at=now, actor_kind="system", kind=kind, old=old, new=new
            )
        MediaWaiting.create(
            **at,
            channel_id=reception.channel.id,
            ticket_id=elsewhere.id,
            message_id=said.id,
            position=0,
            url=f"https://media.example/{MARK}",
            content_type="image/png",
            state="failed",
            error=MARK,
            created_at=now,
        )
        row = Inbox.get()
        HeldMail.create(
            inbox_id=row.id,
            **at,
            ticket_id=ticket.id,
            staff_id=reception.ana.staff_id,
            why="queued",
            words=f"Dear {MARK}",
            files=[{"filename": MARK}],
            held_at=now,
            expires_at=now,
        )
        Receipt.create(
            **at,
            ticket_id=ticket.id,
            staff_id=reception.ana.staff_id,
            kind="receipt",
            lines=[f"Sent to {ADDRESS}."],
            words=MARK,
            subject=MARK,
            created_at=now,
        )
        AutomaticMail.create(**at, address=ADDRESS, domain="guest.example", words="", at=now)
        MutedAddress.create(**at, address=ADDRESS, reason=f"<{ADDRESS}> is full", muted_at=now)
        BlockedSender.create(**at, pattern=ADDRESS, blocked_by="Ana", blocked_at=now)
        rows(
            "INSERT INTO written_once (hotel_id, key, asked, answer, at) VALUES (%s, 'k', 'a', %s, %s)",
            (reception.hotel.id, json.dumps({"body": {"pid": ticket.pid, "subject": MARK}}), now),
        )
        rows(
            "INSERT INTO webhook_events (hotel_id, key, type, ticket_id, at, body) VALUES (%s, 'k', 't', %s, %s, %s)",
            (reception.hotel.id, ticket.id, now, json.dumps({"guest": MARK})),
        )
        rows(
            "INSERT INTO saved_views (hotel_id, staff_id, name, filters, sort, created_at) VALUES (%s, %s, 'His', %s, '', %s)",
            (reception.hotel.id, reception.ana.staff_id, json.dumps({"q": ADDRESS}), now),
        )
    return ticket


def test_nothing_of_an_erased_guest_is_found_anywhere(
    reception: Reception, guest: Guest, settings: Settings, database_url: str
) -> None:
    """R-PRIV-1: a marker in every place, then the whole database and store searched; the chain still verifies."""
    ticket = fill(reception, guest)
    key = chain_key(reception.desk.keys)
    audit.seal_all(key=key, now=reception.now)
    before = traces(dump(database_url, settings.home))
    assert len({line.partition(":")[0] for line in before}) > 20  # it was everywhere

    report = erase(reception, guest)
    assert traces(dump(database_url, settings.home)) == []
    assert (report.files, report.rows["guests"], report.rows["tickets"]) == (1, 2, 1)

    with hotel(reception.hotel.id):
        after = Ticket.get_by_id(ticket.id)
        assert (after.pid, after.state, after.created_at) == (ticket.pid, "answered", ticket.created_at)
        states = [
            (one.old, one.new)
            for one in Event.select().where(Event.ticket_id == ticket.id, Event.kind == "state")
        ]
        assert states
        assert all(new for _, new in states)
        assert Message.select().where(Message.ticket_id == ticket.id).count() >= 3
    audit.seal_all(key=key, now=reception.now)
    checked = audit_check.verify(reception.hotel.id, keys={key_id_of(key): key})
    assert (checked.faults, checked.first) == (0, None)
    assert checked.erased > 0


def test_what_was_erased_does_not_come_back(
    reception: Reception, guest: Guest, settings: Settings, database_url: str
) -> None:
    """R-PRIV-1: the same mail polled again and the same stay told again are not kept."""
    mail = a_mail(reception)
    reception.arrives(mail)
    erase(reception, guest)
    reception.arrives(mail)
    assert reception.states()[-1] == ("ignored", "This mail has come before.")
    with hotel(reception.hotel.id):
        word = StayWord(
            f"{MARK}-1", f"Mia {MARK}", reception.now.date(), reception.now.date(), emails=[ADDRESS]
        )
        taken = stay_feed.take(
            reception.hotel.id, word, as_of=reception.now, now=reception.now, may_make_rooms=True
        )
    assert taken.outcome is Outcome.ERASED
    assert traces(dump(database_url, settings.home)) == []


def test_who_writes_again_is_somebody_new(reception: Reception, guest: Guest) -> None:
    reception.arrives(a_mail(reception))
    erase(reception, guest)
    reception.later(minutes=1)
    reception.arrives(a_mail(reception, subject="Another matter"))
    with hotel(reception.hotel.id):
        assert [one.guest_id for one in Ticket.select().order_by(Ticket.id)] == [guest.id, None]


def test_files_that_others_have_too_stay(reception: Reception, guest: Guest) -> None:
    """R-PRIV-1: bytes that another guest's message carries."""
    reception.arrives(a_mail(reception))
    other = make_ticket(reception.hotel, channel=reception.channel)
    with hotel(reception.hotel.id):
        file = Attachment.get()
        Attachment.create(
            hotel_id=reception.hotel.id,
            ticket_id=other.id,
            filename="same.txt",
            content_type="text/plain",
            size=file.size,
            sha256=file.sha256,
            created_at=reception.now,
        )
    assert erase(reception, guest).files == 0
    assert reception.desk.files.get(reception.hotel.id, file.sha256)


def test_files_that_a_crash_left_go_the_next_time(reception: Reception, guest: Guest) -> None:
    reception.arrives(a_mail(reception))
    with hotel(reception.hotel.id):
        sha256 = Attachment.get().sha256

    class Broken:
        def delete(self, _hotel_id: int, _name: str) -> None:
            raise OSError("away")

    broken = replace(reception.desk, files=Broken())  # type: ignore[arg-type]
    with pytest.raises(OSError, match="away"):
        erasing.erase(
            reception.hotel.id, guest.id, files=broken.files, actor=reception.ana.actor, now=reception.now
        )
    assert reception.desk.files.exists(reception.hotel.id, sha256)
    erasing.remove_files(reception.hotel.id, reception.desk.files)
    assert not reception.desk.files.exists(reception.hotel.id, sha256)
    with hotel(reception.hotel.id):
        assert [one.files for one in Erasure.select()] == [[]]


def test_a_guest_with_something_under_way_is_not_erased(reception: Reception, guest: Guest) -> None:
    """R-PRIV-1: what is being sent or read would write him down again."""
    reception.arrives(a_mail(reception))
    with hotel(reception.hotel.id):
        ticket = Ticket.get()
        replies.send(tickets.lock(ticket.id), "We come.", actor=reception.ana.actor, now=reception.now)
        rows("UPDATE effects SET state = 'inflight' WHERE kind = 'send_answer' RETURNING id")
    with pytest.raises(InUse, match="being sent"):
        erase(reception, guest)
    with hotel(reception.hotel.id):
        rows("UPDATE effects SET state = 'waiting' WHERE kind = 'send_answer' RETURNING id")
        rows("UPDATE inbox SET state = 'received' RETURNING id")
    with pytest.raises(InUse, match="still to be read"):
        erase(reception, guest)
    with hotel(reception.hotel.id):
        rows("UPDATE inbox SET state = 'processed' RETURNING id")
        rows("UPDATE stays SET status = 'in_house' RETURNING id")
    with pytest.raises(InUse, match="in the house"):
        erase(reception, guest)
    with hotel(reception.hotel.id):
        rows("UPDATE stays SET status = 'departed' RETURNING id")
    erase(reception, guest)
    reception.settle()
    assert reception.to_guest() == []  # what waited to be sent is not sent any more


def test_one_who_is_not_there_or_part_of_another(reception: Reception, guest: Guest) -> None:
    with pytest.raises(NotFound):
        erasing.erase(
            reception.hotel.id, 999, files=reception.desk.files, actor=reception.ana.actor, now=reception.now
        )
    with hotel(reception.hotel.id):
        part = Guest.get(Guest.merged_into_id == guest.id)
    with pytest.raises(Invalid, match="merged"):
        erase(reception, part)


def test_the_export_has_all_that_is_held(reception: Reception, guest: Guest) -> None:
    """R-PRIV-1: export of one guest's data."""
    fill(reception, guest)
    with hotel(reception.hotel.id):
        found: dict[str, Any] = guest_export.export(reception.hotel.id, guest.id, now=reception.now)
    empty = {name for name, part in found.items() if part == []}
    assert empty == {"pageSessions"}
    assert [one["value"] for one in found["addresses"]] == [ADDRESS, PHONE, f"second.{ADDRESS}"]
    assert found["files"][0]["filename"] == f"{MARK}.txt"
    assert {one["body"] for one in found["messages"]} >= {f"Dear {MARK}, we come.", f"{MARK} here"}
    assert reception.ana.email not in json.dumps(found)
    json.dumps(found)


def test_every_table_with_personal_columns_has_its_place() -> None:
    """R-PRIV-1: a new one without a statement, or a reason, fails."""
    personal = {table._meta.table_name for table in tables() if table.personal}
    assert personal - {place.table for place in PLACES} - OTHERS - BY_ERASING == set()


def test_bytes_that_somebody_announced_when_an_erased_mail_comes_again_stay(
    reception: Reception, guest: Guest
) -> None:
    """R-PRIV-1, R-API-1: another's answer is about to carry the same file, and no row of it stands yet."""
    mail = a_mail(reception)
    reception.arrives(mail)
    with hotel(reception.hotel.id):
        sha256 = Attachment.get().sha256
    content = reception.desk.files.get(reception.hotel.id, sha256)
    erase(reception, guest)
    reception.later(minutes=1)
    stored_files.keep([content], hotel_id=reception.hotel.id, desk=reception.desk, now=reception.now)
    reception.arrives(mail)
    assert reception.states()[-1] == ("ignored", "This mail has come before.")
    assert reception.desk.files.get(reception.hotel.id, sha256) == content


def test_what_a_guest_sent_ahead_and_never_used_keeps_no_name(reception: Reception, guest: Guest) -> None:
    """R-PRIV-1: by the API, with his session; a member's stays as it is."""
    room = make_room(reception.hotel, "77")
    stay = make_stay(reception.hotel, guest, room, status="departed")
    kept = uploads.keep(
        [Upload(f"{MARK}.pdf", b"%PDF-1.4 mine"), Upload("bill.pdf", b"%PDF-1.4 theirs")],
        hotel_id=reception.hotel.id,
        desk=reception.desk,
        now=reception.now,
    )
    with hotel(reception.hotel.id):
        sign = RoomCode.create(
            hotel_id=reception.hotel.id,
            room_id=room.id,
            code_digest=b"d",
            sealed=b"s",
            created_at=reception.now,
        )
        admitted = Admitted(reception.hotel.id, guest.id, room.id, stay.id, room_code_id=sign.id)
        token = guest_sessions.open_session(admitted, now=reception.now)
        authors = (f"token {hashlib.sha256(token.encode()).hexdigest()}", "staff 1")
        for file, author in zip(kept, authors, strict=True):
            sent_ahead.add(file, hotel_id=reception.hotel.id, author=author, now=reception.now)
    erase(reception, guest)
    with hotel(reception.hotel.id):
        names = [one.filename for one in UploadedFile.select().order_by(UploadedFile.id)]
    assert names == ["(erased)", "bill.pdf"]

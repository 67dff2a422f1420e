"""What is deleted for good (R-TKT-7, R-PRIV-1): the words, raw mails and files; numbers and the audit chain stay."""

from datetime import timedelta
from email.message import EmailMessage

import pytest

from tests.workflow.services.reception import MIA, Reception, written
from tests.workflow.services.sealed import KEY, verify
from workflow import clock
from workflow.database import hotel, rows
from workflow.errors import Invalid, MoveRefused
from workflow.keeping import Keeping
from workflow.models import Attachment, InboxChunk, Message, Ticket
from workflow.services import audit, deleting, dispatch, edits, keeping, outbox, tickets, timers, unused_files
from workflow.services.edits import Edit
from workflow.values import EffectKind, State

FILE = b"%PDF-1.4 a passport"


def with_file(reception: Reception, subject: str) -> EmailMessage:
    mail = written("My secret.", sender=f"Mia Sand <{MIA}>", to=reception.channel.address, subject=subject)
    mail.add_attachment(FILE, maintype="application", subtype="pdf", filename="passport.pdf")
    return mail


@pytest.fixture
def ticket(reception: Reception) -> Ticket:
    """Of a guest's mail with a file, its subject changed."""
    reception.arrives(with_file(reception, "Passport of Mia Sand"))
    with hotel(reception.hotel.id):
        found = Ticket.get()
        edits.edit(
            tickets.lock(found.id), Edit(subject="Mia's"), actor=reception.ana.actor, now=reception.now
        )
        return Ticket.get()


def delete(reception: Reception, ticket: Ticket) -> None:
    with hotel(reception.hotel.id):
        deleting.delete(tickets.lock(ticket.id), actor=reception.ana.actor, now=reception.now)


def keep(reception: Reception, **days: int) -> None:
    with hotel(reception.hotel.id):
        keeping.set_keeping(reception.hotel.id, Keeping(**days), actor=reception.ana.actor, now=reception.now)


def row(reception: Reception, ticket: Ticket) -> Ticket:
    with hotel(reception.hotel.id):
        return Ticket.get_by_id(ticket.id)


def remove_files(reception: Reception) -> None:
    """What clock and worker do."""
    for _ in range(2):
        with hotel(reception.hotel.id):
            due = rows("SELECT id FROM deadlines WHERE state = 'armed' AND due_at <= %s", (reception.now,))
            for (id,) in due:
                timers.fire(id, now=reception.now)
    while handed := dispatch.hand_over(now=reception.now, limit=50, kinds=[EffectKind.REMOVE_FILE]):
        for claim in outbox.claim([one.id for one in handed], now=reception.now, lease=timedelta(minutes=1)):
            unused_files.remove(claim, desk=reception.desk, now=reception.now)


def test_a_deleted_tickets_words_go_after_thirty_days_and_its_number_stays(
    reception: Reception, ticket: Ticket
) -> None:
    """R-TKT-7, R-TKT-4, R-PID-1"""
    audit.seal_all(key=KEY, now=clock.now())
    reception.later(days=1)
    delete(reception, ticket)
    reception.later(days=29)
    reception.pass_deadlines()
    assert row(reception, ticket).purged_at is None
    reception.later(days=1, minutes=1)
    reception.pass_deadlines()
    gone = row(reception, ticket)
    assert (gone.pid, gone.subject, gone.requester_address) == (ticket.pid, "", "")
    with hotel(reception.hotel.id):
        assert InboxChunk.select().count() == 0
        assert [file.sha256 for file in Attachment.select()] == [""]
        assert {said.author_address for said in Message.select()} == {""}
        left = rows(
            "SELECT (SELECT json_agg(m) FROM messages m)::text || (SELECT json_agg(t) FROM tickets t)::text"
            " || (SELECT json_agg(e) FROM events e)::text || (SELECT json_agg(i) FROM inbox i)::text"
            " || (SELECT json_agg(e) FROM effects e)::text"
        )[0][0]
    for word in ("secret", "Mia", MIA, "passport"):
        assert word not in left, word
    audit.seal_all(key=KEY, now=clock.now())
    report = verify(reception.hotel)
    assert report.first is None, report
    with pytest.raises(MoveRefused, match="for good"), hotel(reception.hotel.id):
        deleting.restore(tickets.lock(ticket.id), actor=reception.ana.actor, now=reception.now)
    reception.guest_writes("Hello again", subject=f"Re: [{ticket.pid}]")
    with hotel(reception.hotel.id):
        assert Ticket.select().order_by(Ticket.id.desc()).get().pid > ticket.pid, "no number is given twice"


def test_a_file_that_another_ticket_has_too_stays_and_the_last_one_takes_it(
    reception: Reception, ticket: Ticket
) -> None:
    """R-TKT-7: bytes are shared by their digest."""
    with hotel(reception.hotel.id):
        sha256 = Attachment.get().sha256
    reception.arrives(with_file(reception, "Once more"))
    delete(reception, ticket)
    reception.later(days=31)
    remove_files(reception)
    files = reception.desk.files
    assert files.get(reception.hotel.id, sha256) == FILE
    with hotel(reception.hotel.id):
        other = Ticket.get(Ticket.id != ticket.id)
    delete(reception, other)
    reception.later(days=31)
    remove_files(reception)
    assert not files.exists(reception.hotel.id, sha256)


def test_closed_tickets_are_kept_for_ever_unless_the_hotel_says_how_long(
    reception: Reception, ticket: Ticket
) -> None:
    """R-TKT-7: 0 keeps; what comes back in time is spared; what is set is written down."""
    with hotel(reception.hotel.id):
        tickets.move(tickets.lock(ticket.id), State.CLOSED, actor=reception.ana.actor, now=reception.now)
    reception.later(days=2000)
    reception.pass_deadlines()
    assert row(reception, ticket).subject == "Mia's"
    keep(reception, closed=400, deleted=0)
    with hotel(reception.hotel.id):
        said = rows("SELECT field, old, new FROM events WHERE ticket_id IS NULL ORDER BY id")
    assert ("closed tickets", "kept for ever", "400 days") in said
    reception.pass_deadlines()
    gone = row(reception, ticket)
    assert (gone.subject, gone.deleted_at) == ("", reception.now)


def test_what_makes_no_sense_is_refused(reception: Reception) -> None:
    with pytest.raises(Invalid) as refused:
        keep(reception, closed=-1)
    assert refused.value.field == "closed"

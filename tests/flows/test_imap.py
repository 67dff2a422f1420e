"""The desk's mail lies in a mailbox at a provider: read from there, it becomes tickets, answers and nothing else."""

import email.policy
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.dovecot import PASSWORD, Dovecot, needs_dovecot
from tests.flows.desk import SECRET, House, RunningDesk, guest_mail, reply_to
from tests.processes import wait_until
from workflow import clock
from workflow.database import hotel
from workflow.mailbox import Account, OldMail, Secrets, Transport
from workflow.models import Channel, Inbox, MailboxRow, Message, Ticket
from workflow.sealing import Keys
from workflow.services import mailboxes

pytestmark = needs_dovecot

MIA = "mia@aurora-guest.example"
PROVIDER = "mx.provider.example"
BELIEVED = f"Authentication-Results: {PROVIDER}; dmarc=pass header.from=aurora.example\r\n"


@pytest.fixture
def provider() -> Iterator[Dovecot]:
    with Dovecot("desk") as running:
        yield running


@pytest.fixture
def desk(house: House, database_url: str, own_redis: str, tmp_path: Path) -> Iterator[RunningDesk]:
    with hotel(house.hotel.id):
        Channel.update(settings={"authserv_id": PROVIDER}).execute()
    with RunningDesk(
        database_url=database_url,
        redis_url=own_redis,
        folder=tmp_path / "desk",
        services=("imap", "worker", "clock"),
    ) as running:
        yield running


def connect(house: House, provider: Dovecot, *, old_mail: OldMail = OldMail.LEAVE) -> None:
    """As `bellhop mailbox add` does; returns when the mailbox was looked through."""
    account = Account("127.0.0.1", provider.port, "desk", Secrets(PASSWORD), Transport.LOOPBACK)
    with hotel(house.hotel.id):
        box = mailboxes.add(house.channel, account, keys=Keys(SECRET), now=clock.now(), old_mail=old_mail)

    def was_read() -> bool:
        with hotel(house.hotel.id):
            return MailboxRow.get_by_id(box.id).seen_at is not None

    wait_until(was_read, what="the mailbox was looked through")


def as_delivered(mail: EmailMessage, *, header: str = "") -> bytes:
    """With what the provider writes on top."""
    return header.encode() + mail.as_bytes(policy=email.policy.SMTP)


def test_from_mailbox_to_ticket_to_answer(desk: RunningDesk, house: House, provider: Dovecot) -> None:
    """R-MAIL-3, R-MAIL-8, R-MAIL-12, R-STAFF-1: all mail by IMAP, the member's answer by its signed address."""
    connect(house, provider)
    words = guest_mail(house, "Hello, room 12 has no towels.", sender=MIA)
    provider.put(as_delivered(words))
    acknowledgement = desk.wait_for_mail(MIA)[0]
    notification = desk.wait_for_mail(house.ana.email)[0]

    answer = reply_to(notification, "They are on their way.", sender=house.ana.email)
    provider.put(as_delivered(answer, header=BELIEVED + f"Delivered-To: {notification.reply_to}\r\n"))
    told = desk.wait_for_mail(MIA, 2)[1]
    assert "They are on their way." in told.text

    again = reply_to(told, "Thank you!", sender=MIA)
    provider.put(as_delivered(again))
    wait_until(lambda: len(guests_words(house)) == 2, what="the guest's answer is in the thread")
    desk.settle()
    assert guests_words(house) == ["Hello, room 12 has no towels.", "Thank you!"]
    with hotel(house.hotel.id):
        (ticket,) = Ticket.select()
        assert {row.door for row in Inbox.select()} == {"imap"}
    assert ticket.pid in acknowledgement.text


def test_a_members_answer_that_the_provider_does_not_vouch_for_is_held(
    desk: RunningDesk, house: House, provider: Dovecot
) -> None:
    """R-STAFF-2, R-MAIL-12: no peer is known, and that is not this machine, in the demo hotel either."""
    connect(house, provider)
    provider.put(as_delivered(guest_mail(house, "Hello, room 12 has no towels.", sender=MIA)))
    notification = desk.wait_for_mail(house.ana.email)[0]
    provider.put(as_delivered(reply_to(notification, "Leave your room.", sender=house.ana.email)))
    wait_until(lambda: inbox(house, "held"), what="it is held")
    desk.settle()
    assert "could not be verified" in inbox(house, "held")[0].reason
    assert len(desk.mails_to(MIA)) == 1, "only the acknowledgement"


def test_imported_old_mail_makes_tickets_and_no_mail(
    desk: RunningDesk, house: House, provider: Dovecot
) -> None:
    """R-MAIL-3: nobody hears of mail that is older than the connection, guest or member."""
    old = [guest_mail(house, f"Old words {number}.", sender=MIA) for number in range(30)]
    provider.put(*(as_delivered(mail) for mail in old), date=time.time() - 3 * 86400)
    connect(house, provider, old_mail=OldMail.IMPORT)
    wait_until(lambda: len(guests_words(house)) == 30, what="each is in the desk")
    desk.settle()
    assert desk.sink.mails == []
    assert provider.count() == 30
    provider.put(as_delivered(guest_mail(house, "New words.", sender=MIA)))
    desk.wait_for_mail(MIA)


def test_the_null_sender_is_known_by_what_the_provider_wrote(
    desk: RunningDesk, house: House, provider: Dovecot
) -> None:
    """R-MAIL-9: `Return-Path: <>` is a machine's mail; one without the line is a person's."""
    connect(house, provider)
    note = guest_mail(house, "We have two dogs.", sender=MIA, subject="Dogs")
    provider.put(as_delivered(note, header="Return-Path: <>\r\n"))
    wait_until(lambda: inbox(house, "received") == [] != inbox(house), what="it is read")
    provider.put(as_delivered(guest_mail(house, "No towels.", sender=MIA)))
    desk.wait_for_mail(MIA)
    desk.settle()
    (acknowledgement,) = desk.mails_to(MIA)
    assert "Dogs" not in acknowledgement.message["Subject"]


def test_the_same_mail_by_two_doors_is_one_message(
    desk: RunningDesk, house: House, provider: Dovecot
) -> None:
    """R-MAIL-4: SMTP and IMAP, and the mailbox read anew."""
    connect(house, provider)
    desk.start("smtp")
    wait_until(desk.listens, what="the SMTP door listens")
    mail = guest_mail(house, "Hello, room 12 has no towels.", sender=MIA)
    desk.send(mail, sender=MIA, to=house.desk_address)
    desk.wait_for_mail(MIA)
    provider.put(as_delivered(mail, header="Return-Path: <mia@aurora-guest.example>\r\n"))
    wait_until(lambda: len(inbox(house, "ignored")) == 1, what="the second one is recognised")
    desk.settle()
    assert inbox(house, "ignored")[0].door == "imap"
    assert len(guests_words(house)) == len(desk.mails_to(MIA)) == 1


def guests_words(house: House) -> list[str]:
    with hotel(house.hotel.id):
        return [
            message.body for message in Message.select().where(Message.direction == "in").order_by(Message.id)
        ]


def inbox(house: House, *states: str) -> list[Inbox]:
    """Its rows, all or those in one of these states."""
    with hotel(house.hotel.id):
        return [row for row in Inbox.select() if not states or row.state in states]

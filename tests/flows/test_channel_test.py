"""The live test of a desk address over the real processes: send, arrive, recognised, and no ticket.

The relay is the sink of the test; `way_back` plays the world outside and hands what it got to the desk's SMTP door, as the
mail server would that the MX record names.
"""

import dataclasses
import smtplib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bellhop.fakes.smtp_sink import Answer, Moment
from tests.dovecot import PASSWORD, Dovecot, needs_dovecot
from tests.flows.desk import SECRET, House, RunningDesk, guest_mail
from tests.processes import wait_until
from workflow import channel_test, clock
from workflow.channel_test import Known, Progress, Way
from workflow.database import hotel
from workflow.errors import Invalid
from workflow.mailbox import Account, Secrets, Transport
from workflow.models import Effect, Inbox, MailboxRow, Ticket
from workflow.sealing import Keys
from workflow.services import channel_tests, mailboxes
from workflow.settings import Settings
from workflow.values import SYSTEM
from workflow.wake import wake_clock


def start(house: House, settings: Settings, way: Way = Way.RELAY) -> int:
    with hotel(house.hotel.id):
        test_id = channel_tests.start(
            house.channel.id,
            hotel_id=house.hotel.id,
            way=way,
            actor=SYSTEM,
            settings=settings,
            now=clock.now(),
        )
    wake_clock()
    return test_id


def known(house: House, test_id: int) -> Known:
    with hotel(house.hotel.id):
        return channel_tests.load(test_id)


def stages(house: House, test_id: int) -> dict[str, channel_test.Stage]:
    return {stage.name: stage for stage in channel_test.stages(known(house, test_id), now=clock.now())}


@contextmanager
def way_back(desk: RunningDesk, *, only: str = "") -> Iterator[None]:
    """What reaches the relay for the desk's domain comes to the desk's door, from a thread of its own.

    only: this recipient's mail alone, as of a mail server without plus addressing.
    """
    stop = threading.Event()

    def forward() -> None:
        passed = 0
        while not stop.wait(0.05):
            for mail in desk.sink.mails[passed:]:
                passed += 1
                to = [one for one in mail.rcpt_tos if one.endswith("@desk.localhost") and only in ("", one)]
                if to:
                    with smtplib.SMTP("127.0.0.1", desk.smtp_port, timeout=60) as door:
                        door.sendmail(mail.mail_from, to, mail.raw)

    thread = threading.Thread(target=forward, name="way back")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(20)


@pytest.fixture
def with_relay(settings: Settings, desk: RunningDesk) -> Settings:
    return dataclasses.replace(settings, smtp_relay_url=desk.sink.url)


def test_a_probe_goes_out_comes_back_and_is_recognised(
    desk: RunningDesk, house: House, with_relay: Settings
) -> None:
    """R-RUN-3, R-WEB-4: send → arrive → recognised, with its way and seconds; no ticket, no mail to anybody."""
    test_id = start(house, with_relay)
    with way_back(desk):
        wait_until(lambda: known(house, test_id).tagged_at is not None, what="both mails are back")
        wait_until(lambda: known(house, test_id).recognised_at is not None, what="the test has passed")
        desk.settle()
    found = known(house, test_id)
    assert channel_test.result(found, now=clock.now()) is Progress.DONE
    assert (found.door, found.peer, found.arrived_to) == ("smtp", "127.0.0.1", house.desk_address)
    assert 0 < found.seconds < 60
    assert found.verdict == "pass", "the demo hotel believes this machine"
    assert {stage.progress for stage in stages(house, test_id).values()} == {Progress.DONE}
    with hotel(house.hotel.id):
        assert Ticket.select().count() == 0
        assert [row.state for row in Inbox.select()] == ["ignored", "ignored"]
        assert {effect.kind for effect in Effect.select()} == {"process_inbox", "send_probe"}
        assert {effect.state for effect in Effect.select()} == {"done"}
    assert len(desk.sink.mails) == 2
    assert {mail.rcpt_tos[0].partition("@")[0].partition("+")[0] for mail in desk.sink.mails} == {"aurora"}


def test_a_server_without_plus_addressing_passes_with_a_warning(
    desk: RunningDesk, house: House, with_relay: Settings
) -> None:
    """R-MAIL-8: what reply addresses need is said apart from what the address needs."""
    test_id = start(house, with_relay)
    with way_back(desk, only=house.desk_address):
        wait_until(lambda: known(house, test_id).recognised_at is not None, what="the test has passed")
        wait_until(lambda: len(desk.sink.mails) == 2, what="both mails are out")
    assert stages(house, test_id)["Reply addresses"].progress is Progress.WAITING
    late = channel_test.stages(known(house, test_id), now=clock.now() + channel_test.TAG_WAITS * 2)
    warning = next(stage for stage in late if stage.name == "Reply addresses")
    assert warning.progress is Progress.WARNING
    assert "plus addressing" in warning.advice


def test_what_the_relay_says_is_shown_and_the_stuck_page_stays_empty(
    desk: RunningDesk, house: House, with_relay: Settings
) -> None:
    """R-RUN-3: not sent: the relay said …"""
    desk.sink.answer_always(Answer("550 5.7.1 relaying denied", moment=Moment.RCPT))
    test_id = start(house, with_relay)
    wait_until(lambda: known(house, test_id).failed_at is not None, what="the test has failed")
    stage = stages(house, test_id)["Sent"]
    assert stage.progress is Progress.FAILED
    assert "550 5.7.1 relaying denied" in stage.words
    assert "SMTP_RELAY_URL" in stage.advice
    desk.settle()
    with hotel(house.hotel.id):
        assert Effect.select().where(Effect.state == "dead").count() == 0


def test_what_does_not_come_back_says_where_to_look(
    desk: RunningDesk, house: House, with_relay: Settings
) -> None:
    """R-RUN-3: sent but not back after five minutes: MX, forwarding."""
    test_id = start(house, with_relay)
    wait_until(lambda: known(house, test_id).sent_at is not None, what="the relay has it")
    assert stages(house, test_id)["Came back"].progress is Progress.WAITING
    later = clock.now() + channel_test.PATIENCE * 1.1
    (late,) = (
        one for one in channel_test.stages(known(house, test_id), now=later) if one.name == "Came back"
    )
    assert late.progress is Progress.WARNING
    assert "not back after 5 minutes" in late.words
    assert "MX record of desk.localhost" in late.advice


def test_without_a_relay_the_probe_goes_to_the_own_door(
    house: House, settings: Settings, database_url: str, own_redis: str, tmp_path: Path
) -> None:
    """R-RUN-3: the newcomer's desk keeps its mail in the outbox; the test says so, and passes by the door."""
    with pytest.raises(Invalid, match="cannot come back"):
        start(house, settings)
    with RunningDesk(
        database_url=database_url, redis_url=own_redis, folder=tmp_path / "desk", relay=False
    ) as desk:
        test_id = start(house, settings, Way.DOOR)
        wait_until(lambda: known(house, test_id).recognised_at is not None, what="the test has passed")
        wait_until(lambda: known(house, test_id).tagged_at is not None, what="the copy is back")
        desk.settle()
        assert desk.sink.mails == []
    assert not (tmp_path / "desk" / "outbox").exists()
    assert "own door took it" in stages(house, test_id)["Sent"].words
    with hotel(house.hotel.id):
        assert Ticket.select().count() == 0


def test_a_forged_mark_opens_a_ticket_like_any_mail(
    desk: RunningDesk, house: House, with_relay: Settings
) -> None:
    """R-MAIL-6: the header alone, without our signature, hides no guest's mail."""
    mail = guest_mail(house, "Room 12 has no towels.", sender="mia@aurora-guest.example")
    mail["X-Bellhop-Probe"] = "a" * 34
    desk.send(mail, sender="mia@aurora-guest.example", to=house.desk_address)
    desk.wait_for_mail("mia@aurora-guest.example")
    with hotel(house.hotel.id):
        assert Ticket.select().count() == 1


@needs_dovecot
def test_a_probe_that_lies_in_a_mailbox_is_recognised_there(
    house: House, settings: Settings, database_url: str, own_redis: str, tmp_path: Path
) -> None:
    """R-MAIL-3, R-RUN-3: the relay hands it to a provider, and the desk reads it there by IMAP."""
    with (
        Dovecot("desk") as provider,
        RunningDesk(
            database_url=database_url,
            redis_url=own_redis,
            folder=tmp_path / "desk",
            services=("imap", "worker", "clock"),
        ) as desk,
    ):
        account = Account("127.0.0.1", provider.port, "desk", Secrets(PASSWORD), Transport.LOOPBACK)
        with hotel(house.hotel.id):
            box = mailboxes.add(house.channel, account, keys=Keys(SECRET), now=clock.now())

        def is_polled() -> bool:
            with hotel(house.hotel.id):
                return MailboxRow.get_by_id(box.id).seen_at is not None

        wait_until(is_polled, what="the mailbox was looked through")
        test_id = start(house, dataclasses.replace(settings, smtp_relay_url=desk.sink.url))
        wait_until(lambda: len(desk.sink.mails) == 2, what="both mails are out")
        for mail in desk.sink.mails:
            provider.put(mail.raw)
        wait_until(lambda: known(house, test_id).recognised_at is not None, what="the test has passed")
        wait_until(lambda: known(house, test_id).tagged_at is not None, what="the copy is back")
    assert known(house, test_id).door == "imap"
    assert "from the mailbox (IMAP)" in stages(house, test_id)["Came back"].words
    with hotel(house.hotel.id):
        assert Ticket.select().count() == 0


def test_a_report_that_it_cannot_be_delivered_ends_the_test(
    desk: RunningDesk, house: House, with_relay: Settings
) -> None:
    """R-MAIL-11, R-RUN-3: to the probe's own envelope sender, from somebody else's mail server; no ticket."""
    test_id = start(house, with_relay)
    wait_until(lambda: len(desk.sink.mails) == 2, what="both mails are out")
    for mail in desk.sink.mails:
        report = delivery_report(to=mail.mail_from, about=mail.rcpt_tos[0])
        desk.send(report, sender="", to=mail.mail_from)
    wait_until(lambda: known(house, test_id).failed_at is not None, what="the test has failed")
    wait_until(lambda: known(house, test_id).tagged_error, what="the copy has failed too")
    stage = stages(house, test_id)["Came back"]
    assert stage.progress is Progress.FAILED
    assert "550 5.1.1 no such mailbox here" in stage.words
    assert "MX record of desk.localhost" in stage.advice
    with hotel(house.hotel.id):
        assert Ticket.select().count() == 0


def delivery_report(*, to: str, about: str) -> bytes:
    """As Postfix writes one (RFC 3464)."""
    lines = (
        "From: MAILER-DAEMON@mx.desk.localhost (Mail Delivery System)",
        f"To: {to}",
        "Subject: Undelivered Mail Returned to Sender",
        "Auto-Submitted: auto-replied",
        f"Message-ID: <{about}.report@mx.desk.localhost>",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        "",
        "--b",
        "",
        "I'm sorry to have to inform you that your message could not be delivered.",
        "--b",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.desk.localhost",
        "",
        f"Final-Recipient: rfc822; {about}",
        "Action: failed",
        "Status: 5.1.1",
        "Diagnostic-Code: smtp; 550 5.1.1 no such mailbox here",
        "",
        "--b--",
        "",
    )
    return "\r\n".join(lines).encode()

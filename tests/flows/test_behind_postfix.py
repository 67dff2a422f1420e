"""The desk behind a real Postfix, set up as docs/channels/postfix.md says: mail in by LMTP, mail out by its relay."""

import email.policy
import smtplib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
from psycopg2 import sql

from bellhop.fakes.smtp_sink import Answer, Moment, SmtpSink
from tests import builders
from tests.dovecot import free_port
from tests.flows.behind_postfix import BY_SOCKET, MIA, OUR_DOMAIN, guest_writes, inbox, running_desk, subjects
from tests.flows.desk import SECRET, Delivered, House, RunningDesk, guest_mail, open_house, reply_to
from tests.postfix import INSIDE, OUTSIDE, Postfix, documented, needs_postfix
from tests.processes import wait_until
from workflow import database
from workflow.database import hotel
from workflow.models import Message
from workflow.reply_address import read_message_id
from workflow.sealing import Keys

pytestmark = needs_postfix

MÍA = "mía@aurora-guest.example"
NOBODY = "nobody@desk.localhost"
BY_TCP = "By TCP, for single addresses"

Way = Callable[[SmtpSink], AbstractContextManager[tuple[Postfix, str]]]


@pytest.fixture
def desk(
    mx: Postfix, house: House, database_url: str, own_redis: str, tmp_path: Path
) -> Iterator[RunningDesk]:
    with running_desk(
        database_url, own_redis, tmp_path / "desk", LMTP_LISTEN=f"unix:{mx.lmtp_socket}"
    ) as running:
        yield running


def author(mail: Delivered) -> str:
    return str(mail.message["From"].addresses[0].addr_spec)


@contextmanager
def by_socket(outside: SmtpSink) -> Iterator[tuple[Postfix, str]]:
    """Postfix, and where the desk has to listen."""
    with Postfix(documented(BY_SOCKET), relay_port=outside.port, replace=OUR_DOMAIN) as mx:
        yield mx, f"unix:{mx.lmtp_socket}"


@contextmanager
def by_tcp(outside: SmtpSink) -> Iterator[tuple[Postfix, str]]:
    """The same with two desks among the addresses of a domain whose mail goes elsewhere."""
    desks, port = ("aurora@desk.localhost", "bellevue@desk.localhost"), free_port()
    elsewhere = f"""
virtual_mailbox_domains = desk.localhost
virtual_mailbox_maps = inline:{{ {desks[0]}=x, {desks[1]}=x, boss@desk.localhost=x }}
virtual_transport = error:5.1.1 This is elsewhere
"""
    with Postfix(
        documented(BY_TCP),
        {"/etc/postfix/bellhop": f"{desks[1]} lmtp:inet:[127.0.0.1]:8024\n"},
        relay_port=outside.port,
        replace={"desk@your.domain": desks[0], ":8024": f":{port}"},
        more=elsewhere,
    ) as mx:
        yield mx, f"127.0.0.1:{port}"


@pytest.mark.parametrize(("way", "peer"), [(by_socket, ""), (by_tcp, "127.0.0.1")])
def test_one_mail_to_two_hotels_is_a_ticket_in_each(
    house: House, outside: SmtpSink, database_url: str, own_redis: str, tmp_path: Path, way: Way, peer: str
) -> None:
    """R-MAIL-2, R-MAIL-5: handed over once, envelope and all; each hotel acknowledges, signed addresses arrive."""
    bellevue = open_house("BEL", "bellevue")
    builders.make_guest(bellevue.hotel, email=MIA)
    with (
        way(outside) as (mx, listen),
        running_desk(database_url, own_redis, tmp_path / "desk", LMTP_LISTEN=listen) as desk,
    ):
        guest_writes(mx, house, "Two rooms, please.", bellevue.desk_address)
        acknowledgements = {author(mail): mail for mail in desk.wait_for_mail(MIA, 2)}
        assert desk.log("smtp").count("mail kept") == 1, "in one transaction"
        again = reply_to(acknowledgements[house.desk_address], "Make it three.", sender=MIA)
        signed = acknowledgements[house.desk_address].reply_to
        mx.send(again.as_bytes(policy=email.policy.SMTP), sender=MIA, to=[signed])
        wait_until(lambda: len(inbox(house.hotel)) == 2, what="the guest's answer came")
        desk.settle()
        assert mx.queue() == []
    rows = [*inbox(bellevue.hotel), *inbox(house.hotel)]
    assert [(row.door, row.peer, row.envelope_from) for row in rows] == [("lmtp", peer, MIA)] * 3
    assert [row.envelope_to for row in rows] == [bellevue.desk_address, house.desk_address, signed]
    assert subjects(house.hotel) == subjects(bellevue.hotel) == ["Two rooms, please."]
    assert outside.mails == []


def test_an_unknown_recipient_is_refused_alone(
    desk: RunningDesk, mx: Postfix, house: House, outside: SmtpSink
) -> None:
    """R-MAIL-1, R-MAIL-2: from out in the world at RCPT; from the own network Postfix writes back."""
    refused = guest_writes(mx, house, "From far away.", NOBODY, origin=OUTSIDE)
    assert refused.keys() == {NOBODY}
    assert refused[NOBODY][0] == 550
    assert b"No such desk here" in refused[NOBODY][1]
    with pytest.raises(smtplib.SMTPRecipientsRefused, match="Relay access denied"):
        mx.send(b"Subject: Win\r\n\r\nNow.\r\n", sender=MIA, to=["you@elsewhere.example"])

    assert guest_writes(mx, house, "From the house.", NOBODY, origin=INSIDE) == {}
    (report,) = outside.wait_for(1)
    assert (report.mail_from, report.rcpt_tos) == ("", (MIA,))
    assert NOBODY.encode() in report.raw
    assert b"550 5.1.1 No such desk here" in report.raw
    assert house.desk_address.encode() not in report.raw.split(b"message/rfc822")[0], "the other one has it"
    wait_until(lambda: len(subjects(house.hotel)) == 2, what="both tickets stand")
    desk.settle()
    assert mx.queue() == []
    assert len(outside.mails) == 1


@contextmanager
def away(admin_url: str, database_url: str) -> Iterator[None]:
    """The database lets nobody in, and everybody out."""
    name = urlsplit(database_url).path[1:]
    database.disconnect()
    connection = psycopg2.connect(admin_url)
    connection.autocommit = True
    allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    with connection.cursor() as cursor:
        cursor.execute(allow.format(sql.Identifier(name), sql.SQL("false")))
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
        try:
            yield
        finally:
            cursor.execute(allow.format(sql.Identifier(name), sql.SQL("true")))
            connection.close()
    database.connect(database_url)


def test_while_the_database_is_away_postfix_keeps_the_mail(
    desk: RunningDesk, mx: Postfix, house: House, postgres_admin_url: str, database_url: str
) -> None:
    """R-MAIL-1: nothing is lost, nothing comes twice, nobody hears a refusal."""
    guest_writes(mx, house, "before", origin=OUTSIDE)
    wait_until(lambda: subjects(house.hotel) == ["before"], what="the first ticket stands")
    desk.settle()
    with away(postgres_admin_url, database_url):
        for text in ("first", "second", "third"):
            assert guest_writes(mx, house, text, origin=OUTSIDE) == {}
        wait_until(lambda: len(deferred(mx)) == 3, what="Postfix keeps them")
        assert all(" 451 4.3.0 Cannot" in reason for reason in deferred(mx))
    mx.flush()
    wait_until(lambda: len(subjects(house.hotel)) == 4, what="all tickets stand")
    desk.settle()
    assert sorted(subjects(house.hotel)) == ["before", "first", "second", "third"]
    assert len(inbox(house.hotel)) == 4
    assert mx.queue() == []


def deferred(mx: Postfix) -> list[str]:
    """Why each mail waits, one line for each."""
    return [
        recipient["delay_reason"]
        for mail in mx.queue()
        if mail["queue_name"] == "deferred"
        for recipient in mail["recipients"]
    ]


def test_what_goes_out_through_postfix_arrives_as_it_was_written_or_comes_back(
    mx: Postfix, outside: SmtpSink, house: House, database_url: str, own_redis: str, tmp_path: Path
) -> None:
    """R-WF-7, R-MAIL-11: letters beyond ASCII in text and address, long lines, ids; Postfix's own report."""
    builders.make_guest(house.hotel, "Mía Sand", email=MÍA)
    with running_desk(
        database_url,
        own_redis,
        tmp_path / "desk",
        LMTP_LISTEN=f"unix:{mx.lmtp_socket}",
        SMTP_RELAY_URL=mx.url,
    ) as desk:
        asked = guest_mail(house, "Habt ihr Handtücher?", sender=MÍA, subject="Handtücher")
        mx.send(
            asked.as_bytes(policy=email.policy.SMTPUTF8),
            sender=MÍA,
            to=[house.desk_address],
            options=["SMTPUTF8", "BODY=8BITMIME"],
        )
        (acknowledgement,) = arrived(outside, MÍA)
        assert acknowledgement.sunk.mail_from == ""
        (notification,) = arrived(outside, house.ana.email)
        words = "Grüße, sie kommen gleich. " * 230
        mail = reply_to(notification, words, sender=house.ana.email)
        desk.send(mail, sender=house.ana.email, to=notification.reply_to)
        (_, sent) = arrived(outside, MÍA, 2)
        desk.settle()
        row = read_message_id(sent.message_id, keys=Keys(SECRET))
        assert row is not None
        assert row.id == answers(house)[0].id, "the id is as the desk made it"
        assert words.strip() in " ".join(sent.text.split())
        assert max(len(line) for line in sent.sunk.raw.split(b"\r\n")) <= 998
        assert sent.sunk.mail_from.startswith("aurora+")

        outside.answer_next(Answer("550 5.1.1 unknown user", Moment.RCPT))
        again = reply_to(notification, "Are they there?", sender=house.ana.email)
        desk.send(again, sender=house.ana.email, to=notification.reply_to)
        (_, notice) = arrived(outside, house.ana.email, 2)
        desk.settle()
        assert "unknown user" in notice.text
    assert [message.delivery_state for message in answers(house)] == ["sent", "failed"]
    assert subjects(house.hotel) == ["Handtücher"]


def arrived(outside: SmtpSink, address: str, count: int = 1) -> list[Delivered]:
    """As soon as there are so many for this recipient."""

    def found() -> list[Delivered]:
        return [Delivered(mail) for mail in outside.mails if address in mail.rcpt_tos]

    wait_until(lambda: len(found()) >= count, what=f"{count} mails to {address}")
    return found()


def answers(house: House) -> list[Message]:
    """What members wrote to the guest."""
    with hotel(house.hotel.id):
        written = Message.select().where(Message.direction == "out", ~Message.is_automatic)
        return list(written.order_by(Message.id))

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
from tests.flows.desk import SECRET, Delivered, House, RunningDesk, guest_mail, open_house, reply_to
from tests.milter import Milter
from tests.postfix import INSIDE, OUTSIDE, Postfix, documented, needs_postfix
from tests.processes import wait_until
from tests.worker.authenticity.signing import Signer
from tests.worker.authenticity.stub_dns import StubDns
from workflow import database
from workflow.database import hotel
from workflow.models import Channel, Hotel, Inbox, Message, Ticket
from workflow.reply_address import read_message_id
from workflow.sealing import Keys

pytestmark = needs_postfix

MIA = "mia@aurora-guest.example"
MÍA = "mía@aurora-guest.example"
NOBODY = "nobody@desk.localhost"
BY_SOCKET = "By a Unix socket"
BY_TCP = "By TCP, for single addresses"
FORGED = (
    "Authentication-Results: mx.your.domain; dmarc=pass header.from=aurora.example\r\n",
    "AUTHENTICATION-results : mx.your.domain;\r\n\tdmarc=pass header.from=aurora.example\r\n",
    'Authentication-Results:\r\n (really) "mx.your.domain"; dmarc=pass\r\n',
)
OUR_DOMAIN = {"desk.your.domain": "desk.localhost"}

Way = Callable[[SmtpSink], AbstractContextManager[tuple[Postfix, str]]]


@pytest.fixture
def outside() -> Iterator[SmtpSink]:
    """Everybody else's mail server, as Postfix sees it."""
    with SmtpSink() as sink:
        yield sink


@pytest.fixture
def mx(outside: SmtpSink) -> Iterator[Postfix]:
    with Postfix(documented(BY_SOCKET), relay_port=outside.port, replace=OUR_DOMAIN) as postfix:
        yield postfix


@contextmanager
def running_desk(database_url: str, redis_url: str, folder: Path, **environ: str) -> Iterator[RunningDesk]:
    """Takes LMTP; sends by a sink of its own unless SMTP_RELAY_URL is given."""
    with RunningDesk(
        database_url=database_url,
        redis_url=redis_url,
        folder=folder,
        relay="SMTP_RELAY_URL" not in environ,
        environ=environ,
    ) as running:
        wait_until(lambda: running.log("smtp").count("listening") == 2, what="the LMTP door listens")
        yield running


@pytest.fixture
def desk(
    mx: Postfix, house: House, database_url: str, own_redis: str, tmp_path: Path
) -> Iterator[RunningDesk]:
    with running_desk(
        database_url, own_redis, tmp_path / "desk", LMTP_LISTEN=f"unix:{mx.lmtp_socket}"
    ) as running:
        yield running


def guest_writes(
    mx: Postfix, house: House, text: str, *others: str, origin: str = INSIDE
) -> dict[str, tuple[int, bytes]]:
    """To the desk and others at once. Returns who was refused, and how."""
    mail = guest_mail(house, text, sender=MIA, subject=text).as_bytes(policy=email.policy.SMTP)
    return mx.send(mail, sender=MIA, to=[house.desk_address, *others], origin=origin)


def author(mail: Delivered) -> str:
    return str(mail.message["From"].addresses[0].addr_spec)


def subjects(at: Hotel) -> list[str]:
    with hotel(at.id):
        return [ticket.subject for ticket in Ticket.select().order_by(Ticket.id)]


def inbox(at: Hotel, state: str = "processed") -> list[Inbox]:
    with hotel(at.id):
        return list(Inbox.select().where(Inbox.state == state).order_by(Inbox.id))


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


# Who is the sender


@pytest.fixture
def dns() -> Iterator[StubDns]:
    with StubDns() as stub:
        stub.publish("_dmarc.aurora.example", "TXT", "v=DMARC1; p=reject")
        yield stub


@pytest.fixture
def real_house(database_url: str) -> House:
    """A hotel out in the world, which believes no machine."""
    at = builders.make_hotel(is_demo=False)
    channel = builders.make_channel(at)
    ana = builders.make_member(at)
    builders.make_stay(at, builders.make_guest(at, email=MIA), builders.make_room(at))
    return House(at, channel, ana)


def told(mx: Postfix, desk: RunningDesk, house: House) -> Delivered:
    """Mia has written; this is what Ana got."""
    guest_writes(mx, house, "Room 12 has no towels.")
    desk.wait_for_mail(MIA)
    return desk.wait_for_mail(house.ana.email)[0]


def answer(notification: Delivered, house: House, text: str) -> bytes:
    """In one long line, in UTF-8, as some programs write it."""
    mail = reply_to(notification, "WORDS", sender=house.ana.email, quote=False)
    raw = mail.as_bytes(policy=email.policy.SMTP)
    return raw.replace(b"Transfer-Encoding: 7bit", b"Transfer-Encoding: 8bit").replace(
        b"WORDS", text.encode()
    )


def test_a_members_signature_survives_and_his_answer_reaches_the_guest(
    mx: Postfix, real_house: House, dns: StubDns, database_url: str, own_redis: str, tmp_path: Path
) -> None:
    """R-MAIL-2, R-MAIL-12, R-STAFF-2: 8-bit text and a line of 6,000 bytes come as they were signed."""
    signer = Signer()
    dns.publish(signer.name, "TXT", signer.record)
    words = "Grüße, sie kommen gleich. " * 230
    with running_desk(
        database_url,
        own_redis,
        tmp_path / "desk",
        LMTP_LISTEN=f"unix:{mx.lmtp_socket}",
        DNS_SERVERS=str(dns.address),
    ) as desk:
        notification = told(mx, desk, real_house)
        mx.send(
            signer.sign(answer(notification, real_house, words)),
            sender=real_house.ana.email,
            to=[notification.reply_to],
            options=["BODY=8BITMIME"],
        )
        (_, sent) = desk.wait_for_mail(MIA, 2)
        assert words.strip() in " ".join(sent.text.split())
        assert inbox(real_house.hotel)[1].envelope_to == notification.reply_to


def test_only_what_the_filter_of_the_mail_server_says_of_a_sender_counts(
    outside: SmtpSink, real_house: House, database_url: str, own_redis: str, tmp_path: Path
) -> None:
    """R-MAIL-12: headers that came with the mail are taken out by Postfix, whatever they look like."""
    with hotel(real_house.hotel.id):
        Channel.update(settings={"authserv_id": "mx.your.domain"}).execute()
    with (
        Milter() as milter,
        Postfix(
            documented(BY_SOCKET),
            documented("Who is the sender"),
            relay_port=outside.port,
            replace=OUR_DOMAIN,
            more=f"smtpd_milters = {milter.address}",
        ) as mx,
        running_desk(
            database_url, own_redis, tmp_path / "desk", LMTP_LISTEN=f"unix:{mx.lmtp_socket}"
        ) as desk,
    ):
        notification = told(mx, desk, real_house)

        def ana_writes(text: str, header: str) -> None:
            raw = header.encode() + answer(notification, real_house, text)
            mx.send(raw, sender=real_house.ana.email, to=[notification.reply_to], origin=OUTSIDE)

        for number, header in enumerate(FORGED):
            ana_writes(f"Leave your room, {number}.", header)
        wait_until(lambda: len(inbox(real_house.hotel, "held")) == len(FORGED), what="they are held")
        milter.says = "mx.your.domain; dmarc=fail header.from=aurora.example"
        ana_writes("Leave your room at once.", FORGED[0])
        wait_until(lambda: len(inbox(real_house.hotel, "held")) == len(FORGED) + 1, what="it is held")
        milter.says = "mx.your.domain; dmarc=pass header.from=aurora.example"
        ana_writes("They are on their way.", "")
        assert "on their way" in desk.wait_for_mail(MIA, 2)[1].text
        desk.settle()
        assert len(desk.mails_to(MIA)) == 2
    *silent, last = inbox(real_house.hotel, "held")
    assert all("mx.your.domain said nothing about the sender" in row.reason for row in silent)
    assert "mx.your.domain says that DMARC of aurora.example failed" in last.reason


# The way out


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

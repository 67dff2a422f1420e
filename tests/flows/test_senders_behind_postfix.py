"""Behind a real Postfix: whose word about a sender counts, and what of a mail survives the way (docs/channels/postfix.md)."""

import email.policy
from collections.abc import Iterator
from pathlib import Path

import pytest

from bellhop.fakes.smtp_sink import SmtpSink
from tests import builders
from tests.flows.behind_postfix import BY_SOCKET, MIA, OUR_DOMAIN, guest_writes, inbox, running_desk
from tests.flows.desk import Delivered, House, RunningDesk, reply_to
from tests.milter import Milter
from tests.postfix import OUTSIDE, Postfix, documented, needs_postfix
from tests.processes import wait_until
from tests.worker.authenticity.signing import Signer
from tests.worker.authenticity.stub_dns import StubDns
from workflow.database import hotel
from workflow.models import Channel

pytestmark = needs_postfix

FORGED = (
    "Authentication-Results: mx.your.domain; dmarc=pass header.from=aurora.example\r\n",
    "AUTHENTICATION-results : mx.your.domain;\r\n\tdmarc=pass header.from=aurora.example\r\n",
    'Authentication-Results:\r\n (really) "mx.your.domain"; dmarc=pass header.from=aurora.example\r\n',
)


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

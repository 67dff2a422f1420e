"""A hotel out in the world: a member's answer goes to the guest only when his mail really comes from him."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests import builders
from tests.flows.desk import Delivered, House, RunningDesk, guest_mail, reply_to
from tests.processes import wait_until
from tests.worker.authenticity.signing import Signer
from tests.worker.authenticity.stub_dns import StubDns
from workflow.database import hotel
from workflow.models import Inbox, Message

MIA = "mia@guest.example"
EVE = "eve@elsewhere.example"


@pytest.fixture
def house(database_url: str) -> House:
    """No demo hotel: mail from this machine is worth no more than any other."""
    at = builders.make_hotel(is_demo=False)
    channel = builders.make_channel(at)
    ana = builders.make_member(at, email="ana@aurora.example")
    builders.make_stay(at, builders.make_guest(at, email=MIA), builders.make_room(at))
    return House(at, channel, ana)


@pytest.fixture
def dns() -> Iterator[StubDns]:
    with StubDns() as stub:
        stub.publish("_dmarc.aurora.example", "TXT", "v=DMARC1; p=reject")
        yield stub


@pytest.fixture
def aurora(dns: StubDns) -> Signer:
    signer = Signer()
    dns.publish(signer.name, "TXT", signer.record)
    return signer


@pytest.fixture
def desk(
    house: House, dns: StubDns, database_url: str, own_redis: str, tmp_path: Path
) -> Iterator[RunningDesk]:
    with RunningDesk(
        database_url=database_url,
        redis_url=own_redis,
        folder=tmp_path / "desk",
        environ={"DNS_SERVERS": str(dns.address)},
    ) as running:
        yield running


def told(desk: RunningDesk, house: House) -> Delivered:
    desk.send(guest_mail(house, "Room 12 has no towels.", sender=MIA), sender=MIA, to=house.desk_address)
    desk.wait_for_mail(MIA)
    return desk.wait_for_mail(house.ana.email)[0]


def answer(notification: Delivered, house: House) -> bytes:
    mail: EmailMessage = reply_to(notification, "They are on their way.", sender=house.ana.email)
    return mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))


def wait_for_held(house: House) -> Inbox:
    def held() -> list[Inbox]:
        with hotel(house.hotel.id):
            return list(Inbox.select().where(Inbox.state == "held"))

    wait_until(held, what="the mail is held")
    return held()[0]


def test_a_members_signed_mail_reaches_the_guest(desk: RunningDesk, house: House, aurora: Signer) -> None:
    """R-MAIL-12, R-STAFF-2: signed by his own domain, through the real door."""
    notification = told(desk, house)
    desk.send(aurora.sign(answer(notification, house)), sender=house.ana.email, to=notification.reply_to)
    assert "on their way" in desk.wait_for_mail(MIA, 2)[1].text


@pytest.mark.parametrize(
    ("pretence", "reason"),
    [
        (lambda raw, aurora: raw, "no DKIM signature"),
        (lambda raw, aurora: aurora.sign(raw).replace(b"on their", b"not on their"), "text was changed"),
        (lambda raw, aurora: Signer(domain="elsewhere.example").sign(raw), "signed by elsewhere.example"),
        (
            lambda raw, aurora: (
                b"Authentication-Results: mx.aurora.example; dmarc=pass header.from=aurora.example\r\n" + raw
            ),
            "no DKIM signature",
        ),
    ],
    ids=["unsigned", "changed", "signed by another", "with a header that says so"],
)
def test_the_same_mail_from_elsewhere_is_held(
    desk: RunningDesk, house: House, aurora: Signer, pretence: object, reason: str
) -> None:
    """R-MAIL-12, R-STAFF-2: Eve has the notification's address and writes Ana's in From."""
    notification = told(desk, house)
    assert callable(pretence)
    desk.send(pretence(answer(notification, house), aurora), sender=EVE, to=notification.reply_to)
    row = wait_for_held(house)
    assert "could not be verified that Ana wrote this" in row.reason
    assert reason in row.reason
    desk.settle()
    assert len(desk.mails_to(MIA)) == 1, "only the acknowledgement"


def test_a_guest_is_heard_whatever_is_known_of_him(desk: RunningDesk, house: House, dns: StubDns) -> None:
    """R-MAIL-12: it decides about trust, never about acceptance; the reason is kept with the message."""
    dns.silent = {"guest.example"}
    told(desk, house)
    with hotel(house.hotel.id):
        (message,) = Message.select().where(Message.direction == "in")
    assert message.verdict == "none"
    assert "in time" in message.verdict_reason


def test_strangers_get_an_acknowledgement_only_when_they_are_who_they_say(
    desk: RunningDesk, house: House, dns: StubDns
) -> None:
    """R-MAIL-10, R-MAIL-12: forged senders cannot use the desk to write to others."""
    kim = Signer(domain="kim.example")
    dns.publish(kim.name, "TXT", kim.record)
    mail = guest_mail(house, "Have you a room?", sender="kim@kim.example")
    raw = mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))
    desk.send(raw, sender="kim@kim.example", to=house.desk_address)
    desk.wait_for_mail(house.ana.email, 1)
    desk.settle()
    assert desk.mails_to("kim@kim.example") == []
    desk.send(kim.sign(raw.replace(b"a room", b"two rooms")), sender="kim@kim.example", to=house.desk_address)
    assert desk.wait_for_mail("kim@kim.example")

"""A worker reads the rows of all letters it has claimed at once, whatever hotels they are of."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bellhop.fakes.smtp_sink import SmtpSink
from tests import builders
from worker.fresh_rows import FreshRows
from worker.postman import Postman
from worker.transports.smtp import SmtpRelay
from workflow import clock
from workflow.database import hotel
from workflow.desk import Desk
from workflow.errors import DeliveryFailed
from workflow.files import FileStore
from workflow.models import Membership
from workflow.sealing import Keys
from workflow.services import delivery, dispatch, outbox
from workflow.services.outbox import Claim
from workflow.settings import Settings
from workflow.values import EffectKind


@pytest.fixture
def desk(settings: Settings) -> Desk:
    return Desk(settings, Keys(settings.secret), FileStore(settings.storage_url))


@pytest.fixture
def relay() -> Iterator[tuple[SmtpSink, SmtpRelay]]:
    with SmtpSink() as sink:
        transport = SmtpRelay(sink.url)
        yield sink, transport
        transport.close()


@pytest.fixture
def claims(database_url: str) -> list[Claim]:
    """Two answers of Hotel Aurora and one of Hotel Borealis, each in its member's words."""
    for code, words in (("AUR", ("Towels come.", "Pillows come.")), ("BOR", ("Soap comes.",))):
        at = builders.make_hotel(code, name=code)
        channel = builders.make_channel(at, f"{code.lower()}@desk.localhost")
        member = builders.make_member(at, email=f"ana@{code.lower()}.example")
        for number, said in enumerate(words):
            ticket = builders.make_ticket(
                at, channel=channel, requester_address=f"{code.lower()}{number}@home.example"
            )
            builders.make_answer(ticket, said, member)
    handed = dispatch.hand_over(now=clock.now(), limit=100, kinds=[EffectKind.SEND_ANSWER])
    return outbox.claim([one.id for one in handed], now=clock.now(), lease=timedelta(seconds=30))


def test_answers_of_several_hotels_go_each_from_its_own_desk(
    claims: list[Claim], desk: Desk, relay: tuple[SmtpSink, SmtpRelay]
) -> None:
    sink, transport = relay
    Postman(desk, transport, door=transport).deliver_all(claims)
    assert len(sink.mails) == len(claims) == 3
    for mail in sink.mails:
        of_borealis = mail.rcpt_tos[0].startswith("bor")
        assert (b"Soap comes." in mail.raw) == (b"bor@desk" in mail.raw) == of_borealis
        assert (b"aur@desk" in mail.raw) != of_borealis


def test_who_was_disabled_before_the_rows_are_read_says_nothing_more(claims: list[Claim], desk: Desk) -> None:
    """R-STAFF-6."""
    first = claims[0]
    assert delivery.letter_of(first, FreshRows(claims).of(first), desk=desk, now=clock.now())
    with hotel(first.hotel_id):
        Membership.update(disabled_at=clock.now()).execute()
    with pytest.raises(DeliveryFailed):
        delivery.letter_of(first, FreshRows(claims).of(first), desk=desk, now=clock.now())

"""A relay that says that it is too much: all mail waits, not each in turn; a refusal of one mailbox is that mail's own."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bellhop.fakes.smtp_sink import Answer, Moment, SmtpSink
from tests import builders
from worker.postman import Postman
from worker.transports.relay_reply import is_too_much
from worker.transports.smtp import SmtpRelay
from workflow import clock
from workflow.database import as_clock, hotel, rows
from workflow.desk import Desk
from workflow.files import FileStore
from workflow.models import Effect, Hotel
from workflow.sealing import Keys
from workflow.services import dispatch, outbox, relay_pace
from workflow.settings import Settings

LEASE = timedelta(seconds=30)
TOO_MUCH = Answer("450 4.7.1 Error: too many messages from this client", Moment.MAIL)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("421 4.7.0 Too many connections", True),
        ("450 4.7.1 Error: too much mail from 192.0.2.1", True),
        ("451 4.7.0 Rate limit exceeded, try later", True),
        ("454 4.7.0 Throttling failure: Maximum sending rate exceeded.", True),
        ("452 4.5.3 Daily sending quota exceeded", True),
        ("450 4.2.1 The user you are trying to contact is receiving mail at a rate that is too fast", False),
        ("452 4.2.2 Mailbox quota exceeded", False),
        ("451 4.7.1 Greylisted, too many unknown senders", False),
        ("452 4.5.3 Too many recipients", False),
        ("452 4.3.4 Message size exceeds the limit", False),
        ("451 4.3.0 Temporary lookup failure", False),
        ("550 5.7.1 Rate limit exceeded", False),
    ],
)
def test_what_is_too_much_for_the_relay(reply: str, expected: bool) -> None:
    """R-WF-7."""
    code, _, words = reply.partition(" ")
    assert is_too_much(int(code), words) is expected


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as running:
        yield running


@pytest.fixture
def aurora(database_url: str) -> Hotel:
    at = builders.make_hotel()
    channel = builders.make_channel(at)
    ana = builders.make_member(at)
    for number in range(3):
        guest = f"guest@home-{number}.example"
        ticket = builders.make_ticket(at, channel=channel, requester_address=guest)
        builders.make_answer(ticket, "They are on their way.", ana)
    with hotel(at.id):
        rows("UPDATE effects SET state = 'done' WHERE kind <> 'send_answer' RETURNING id")
    return at


@pytest.fixture
def relay(sink: SmtpSink) -> Iterator[SmtpRelay]:
    transport = SmtpRelay(sink.url)
    yield transport
    transport.close()


def make_postman(settings: Settings, sink: SmtpSink, relay: SmtpRelay, **changes: object) -> Postman:
    own = {name: getattr(settings, name) for name in settings.__slots__}
    set_up = Settings(**{**own, "smtp_relay_url": sink.url, **changes})
    return Postman(Desk(set_up, Keys(set_up.secret), FileStore(set_up.storage_url)), relay, door=relay)


def deliver_due(postman: Postman) -> int:
    """As a worker would: all that is due now. How many that were."""
    handed = dispatch.hand_over(now=clock.now(), limit=100)
    for claim in outbox.claim([one.id for one in handed], now=clock.now(), lease=LEASE):
        postman.deliver_all([claim])
    return len(handed)


def test_one_refusal_lets_all_mail_rest(
    aurora: Hotel, sink: SmtpSink, relay: SmtpRelay, settings: Settings
) -> None:
    """R-WF-7: the others are not tried, and their tries are not counted."""
    sink.answer_always(TOO_MUCH)
    postman = make_postman(settings, sink, relay, retry_scale=1.0)
    assert deliver_due(postman) == 3
    with hotel(aurora.id):
        effects = list(Effect.select().where(Effect.kind == "send_answer").order_by(Effect.id))
    assert [effect.attempts for effect in effects] == [1, 0, 0]
    assert "too many messages" in (effects[0].error or "")
    until = relay_pace.rests_until()
    assert until is not None
    assert min(effect.look_at for effect in effects) > clock.now() + timedelta(seconds=10)
    assert [effect.look_at for effect in effects[1:]] == [until, until]
    sink.answer_always(None)
    with hotel(aurora.id):
        rows("UPDATE effects SET look_at = now() WHERE state = 'waiting' RETURNING id")
    assert deliver_due(postman) == 3
    assert sink.mails == [], "still at rest"
    with hotel(aurora.id):
        rows("UPDATE effects SET look_at = now() WHERE state = 'waiting' RETURNING id")
    rest_is_over()
    assert deliver_due(make_postman(settings, sink, relay)) == 3
    assert len(sink.mails) == 3


def rest_is_over() -> None:
    with as_clock():
        rows("UPDATE relay_rest SET until = now() - interval '1 second' RETURNING until")


def test_a_refusal_of_one_mailbox_is_that_mails_own(
    aurora: Hotel, sink: SmtpSink, relay: SmtpRelay, settings: Settings
) -> None:
    sink.answer_next(Answer("450 4.2.1 This mailbox receives too many mails", Moment.RCPT))
    assert deliver_due(make_postman(settings, sink, relay)) == 3
    assert len(sink.mails) == 2
    assert relay_pace.rests_until() is None


def test_the_limit_of_mails_a_minute_is_kept(
    aurora: Hotel, sink: SmtpSink, relay: SmtpRelay, settings: Settings
) -> None:
    """R-WF-7: what finds no slot waits, uncounted."""
    relay_pace.room(relay_pace.pace_of(24), now=clock.now(), most=1)
    assert deliver_due(make_postman(settings, sink, relay, relay_per_minute=24)) == 3
    assert len(sink.mails) == 2
    with hotel(aurora.id):
        waiting = Effect.get(Effect.state == "waiting")
    assert waiting.attempts == 0

"""The live test in the database: what is put down when, what is not, and whose name guests see."""

from datetime import timedelta

import pytest

from tests.builders import Colleague, make_answer, make_channel, make_hotel, make_member, make_ticket
from workflow import clock
from workflow.channel_test import Known, Way
from workflow.database import hotel, rows
from workflow.desk import Desk
from workflow.errors import Invalid, NotFound
from workflow.files import FileStore
from workflow.models import Channel, ChannelTest, Effect, Hotel
from workflow.sealing import Keys
from workflow.services import channel_tests, channels, delivery, dispatch, inbox, letter_rows, outbox
from workflow.services.delivery import Sent
from workflow.services.inbox import Incoming, Route
from workflow.services.outbox import Claim
from workflow.settings import Settings
from workflow.values import SYSTEM, EffectKind

LEASE = timedelta(seconds=30)


@pytest.fixture
def aurora(database_url: str) -> Hotel:
    return make_hotel()


@pytest.fixture
def channel(aurora: Hotel) -> Channel:
    return make_channel(aurora)


@pytest.fixture
def ana(aurora: Hotel) -> Colleague:
    return make_member(aurora)


@pytest.fixture
def desk(settings: Settings) -> Desk:
    return Desk(settings, Keys(settings.secret), FileStore(settings.storage_url))


def start(channel: Channel, settings: Settings) -> int:
    with hotel(channel.hotel_id):
        return channel_tests.start(
            channel.id,
            hotel_id=channel.hotel_id,
            way=Way.DOOR,
            actor=SYSTEM,
            settings=settings,
            now=clock.now(),
        )


def known(channel: Channel, test_id: int) -> Known:
    with hotel(channel.hotel_id):
        return channel_tests.load(test_id)


def claimed() -> list[Claim]:
    """Of the two mails: the plain one first."""
    handed = dispatch.hand_over(now=clock.now(), limit=10)
    return outbox.claim([one.id for one in handed], now=clock.now(), lease=LEASE)


def test_each_mail_of_a_test_writes_its_own_part(channel: Channel, settings: Settings, desk: Desk) -> None:
    """What becomes of the tagged copy changes nothing about the address itself."""
    test_id = start(channel, settings)
    plain, tagged = claimed()
    with hotel(channel.hotel_id):
        delivery.record_trouble(
            tagged, "550 no plus here", permanent=True, retry_after=None, desk=desk, now=clock.now()
        )
    found = known(channel, test_id)
    assert (found.error, found.failed_at, found.tagged_error) == ("", None, "550 no plus here")
    with hotel(channel.hotel_id):
        delivery.record_trouble(
            plain, "421 busy", permanent=False, retry_after=None, desk=desk, now=clock.now()
        )
    assert (known(channel, test_id).error, known(channel, test_id).failed_at) == ("421 busy", None)
    with hotel(channel.hotel_id):
        effects = {effect.id: effect.state for effect in Effect.select()}
    assert effects == {plain.id: "waiting", tagged.id: "done"}


def test_who_has_lost_his_claim_writes_nothing(channel: Channel, settings: Settings, desk: Desk) -> None:
    """R-WF-7: the lease ended, somebody else sends it."""
    test_id = start(channel, settings)
    plain, _ = claimed()
    later = clock.now() + timedelta(minutes=1)
    dispatch.take_back_lost(now=later)
    handed = dispatch.hand_over(now=later, limit=10)
    outbox.claim([one.id for one in handed], now=later, lease=LEASE)
    with hotel(channel.hotel_id):
        letter = delivery.letter_of(plain, letter_rows.read([plain]), desk=desk, now=clock.now())
        assert letter is not None
        assert not delivery.record_sent(plain, letter, Sent("250 ok"), now=clock.now())
        delivery.record_trouble(plain, "late", permanent=True, retry_after=None, desk=desk, now=clock.now())
    assert (known(channel, test_id).sent_at, known(channel, test_id).error) == (None, "")


def test_a_probe_that_was_only_kept_has_failed(channel: Channel, settings: Settings, desk: Desk) -> None:
    """The relay was taken away between the button and the worker."""
    test_id = start(channel, settings)
    plain, _ = claimed()
    with hotel(channel.hotel_id):
        letter = delivery.letter_of(plain, letter_rows.read([plain]), desk=desk, now=clock.now())
        assert letter is not None
        delivery.record_sent(plain, letter, Sent("It was kept.", "outbox/1/x.eml"), now=clock.now())
    assert known(channel, test_id).failed_at is not None
    assert known(channel, test_id).sent_at is None


def test_mail_that_nobody_has_read_since_is_seen(channel: Channel, settings: Settings) -> None:
    test_id = start(channel, settings)
    assert known(channel, test_id).unread == ""
    route = Route(channel.id, channel.hotel_id, True)
    inbox.accept(
        [Incoming(route, "smtp", clock.now(), b"Subject: x\r\n\r\n", "a@b.example", channel.address)]
    )
    assert known(channel, test_id).unread == "received"


def test_the_newest_test_of_each_address_is_found(
    aurora: Hotel, channel: Channel, settings: Settings
) -> None:
    other = make_channel(aurora, "spa@desk.localhost")
    start(channel, settings)
    latest = start(channel, settings)
    spa = start(other, settings)
    with hotel(aurora.id):
        found = channel_tests.newest([channel.id, other.id])
    assert {id: test.id for id, test in found.items()} == {channel.id: latest, other.id: spa}


def test_a_test_stays_within_its_hotel(channel: Channel, settings: Settings) -> None:
    """R-WEB-3: row security too."""
    test_id = start(channel, settings)
    other = make_hotel("BER")
    with pytest.raises(NotFound), hotel(other.id):
        channel_tests.load(test_id)
    with hotel(other.id):
        assert ChannelTest.select().count() == 0


def test_an_address_that_is_switched_off_is_not_tested(channel: Channel, settings: Settings) -> None:
    with hotel(channel.hotel_id):
        channels.switch_off(channel.hotel_id, channel.id, actor=SYSTEM, now=clock.now())
    with pytest.raises(Invalid, match="Switch it on first"):
        start(channel, settings)


def test_guests_see_the_name_of_the_address(
    aurora: Hotel, channel: Channel, ana: Colleague, desk: Desk
) -> None:
    """R-STAFF-1: the From-name is the one that was set for the address, else the hotel's."""
    ticket = make_ticket(aurora, channel=channel)
    seen = []
    for name in ("Aurora Spa", ""):
        make_answer(ticket, "They are on their way.", ana)
        with hotel(aurora.id):
            channels.change(aurora.id, channel.id, channels.Wanted(name), actor=SYSTEM, now=clock.now())
            (effect_id,) = rows("SELECT max(id) FROM effects WHERE kind = %s", (EffectKind.SEND_ANSWER,))[0]
            claim = Claim(effect_id, aurora.id, EffectKind.SEND_ANSWER, 1, 1)
            letter = delivery.letter_of(claim, letter_rows.read([claim]), desk=desk, now=clock.now())
        assert letter is not None
        seen.append(letter.hotel_name)
    assert seen == ["Aurora Spa", "Aurora Hotel"]

"""What is handed over next: in turn between hotels, in order within a conversation, again when it was lost."""

import subprocess
import sys
from datetime import datetime, timedelta

import pytest

from tests import builders
from workflow import clock, holders
from workflow.database import hotel, rows
from workflow.models import Effect, Hotel, Ticket
from workflow.services import dispatch, outbox
from workflow.services.dispatch import IN_REDIS, STAND_BACK
from workflow.services.outbox import Claim
from workflow.values import EffectKind

LEASE = timedelta(seconds=30)


@pytest.fixture
def aurora(database_url: str) -> Hotel:
    return builders.make_hotel()


def add_notices(at: Hotel, count: int, *, look_at: datetime | None = None) -> None:
    with hotel(at.id):
        rows(
            "INSERT INTO effects (hotel_id, kind, look_at, created_at)"
            " SELECT %s, 'send_notice', %s, now() FROM generate_series(1, %s)",
            (at.id, look_at or clock.now(), count),
        )


def hand_over(now: datetime, *, limit: int = 1000) -> list[int]:
    return [one.id for one in dispatch.hand_over(now=now, limit=limit)]


def claim_next(now: datetime) -> list[Claim]:
    return outbox.claim(hand_over(now), now=now, lease=LEASE)


def test_what_is_not_due_is_not_handed_over(aurora: Hotel) -> None:
    now = clock.now()
    add_notices(aurora, 1, look_at=now + timedelta(minutes=1))
    assert hand_over(now) == []
    assert len(hand_over(now + timedelta(minutes=1))) == 1


def test_what_redis_lost_comes_up_again_after_a_moment(aurora: Hotel) -> None:
    """R-WF-7."""
    now = clock.now()
    add_notices(aurora, 1, look_at=now)
    first = hand_over(now)
    assert hand_over(now) == []
    assert hand_over(now + IN_REDIS) == first


def test_one_hotels_ten_thousand_do_not_stand_before_anothers_first(aurora: Hotel) -> None:
    """R-WF-7: fair between hotels, whoever came first."""
    borealis, now = builders.make_hotel("BOR"), clock.now()
    add_notices(aurora, 10_000, look_at=now - timedelta(hours=1))
    add_notices(borealis, 3, look_at=now)
    handed = hand_over(now, limit=8)
    with hotel(borealis.id):
        assert Effect.select().where(Effect.id.in_(handed)).count() == 3
    assert len(handed) == 8


def test_one_lane_does_not_hold_up_another(aurora: Hotel) -> None:
    """R-WF-7: a flood of mail coming in leaves what goes out its way."""
    now = clock.now()
    with hotel(aurora.id):
        rows(
            "INSERT INTO effects (hotel_id, kind, look_at, created_at)"
            " SELECT %s, 'process_inbox', %s, now() FROM generate_series(1, 2000)",
            (aurora.id, now - timedelta(minutes=1)),
        )
    add_notices(aurora, 1, look_at=now)
    (only,) = dispatch.hand_over(now=now, limit=10, kinds=[EffectKind.SEND_NOTICE])
    assert only.kind is EffectKind.SEND_NOTICE


def test_what_ended_its_worker_is_handed_over_alone_and_stands_back(aurora: Hotel) -> None:
    """R-WF-7."""
    now = clock.now()
    add_notices(aurora, 1, look_at=now)
    (handed,) = dispatch.hand_over(now=now, limit=1)
    assert not handed.alone
    for losses in range(3):
        (claim,) = outbox.claim([handed.id], now=now, lease=LEASE)
        assert claim.losses == losses
        assert dispatch.take_back_lost(now=now + LEASE / 2) == 0
        now += LEASE
        assert dispatch.take_back_lost(now=now) == 1
        assert losses == 0 or hand_over(now) == []
        now += STAND_BACK * losses
        (handed,) = dispatch.hand_over(now=now, limit=1)
        assert handed.alone


def test_the_claims_of_a_process_that_ended_are_taken_back_at_once(aurora: Hotel) -> None:
    """R-RUN-5: on the same machine nobody waits for the lease."""
    now = clock.now()
    add_notices(aurora, 2, look_at=now)
    assert len(claim_next(now)) == 2
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait(10)
    machine = holders.ours().rpartition("/")[0]
    with hotel(aurora.id):
        rows("UPDATE effects SET holder = %s WHERE id = 1 RETURNING id", (f"{machine}/{ended.pid}",))
    assert dispatch.take_back_lost(now=now) == 1
    assert [claim.id for claim in claim_next(now + STAND_BACK)] == [1]


def test_only_what_is_certain_makes_a_process_gone() -> None:
    """R-RUN-5: a process of another machine, or of nobody known, is left to its lease."""
    assert not holders.is_gone(holders.ours())
    assert not holders.is_gone("")
    assert not holders.is_gone("another-machine/4026531836/999999")


class Answers:
    """The answers A, B of one ticket, as effects."""

    def __init__(self, at: Hotel, *, kind: str = "send_answer", to: tuple[str, str] = ("", "")) -> None:
        channel = builders.make_channel(at)
        self.hotel_id = at.id
        self.ticket: Ticket = builders.make_ticket(at, channel=channel)
        ana = builders.make_member(at)
        now = clock.now()
        with hotel(at.id):
            rows("UPDATE effects SET state = 'done' RETURNING id")
        messages = [builders.make_answer(self.ticket, words, ana).id for words in ("A", "B")]
        with hotel(at.id):
            rows("UPDATE effects SET state = 'done' RETURNING id")
            self.a, self.b = (
                Effect.create(
                    hotel_id=at.id,
                    kind=kind,
                    ticket_id=self.ticket.id,
                    message_id=message,
                    payload={"to": address} if address else {},
                    look_at=now,
                    created_at=now,
                ).id
                for message, address in zip(messages, to, strict=True)
            )


def test_an_answer_does_not_overtake_the_one_before_it(aurora: Hotel) -> None:
    """R-WF-7: while A is tried again B waits; when A has gone B goes at once."""
    answers, now = Answers(aurora), clock.now()
    (claim,) = claim_next(now)
    assert claim.id == answers.a
    assert outbox.claim([answers.b], now=now, lease=LEASE) == [], "whatever Redis says"
    retry_at = now + timedelta(minutes=5)
    with hotel(aurora.id):
        outbox.put_off(claim, "busy", until=retry_at)
    assert hand_over(now + timedelta(minutes=4)) == []
    (claim,) = claim_next(retry_at)
    assert claim.id == answers.a
    with hotel(aurora.id):
        assert outbox.finish(claim, now=retry_at)
    assert hand_over(retry_at) == [answers.b]


def test_a_dead_answer_lets_the_next_one_go(aurora: Hotel) -> None:
    """R-WF-7: order is kept while there is hope, not for ever."""
    answers, now = Answers(aurora), clock.now()
    (claim,) = claim_next(now)
    with hotel(aurora.id):
        assert outbox.bury(claim, "no such mailbox", now=now)
    assert hand_over(now) == [answers.b]


def test_copies_to_different_people_do_not_wait_for_each_other(aurora: Hotel) -> None:
    """R-WF-7: a line is one recipient of one ticket."""
    answers, now = (
        Answers(aurora, kind="send_copy", to=("ben@guest.example", "eva@guest.example")),
        clock.now(),
    )
    assert hand_over(now) == [answers.a, answers.b]


def test_copies_to_one_person_keep_their_order(aurora: Hotel) -> None:
    """R-WF-7."""
    answers, now = (
        Answers(aurora, kind="send_copy", to=("ben@guest.example", "Ben@Guest.example")),
        clock.now(),
    )
    assert hand_over(now) == [answers.a]

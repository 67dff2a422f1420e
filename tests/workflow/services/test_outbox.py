"""Effects from row to done: handed over once, claimed once, given back when a worker is lost."""

import random
import threading
from datetime import datetime, timedelta

import pytest

from tests import builders
from workflow import clock
from workflow.database import hotel, rows
from workflow.models import Hotel
from workflow.services import outbox
from workflow.services.outbox import SCHEDULES, Claim
from workflow.values import EffectKind

LEASE = timedelta(seconds=30)


@pytest.fixture
def aurora(database_url: str) -> Hotel:
    return builders.make_hotel()


def add_effects(at: Hotel, count: int, *, look_at: datetime | None = None) -> None:
    with hotel(at.id):
        rows(
            "INSERT INTO effects (hotel_id, kind, look_at, created_at)"
            " SELECT %s, 'send_notice', %s, now() FROM generate_series(1, %s)",
            (at.id, look_at or clock.now(), count),
        )


def hand_over(now: datetime) -> list[int]:
    return [id for id, _ in outbox.hand_over(now=now, lease=LEASE, limit=1000)]


def test_what_is_not_due_is_not_handed_over(aurora: Hotel) -> None:
    now = clock.now()
    add_effects(aurora, 1, look_at=now + timedelta(minutes=1))
    assert hand_over(now) == []
    assert len(hand_over(now + timedelta(minutes=1))) == 1


def test_what_redis_lost_comes_up_again_when_its_time_is_over(aurora: Hotel) -> None:
    """R-WF-7."""
    now = clock.now()
    add_effects(aurora, 1)
    first = hand_over(clock.now())
    assert hand_over(now) == []
    assert hand_over(now + LEASE * 2) == first


def test_eight_clocks_hand_every_effect_over_once_and_eight_workers_claim_it_once(aurora: Hotel) -> None:
    """R-RUN-5, P10: any number of clocks and workers."""
    add_effects(aurora, 400)
    now = clock.now()
    handed: list[int] = []
    claimed: list[Claim] = []

    def work() -> None:
        handed.extend(id for id, _ in outbox.hand_over(now=now, lease=LEASE, limit=70))
        claimed.extend(outbox.claim(range(1, 401), now=now, lease=LEASE))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(handed) == len(set(handed))
    assert len(claimed) == len({claim.id for claim in claimed}) == 400


def test_a_lost_worker_can_no_longer_finish(aurora: Hotel) -> None:
    """R-WF-7: the fence; a worker that was paused over its lease writes nothing."""
    add_effects(aurora, 1)
    now = clock.now()
    (paused,) = outbox.claim(hand_over(now), now=now, lease=LEASE)
    later = now + LEASE * 2
    (second,) = outbox.claim(hand_over(later), now=later, lease=LEASE)
    assert not outbox.holds(paused)
    with hotel(aurora.id):
        assert not outbox.finish(paused, now=later)
        assert not outbox.put_off(paused, "late", until=later)
        assert outbox.finish(second, now=later)


def test_an_old_message_of_redis_does_not_start_what_was_put_off(aurora: Hotel) -> None:
    """R-WF-7: no hot loop, however often Redis delivers."""
    add_effects(aurora, 1)
    now = clock.now()
    ids = hand_over(now)
    (claim,) = outbox.claim(ids, now=now, lease=LEASE)
    with hotel(aurora.id):
        outbox.put_off(claim, "busy", until=now + timedelta(minutes=5))
    assert outbox.claim(ids, now=now, lease=LEASE) == []


@pytest.mark.parametrize("kind", EffectKind)
def test_every_kind_of_effect_has_a_schedule_that_ends(kind: EffectKind) -> None:
    """R-WF-7: pauses grow, at most six tries in the first minute, then dead."""
    random.seed(7)
    schedule = SCHEDULES[kind]
    pauses = [schedule.after(attempt, scale=1.0) for attempt in range(1, 100)]
    known = [pause for pause in pauses if pause is not None]
    assert known == sorted(known)
    assert pauses[-1] is None
    first_minute = sum(1 for index in range(len(known)) if sum(known[: index + 1], timedelta()).seconds < 60)
    assert first_minute + 1 <= 6

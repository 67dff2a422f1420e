"""Effects in the hands of a worker: claimed once, finished only by who holds them, never tried too often."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from tests import builders
from workflow import clock
from workflow.database import hotel, rows
from workflow.models import Effect, Hotel
from workflow.schedules import DEADLINES, LONGEST_WISH, SCHEDULES, Schedule
from workflow.services import dispatch, outbox
from workflow.services.outbox import Claim
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
    return [one.id for one in dispatch.hand_over(now=now, limit=1000)]


def test_eight_clocks_hand_every_effect_over_once_and_eight_workers_claim_it_once(aurora: Hotel) -> None:
    """R-RUN-5, P10: any number of clocks and workers."""
    add_effects(aurora, 400)
    now = clock.now()
    handed: list[int] = []
    claimed: list[Claim] = []

    def work() -> None:
        handed.extend(one.id for one in dispatch.hand_over(now=now, limit=70))
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
    dispatch.take_back_lost(now=later)
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


def test_an_effect_that_ends_every_worker_is_tried_six_times_a_minute_at_most(aurora: Hotel) -> None:
    """R-WF-7: also with the shortest lease there can be."""
    add_effects(aurora, 1)
    began = now = clock.now()
    tries = []
    while now < began + timedelta(minutes=5):
        dispatch.take_back_lost(now=now)
        tries += [now] * len(outbox.claim(hand_over(now), now=now, lease=timedelta(seconds=1)))
        now += timedelta(seconds=0.5)
    assert len(tries) > outbox.MOST_LOSSES
    assert most_in_a_minute(tries) <= 6
    with hotel(aurora.id):
        assert Effect.get().losses >= outbox.MOST_LOSSES


@pytest.mark.parametrize("scale", [1.0, 0.05, 0.0001])
@pytest.mark.parametrize("schedule", [*SCHEDULES.values(), DEADLINES])
def test_every_schedule_ends_and_tries_six_times_a_minute_at_most(schedule: Schedule, scale: float) -> None:
    """R-WF-7: however much RETRY_SCALE shortens it."""
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    tries = [moment]
    while (pause := schedule.after(len(tries), scale=scale)) is not None:
        moment += pause
        tries.append(moment)
    assert len(tries) == schedule.tries
    assert most_in_a_minute(tries) <= 6


def most_in_a_minute(tries: list[datetime]) -> int:
    return max(sum(first <= other < first + timedelta(minutes=1) for other in tries) for first in tries)


@pytest.mark.parametrize("kind", EffectKind)
def test_every_kind_has_a_schedule_with_growing_pauses_and_a_lane(kind: EffectKind) -> None:
    """R-WF-7."""
    assert list(SCHEDULES[kind].delays) == sorted(SCHEDULES[kind].delays)
    assert kind in dispatch.LANES


def test_what_the_receiver_asks_for_is_kept_up_to_a_day() -> None:
    """R-WF-7: Retry-After."""
    schedule = SCHEDULES[EffectKind.SEND_ANSWER]
    assert schedule.after(1, scale=0.01, retry_after=120) == timedelta(seconds=120)
    assert schedule.after(1, scale=0.01, retry_after=10**9) == LONGEST_WISH
    day = schedule.after(11, scale=1.0, retry_after=60)
    assert day is not None
    assert day >= timedelta(days=1), "a short wish does not shorten a long pause"
    assert schedule.after(12, scale=1.0, retry_after=60) is None

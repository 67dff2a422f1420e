"""The relay's limits: so many mails a minute whoever sends them, and a rest when it says that it is too much."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from workflow import clock
from workflow.services import relay_pace
from workflow.services.relay_pace import pace_of

MINUTE = timedelta(minutes=1)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize("limit", [1, 2, 7, 11, 12, 13, 60, 100, 119, 600, 1000])
def test_no_minute_sees_more_than_the_limit(limit: int) -> None:
    """R-WF-7: at full load, in every minute, also across two of them; and most of the limit is used."""
    pace = pace_of(limit)
    free = [NOON] * pace.slots
    sent = []
    while (now := min(free)) < NOON + 10 * MINUTE:
        free[free.index(now)] = now + pace.period
        sent.append(now)
    assert max(sum(one <= other < one + MINUTE for other in sent) for one in sorted(set(sent))) <= limit
    assert len(sent) >= 10 * limit * 0.9


def test_nobody_waits_longer_than_a_share_of_the_minute_for_a_slot() -> None:
    """R-WF-7: with a limit that is used up by one hotel another one's first mail goes within seconds."""
    assert all(pace_of(limit).period < timedelta(seconds=60 / 12 + 0.001) for limit in range(12, 1000, 12))


@pytest.mark.usefixtures("database_url")
def test_many_workers_share_the_slots() -> None:
    """R-WF-7, R-RUN-5: counted in Postgres, without a row that all wait for."""
    pace, now = pace_of(120), clock.now()
    assert relay_pace.room(pace, now=now, most=32) == 10
    taken: list[bool] = []

    def work() -> None:
        taken.extend(relay_pace.take_slot(pace, now=now) for _ in range(10))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert taken.count(True) <= pace.slots
    while relay_pace.take_slot(pace, now=now):
        taken.append(True)
    assert taken.count(True) == pace.slots
    assert relay_pace.room(pace, now=now, most=32) == 0
    assert relay_pace.room(pace, now=now + pace.period, most=32) == 10
    assert relay_pace.room(pace_of(12), now=now + pace.period, most=32) == 1, "a lower limit holds at once"


@pytest.mark.usefixtures("database_url")
def test_without_a_limit_there_is_room_for_all() -> None:
    assert relay_pace.room(None, now=clock.now(), most=32) == 32


@pytest.mark.usefixtures("database_url")
def test_rests_grow_and_begin_anew_after_a_calm_time() -> None:
    """R-WF-7: of many refusals in one moment one counts."""
    now = clock.now()
    rests = []
    for _ in range(8):
        for _ in range(5):
            relay_pace.rest(now=now, scale=1.0)
        until = relay_pace.rests_until()
        assert until is not None
        assert relay_pace.room(None, now=now, most=32) == 0
        assert relay_pace.room(None, now=until, most=32) == 32
        rests.append((until - now).total_seconds())
        now = until
    assert rests == [15, 30, 60, 120, 240, 480, 900, 900]
    now += timedelta(minutes=6)
    relay_pace.rest(now=now, scale=1.0)
    assert relay_pace.rests_until() == now + timedelta(seconds=15)

"""Deadlines that have come: fired once, counted before the work, dead when they cannot be done."""

import threading
from collections import Counter
from datetime import datetime, timedelta

import pytest

from tests import builders
from tests.workflow.services.test_outbox import most_in_a_minute
from worker.timekeeper import Timekeeper
from workflow import clock
from workflow.database import hotel, rows
from workflow.desk import Desk
from workflow.files import FileStore
from workflow.models import Deadline, Hotel, Ticket
from workflow.schedules import DEADLINES
from workflow.sealing import Keys
from workflow.services import deadlines, sla_policies, sla_recompute, timers
from workflow.services.sla_policies import PolicyDraft
from workflow.settings import Settings
from workflow.values import SYSTEM, DeadlineKind, Role


@pytest.fixture
def aurora(database_url: str) -> Hotel:
    return builders.make_hotel()


@pytest.fixture
def timekeeper(settings: Settings) -> Timekeeper:
    return Timekeeper(Desk(settings, Keys(settings.secret), FileStore(settings.storage_url)))


def arm(at: Hotel, count: int, *, due: datetime | None = None) -> None:
    with hotel(at.id):
        rows(
            "INSERT INTO deadlines (hotel_id, kind, subject, due_at, look_at, created_at)"
            " SELECT %s, 'shift_change', number::text, %s, %s, now() FROM generate_series(1, %s) AS number",
            (at.id, due or clock.now(), due or clock.now(), count),
        )


def of(at: Hotel) -> list[Deadline]:
    with hotel(at.id):
        return list(Deadline.select().order_by(Deadline.id))


def test_four_sweepers_take_each_deadline_once(aurora: Hotel) -> None:
    """P10, R-WF-4: any number of workers."""
    arm(aurora, 200)
    now = clock.now()
    taken: Counter[int] = Counter()

    def sweep() -> None:
        while found := deadlines.take(now=now, limit=20):
            taken.update(one.id for one in found)

    threads = [threading.Thread(target=sweep) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 200
    assert set(taken.values()) == {1}


def test_what_is_not_due_is_not_taken(aurora: Hotel) -> None:
    arm(aurora, 1, due=clock.now() + timedelta(hours=1))
    assert deadlines.take(now=clock.now(), limit=10) == []


def test_one_that_always_fails_is_put_off_with_growing_pauses_and_ends_dead(
    aurora: Hotel, timekeeper: Timekeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-WF-7: no hot loop; its neighbour is not held up, and what is dead says why."""
    monkeypatch.setitem(timers.HANDLERS, DeadlineKind.SHIFT_CHANGE, fail_for_the_first)
    arm(aurora, 2)
    timekeeper.round()
    bad, good = of(aurora)
    assert (good.state, good.attempts) == ("fired", 1)
    assert (bad.state, bad.attempts, bad.error) == ("armed", 1, "A fault of the desk: RuntimeError")
    assert bad.look_at > clock.now()
    for _ in range(DEADLINES.tries - 1):
        make_due(aurora)
        assert timekeeper.round() == 1
    (bad, _) = of(aurora)
    assert (bad.state, bad.attempts) == ("dead", DEADLINES.tries)
    make_due(aurora)
    assert timekeeper.round() == 0


def fail_for_the_first(deadline: Deadline, *_: object) -> None:
    if deadline.subject == "1":
        raise RuntimeError("the roster is upside down")


def make_due(at: Hotel) -> None:
    with hotel(at.id):
        Deadline.update(look_at=clock.now() - timedelta(seconds=1)).execute()


def test_one_that_ends_its_worker_is_counted_and_ends_dead(aurora: Hotel, timekeeper: Timekeeper) -> None:
    """R-WF-7: counted before the work, so a bounded number of workers is lost."""
    arm(aurora, 1)
    began = now = clock.now()
    tries = []
    while now < began + timedelta(minutes=10):
        found = deadlines.take(now=now, limit=20, lease=timedelta(seconds=1))
        found += deadlines.take_again(now=now, lease=timedelta(seconds=1))
        if any(one.ends_its_worker for one in found):
            break
        tries += [now] * len(found)
        now += timedelta(seconds=0.5)
    assert len(tries) == DEADLINES.tries
    assert most_in_a_minute(tries) <= 6
    make_due(aurora)
    timekeeper.round()
    (dead,) = of(aurora)
    assert (dead.state, dead.error) == ("dead", "Doing this ended its process, several times.")


def test_what_is_taken_too_late_is_given_back_uncounted(aurora: Hotel) -> None:
    """R-WF-4: a batch that took longer than its lease leaves the rest to others."""
    arm(aurora, 2)
    now = clock.now()
    first, second = deadlines.take(now=now, limit=20)
    deadlines.give_back([second], at=now)
    assert [deadline.attempts for deadline in of(aurora)] == [1, 0]
    assert [one.id for one in deadlines.take(now=now, limit=20)] == [second.id]
    deadlines.give_back([second], at=now)
    assert [deadline.attempts for deadline in of(aurora)] == [1, 0]
    assert first.attempts == 1


def test_a_recount_of_very_many_tickets_is_tried_anew_for_each_part_of_it(
    aurora: Hotel, timekeeper: Timekeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-WF-4: what has done a part has not failed, however many parts there are."""
    monkeypatch.setattr(sla_recompute, "BATCH", 1)
    builders.make_member(aurora, Role.MANAGER)
    every = [builders.make_ticket(aurora) for _ in range(DEADLINES.tries + 2)]
    with hotel(aurora.id):
        wanted = PolicyDraft("Standard", resolution_minutes=60)
        sla_policies.create(aurora.id, wanted, actor=SYSTEM, now=clock.now())
    while timekeeper.round():
        pass
    with hotel(aurora.id):
        assert Ticket.select().where(Ticket.due_at.is_null(False)).count() == len(every)
        assert Deadline.select().where(Deadline.state == "dead").count() == 0

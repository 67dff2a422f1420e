"""P10 of docs/performance.md: what the sweep of deadlines costs when very many are armed, and that each fires once.

The deadlines are made by the database itself; what is timed are the statements that the timekeeper runs.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from statistics import median

from bellhop.bench.desk import make_hotel
from bellhop.bench.disks import BenchDatabase, Disk, bench_database
from bellhop.bench.measure import Measure
from bellhop.errors import CannotRun
from bellhop.torture.cast import House, arm_tickets
from workflow import clock, database
from workflow.database import hotel, rows
from workflow.services import deadlines, timers

ARMED = 1_000_000
DUE = 200
SWEEPERS = 4
LOOKS = 200
_FAR = timedelta(days=30)

_ARM = """
INSERT INTO deadlines (hotel_id, kind, subject, due_at, look_at, created_at)
SELECT %s, 'shift_change', %s || number, due, due, %s
FROM generate_series(1, %s) AS number, LATERAL (SELECT %s + number %% 86400 * interval '1 second' AS due) AS moment
"""


def measure_sweep(disk: Disk, *, rounds: int, armed: int = ARMED) -> list[Measure]:
    """Milliseconds of one look with nothing due, of taking 200 that are due, and how often each was fired."""
    with bench_database(disk) as store:
        database.connect(store.url)
        try:
            return _measure(store, rounds=rounds, armed=armed)
        finally:
            database.disconnect()


def _measure(store: BenchDatabase, *, rounds: int, armed: int) -> list[Measure]:
    hotel_id = make_hotel()
    now = clock.now()
    _arm(hotel_id, "far ", armed, now + _FAR)
    _analyze(store)
    nothing = [_milliseconds(lambda: deadlines.take(now=now, limit=DUE)) for _ in range(LOOKS)]
    again = [_milliseconds(lambda: deadlines.take_again(now=now)) for _ in range(LOOKS)]
    taking = []
    for number in range(rounds):
        _arm(hotel_id, f"due {number} ", DUE, now - timedelta(days=2))
        taking.append(_milliseconds(lambda: deadlines.take(now=now, limit=DUE)))
    fired, seconds = _fire_all(hotel_id)
    what = f"among {armed:,} armed"
    return [
        Measure("P10", store.disk, f"a look with nothing due, {what}", median(nothing), "ms", "≤ 1"),
        Measure("P10", store.disk, "the same, for those tried before", median(again), "ms", "≤ 1"),
        Measure("P10", store.disk, f"{DUE} due taken, {what}", median(taking), "ms", "≤ 5"),
        Measure("P10", store.disk, f"{SWEEPERS} sweepers, {DUE} due: fired once each", fired, "%", "100"),
        Measure("P10", store.disk, "the same, with their work: each", seconds * 1000 / DUE, "ms"),
    ]


def _arm(hotel_id: int, subject: str, count: int, due: datetime) -> None:
    with hotel(hotel_id):
        rows(_ARM, (hotel_id, subject, clock.now(), count, due))


def _analyze(store: BenchDatabase) -> None:
    """As a server that has run for a while has done by itself."""
    with database.database.connection_context():
        database.database.execute_sql("VACUUM ANALYZE deadlines")


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _fire_all(hotel_id: int) -> tuple[float, float]:
    """The share of the due ones that exactly one sweeper has fired, and the seconds it took."""
    arm_tickets(House(hotel_id), DUE, within=timedelta(), chance=random.Random(1))
    now = clock.now()
    fired: Counter[int] = Counter()
    faults: list[Exception] = []

    def sweep() -> None:
        try:
            while found := deadlines.take(now=now, limit=20):
                for one in found:
                    with hotel(one.hotel_id):
                        if timers.fire(one.id, now=clock.now()):
                            fired[one.id] += 1
        except Exception as error:  # noqa: BLE001 - shown below
            faults.append(error)

    threads = [threading.Thread(target=sweep) for _ in range(SWEEPERS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    if faults:
        raise CannotRun(f"A sweeper failed: {faults[0]}")
    return 100 * sum(times == 1 for times in fired.values()) / DUE, seconds

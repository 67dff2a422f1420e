"""P2, P3 and P4 of docs/performance.md: mail to ticket in one worker process, and how soon an idle desk tells its staff.

The bare loop of yardsticks.py takes turns with the desk in the same run, on the same server.
"""

from __future__ import annotations

import smtplib
import time
from statistics import median

from bellhop.bench.desk import (
    DESK,
    WAIT_SECONDS,
    bench_desk,
    free_port,
    listens,
    running,
    wait_until,
)
from bellhop.bench.disks import Disk
from bellhop.bench.growth import grow
from bellhop.bench.mails import guest_mail
from bellhop.bench.measure import Measure, percentile
from bellhop.bench.yardsticks import parse_and_commit_each
from bellhop.errors import CannotRun
from bellhop.fakes.smtp_sink import SmtpSink
from workflow import clock
from workflow.database import as_clock, rows
from workflow.services import inbox
from workflow.services.inbox import Incoming

MAILS = 2000
NOTICES = 60
WARM_UP = 3
GOALS_P2 = {Disk.FAST: "≥ 1.0×", Disk.SLOW: "≥ 3×"}


def measure_tickets(disk: Disk, *, rounds: int, mails: int = MAILS) -> list[Measure]:
    """P2: mails a second through one worker process, against the bare loop; medians of interleaved rounds."""
    bare, worker = [], []
    for _ in range(rounds):
        with bench_desk(disk) as (store, redis_url):
            raw = [guest_mail(number, desk=DESK) for number in range(mails)]
            bare.append(parse_and_commit_each(store.url, raw))
            _fill_inbox(raw)
            with running(store, redis_url, (("worker", "intake"), ("worker.clock",)), relay_url=""):
                worker.append(_rate(mails))
    ratio = median(worker) / median(bare)
    return [
        Measure("P2", disk, "bare loop: parse, 5 rows, a commit each", median(bare), "mails/s"),
        Measure("P2", disk, "mail to ticket, one worker process", median(worker), "mails/s"),
        Measure("P2", disk, "ratio", ratio, "×", GOALS_P2[disk]),
    ]


def measure_grown(disk: Disk, *, rounds: int, tickets: int, mails: int = MAILS) -> list[Measure]:
    """P3: the same mails a second with so many tickets there already, against an empty desk; rounds take turns."""
    empty, grown = [], []
    for _ in range(rounds):
        empty.append(_worker_rate(disk, mails, tickets=0))
        grown.append(_worker_rate(disk, mails, tickets=tickets))
    ratio = median(grown) / median(empty)
    goal = "≥ 0.9 ×" if tickets <= 100_000 else "≥ 0.8 ×"
    return [
        Measure("P3", disk, "mail to ticket, empty desk", median(empty), "mails/s"),
        Measure("P3", disk, f"mail to ticket at {tickets:,} tickets", median(grown), "mails/s"),
        Measure("P3", disk, f"ratio at {tickets:,} tickets", ratio, "×", goal),
    ]


def _worker_rate(disk: Disk, mails: int, *, tickets: int) -> float:
    with bench_desk(disk) as (store, redis_url):
        if tickets:
            grow(store.url, tickets)
        _fill_inbox([guest_mail(number, desk=DESK) for number in range(mails)])
        with running(store, redis_url, (("worker", "intake"), ("worker.clock",)), relay_url=""):
            return _rate(mails, after=tickets)


def measure_idle(disk: Disk) -> list[Measure]:
    """P4: milliseconds from the door's 250 to the moment the relay has the staff notification."""
    with bench_desk(disk) as (store, redis_url), SmtpSink() as sink:
        port = free_port()
        services = (("ingest.smtp",), ("worker",), ("worker.clock",))
        with running(store, redis_url, services, relay_url=sink.url, smtp_port=port):
            wait_until(lambda: listens(port), "the door listens")
            delays = [_delay(number, port, sink) for number in range(WARM_UP + NOTICES)][WARM_UP:]
    return [
        Measure(
            "P4", disk, "idle: 250 to notification at the relay, p50", percentile(delays, 50), "ms", "≤ 250"
        ),
        Measure(
            "P4", disk, "idle: 250 to notification at the relay, p99", percentile(delays, 99), "ms", "≤ 600"
        ),
    ]


def _delay(number: int, port: int, sink: SmtpSink) -> float:
    """One mail to an idle desk; the marker in its subject is looked for at the relay."""
    raw = guest_mail(2 * number, desk=DESK)
    with smtplib.SMTP("127.0.0.1", port) as connection:
        connection.sendmail("guest@mailer.example", [DESK], raw)
        said = time.perf_counter()
    sink.wait_for(number + 1, timeout_seconds=WAIT_SECONDS)
    arrived = time.perf_counter()
    time.sleep(0.35)  # so that the desk is idle again
    return (arrived - said) * 1000


def _rate(mails: int, *, after: int = 0) -> float:
    """Mails a second between the first tenth and the last mail, so that the start of the process does not count."""
    wait_until(lambda: _processed(after) >= mails // 10, "the worker works")
    first, began = _processed(after), time.perf_counter()
    wait_until(lambda: _processed(after) >= mails, "all mails are processed")
    return (mails - first) / (time.perf_counter() - began)


def _processed(after: int) -> int:
    """Of the inbox rows after this one: with very many others there, counting those would be what is measured."""
    with as_clock():
        return int(rows("SELECT count(*) FROM inbox WHERE id > %s AND state = 'processed'", (after,))[0][0])


def _fill_inbox(raw: list[bytes]) -> None:
    route = inbox.find_route(DESK)
    if route is None:
        raise CannotRun("The bench's desk address is gone.")
    now = clock.now()
    for start in range(0, len(raw), 200):
        inbox.accept(
            [
                Incoming(route, "smtp", now, mail, "guest@mailer.example", DESK, peer="192.0.2.1")
                for mail in raw[start : start + 200]
            ]
        )

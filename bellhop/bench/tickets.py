"""P2 and P4 of docs/performance.md: mail to ticket in one worker process, and how soon an idle desk tells its staff.

The bare loop of yardsticks.py takes turns with the desk in the same run, on the same server.
"""

from __future__ import annotations

import contextlib
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from bellhop.bench.disks import BenchDatabase, Disk, bench_database
from bellhop.bench.mails import guest_mail
from bellhop.bench.measure import Measure, percentile
from bellhop.bench.yardsticks import parse_and_commit_each
from bellhop.embedded.valkey import Valkey
from bellhop.errors import CannotRun
from bellhop.fakes.smtp_sink import SmtpSink
from workflow import clock, database
from workflow.database import as_clock, rows
from workflow.services import hotels, inbox
from workflow.services.inbox import Incoming
from workflow.settings import environment
from workflow.values import Role

DESK = "aurora@desk.test"
MEMBER = "ana@aurora.example"
MAILS = 2000
NOTICES = 60
WARM_UP = 3
WAIT_SECONDS = 120.0
GOALS_P2 = {Disk.FAST: "≥ 1.0×", Disk.SLOW: "≥ 3×"}


def measure_tickets(disk: Disk, *, rounds: int, mails: int = MAILS) -> list[Measure]:
    """P2: mails a second through one worker process, against the bare loop; medians of interleaved rounds."""
    bare, worker = [], []
    for _ in range(rounds):
        with _bench_desk(disk) as (store, redis_url):
            raw = [guest_mail(number, desk=DESK) for number in range(mails)]
            bare.append(parse_and_commit_each(store.url, raw))
            _fill_inbox(raw)
            with _running(store, redis_url, (("worker", "intake"), ("worker.clock",)), relay_url=""):
                worker.append(_rate(mails))
    ratio = median(worker) / median(bare)
    return [
        Measure("P2", disk, "bare loop: parse, 5 rows, a commit each", median(bare), "mails/s"),
        Measure("P2", disk, "mail to ticket, one worker process", median(worker), "mails/s"),
        Measure("P2", disk, "ratio", ratio, "×", GOALS_P2[disk]),
    ]


def measure_idle(disk: Disk) -> list[Measure]:
    """P4: milliseconds from the door's 250 to the moment the relay has the staff notification."""
    with _bench_desk(disk) as (store, redis_url), SmtpSink() as sink:
        port = _free_port()
        services = (("ingest.smtp",), ("worker",), ("worker.clock",))
        with _running(store, redis_url, services, relay_url=sink.url, smtp_port=port):
            _await(lambda: _listens(port), "the door listens")
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


def _rate(mails: int) -> float:
    """Mails a second between the first tenth and the last mail, so that the start of the process does not count."""
    _await(lambda: _processed() >= mails // 10, "the worker works")
    first, began = _processed(), time.perf_counter()
    _await(lambda: _processed() >= mails, "all mails are processed")
    return (mails - first) / (time.perf_counter() - began)


def _processed() -> int:
    with as_clock():
        return int(rows("SELECT count(*) FROM inbox WHERE state = 'processed'")[0][0])


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


@contextlib.contextmanager
def _bench_desk(disk: Disk) -> Iterator[tuple[BenchDatabase, str]]:
    """A database with one hotel, one desk address and one member; a Valkey of its own."""
    with bench_database(disk) as store:
        database.connect(store.url)
        folder = store.home / "valkey-home"
        folder.mkdir()
        server = Valkey(folder, environ=environment(), report=lambda _sentence: None)
        server.start()
        try:
            _make_hotel()
            yield store, server.url
        finally:
            server.stop()
            database.disconnect()


def _make_hotel() -> None:
    now = clock.now()
    made = hotels.create_hotel(
        code="AUR", name="Aurora", time_zone="UTC", language="en", is_demo=False, now=now
    )
    with database.hotel(made.id):
        hotels.add_mail_channel(hotel_id=made.id, address=DESK, display_name="Aurora", settings={}, now=now)
    hotels.add_member(
        hotel_id=made.id,
        email=MEMBER,
        name="Ana",
        password="only for the bench",
        role=Role.RECEPTION,
        now=now,
    )


@contextlib.contextmanager
def _running(
    store: BenchDatabase,
    redis_url: str,
    programs: tuple[tuple[str, ...], ...],
    *,
    relay_url: str,
    smtp_port: int = 0,
) -> Iterator[None]:
    """The services as processes; their output goes to a file beside the database."""
    environ = {
        **environment(),
        "DATABASE_URL": store.url,
        "REDIS_URL": redis_url,
        "BELLHOP_HOME": str(store.home / "desk"),
        "BELLHOP_SECRET": "only for the bench, nothing is signed with it",
        "SMTP_LISTEN": f"127.0.0.1:{smtp_port}",
        "SMTP_RELAY_URL": relay_url,
    }
    Path(environ["BELLHOP_HOME"]).mkdir(exist_ok=True)
    with (store.home / "services.log").open("ab") as log:
        processes = [
            subprocess.Popen([sys.executable, "-m", *program], env=environ, stdout=log, stderr=log)
            for program in programs
        ]
    try:
        yield
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(30)


def _await(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise CannotRun(f"The bench waited {WAIT_SECONDS:.0f} s in vain: {what}.")
        time.sleep(0.01)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

"""A desk for a bench: a database with one hotel, one desk address and one member, a Valkey of its own, its processes."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bellhop.bench.disks import BenchDatabase, Disk, bench_database
from bellhop.embedded.valkey import Valkey
from bellhop.errors import CannotRun
from workflow import clock, database
from workflow.services import hotels
from workflow.settings import environment
from workflow.values import Role

DESK = "aurora@desk.test"
MEMBER = "ana@aurora.example"
SECRET = "only for the bench, nothing is signed with it"
WAIT_SECONDS = 120.0


@contextlib.contextmanager
def bench_desk(disk: Disk) -> Iterator[tuple[BenchDatabase, str]]:
    """A database with one hotel, one desk address and one member; a Valkey of its own."""
    with bench_database(disk) as store:
        database.connect(store.url)
        folder = store.home / "valkey-home"
        folder.mkdir()
        server = Valkey(folder, environ=environment(), report=lambda _sentence: None)
        server.start()
        try:
            make_hotel()
            yield store, server.url
        finally:
            server.stop()
            database.disconnect()


def make_hotel() -> int:
    """Its id."""
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
    return int(made.id)


@contextlib.contextmanager
def running(
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
        "BELLHOP_SECRET": SECRET,
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


def wait_until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise CannotRun(f"The bench waited {WAIT_SECONDS:.0f} s in vain: {what}.")
        time.sleep(0.01)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

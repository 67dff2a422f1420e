"""A PostgreSQL for a bench: on the disk as it is, or on one whose every flush takes 2 ms longer."""

import contextlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import psycopg2

from bellhop.embedded.postgres import Postgres
from bellhop.errors import CannotRun
from workflow.migrate import migrate
from workflow.settings import environment

WAL = {"min_wal_size": "1GB", "max_wal_size": "4GB"}
SLOW_FSYNC = Path(__file__).with_name("slow_fsync.c")


class Disk(StrEnum):
    FAST = "fast"
    SLOW = "slow"


@dataclass(frozen=True)
class BenchDatabase:
    disk: Disk
    url: str
    home: Path  # for the processes of the bench, too


@contextlib.contextmanager
def bench_database(disk: Disk) -> Iterator[BenchDatabase]:
    """A migrated, empty database on a server of its own; everything is removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="bellhop-bench-"))
    folder.chmod(0o755)  # the server may run as another user
    server: Postgres | None = None
    try:
        environ = environment()
        if disk is Disk.SLOW:
            environ["LD_PRELOAD"] = str(_slow_fsync(folder))
        server = Postgres(folder, environ=environ, report=lambda _sentence: None, settings=WAL)
        server.start()
        migrate(server.url)
        _recycle_wal(server.url)
        yield BenchDatabase(disk, server.url, folder)
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _recycle_wal(database_url: str) -> None:
    """A server that has run for a while writes into log files it has used before; making new ones takes 20 ms each."""
    connection = psycopg2.connect(database_url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for _ in range(48):
            cursor.execute("SELECT pg_logical_emit_message(false, 'bench', repeat('x', 15000000))")
        cursor.execute("CHECKPOINT")
    connection.close()


def _slow_fsync(folder: Path) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise CannotRun("The slow disk needs a C compiler: install gcc, or measure the fast disk only.")
    library = folder / "slow_fsync.so"
    subprocess.run(
        [compiler, "-O2", "-shared", "-fPIC", "-o", library, SLOW_FSYNC, "-ldl"], check=True, timeout=60
    )
    return library

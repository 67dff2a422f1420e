"""The embedded PostgreSQL: makes its data folder once, starts it on a private Unix socket, stops it fast.

Who restarts it when it dies is the supervisor's business; what is left of a killed one is cleared in leftovers.py.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote

import psycopg2

from bellhop.embedded.access import hand_over, reachable_programs
from bellhop.embedded.binaries import PostgresPrograms, find_postgres
from bellhop.embedded.child import Privileges, choose_privileges, file_owner, run, start, stop
from bellhop.embedded.leftovers import clear_lock_files
from bellhop.embedded.logs import last_lines, open_log
from bellhop.embedded.memory import shared_buffers
from bellhop.embedded.sockets import remove_if_empty, socket_folder
from bellhop.errors import CannotRun

OWNER = "bellhop"
DATABASE = "bellhop"
STOP_SIGNAL = signal.SIGINT  # "fast": SIGTERM would wait for every client to leave
START_SECONDS = 60.0  # recovery after a crash may replay a lot
STOP_SECONDS = 30.0
POLL_SECONDS = 0.02
# PostgreSQL's own character classes need a libc locale that knows more than ASCII; macOS has no C.UTF-8.
LIBC_LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
FIRST_WITH_BUILTIN_LOCALE = 17
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}

Report = Callable[[str], None]


class Postgres:
    """One embedded server; `process` is the running postmaster, if any."""

    def __init__(
        self,
        home: Path,
        *,
        environ: Mapping[str, str],
        report: Report,
        settings: Mapping[str, str] | None = None,
        privileges: Privileges | None = None,
    ) -> None:
        self.environ = _clean_environment(environ)
        self.report = report
        self.privileges = privileges or choose_privileges(self.environ)
        self.owner = file_owner(self.privileges)
        self.home = home.resolve()
        self.sockets = socket_folder(self.home, owner=self.owner, purpose="pg")
        self.programs: PostgresPrograms = reachable_programs(
            find_postgres(environ), privileges=self.privileges, spare=self.sockets, environ=self.environ
        )
        self.folder = self.home / "postgres"
        self.data = self.folder / "data"
        self.log = self.home / "log" / "postgres.log"
        self.settings = {
            **SETTINGS,
            "shared_buffers": shared_buffers(),
            "unix_socket_directories": str(self.sockets),
            **(settings or {}),
        }
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return self._url_of(DATABASE)

    def start(self) -> None:
        """Make the data folder if there is none, start the server and wait until it answers."""
        self._prepare()
        self.report(f"Starting PostgreSQL {self.programs.major} …")
        deadline = time.monotonic() + START_SECONDS
        while not self._comes_up(deadline):
            # After a SIGKILL the dead postmaster's children may hold its shared memory for a moment.
            if time.monotonic() > deadline:
                raise CannotRun(f"PostgreSQL does not start. The end of {self.log}:\n{last_lines(self.log)}")
            time.sleep(10 * POLL_SECONDS)
        self._make_database()

    def launch(self) -> subprocess.Popen[bytes]:
        """Start the server on the finished data folder and return at once."""
        socket_folder(self.home, owner=self.owner, purpose="pg")
        clear_lock_files(self.data, self.sockets)
        with open_log(self.log) as log:
            self.process = start(
                [self.programs.folder / "postgres", "-D", self.data, *self._options()],
                stop_signal=STOP_SIGNAL,
                environ=self.environ,
                output=log,
                privileges=self.privileges,
            )
        return self.process

    def stop(self) -> None:
        """Stop the server, committing nothing half; kill it if it does not obey."""
        if self.process is not None:
            stop(self.process, STOP_SIGNAL, patience_seconds=STOP_SECONDS)
        remove_if_empty(self.sockets)

    def answers(self) -> bool:
        """Whether the server takes connections now."""
        try:
            psycopg2.connect(self._url_of("postgres")).close()
        except psycopg2.OperationalError:
            return False
        return True

    def _prepare(self) -> None:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        hand_over(self.folder, owner=self.owner, privileges=self.privileges, environ=self.environ)
        version = self.data / "PG_VERSION"
        if not version.exists():
            self._initialise()
        major = int(version.read_text("ascii").strip())
        if major != self.programs.major:
            raise CannotRun(
                f"The data in {self.data} was written by PostgreSQL {major}; the one here is {self.programs.major}. "
                "docs/operators.md, Upgrade, says how to carry the data over."
            )

    def _initialise(self) -> None:
        """Into a draft folder first, so that an interrupted initdb leaves nothing that looks finished."""
        self.report("Creating the database folder (once, a second or two) …")
        draft = self.folder / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        command: list[str | Path] = [
            self.programs.folder / "initdb",
            "-D",
            draft,
            *_initdb_options(self.programs.major),
        ]
        code, printed = run(command, environ=self.environ, privileges=self.privileges)
        if code != 0:
            raise CannotRun(f"PostgreSQL could not create its data folder {self.data}:\n{printed.strip()}")
        draft.rename(self.data)

    def _comes_up(self, deadline: float) -> bool:
        process = self.launch()
        while process.poll() is None and time.monotonic() < deadline:
            if self.answers():
                return True
            time.sleep(POLL_SECONDS)
        self.stop()
        return False

    def _make_database(self) -> None:
        connection = psycopg2.connect(self._url_of("postgres"))
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,))
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE DATABASE {DATABASE}")
        finally:
            connection.close()

    def _options(self) -> list[str]:
        return [word for name, value in self.settings.items() for word in ("-c", f"{name}={value}")]

    def _url_of(self, database: str) -> str:
        return f"postgresql://{OWNER}@/{database}?host={quote(os.fspath(self.sockets))}"


def _initdb_options(major: int) -> list[str]:
    options = ["-U", OWNER, "-A", "trust", "-E", "UTF8", f"--locale={LIBC_LOCALE}", "--no-instructions"]
    if major >= FIRST_WITH_BUILTIN_LOCALE:
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return options


def _clean_environment(environ: Mapping[str, str]) -> Mapping[str, str]:
    """Without the variables by which a user points PostgreSQL's programs elsewhere, and with a locale that exists."""
    kept = {name: value for name, value in environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": LIBC_LOCALE}

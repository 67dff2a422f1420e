"""`bellhop up`: the whole desk on this machine. Stores, schema, demo hotel, services, and a box with the addresses.

What migrating and seeding do is handed in; how programs are kept running is supervisor.py's, the stores embedded/'s.
"""

import contextlib
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import FrameType

from bellhop import addresses
from bellhop.console import Console
from bellhop.embedded import child, postgres, valkey
from bellhop.embedded.postgres import Postgres
from bellhop.embedded.valkey import Valkey
from bellhop.home import Home
from bellhop.procfile import Service
from bellhop.program import Program
from bellhop.ready import Announcement
from bellhop.supervisor import Supervisor
from workflow.settings import Settings, ensure_secret, load_settings

# Doors close first, so that nothing new comes in; then the clock; the worker may finish what it has begun.
STOPPED_AFTER_DOORS = ("clock", "worker")
DOOR_SECONDS = 15.0
PATIENCE_SECONDS = {"worker": 30.0}


@dataclass(frozen=True)
class LogIn:
    """One member of the demo hotel, for the box."""

    email: str
    password: str
    role: str


@dataclass(frozen=True)
class DemoDesk:
    """What seeding tells about the demo hotel."""

    desk_address: str
    log_ins: tuple[LogIn, ...]


Migrate = Callable[[str], None]
Seed = Callable[[Settings, Home], DemoDesk]


def up(
    home: Home,
    *,
    environ: Mapping[str, str],
    services: Sequence[Service],
    migrate: Migrate,
    seed: Seed | None,
    console: Console,
) -> None:
    """Run the desk until it is told to stop. `migrate` gets the database's URL; without `seed` there is no demo hotel.

    Raises CannotRun (or SettingsError) with a plain sentence when this machine or the settings do not allow it.
    """
    console.make_room_for([service.name for service in services])
    with home.locked(), _interruptible(), _stores(home, environ=environ, console=console) as stores:
        full = {
            **environ,
            **stores.urls,
            "BELLHOP_HOME": str(home.folder),
            "BELLHOP_SECRET_FILE": environ.get("BELLHOP_SECRET_FILE") or str(ensure_secret(home.folder)),
        }
        settings = load_settings(full)
        doors = addresses.doors_of(settings, services)
        addresses.refuse_taken(doors)
        stores.start()
        migrate(settings.database_url)
        desk = _demo_desk(settings, home, seed=seed, console=console)
        metrics = addresses.metrics_of(settings, services)
        programs = [
            _program(service, environ={**full, **_metrics_variable(metrics.get(service.name))})
            for service in services
        ]
        supervisor = Supervisor([*_in_stopping_order(programs), *stores.stages()], console=console)
        supervisor.run(Announcement(console, doors=doors, rows=_rows(settings, home, desk)).tick)


def _demo_desk(settings: Settings, home: Home, *, seed: Seed | None, console: Console) -> DemoDesk | None:
    """A desk that people outside reach gets no demo hotel, whose passwords are printed."""
    if seed is None:
        return None
    if settings.is_public:
        console.say(f"No demo hotel: BELLHOP_PUBLIC_URL is {settings.public_url}.")
        return None
    return seed(settings, home)


class Stores:
    """The embedded servers of this run: those whose URL was not given."""

    def __init__(self, database: Postgres | None, courier: Valkey | None) -> None:
        self.database = database
        self.courier = courier

    @property
    def urls(self) -> dict[str, str]:
        found = {"DATABASE_URL": self.database, "REDIS_URL": self.courier}
        return {name: server.url for name, server in found.items() if server is not None}

    def start(self) -> None:
        for server in (self.database, self.courier):
            if server is not None:
                server.start()

    def stop(self) -> None:
        for server in (self.courier, self.database):
            if server is not None:
                server.stop()

    def stages(self) -> list[list[Program]]:
        """For the supervisor, in stopping order: the courier, then the database."""
        stages = []
        if self.courier is not None:
            stages.append([_store("valkey", self.courier, valkey.STOP_SIGNAL, valkey.STOP_SECONDS)])
        if self.database is not None:
            stages.append([_store("postgres", self.database, postgres.STOP_SIGNAL, postgres.STOP_SECONDS)])
        return stages


@contextlib.contextmanager
def _stores(home: Home, *, environ: Mapping[str, str], console: Console) -> Iterator[Stores]:
    """The embedded servers, not yet started; stopped at the end whatever happened in between."""
    stores = Stores(
        None if environ.get("DATABASE_URL") else Postgres(home.folder, environ=environ, report=console.say),
        None if environ.get("REDIS_URL") else Valkey(home.folder, environ=environ, report=console.say),
    )
    try:
        yield stores
    finally:
        stores.stop()


def _store(name: str, server: Postgres | Valkey, stop_signal: signal.Signals, patience: float) -> Program:
    return Program(
        name,
        launch=server.launch,
        stop_signal=stop_signal,
        patience_seconds=patience,
        running=server.process,
    )


def _program(service: Service, *, environ: Mapping[str, str]) -> Program:
    def launch() -> subprocess.Popen[bytes]:
        return child.start(
            service.command,
            stop_signal=signal.SIGTERM,
            environ={**environ, "PYTHONUNBUFFERED": "1", "PYTHONSAFEPATH": "1"},
            output=subprocess.PIPE,
        )

    return Program(
        service.name,
        launch=launch,
        stop_signal=signal.SIGTERM,
        patience_seconds=PATIENCE_SECONDS.get(service.name, DOOR_SECONDS),
    )


def _in_stopping_order(programs: Sequence[Program]) -> list[list[Program]]:
    doors = [program for program in programs if program.name not in STOPPED_AFTER_DOORS]
    later = [[program for program in programs if program.name == name] for name in STOPPED_AFTER_DOORS]
    return [doors, *later]


def _metrics_variable(listen: str | None) -> dict[str, str]:
    return {} if listen is None else {"METRICS_LISTEN": listen}


def _rows(settings: Settings, home: Home, desk: DemoDesk | None) -> list[tuple[str, str]]:
    rows = [("Panel", settings.public_url)]
    if desk is not None:
        rows += [("Log in", f"{log_in.email}  {log_in.password}  ({log_in.role})") for log_in in desk.log_ins]
    rows.append(("Mail in", f"SMTP {settings.smtp_listen}" + (f"  for {desk.desk_address}" if desk else "")))
    if not settings.smtp_relay_url:
        rows.append(("Mail out", f"kept in {home.folder / 'outbox'} (set SMTP_RELAY_URL to send it)"))
    rows.append(("Data", str(home.folder)))
    rows.append(("Stop", "Ctrl-C"))
    return rows


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """Until the supervisor listens itself, SIGTERM and SIGHUP end the start as Ctrl-C does: in order."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

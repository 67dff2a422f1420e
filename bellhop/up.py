"""`bellhop up`: the whole desk on this machine. Stores, schema, demo hotel, services, and a box with the addresses.

How programs are kept running is supervisor.py's, which ones those are stores.py's and services.py's; what seeding does is
handed in.
"""

import contextlib
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import FrameType

import psycopg2
import redis

from bellhop import addresses, stand_in
from bellhop.console import Console
from bellhop.errors import CannotRun
from bellhop.first_link import first_link
from bellhop.home import Home
from bellhop.procfile import Service
from bellhop.ready import Announcement
from bellhop.running import noted
from bellhop.services import stages_of
from bellhop.stores import stores_of
from bellhop.supervisor import Supervisor
from workflow.migrate import migrate
from workflow.settings import Settings, ensure_secret, load_settings


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


REDIS_SECONDS = 5

Seed = Callable[[Settings, Home], DemoDesk]


def up(
    home: Home,
    *,
    environ: Mapping[str, str],
    services: Sequence[Service],
    seed: Seed | None,
    console: Console,
) -> None:
    """Run the desk until it is told to stop. Without `seed` there is no demo hotel.

    Raises CannotRun (or SettingsError) with a plain sentence when this machine or the settings do not allow it.
    """
    console.make_room_for([service.name for service in (*services, stand_in.SERVICE)])
    with home.locked(), _interruptible(), stores_of(home.folder, environ=environ, console=console) as stores:
        full = {**environ, **stores.urls, **_home_variables(home, environ)}
        played = stand_in.variables(load_settings(full), environ=environ, has_demo=seed is not None)
        full |= played
        settings = load_settings(full)
        doors = addresses.doors_of(settings, services)
        addresses.refuse_taken(doors)
        stores.start()
        _refuse_silent_database(settings.database_url)
        _refuse_silent_redis(settings.redis_url)
        migrate(settings.database_url, progress=lambda name: console.say(f"Updating the schema: {name}"))
        desk = _demo_desk(settings, home, seed=seed, console=console)
        metrics = addresses.metrics_of(settings, services)
        stages = stages_of(stand_in.beside(services, played), environ=full, metrics=metrics)
        rows = _rows(settings, home, desk, played, link=first_link(settings))
        announcement = Announcement(console, doors=doors, rows=rows)
        with noted(home.folder, full):
            Supervisor([*stages, *stores.stages()], console=console).run(announcement.tick)


def _home_variables(home: Home, environ: Mapping[str, str]) -> dict[str, str]:
    variables = {"BELLHOP_HOME": str(home.folder)}
    if not environ.get("BELLHOP_SECRET") and not environ.get("BELLHOP_SECRET_FILE"):
        variables["BELLHOP_SECRET_FILE"] = str(ensure_secret(home.folder))
    return variables


def _refuse_silent_database(url: str) -> None:
    try:
        psycopg2.connect(url).close()
    except psycopg2.OperationalError as error:
        raise CannotRun(f"The database of DATABASE_URL does not answer: {str(error).strip()}") from error


def _refuse_silent_redis(url: str) -> None:
    with redis.Redis.from_url(
        url, socket_connect_timeout=REDIS_SECONDS, socket_timeout=REDIS_SECONDS
    ) as client:
        try:
            client.ping()
        except redis.RedisError as error:
            raise CannotRun(f"The Redis of REDIS_URL does not answer: {error}") from error


def _demo_desk(settings: Settings, home: Home, *, seed: Seed | None, console: Console) -> DemoDesk | None:
    """A desk that people outside reach gets no demo hotel, whose passwords are printed."""
    if seed is None:
        return None
    if settings.is_public:
        console.say(f"No demo hotel: BELLHOP_PUBLIC_URL is {settings.public_url}.")
        return None
    return seed(settings, home)


def _rows(
    settings: Settings, home: Home, desk: DemoDesk | None, played: Mapping[str, str], *, link: str
) -> list[tuple[str, str]]:
    rows = [("Panel", settings.public_url)]
    if link:
        rows.append(("First hotel", f"{link}  (once, for a day)"))
    if desk is not None:
        rows += [("Log in", f"{log_in.email}  {log_in.password}  ({log_in.role})") for log_in in desk.log_ins]
    rows.append(("Mail in", f"SMTP {settings.smtp_listen}" + (f"  for {desk.desk_address}" if desk else "")))
    if not settings.smtp_relay_url:
        rows.append(("Mail out", f"kept in {home.folder / 'outbox'} (SMTP_RELAY_URL sends it)"))
    if played:
        rows.append(("WhatsApp", "by a stand-in for Twilio on this machine, which `bellhop demo` plays"))
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

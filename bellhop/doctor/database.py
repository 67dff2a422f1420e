"""The database: it answers, takes writes, has this program's schema, keeps hotels apart, and has our time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import psycopg2

from bellhop.doctor.finding import Finding, fail, ok, warn
from workflow import clock
from workflow.database import refuse_unsafe_roles
from workflow.errors import BellhopError
from workflow.migrate import refuse_old_schema
from workflow.settings import Settings

CHECK = "database"
NEEDED = (CHECK, "schema")  # without these nobody knows what else there is to look at
CONNECT_SECONDS = 5
OLDEST = 15
APART_WARNED, APART_FAILED = timedelta(seconds=5), timedelta(minutes=1)
_ASK = "SELECT current_setting('server_version_num')::int / 10000, pg_is_in_recovery(), clock_timestamp()"


def look(settings: Settings) -> Iterator[Finding]:
    """Ends at the first thing without which the others cannot be looked at."""
    started, asked_at = clock.monotonic(), clock.now()
    try:
        version, is_copy, its_time = _ask(settings.database_url)
    except psycopg2.Error as error:
        why = next(iter(str(error).strip().splitlines()), "no reason was given").rstrip(".")
        remedy = "Start it, or correct DATABASE_URL. Without the variable `bellhop up` runs its own."
        yield fail(CHECK, f"The database does not answer: {why}.", remedy)
        return
    took = (clock.monotonic() - started) * 1000
    if version < OLDEST:
        yield fail(CHECK, f"It is PostgreSQL {version}.", f"Use PostgreSQL {OLDEST} or newer (DATABASE_URL).")
        return
    if is_copy:
        yield fail(CHECK, "It is a standby and takes no writes.", "Point DATABASE_URL to the primary.")
        return
    yield ok(CHECK, f"PostgreSQL {version} answers, in {took:.0f} ms.")
    yield from _fitness(settings)
    yield _time(its_time, asked_at + (clock.now() - asked_at) / 2)


def _ask(url: str) -> tuple[int, bool, datetime]:
    connection = psycopg2.connect(url, connect_timeout=CONNECT_SECONDS)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = {CONNECT_SECONDS * 1000}")
            cursor.execute(_ASK)
            version, is_copy, now = cursor.fetchone() or (0, False, clock.now())
            return int(version), bool(is_copy), now
    finally:
        connection.close()


def _fitness(settings: Settings) -> Iterator[Finding]:
    try:
        refuse_old_schema(settings.database_url)
        yield ok("schema", "The schema is that of this program.")
        refuse_unsafe_roles()
        yield ok("roles", "The desk's role cannot step over the wall between hotels.")
    except BellhopError as error:
        remedy = "Run `bellhop migrate` as the owner of the database, then start Bellhop again."
        yield fail("schema", str(error), remedy)


def _time(theirs: datetime, ours: datetime) -> Finding:
    apart = abs(theirs - ours)
    says = f"This machine and the database are {apart.total_seconds():.1f} s apart."
    remedy = "Let both take their time from the network: `timedatectl set-ntp true`, or chrony."
    if apart >= APART_FAILED:
        return fail("time", says, remedy)
    return warn("time", says, remedy) if apart >= APART_WARNED else ok("time", says)

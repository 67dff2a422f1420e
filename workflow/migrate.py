"""Brings the schema up to date: each file of workflow/migrations once, in order, forward only, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from peewee import OperationalError, PostgresqlDatabase
from playhouse.db_url import parse
from playhouse.migrations import Runner

from workflow.errors import SettingsError, StoreUnavailable

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x62656C6C  # "bell": any number that no other program of this database uses


def migrate(database_url: str, *, progress: Callable[[str], None] = lambda _: None) -> list[str]:
    """Applies what is missing and returns the names. Two at once: the second waits, then finds nothing to do."""
    arguments = parse(database_url, unquote_password=True)
    database = PostgresqlDatabase(**arguments)
    with database.connection_context(), database.atomic():
        database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        runner = Runner(database, str(MIGRATIONS), table_name="schema_migrations")
        pending = [row.name for row in runner.status() if row.applied is None]
        for name in pending:
            progress(name)
            runner.up(target=name)
    return pending


def refuse_old_schema(database_url: str) -> None:
    """Raises SettingsError when migrations are missing: this program may not work on an older schema."""
    database = PostgresqlDatabase(**parse(database_url, unquote_password=True))
    try:
        with database.connection_context():
            runner = Runner(database, str(MIGRATIONS), table_name="schema_migrations")
            missing = [row.name for row in runner.status() if row.applied is None]
    except OperationalError as error:
        raise StoreUnavailable("The database cannot be reached.") from error
    if missing:
        raise SettingsError(
            f"The database's schema is older than this program ({', '.join(missing)}): run `bellhop migrate`."
        )

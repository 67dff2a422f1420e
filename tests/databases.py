"""The database of one test process: made from the migrated template, and between two tests as good as a new copy.

Emptying it costs a tenth of copying the template. What emptying does not undo (a changed schema), and the dead rows
it leaves behind after many tests, a new copy does.
"""

import io
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2.extensions import connection as Connection

Result = TypeVar("Result")

TESTS_PER_COPY = 100

# Every object that a migration can make, with the transaction that made or changed it.
SCHEMA = " UNION ALL ".join(
    f"SELECT md5(string_agg(concat_ws(' ', {key}, xmin), ',' ORDER BY {key})) FROM {catalog} WHERE {owner} >= 16384"
    for catalog, key, owner in (
        ("pg_class", "oid", "oid"),
        ("pg_attribute", "attrelid, attnum", "attrelid"),
        ("pg_constraint", "oid", "oid"),
        ("pg_policy", "oid", "oid"),
        ("pg_proc", "oid", "oid"),
        ("pg_trigger", "oid", "oid"),
    )
)
OTHERS_OUT = (
    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
EMPTY_ALL = """
DO $$ DECLARE name text; filled boolean; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO filled;
        IF filled THEN EXECUTE format('DELETE FROM public.%I', name); END IF;
    END LOOP;
END $$
"""


def named(url: str, database: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def run(url: str, statement: str) -> None:
    connection = psycopg2.connect(url)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


@dataclass(frozen=True)
class Pristine:
    """What a copy of the template holds: its schema, the rows that migrations wrote, where its sequences stand."""

    schema: tuple[str, ...]
    rows: dict[str, str]
    sequences: dict[str, int | None]


class Database:
    """`url` is of an empty desk, until somebody writes; `empty` makes it one again."""

    def __init__(self, admin_url: str, template: str) -> None:
        self._admin_url = admin_url
        self._template = template
        self._kept: Connection | None = None
        self._copy()

    def _copy(self) -> None:
        self._name = f"test_{uuid.uuid4().hex}"
        # Costs two checkpoints, but a third of what the default strategy's way through the log does.
        run(self._admin_url, f'CREATE DATABASE "{self._name}" TEMPLATE "{self._template}" STRATEGY file_copy')
        self.url = named(self._admin_url, self._name)
        self._emptied = 0
        self._pristine = self._on_it(_look)

    def empty(self) -> None:
        """Everybody else's connections are closed, what was written is gone, ids begin at 1 again."""
        self._emptied += 1
        if self._emptied == TESTS_PER_COPY or not self._on_it(self._emptied_in_place):
            self.drop()
            self._copy()

    def drop(self) -> None:
        self._let_go()
        run(self._admin_url, f'DROP DATABASE "{self._name}" WITH (FORCE)')

    def _emptied_in_place(self, connection: Connection) -> bool:
        """False when the schema is not the template's any more."""
        with connection.cursor() as cursor:
            cursor.execute(OTHERS_OUT)
            if _schema(connection) != self._pristine.schema:
                return False
            cursor.execute("SET session_replication_role = replica")  # no trigger, no foreign key
            cursor.execute(EMPTY_ALL)
            for table, content in self._pristine.rows.items():
                cursor.copy_expert(f'COPY public."{table}" FROM STDIN', io.StringIO(content))
            cursor.execute(SEQUENCES)
            for sequence, reached in cursor.fetchall():
                before = self._pristine.sequences[sequence]
                if reached != before:
                    cursor.execute(
                        f"SELECT setval('public.{sequence}', %s, %s)", (before or 1, before is not None)
                    )
        return True

    def _on_it(self, act: Callable[[Connection], Result]) -> Result:
        """Over a connection that stays: one that knows its tables already needs a third of the time."""
        try:
            return self._over(self._kept or psycopg2.connect(self.url), act)
        except (psycopg2.OperationalError, psycopg2.InterfaceError):  # a test cuts connections
            self._let_go()
            return self._over(psycopg2.connect(self.url), act)

    def _over(self, connection: Connection, act: Callable[[Connection], Result]) -> Result:
        self._kept = connection
        with connection:
            return act(connection)

    def _let_go(self) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None


def _look(connection: Connection) -> Pristine:
    rows = {}
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            content = io.StringIO()
            cursor.copy_expert(f'COPY public."{table}" TO STDOUT', content)
            if content.getvalue():
                rows[table] = content.getvalue()
        cursor.execute(SEQUENCES)
        sequences = dict(cursor.fetchall())
    return Pristine(_schema(connection), rows, sequences)


def _schema(connection: Connection) -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(SCHEMA)
        return tuple(found for (found,) in cursor.fetchall())

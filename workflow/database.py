"""The connection pool and the kinds of transaction: for named hotels, before a hotel is known, as the clock.

Every transaction steps into its role with SET LOCAL, so a pooler in transaction mode is fine. No connection is
held outside a `with` block, and none across a network call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import peewee
import psycopg2
from playhouse.db_url import parse
from playhouse.pool import MaxConnectionsExceeded, PooledPostgresqlDatabase

from workflow.errors import StoreUnavailable, TenantUnset, UnsafeDatabaseRole

database = peewee.DatabaseProxy()

_TENANT_UNSET = "BH001"  # raised by bellhop_hotels() of 0001_tenancy.sql
_DISK_FULL = "53100"
_STORE_TROUBLE = {"08", "25", "40", "53", "55", "57", "58"}  # classes of PostgreSQL's errcodes appendix


def connect(database_url: str, *, max_connections: int = 20) -> None:
    """Points the models at a database. Opens nothing yet."""
    arguments = parse(database_url, unquote_password=True)
    database.initialize(
        PooledPostgresqlDatabase(
            **arguments,
            max_connections=max_connections,
            stale_timeout=300,
            timeout=10,
            autoconnect=False,
            connect_timeout=5,
        )
    )


def disconnect() -> None:
    """Closes every pooled connection."""
    database.close_all()


@contextmanager
def hotels(ids: Iterable[int]) -> Iterator[None]:
    """A transaction that sees these hotels and no other. Raises TenantUnset for none, StoreUnavailable when away."""
    wanted = sorted(set(ids))
    if not wanted:
        raise TenantUnset("A transaction was opened for no hotel.")
    with _transaction("bellhop_app", "{" + ",".join(map(str, wanted)) + "}"):
        yield


@contextmanager
def hotel(id: int) -> Iterator[None]:
    """A transaction for one hotel."""
    with hotels((id,)):
        yield


@contextmanager
def before_hotel() -> Iterator[None]:
    """A transaction that may only call the look-up functions of 0005_lookups.sql: reading a table raises."""
    with _transaction("bellhop_door", ""):
        yield


@contextmanager
def as_clock() -> Iterator[None]:
    """A transaction that sees ids and times of all hotels, never content."""
    with _transaction("bellhop_clock", ""):
        yield


@contextmanager
def _transaction(role: str, tenants: str) -> Iterator[None]:
    try:
        with database.connection_context(), database.atomic():
            rows(
                "SELECT set_config('role', %s, true), set_config('bellhop.hotels', %s, true)", (role, tenants)
            )
            yield
    except (peewee.PeeweeException, psycopg2.Error, MaxConnectionsExceeded) as error:
        if is_store_trouble(error):
            raise store_unavailable(error) from error
        if sqlstate(error) == _TENANT_UNSET:
            raise TenantUnset("A query ran without naming its hotel.") from error
        raise


def is_store_trouble(error: BaseException) -> bool:
    """Whether it is the store's trouble and not the statement's: connection lost, deadlock, disk full, shut down."""
    if isinstance(error, peewee.InterfaceError | psycopg2.InterfaceError | MaxConnectionsExceeded):
        return True
    code = sqlstate(error)
    operational = isinstance(error, peewee.OperationalError | psycopg2.OperationalError)
    return operational and (not code or code[:2] in _STORE_TROUBLE)


def store_unavailable(error: BaseException) -> StoreUnavailable:
    """What to raise for such trouble."""
    return StoreUnavailable(
        "The database cannot be reached or cannot write.", full=sqlstate(error) == _DISK_FULL
    )


def sqlstate(error: BaseException) -> str:
    """The five-character code PostgreSQL gave, "" when the error is not the server's."""
    original = getattr(error, "orig", error)  # the driver's exception inside peewee's
    return str(getattr(original, "pgcode", None) or "")


def rows(sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Runs one statement in the open transaction and returns its rows (empty for one that gives none)."""
    cursor = database.execute_sql(sql, tuple(parameters))
    return cursor.fetchall() if cursor.description else []


def refuse_unsafe_roles() -> None:
    """Raises UnsafeDatabaseRole when the app's role could step over row security. Called at every start.

    Raises StoreUnavailable when the database cannot be asked.
    """
    try:
        with database.connection_context():
            found = rows(
                "SELECT r.rolsuper OR r.rolbypassrls,"
                " EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid AND c.relkind = 'r')"
                " FROM pg_roles r WHERE r.rolname = 'bellhop_app'"
            )
    except peewee.OperationalError as error:
        raise store_unavailable(error) from error
    if not found:
        raise UnsafeDatabaseRole("The database has no role bellhop_app: run `bellhop migrate` first.")
    powerful, owner = found[0]
    if powerful or owner:
        raise UnsafeDatabaseRole(
            "The database role bellhop_app is superuser, may bypass row security or owns tables: refuse to start."
        )

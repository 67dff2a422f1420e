"""Fixtures that every room's tests share: a database of one's own, settings that point to it.

The servers behind them are tests/servers.py; what stands in the database is tests/builders.py.
"""

import dataclasses
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest

from workflow.database import connect, disconnect
from workflow.migrate import migrate
from workflow.settings import Settings, load_settings

pytest_plugins = ("tests.servers",)


@pytest.fixture(scope="session")
def database_template(postgres_admin_url: str) -> str:
    """The name of a migrated, empty database that tests copy."""
    name = f"template_{uuid.uuid4().hex}"
    _run(postgres_admin_url, f'CREATE DATABASE "{name}"')
    migrate(_named(postgres_admin_url, name))
    return name


@pytest.fixture
def database_url(postgres_admin_url: str, database_template: str) -> Iterator[str]:
    """A fresh database with the whole schema; the models of this process point to it."""
    name = f"test_{uuid.uuid4().hex}"
    _run(postgres_admin_url, f'CREATE DATABASE "{name}" TEMPLATE "{database_template}" STRATEGY wal_log')
    url = _named(postgres_admin_url, name)
    connect(url)
    yield url
    disconnect()
    _run(postgres_admin_url, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def settings(database_url: str, redis_url: str, tmp_path: Path) -> Settings:
    """As on a fresh machine: no relay, files and outbox under a folder of the test's own."""
    read = load_settings(
        {
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "BELLHOP_HOME": str(tmp_path / "home"),
            "BELLHOP_SECRET": "a secret that only tests know, 32 characters and more",
            "BELLHOP_MAIL_DOMAIN": "desk.localhost",
        }
    )
    read.home.mkdir(exist_ok=True)
    return dataclasses.replace(read, retry_scale=0.01)


def _named(url: str, database: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def _run(url: str, statement: str) -> None:
    connection = psycopg2.connect(url)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()

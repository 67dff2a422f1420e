"""Fixtures that every room's tests share: a database of one's own, settings that point to it.

The servers behind them are tests/servers.py, the database is tests/databases.py; what stands in the database is tests/builders.py.
"""

import dataclasses
import uuid
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import structlog
from argon2.profiles import CHEAPEST

from tests.databases import Database, named, run
from workflow import passwords
from workflow.database import connect, disconnect
from workflow.migrate import migrate
from workflow.settings import Settings, environment, load_settings

pytest_plugins = ("tests.servers", "tests.chromium")

# The same examples each time, and none is wrong for being slow; a campaign with BELLHOP_EXAMPLES looks for new ones.
hypothesis.settings.register_profile(
    "bellhop", derandomize="BELLHOP_EXAMPLES" not in environment(), deadline=None, database=None
)
hypothesis.settings.load_profile("bellhop")


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> None:
    """A hash of the real cost is worth a fifth of a second, and most tests make some member."""
    passwords.use_profile(CHEAPEST)


@pytest.fixture(scope="session", autouse=True)
def _plain_logs() -> None:
    """Logs that nobody configured are painted, and with rich installed a fault's traceback takes a second of work."""
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], plain])


@pytest.fixture(scope="session")
def database_template(postgres_admin_url: str) -> str:
    """The name of a migrated, empty database that this process copies."""
    name = f"template_{uuid.uuid4().hex}"
    run(postgres_admin_url, f'CREATE DATABASE "{name}"')
    migrate(named(postgres_admin_url, name))
    return name


@pytest.fixture(scope="session")
def _database(postgres_admin_url: str, database_template: str) -> Iterator[Database]:
    database = Database(postgres_admin_url, database_template)
    yield database
    database.drop()


@pytest.fixture
def database_url(_database: Database) -> Iterator[str]:
    """An empty database with the whole schema; the models of this process point to it."""
    connect(_database.url)
    yield _database.url
    disconnect()
    _database.empty()


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

"""The real servers of a test session: one embedded PostgreSQL and one Valkey, or those the environment names.

BELLHOP_TEST_DATABASE_URL must be a superuser's (tests create databases); BELLHOP_TEST_REDIS_URL is emptied by tests.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bellhop.embedded.postgres import Postgres
from bellhop.embedded.valkey import Valkey
from workflow.settings import environment

# A test's data need not survive the machine's power cut.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def say_nothing(sentence: str) -> None:
    """For servers whose start is not worth a line in the test's output."""


@pytest.fixture(scope="session")
def servers_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("servers")


@pytest.fixture(scope="session")
def postgres_admin_url(servers_home: Path) -> Iterator[str]:
    """The URL of a database whose user may create others."""
    environ = environment()
    if given := environ.get("BELLHOP_TEST_DATABASE_URL"):
        yield given
        return
    server = Postgres(servers_home, environ=environ, report=say_nothing, settings=FAST)
    try:
        server.start()
        yield server.url
    finally:
        server.stop()


@pytest.fixture(scope="session")
def redis_url(servers_home: Path) -> Iterator[str]:
    environ = environment()
    if given := environ.get("BELLHOP_TEST_REDIS_URL"):
        yield given
        return
    server = Valkey(servers_home, environ=environ, report=say_nothing)
    try:
        server.start()
        yield server.url
    finally:
        server.stop()

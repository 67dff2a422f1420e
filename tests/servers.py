"""The real servers of a test run: one embedded PostgreSQL and one Valkey, or those the environment names; the nursery.

Processes that share the run (pytest -n) share them: each has databases of its own and its own number in Valkey.
BELLHOP_TEST_DATABASE_URL must be a superuser's (tests create databases); BELLHOP_TEST_REDIS_URL is emptied by tests.
"""

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from bellhop.embedded.postgres import Postgres
from bellhop.embedded.valkey import Valkey
from tests.programs import Nursery, find_nursery_by
from workflow.settings import environment

# A test's data need not survive the machine's power cut, and no table of it lives long enough to be vacuumed.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "128MB",
}


def say_nothing(sentence: str) -> None:
    """For servers whose start is not worth a line in the test's output."""


class Servers:
    """Started when first asked for, stopped together."""

    def __init__(self) -> None:
        self._running = ExitStack()
        self._postgres_url = environment().get("BELLHOP_TEST_DATABASE_URL", "")
        self._redis_url = environment().get("BELLHOP_TEST_REDIS_URL", "")
        self._nursery: Nursery | None = None

    @property
    def postgres_admin_url(self) -> str:
        """The URL of a database whose user may create others."""
        if not self._postgres_url:
            self._postgres_url = self._start(
                Postgres(self._home(), environ=environment(), report=say_nothing, settings=FAST)
            )
        return self._postgres_url

    @property
    def redis_url(self) -> str:
        if not self._redis_url:
            self._redis_url = self._start(Valkey(self._home(), environ=environment(), report=say_nothing))
        return self._redis_url

    @property
    def nursery(self) -> Path:
        """Where programs are ordered."""
        if self._nursery is None:
            self._nursery = Nursery(self._home())
            self._nursery.start()
            self._running.callback(self._nursery.stop)
        return self._nursery.path

    def stop(self) -> None:
        self._running.close()

    def _home(self) -> Path:
        return Path(self._running.enter_context(TemporaryDirectory(prefix="bellhop-test-")))

    def _start(self, server: Postgres | Valkey) -> str:
        self._running.callback(server.stop)
        server.start()
        return server.url


SERVERS = pytest.StashKey[Servers]()


def pytest_configure(config: pytest.Config) -> None:
    if shared := _shared(config):
        find_nursery_by(lambda: Path(shared["nursery"]))
    else:
        servers = config.stash[SERVERS] = Servers()
        find_nursery_by(lambda: servers.nursery)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Called in the process that shares out the tests, for each that will run some."""
    servers = node.config.stash[SERVERS]
    number = int(node.gateway.id.removeprefix("gw"))
    node.workerinput["postgres_admin_url"] = servers.postgres_admin_url
    joint = "&" if "?" in servers.redis_url else "?"
    node.workerinput["nursery"] = str(servers.nursery)
    node.workerinput["redis_url"] = f"{servers.redis_url}{joint}db={number}"


def pytest_unconfigure(config: pytest.Config) -> None:
    if servers := config.stash.get(SERVERS, None):
        servers.stop()


@pytest.fixture(scope="session")
def postgres_admin_url(pytestconfig: pytest.Config) -> str:
    return _url(pytestconfig, "postgres_admin_url")


@pytest.fixture(scope="session")
def redis_url(pytestconfig: pytest.Config) -> str:
    return _url(pytestconfig, "redis_url")


def _url(config: pytest.Config, name: str) -> str:
    shared = _shared(config)
    return shared[name] if shared else str(getattr(config.stash[SERVERS], name))


def _shared(config: pytest.Config) -> dict[str, str]:
    """What the process that shares out the tests says to this one; nothing in that process itself."""
    said: dict[str, str] = getattr(config, "workerinput", {})
    return said

"""A running desk around the test's own database and its own corner of Redis."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from bellhop.fakes.smtp_sink import SmtpSink
from tests.flows.behind_postfix import BY_SOCKET, OUR_DOMAIN
from tests.flows.desk import House, RunningDesk, open_house
from tests.postfix import Postfix, documented


@pytest.fixture
def own_redis(redis_url: str) -> str:
    """The session's Redis, emptied."""
    client = redis.Redis.from_url(redis_url)
    client.flushdb()
    client.close()
    return redis_url


@pytest.fixture
def house(database_url: str) -> House:
    return open_house()


@pytest.fixture
def desk(house: House, database_url: str, own_redis: str, tmp_path: Path) -> Iterator[RunningDesk]:
    with RunningDesk(database_url=database_url, redis_url=own_redis, folder=tmp_path / "desk") as running:
        yield running


@pytest.fixture
def outside() -> Iterator[SmtpSink]:
    """Everybody else's mail server, as Postfix sees it."""
    with SmtpSink() as sink:
        yield sink


@pytest.fixture
def mx(outside: SmtpSink) -> Iterator[Postfix]:
    with Postfix(documented(BY_SOCKET), relay_port=outside.port, replace=OUR_DOMAIN) as postfix:
        yield postfix

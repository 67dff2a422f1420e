"""A running desk around the test's own database and its own corner of Redis."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tests.flows.desk import House, RunningDesk, open_house


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

"""The embedded Valkey: its queue outlives a stop and a kill, and nothing is ever evicted from it."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis

from bellhop.embedded.valkey import Valkey
from tests.processes import alive, wait_until
from tests.servers import say_nothing
from workflow.settings import environment

StartValkey = Callable[[], Valkey]


@pytest.fixture
def start_valkey(tmp_path: Path) -> Iterator[StartValkey]:
    started: list[Valkey] = []

    def start() -> Valkey:
        started.append(Valkey(tmp_path, environ=environment(), report=say_nothing))
        started[-1].start()
        return started[-1]

    yield start
    for server in started:
        server.stop()


def pid_of(server: Valkey) -> int:
    assert server.process is not None
    return server.process.pid


def test_what_was_queued_is_there_after_a_stop_and_a_second_start(start_valkey: StartValkey) -> None:
    first = start_valkey()
    with redis.Redis.from_url(first.url) as client:
        client.rpush("queue", "ticket 1")
    first.stop()
    assert not alive(pid_of(first))
    with redis.Redis.from_url(start_valkey().url) as client:
        assert client.lrange("queue", 0, -1) == [b"ticket 1"]


def test_what_was_written_to_disk_is_there_after_a_kill(start_valkey: StartValkey) -> None:
    killed = start_valkey()
    with redis.Redis.from_url(killed.url) as client:
        client.set("key", "value")
        client.waitaof(1, 0, 5000)
    os.kill(pid_of(killed), signal.SIGKILL)
    wait_until(lambda: not alive(pid_of(killed)), what="the server's end")
    with redis.Redis.from_url(start_valkey().url) as client:
        assert client.get("key") == b"value"


def test_it_evicts_nothing_and_listens_to_no_network(start_valkey: StartValkey) -> None:
    server = start_valkey()
    with redis.Redis.from_url(server.url) as client:
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert client.config_get("port") == {"port": "0"}
        assert client.connection_pool.connection_kwargs["socket_timeout"] == 60
    assert server.socket.parent.stat().st_mode & 0o777 == 0o700


def test_an_orphan_of_an_earlier_run_is_stopped_first(start_valkey: StartValkey) -> None:
    """Two servers that append to one file would spoil it."""
    orphan = start_valkey()
    with redis.Redis.from_url(orphan.url) as client:
        client.set("key", "value")
    successor = start_valkey()
    assert not alive(pid_of(orphan))
    with redis.Redis.from_url(successor.url) as client:
        assert client.get("key") == b"value"

"""What `bellhop doctor` says of Redis, the clock and the workers, the doors and the disk."""

import dataclasses
from collections.abc import Iterator
from datetime import timedelta

import pytest
import redis

from bellhop.doctor import courier, disk, doors
from tests.bellhop.doctor.reading import assert_ok, assert_red, the
from tests.flows.desk import free_port
from worker.pulse import CLOCK, WORKER, Pulse
from workflow import clock
from workflow.settings import Listen, Settings


@pytest.fixture
def client(redis_url: str) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(redis_url) as client:
        client.flushdb()
        yield client


def test_a_redis_that_may_drop_work_is_told(settings: Settings, client: redis.Redis) -> None:
    """R-RUN-3: the policy."""
    assert_ok(the(courier.look(settings), "redis"))
    client.config_set("maxmemory-policy", "allkeys-lru")
    try:
        found = the(courier.look(settings), "redis")
    finally:
        client.config_set("maxmemory-policy", "noeviction")
    assert_red(found, "allkeys-lru", "CONFIG SET maxmemory-policy noeviction")


def test_a_redis_that_is_away_is_told(settings: Settings) -> None:
    away = dataclasses.replace(
        settings, redis_url=f"redis://:hush@127.0.0.1:{free_port()}/0?socket_timeout=60"
    )
    found = the(courier.look(away))
    assert_red(found, "does not answer", "REDIS_URL")
    assert "hush" not in str(found)


def test_processes_that_fell_silent_are_told(settings: Settings, client: redis.Redis) -> None:
    """R-RUN-3: a clock that was never seen, a worker that was, two minutes ago."""
    now = clock.now()
    Pulse(client, WORKER).beat(now=now - timedelta(minutes=2))
    assert_red(the(courier.look(settings), "clock"), "was never seen", "python -m worker.clock")
    assert_red(the(courier.look(settings), "worker"), "is silent since", "`python -m worker`")
    for name in (CLOCK, WORKER):
        Pulse(client, name).beat(now=now)
    assert_ok(*courier.look(settings))


def test_doors_that_nobody_opened_are_told_with_the_process_to_start(settings: Settings) -> None:
    """R-RUN-3"""
    shut = dataclasses.replace(
        settings,
        smtp_listen=Listen("127.0.0.1", free_port()),
        lmtp_listen=Listen(path=str(settings.home / "lmtp")),
        web_listen=Listen("127.0.0.1", free_port()),
    )
    mail, lmtp, panel = doors.look(shut)
    assert_red(mail, f"SMTP_LISTEN={shut.smtp_listen}", "python -m ingest.smtp")
    assert_red(lmtp, "LMTP_LISTEN=unix:", "python -m ingest.smtp")
    assert_red(panel, f"WEB_LISTEN={shut.web_listen}", "python -m web")


def test_a_file_store_that_cannot_be_written_is_told(settings: Settings) -> None:
    """R-RUN-3"""
    assert_ok(the(disk.look(settings), "files"))
    (settings.home / "taken").write_text("a file")
    wrong = dataclasses.replace(settings, storage_url=f"file://{settings.home / 'taken'}/files")
    assert_red(the(disk.look(wrong), "files"), "cannot be kept", "STORAGE_URL")


def test_a_disk_that_is_nearly_full_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """R-RUN-3: by the limits, for no test fills a disk."""
    monkeypatch.setattr(disk, "FULL", 10**18)
    monkeypatch.setattr(disk, "SHORT", 10**18)
    assert_red(the(disk.look(settings), "disk"), "GB are free", "Make room")

"""Signs of life of clock and worker, for `bellhop doctor`: when each was at work last. Kept in Redis, worth nothing else."""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta

import redis
from redis.exceptions import RedisError

CLOCK, WORKER = "clock", "worker"
EVERY = timedelta(seconds=5)
_KEY = "bellhop:pulse:{process}"


class Pulse:
    def __init__(self, client: redis.Redis, process: str) -> None:
        self._client = client
        self._key = _KEY.format(process=process)
        self._last: datetime | None = None

    def beat(self, *, now: datetime) -> None:
        """Every few seconds, however often it is called. A Redis that is away is others' business."""
        if self._last is not None and now - self._last < EVERY:
            return
        self._last = now
        with contextlib.suppress(RedisError):
            self._client.set(self._key, now.isoformat())


def last_beat(client: redis.Redis, process: str) -> datetime | None:
    """None: never, or Redis was emptied just now. Raises RedisError."""
    kept = client.get(_KEY.format(process=process))
    return datetime.fromisoformat(kept.decode()) if isinstance(kept, bytes) else None

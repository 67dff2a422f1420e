"""How often somebody may do something in a minute or an hour, counted in Redis for all processes together (R-QR-2).

While Redis is away each process counts alone, and a metric says so: a limit then holds once a process. Log-in tries are
counted in Postgres, by workflow/services/accounts.
"""

from __future__ import annotations

import hashlib
import math
import secrets
import threading
from collections import defaultdict, deque

import redis
import structlog
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from workflow import clock, metrics
from workflow.errors import Throttled

WINDOW, AN_HOUR = 60.0, 3600.0  # seconds
PATIENCE = 0.5  # seconds to wait for Redis
REST = 5.0  # seconds before an absent Redis is asked again
MOST_ALONE = 10_000  # of those who are counted while Redis is away

# Counts what was let through in the last minute, so that who keeps trying is not shut out for ever by that alone.
_LET_THROUGH = """
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1] - ARGV[2])
if redis.call('ZCARD', KEYS[1]) < tonumber(ARGV[3]) then
  redis.call('ZADD', KEYS[1], ARGV[1], ARGV[4])
  redis.call('EXPIRE', KEYS[1], ARGV[2] + 1)
  return ''
end
return redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]
"""

_log = structlog.get_logger(__name__)


class Limits:
    """One for a process."""

    def __init__(self, redis_url: str) -> None:
        pool = redis.ConnectionPool.from_url(redis_url, decode_responses=True, retry=Retry(NoBackoff(), 0))
        # The URL's own timeout is the courier's: jobs may wait for Redis, people do not.
        pool.connection_kwargs.update(socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
        self._redis = redis.Redis(connection_pool=pool)
        self._away_until = 0.0
        self._alone: defaultdict[str, deque[float]] = defaultdict(deque)
        self._lock = threading.Lock()

    def check(self, what: str, whose: str, *, a_minute: int) -> None:
        """Counts this time. Raises Throttled, with the seconds until the next is let through."""
        wait = self._wait(what, whose, limit=a_minute, window=WINDOW)
        if wait:
            raise Throttled("Too many tries. Wait a minute, then try again.", wait)

    def check_hour(self, what: str, whose: str, *, an_hour: int) -> None:
        """The same for what may be done so often in an hour."""
        wait = self._wait(what, whose, limit=an_hour, window=AN_HOUR)
        if wait:
            raise Throttled("Too many tries within an hour. Try again later.", wait)

    def _wait(self, what: str, whose: str, *, limit: int, window: float) -> int:
        """Seconds; 0: let through, and counted."""
        key = f"bellhop:limit:{what}:{hashlib.sha256(whose.encode()).hexdigest()[:32]}"
        now = clock.now().timestamp()
        oldest = self._oldest(key, now, limit, window)
        return 0 if oldest is None else max(1, math.ceil(oldest + window - now))

    def _oldest(self, key: str, now: float, limit: int, window: float) -> float | None:
        """None: let through. Else the moment of the first one that counts against it."""
        if clock.monotonic() < self._away_until:
            return self._oldest_alone(key, now, limit, window)
        arguments = (repr(now), str(int(window)), str(limit), secrets.token_hex(8))
        try:
            oldest = str(self._redis.eval(_LET_THROUGH, 1, key, *arguments))
        except RedisError as error:
            self._away_until = clock.monotonic() + REST
            _log.warning("rate_limits_without_redis", error=str(error))
            return self._oldest_alone(key, now, limit, window)
        return float(oldest) if oldest else None

    def _oldest_alone(self, key: str, now: float, limit: int, window: float) -> float | None:
        metrics.LIMITS_WITHOUT_REDIS.inc()
        with self._lock:
            if len(self._alone) >= MOST_ALONE:
                self._forget(now)
            times = self._alone[key]
            while times and times[0] <= now - window:
                times.popleft()
            if len(times) >= limit:
                return times[0]
            times.append(now)
            return None

    def _forget(self, now: float) -> None:
        """Whoever was not seen for an hour; all of them when that is not enough."""
        for key in [key for key, times in self._alone.items() if not times or times[-1] <= now - AN_HOUR]:
            del self._alone[key]
        if len(self._alone) >= MOST_ALONE:
            self._alone.clear()

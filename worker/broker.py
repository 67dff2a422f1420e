"""Dramatiq on Redis as a courier of ids: no retries, no delays, no results. Rows decide what is done."""

from __future__ import annotations

from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import Middleware, ShutdownNotifications, TimeLimit

from workflow.settings import Settings

INTAKE = "intake"
DELIVERY = "delivery"
QUEUES = (INTAKE, DELIVERY)
TIMERS = "timers"  # no queue: the timekeeper's part of a worker
HOOKS = "hooks"  # no queue: the hook sender's part

SOCKET_TIMEOUT = 60  # seconds; redis-py's default of 5 makes a short stall run jobs twice
TIME_LIMIT_MS = 5 * 60 * 1000


def make_broker(settings: Settings) -> RedisBroker:
    """A broker that gives the jobs of a killed worker back after half a minute."""
    middleware: list[Middleware] = [TimeLimit(time_limit=TIME_LIMIT_MS), ShutdownNotifications()]
    broker = RedisBroker(
        url=_with_timeout(settings.redis_url),
        middleware=middleware,
        namespace="bellhop",
        maintenance_chance=1_000_000,
        heartbeat_timeout=30_000,
    )
    for queue in QUEUES:
        broker.declare_queue(queue)
    return broker


def _with_timeout(url: str) -> str:
    if "socket_timeout=" in url:
        return url
    return f"{url}{'&' if '?' in url else '?'}socket_timeout={SOCKET_TIMEOUT}"

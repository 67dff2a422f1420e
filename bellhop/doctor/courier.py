"""Redis or Valkey, and the processes that leave a sign of life there: the clock and the workers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import redis
from redis.exceptions import RedisError

from bellhop.doctor.finding import Finding, fail, ok
from worker.pulse import CLOCK, WORKER, last_beat
from workflow import clock
from workflow.settings import Settings

CHECK = "redis"
SECONDS = 5
OLDEST = (6, 2)
SILENT = timedelta(minutes=1)
_POLICY = "noeviction"
_WORK = {CLOCK: "what is due is handed to the workers", WORKER: "what is handed over is done"}


def look(settings: Settings) -> Iterator[Finding]:
    with redis.Redis.from_url(settings.redis_url) as client:
        client.connection_pool.connection_kwargs.update(
            socket_connect_timeout=SECONDS, socket_timeout=SECONDS
        )
        try:
            yield from _server(client)
            yield from (_process(client, name, now=clock.now()) for name in (CLOCK, WORKER))
        except RedisError as error:
            says = f"Redis does not answer ({type(error).__name__})."
            remedy = "Start it, or correct REDIS_URL. Nothing is lost meanwhile: work waits in the database."
            yield fail(CHECK, says, remedy)


def _server(client: redis.Redis) -> Iterator[Finding]:
    server, memory = client.info("server"), client.info("memory")
    version = str(server["redis_version"])
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST:
        yield fail(CHECK, f"Redis {version} is too old.", "Use Valkey, or Redis 6.2 or newer (REDIS_URL).")
    policy = str(memory.get("maxmemory_policy", ""))
    if policy != _POLICY:
        says = f"maxmemory-policy is {policy or 'unknown'}: when memory is short, work is dropped and found again late."
        remedy = f"Run `redis-cli CONFIG SET maxmemory-policy {_POLICY}`, and put the line `maxmemory-policy {_POLICY}` into its configuration."
        yield fail(CHECK, says, remedy)
    else:
        yield ok(CHECK, f"Redis {version} answers and drops nothing ({_POLICY}).")


def _process(client: redis.Redis, name: str, *, now: datetime) -> Finding:
    seen = last_beat(client, name)
    if seen is not None and now - seen < SILENT:
        return ok(name, f"The {name} is at work: {_WORK[name]}.")
    since = f"since {seen:%Y-%m-%d %H:%M} UTC" if seen else "and was never seen"
    module = "worker.clock" if name == CLOCK else "worker"
    remedy = f"Start the desk (`bellhop up`), or its process `python -m {module}`; its last log lines say why it ended."
    return fail(name, f"The {name} is silent {since}.", remedy)

"""Carries the ids of what is due from Postgres to Redis. The clock calls it on every beat, a worker after each job.

What Redis loses comes up again when its time is over; what it carries twice is claimed once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

import dramatiq
from dramatiq.brokers.redis import RedisBroker
from redis.exceptions import RedisError

from worker.broker import DELIVERY, INTAKE, QUEUES
from workflow.errors import StoreUnavailable
from workflow.services import outbox
from workflow.settings import Settings
from workflow.values import EffectKind

MAX_WAITING = 500  # messages in Redis; what is more waits in Postgres
MAX_A_BEAT = 1000  # effects
MAILS_A_MESSAGE = 50

PROCESS_INBOX = "process_inbox"
DELIVER = "deliver"
FIRE_DEADLINES = "fire_deadlines"

_T = TypeVar("_T")


class Courier:
    def __init__(self, broker: RedisBroker, settings: Settings) -> None:
        self._broker = broker
        self._lease = timedelta(seconds=settings.lease_seconds)

    def carry(self, *, now: datetime) -> int:
        """Hands over what is due and returns how many effects and deadlines that were.

        Raises StoreUnavailable when Postgres or Redis is away; nothing is lost then.
        """
        if self._waiting() >= MAX_WAITING:
            return 0
        effects = outbox.hand_over(now=now, lease=self._lease, limit=MAX_A_BEAT)
        deadlines = outbox.hand_over_deadlines(now=now, lease=self._lease, limit=MAX_A_BEAT)
        mails = [id for id, kind in effects if kind is EffectKind.PROCESS_INBOX]
        for ids in _groups(mails, MAILS_A_MESSAGE):
            self._send(INTAKE, PROCESS_INBOX, ids)
        for id, kind in effects:
            if kind is not EffectKind.PROCESS_INBOX:
                self._send(DELIVERY, DELIVER, [id])
        for pairs in _groups(deadlines, MAILS_A_MESSAGE):
            self._send(INTAKE, FIRE_DEADLINES, pairs)
        return len(effects) + len(deadlines)

    def ping(self) -> None:
        """Raises StoreUnavailable when Redis does not answer."""
        self._waiting()

    def _waiting(self) -> int:
        try:
            return sum(self._broker.client.llen(f"{self._broker.namespace}:{queue}") for queue in QUEUES)
        except RedisError as error:
            raise StoreUnavailable("Redis cannot be reached.") from error

    def _send(self, queue: str, actor: str, argument: Sequence[object]) -> None:
        message: dramatiq.Message[None] = dramatiq.Message(
            queue_name=queue, actor_name=actor, args=(list(argument),), kwargs={}, options={}
        )
        try:
            self._broker.enqueue(message)
        except (RedisError, dramatiq.errors.ConnectionError) as error:
            raise StoreUnavailable("Redis cannot be reached.") from error


def _groups(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    found = list(items)
    return (found[start : start + size] for start in range(0, len(found), size))

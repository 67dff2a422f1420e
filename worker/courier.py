"""Carries the ids of what is due from Postgres to Redis. The clock calls it on every beat, a worker when it runs short.

Only a little lies in Redis at any moment: what waits in Postgres waits in a fair order. What Redis loses comes up again,
what it carries twice is claimed once.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

import dramatiq
from dramatiq.brokers.redis import RedisBroker
from redis.exceptions import RedisError

from worker.broker import DELIVERY, INTAKE
from workflow.errors import StoreUnavailable
from workflow.services import dispatch, relay_pace
from workflow.services.dispatch import LANES, Handed, Lane
from workflow.settings import Settings

MAILS_A_MESSAGE = 50
MAX_INTAKE = 16  # messages in Redis: some seconds of work
MAX_DELIVERY = 8  # messages in Redis: a slow relay is seconds behind then, not minutes
FEW_LEFT = 6
MAILS_OUT_A_MESSAGE = 4

PROCESS_INBOX = "process_inbox"
DELIVER = "deliver"
CONVERSE = "converse"

_T = TypeVar("_T")


class Courier:
    def __init__(self, broker: RedisBroker, settings: Settings) -> None:
        self._broker = broker
        self._lease = timedelta(seconds=settings.lease_seconds)
        self._pace = relay_pace.pace_of(settings.relay_per_minute) if settings.relay_per_minute else None
        self._refilling = threading.Lock()

    def carry(self, *, now: datetime) -> int:
        """Hands over what is due, as far as there is room, and returns how many effects that were.

        Raises StoreUnavailable when Postgres or Redis is away; nothing is lost then.
        """
        mails = self._carry_mails_in(now=now) + self._carry_mails_out(now=now)
        return mails + self._carry_conversations(now=now)

    def take_back_lost(self, *, now: datetime) -> None:
        """What dead workers held waits again. Raises StoreUnavailable."""
        dispatch.take_back_lost(now=now)

    def refill(self, *, now: datetime) -> None:
        """After a delivery: hands over more when few are left; of several threads one does it. Raises StoreUnavailable."""
        if not self._refilling.acquire(blocking=False):
            return
        try:
            if self._waiting(DELIVERY) < FEW_LEFT:
                self._carry_mails_out(now=now)
                self._carry_conversations(now=now)
        finally:
            self._refilling.release()

    def ping(self) -> None:
        """Raises StoreUnavailable when Redis does not answer."""
        self._waiting(INTAKE)

    def _carry_mails_in(self, *, now: datetime) -> int:
        room = MAX_INTAKE - self._waiting(INTAKE)
        if room <= 0:
            return 0
        handed = self._hand_over(Lane.INTAKE, room * MAILS_A_MESSAGE, now=now)
        for ids in _groups([one.id for one in handed if not one.alone], MAILS_A_MESSAGE):
            self._send(INTAKE, PROCESS_INBOX, ids, alone=False)
        for one in handed:
            if one.alone:
                self._send(INTAKE, PROCESS_INBOX, [one.id], alone=True)
        return len(handed)

    def _carry_mails_out(self, *, now: datetime) -> int:
        room = (MAX_DELIVERY - self._waiting(DELIVERY)) * MAILS_OUT_A_MESSAGE
        if room > 0:
            room = relay_pace.room(self._pace, now=now, most=room)
        if room <= 0:
            return 0
        handed = self._hand_over(Lane.RELAY, room, now=now)
        for ids in _spread([one.id for one in handed if not one.alone]):
            self._send(DELIVERY, DELIVER, ids, alone=False)
        for one in handed:
            if one.alone:
                self._send(DELIVERY, DELIVER, [one.id], alone=True)
        return len(handed)

    def _carry_conversations(self, *, now: datetime) -> int:
        """A jam of mails leaves room for them."""
        room = MAX_DELIVERY * 2 - self._waiting(DELIVERY)
        handed = self._hand_over(Lane.PROVIDER, room, now=now) if room > 0 else []
        for one in handed:
            self._send(DELIVERY, CONVERSE, [one.id], alone=one.alone)
        return len(handed)

    def _hand_over(self, lane: Lane, limit: int, *, now: datetime) -> list[Handed]:
        kinds = [kind for kind, its_lane in LANES.items() if its_lane is lane]
        return dispatch.hand_over(now=now, limit=limit, kinds=kinds, lease=self._lease)

    def _waiting(self, queue: str) -> int:
        try:
            return int(self._broker.client.llen(f"{self._broker.namespace}:{queue}"))
        except RedisError as error:
            raise StoreUnavailable("Redis cannot be reached.") from error

    def _send(self, queue: str, actor: str, ids: Sequence[int], *, alone: bool) -> None:
        message: dramatiq.Message[None] = dramatiq.Message(
            queue_name=queue, actor_name=actor, args=(list(ids), alone), kwargs={}, options={}
        )
        try:
            self._broker.enqueue(message)
        except (RedisError, dramatiq.errors.ConnectionError) as error:
            raise StoreUnavailable("Redis cannot be reached.") from error


def _spread(ids: list[int]) -> Iterator[list[int]]:
    """A few go each alone, for they can go at the same time; of many, several share the cost of a message."""
    return _groups(ids, MAILS_OUT_A_MESSAGE if len(ids) > MAX_DELIVERY else 1)


def _groups(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    found = list(items)
    return (found[start : start + size] for start in range(0, len(found), size))

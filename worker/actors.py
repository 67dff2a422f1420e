"""The jobs of the worker, thin: claim, let the core work, hand over what follows. Every one may run twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import dramatiq
import structlog
from dramatiq.brokers.redis import RedisBroker

from worker.broker import DELIVERY, INTAKE
from worker.conversation import Conversation
from worker.courier import CONVERSE, DELIVER, PROCESS_INBOX, Courier
from worker.postman import Postman
from workflow import clock
from workflow.authenticity import Verifier
from workflow.desk import Desk
from workflow.errors import StoreUnavailable
from workflow.services import intake, outbox

ALONE_SECONDS = 2.0  # waited for the one before; then it goes all the same

_log = structlog.get_logger(__name__)


def declare_actors(broker: RedisBroker, desk: Desk, *, postman: Postman, verify: Verifier) -> None:
    """Makes the jobs known to the broker."""
    courier = Courier(broker, desk.settings)
    lease = timedelta(seconds=desk.settings.lease_seconds)
    turns = Turns()
    conversation = Conversation(desk)

    def process_inbox(ids: Sequence[int], alone: bool) -> None:
        with turns.taken(alone):
            claims = outbox.claim(ids, now=clock.now(), lease=lease)
            if claims:
                intake.process(claims, desk=desk, tick=clock.now, verify=verify)
                _go_on(courier)

    def deliver(ids: Sequence[int], alone: bool) -> None:
        with turns.taken(alone):
            postman.deliver_all(outbox.claim(ids, now=clock.now(), lease=lease))
        _go_on(courier, only_mails_out=True)

    def converse(ids: Sequence[int], alone: bool) -> None:
        with turns.taken(alone):
            for claim in outbox.claim(ids, now=clock.now(), lease=lease):
                conversation.carry_on(claim)
        _go_on(courier, only_mails_out=True)

    dramatiq.actor(actor_name=PROCESS_INBOX, queue_name=INTAKE, broker=broker)(process_inbox)
    dramatiq.actor(actor_name=DELIVER, queue_name=DELIVERY, broker=broker)(deliver)
    dramatiq.actor(actor_name=CONVERSE, queue_name=DELIVERY, broker=broker)(converse)


class Turns:
    """What has ended a worker before is done one at a time in a process, and is claimed only when its turn comes: so
    the one that kills takes few others with it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    @contextmanager
    def taken(self, alone: bool) -> Iterator[None]:
        held = alone and self._lock.acquire(timeout=ALONE_SECONDS)
        try:
            yield
        finally:
            if held:
                self._lock.release()


def _go_on(courier: Courier, *, only_mails_out: bool = False) -> None:
    """What follows goes on at once; if that fails the clock carries it at its next beat."""
    try:
        if only_mails_out:
            courier.refill(now=clock.now())
        else:
            courier.carry(now=clock.now())
    except StoreUnavailable as error:
        _log.warning("carry_failed", reason=str(error))

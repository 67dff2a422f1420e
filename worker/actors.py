"""The jobs of the worker, thin: claim, let the core work, hand over what follows. Every one may run twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import dramatiq
import structlog
from dramatiq.brokers.redis import RedisBroker

from worker.broker import DELIVERY, INTAKE
from worker.courier import DELIVER, FIRE_DEADLINES, PROCESS_INBOX, Courier
from worker.postman import Postman
from workflow import clock
from workflow.authenticity import Verifier
from workflow.database import hotel
from workflow.desk import Desk
from workflow.errors import StoreUnavailable
from workflow.services import intake, outbox, timers

_log = structlog.get_logger(__name__)


def declare_actors(broker: RedisBroker, desk: Desk, *, postman: Postman, verify: Verifier) -> None:
    """Makes the jobs known to the broker."""
    courier = Courier(broker, desk.settings)
    lease = timedelta(seconds=desk.settings.lease_seconds)

    def process_inbox(ids: Sequence[int]) -> None:
        claims = outbox.claim(ids, now=clock.now(), lease=lease)
        if claims:
            intake.process(claims, desk=desk, tick=clock.now, verify=verify)
            _carry(courier)

    def deliver(ids: Sequence[int]) -> None:
        for claim in outbox.claim(ids, now=clock.now(), lease=lease):
            postman.deliver(claim)

    def fire_deadlines(pairs: Sequence[tuple[int, int]]) -> None:
        for deadline_id, hotel_id in pairs:
            _fire(deadline_id, hotel_id)
        _carry(courier)

    dramatiq.actor(actor_name=PROCESS_INBOX, queue_name=INTAKE, broker=broker)(process_inbox)
    dramatiq.actor(actor_name=DELIVER, queue_name=DELIVERY, broker=broker)(deliver)
    dramatiq.actor(actor_name=FIRE_DEADLINES, queue_name=INTAKE, broker=broker)(fire_deadlines)


def _fire(deadline_id: int, hotel_id: int) -> None:
    """One that cannot be fired stays armed, comes up again after a lease, and holds no other up."""
    try:
        with hotel(hotel_id):
            timers.fire(deadline_id, now=clock.now())
    except Exception:  # noqa: BLE001 - the edge of one job: the next deadline is handled
        _log.exception("deadline_failed", deadline=deadline_id)


def _carry(courier: Courier) -> None:
    """What follows goes on at once; if that fails the clock carries it at its next beat."""
    try:
        courier.carry(now=clock.now())
    except StoreUnavailable as error:
        _log.warning("carry_failed", reason=str(error))

"""Sends webhooks in threads of its own, straight from Postgres: neither mail nor a slow endpoint's neighbours wait.

A thread serves one endpoint for some seconds, its events in their order, then lets the next one have its turn.
"""

from __future__ import annotations

import threading
from datetime import timedelta

import structlog

from worker.egress import EgressClient
from worker.transports.http import SECONDS, HttpPost
from workflow import clock
from workflow.database import hotel
from workflow.desk import Desk
from workflow.errors import StoreUnavailable
from workflow.reasons import because
from workflow.schedules import SCHEDULES
from workflow.services import outbox, webhook_deliveries, webhook_queue
from workflow.services.outbox import Claim
from workflow.services.webhook_queue import Turn
from workflow.wake import wake_clock

THREADS = 4
AT_ONCE = 50
SLICE_SECONDS = 5.0
LEASE = timedelta(seconds=SECONDS * 2)
"""Longer than one request can take; renewed before each."""

_log = structlog.get_logger(__name__)


class HookSender:
    def __init__(self, desk: Desk, *, post: HttpPost | None = None) -> None:
        """`post` is given where another certificate authority is trusted."""
        self._desk = desk
        self._post = post or HttpPost(EgressClient(allow_private=desk.settings.egress_allow_private))
        self._stop, self._looking = threading.Event(), threading.Lock()
        self._threads = [
            threading.Thread(target=self._run, name="hook sender", daemon=True) for _ in range(THREADS)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Waits for the request that each thread is at."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def round(self) -> int:
        """Serves one endpoint for a while, and returns how many of its events were tried. Raises StoreUnavailable."""
        turn = webhook_queue.take(now=clock.now(), lease=LEASE)
        return self._serve_and_give_back(turn) if turn is not None else 0

    def _run(self) -> None:
        """One thread looks for work, or waits for it; the others are at work, or wait for their turn to look."""
        while not self._stop.is_set():
            try:
                with self._looking:
                    turn = webhook_queue.take(now=clock.now(), lease=LEASE)
                    if turn is None:
                        self._stop.wait(self._desk.settings.sweep_seconds)
                        continue
                self._serve_and_give_back(turn)
            except StoreUnavailable as error:
                _log.warning("webhooks_interrupted", reason=str(error))
                self._stop.wait(self._desk.settings.sweep_seconds)
            except Exception:  # noqa: BLE001 - the edge of the thread: it must not end
                _log.exception("webhooks_fault")
                self._stop.wait(self._desk.settings.sweep_seconds)

    def _serve_and_give_back(self, turn: Turn) -> int:
        try:
            return self._serve(turn)
        finally:
            webhook_queue.hold(turn, until=clock.now())

    def _serve(self, turn: Turn) -> int:
        tried, until = 0, clock.monotonic() + SLICE_SECONDS
        for id in webhook_queue.due(turn, now=clock.now(), limit=AT_ONCE):
            webhook_queue.hold(turn, until=clock.now() + LEASE)
            for claim in outbox.claim([id], now=clock.now(), lease=LEASE):
                tried += 1
                if not self._deliver(claim):
                    return tried
            if self._stop.is_set() or clock.monotonic() > until:
                break
        return tried

    def _deliver(self, claim: Claim) -> bool:
        """Whether the endpoint can be given the next one at once. Raises StoreUnavailable."""
        log = _log.bind(effect=claim.id, attempt=claim.attempts)
        if claim.ends_its_worker or claim.attempts > SCHEDULES[claim.kind].tries:
            with hotel(claim.hotel_id):
                webhook_deliveries.give_up(
                    claim, because("Sending this ended its process, several times."), now=clock.now()
                )
            return True
        try:
            return self._send(claim, log)
        except StoreUnavailable:
            outbox.release([claim], until=clock.now() + outbox.STORE_PAUSE)
            raise
        except Exception as error:
            # The edge: whatever one event does to us, the next is sent.
            log.exception("webhook_fault")
            pause = SCHEDULES[claim.kind].after(claim.attempts, scale=self._desk.settings.retry_scale)
            with hotel(claim.hotel_id):
                why = because("A fault of the desk: %(kind)s", kind=type(error).__name__)
                if pause is None:
                    webhook_deliveries.give_up(claim, why, now=clock.now())
                else:
                    outbox.put_off(claim, why, until=clock.now() + pause)
            return True

    def _send(self, claim: Claim, log: structlog.stdlib.BoundLogger) -> bool:
        with hotel(claim.hotel_id):
            outgoing = webhook_deliveries.outgoing(claim, keys=self._desk.keys, now=clock.now())
        if outgoing is None:
            return True
        tried = self._post.send(outgoing)
        with hotel(claim.hotel_id):
            goes_on = webhook_deliveries.record(claim, outgoing, tried, desk=self._desk, now=clock.now())
        if not tried.is_taken:
            log.warning("webhook_not_taken", status=tried.status, reason=tried.error)
            wake_clock()  # perhaps a mail to the owners
        return goes_on

"""Fires the deadlines that have come, in threads of their own: however much mail waits, it does not delay them."""

from __future__ import annotations

import threading
from datetime import timedelta

import structlog

from workflow import clock
from workflow.database import hotel
from workflow.desk import Desk
from workflow.errors import StoreUnavailable
from workflow.reasons import because
from workflow.services import deadlines, outbox, timers
from workflow.services.deadlines import Taken
from workflow.wake import wake_clock

THREADS = 2
AT_ONCE = 20

_log = structlog.get_logger(__name__)


class Timekeeper:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lease = min(deadlines.LEASE, timedelta(seconds=desk.settings.lease_seconds))
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._run, name="timekeeper") for _ in range(THREADS)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Waits for the deadline that each thread is at."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def round(self) -> int:
        """Fires some of what is due, and returns how many. Raises StoreUnavailable."""
        now = clock.now()
        taken = deadlines.take(now=now, limit=AT_ONCE, lease=self._lease)
        taken += deadlines.take_again(now=now, lease=self._lease)
        for index, one in enumerate(taken):
            if self._stop.is_set() or clock.now() > one.until - self._lease / 2:
                deadlines.give_back(taken[index:], at=clock.now())
                break
            try:
                self._fire(one)
            except StoreUnavailable:
                deadlines.give_back(taken[index:], at=clock.now() + outbox.STORE_PAUSE)
                raise
        if taken:
            wake_clock()
        return len(taken)

    def _run(self) -> None:
        pause = self._desk.settings.sweep_seconds
        while not self._stop.is_set():
            try:
                if self.round():
                    continue
            except StoreUnavailable as error:
                _log.warning("deadlines_interrupted", reason=str(error))
            except Exception:  # noqa: BLE001 - the edge of the thread: it must not end
                _log.exception("deadlines_fault")
            self._stop.wait(pause)

    def _fire(self, taken: Taken) -> None:
        """One that cannot be fired holds no other up. Raises StoreUnavailable."""
        try:
            with hotel(taken.hotel_id):
                if taken.ends_its_worker:
                    deadlines.bury(
                        taken, because("Doing this ended its process, several times."), now=clock.now()
                    )
                else:
                    timers.fire(taken.id, now=clock.now())
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - the edge of one job: the next deadline is handled
            _log.exception("deadline_failed", deadline=taken.id, attempt=taken.attempts)
            self._put_off(taken, error)

    def _put_off(self, taken: Taken, error: Exception) -> None:
        scale = self._desk.settings.retry_scale
        with hotel(taken.hotel_id):
            deadlines.put_off(
                taken,
                because("A fault of the desk: %(kind)s", kind=type(error).__name__),
                scale=scale,
                now=clock.now(),
            )

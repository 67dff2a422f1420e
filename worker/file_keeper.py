"""Looks after the bytes in the file store, in a thread of its own: asks the scanner about them, removes unused ones."""

from __future__ import annotations

import threading
from datetime import timedelta

import structlog

from worker import scanning
from workflow import clock
from workflow.database import hotel
from workflow.desk import Desk
from workflow.errors import DeliveryFailed, NotFound, StoreUnavailable
from workflow.models import Effect
from workflow.reasons import because
from workflow.schedules import SCHEDULES
from workflow.services import dispatch, outbox, stored_files, unused_files
from workflow.services.dispatch import LANES, Lane
from workflow.services.outbox import Claim
from workflow.values import EffectKind

AT_ONCE = 20
LEASE = timedelta(seconds=scanning.SECONDS * 2 + 30)
"""Longer than two scanners and the store can take for one file."""

_KINDS = [kind for kind, lane in LANES.items() if lane is Lane.FILES]
_log = structlog.get_logger(__name__)


class FileKeeper:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="file keeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Waits for the file that it is at."""
        self._stop.set()
        self._thread.join()

    def round(self) -> int:
        """Does some of what is due, and returns how many. Raises StoreUnavailable."""
        handed = dispatch.hand_over(now=clock.now(), limit=AT_ONCE, kinds=_KINDS)
        for one in handed:
            if self._stop.is_set():
                break
            for claim in outbox.claim([one.id], now=clock.now(), lease=LEASE):
                self._carry_out(claim)
        return len(handed)

    def _run(self) -> None:
        pause = self._desk.settings.sweep_seconds
        while not self._stop.is_set():
            try:
                if self.round():
                    continue
            except StoreUnavailable as error:
                _log.warning("files_interrupted", reason=str(error))
            except Exception:  # noqa: BLE001 - the edge of the thread: it must not end
                _log.exception("files_fault")
            self._stop.wait(pause)

    def _carry_out(self, claim: Claim) -> None:
        """Or writes down why not, and when it is tried again. Raises StoreUnavailable for the database."""
        if claim.ends_its_worker or claim.attempts > SCHEDULES[claim.kind].tries:
            self._put_off(claim, because("Doing this ended its process, several times."), permanent=True)
            return
        try:
            if claim.kind is EffectKind.REMOVE_FILE:
                unused_files.remove(claim, desk=self._desk, now=clock.now())
            else:
                self._check(claim)
        except StoreUnavailable as error:
            _log.warning("file_interrupted", effect=claim.id, reason=str(error))
            outbox.release([claim], until=clock.now() + outbox.STORE_PAUSE)
        except DeliveryFailed as error:
            _log.warning("scanner_trouble", effect=claim.id, reason=str(error))
            self._put_off(claim, str(error), permanent=error.permanent)
        except Exception as error:  # noqa: BLE001
            # The edge: whatever one file does to us, the next is looked at.
            _log.exception("file_fault", effect=claim.id)
            self._put_off(
                claim, because("A fault of the desk: %(kind)s", kind=type(error).__name__), permanent=False
            )

    def _check(self, claim: Claim) -> None:
        with hotel(claim.hotel_id):
            sha256 = str(Effect.get_by_id(claim.id).payload["sha256"])
        try:
            finding = scanning.scan(self._desk.files.get(claim.hotel_id, sha256), self._desk.settings)
        except NotFound as error:
            raise DeliveryFailed(because("The bytes are not in the store."), permanent=False) from error
        now = clock.now()
        with hotel(claim.hotel_id):
            if outbox.finish(claim, now=now):
                stored_files.record_check(claim.hotel_id, sha256, finding, now=now)
        if finding:
            _log.warning("file_held", hotel=claim.hotel_id, sha256=sha256, finding=finding)

    def _put_off(self, claim: Claim, error: str, *, permanent: bool) -> None:
        pause = SCHEDULES[claim.kind].after(claim.attempts, scale=self._desk.settings.retry_scale)
        now = clock.now()
        with hotel(claim.hotel_id):
            if permanent or pause is None:
                outbox.bury(claim, error, now=now)
            else:
                outbox.put_off(claim, error, until=now + pause)

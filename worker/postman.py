"""Takes claimed effects from letter to relay: load, let the database go, compose, ask once more, send, record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import structlog

from worker.compose import compose
from worker.file_gate import let_through
from worker.fresh_rows import FreshRows
from worker.relay_gate import RelayGate
from worker.transports import Transport
from workflow import clock
from workflow.database import hotel
from workflow.desk import Desk
from workflow.errors import DeliveryFailed, NotFound, RelayBusy, StoreUnavailable
from workflow.letter import Letter
from workflow.reasons import because
from workflow.schedules import SCHEDULES
from workflow.services import delivery, outbox
from workflow.services.delivery import Sent
from workflow.services.letter_rows import TO_GUESTS, LetterRows
from workflow.services.notice_pace import Later
from workflow.services.outbox import Claim

_log = structlog.get_logger(__name__)


class Postman:
    def __init__(self, desk: Desk, transport: Transport, *, door: Transport) -> None:
        """`door` takes the probes of live tests that go to the desk's own door."""
        self._desk = desk
        self._transport = transport
        self._door = door
        self._gate = RelayGate(desk.settings)

    def deliver_all(self, claims: Sequence[Claim]) -> None:
        """One after the other; what a slow relay leaves no time for is given back."""
        fresh = FreshRows(claims)
        for index, claim in enumerate(claims):
            if index and not self._has_time(claim):
                outbox.release(claims[index:], until=clock.now())
                return
            self._deliver(claim, fresh)

    def _deliver(self, claim: Claim, fresh: FreshRows) -> None:
        """Sends what the effect asks for, at most once at a time, and writes down what came of it."""
        log = _log.bind(effect=claim.id, kind=claim.kind, attempt=claim.attempts)
        if claim.ends_its_worker or claim.attempts > SCHEDULES[claim.kind].tries:
            self._record_trouble(
                claim, because("Sending this mail ended its process, several times."), permanent=True
            )
            return
        try:
            letter = self._letter(claim, fresh.of(claim))
            if letter is None:
                with hotel(claim.hotel_id):
                    delivery.record_nothing_to_send(claim, now=clock.now())
                return
            if isinstance(letter, Later):
                outbox.release([claim], until=letter.until)
                return
            closed_until = None if letter.by_own_door else self._gate.closed_until(now=clock.now())
            if closed_until is not None:
                outbox.release([claim], until=closed_until)
                return
            sent = self._send(claim, letter)
        except RelayBusy as error:
            log.warning("relay_busy", reason=str(error))
            self._gate.close(error, now=clock.now())
            self._record_trouble(claim, str(error), permanent=False, retry_after=error.retry_after)
        except NotFound as error:
            self._record_trouble(
                claim, because("A file of this mail is gone: %(error)s", error=error), permanent=True
            )
        except DeliveryFailed as error:
            log.warning("not_delivered", reason=str(error), permanent=error.permanent)
            self._record_trouble(claim, str(error), permanent=error.permanent, retry_after=error.retry_after)
        except StoreUnavailable as error:
            log.warning("delivery_interrupted", reason=str(error))
            outbox.release([claim], until=clock.now() + outbox.STORE_PAUSE)
        except Exception as error:
            log.exception("delivery_fault")
            self._record_trouble(
                claim, because("A fault of the desk: %(kind)s", kind=type(error).__name__), permanent=False
            )
        else:
            if sent is not None:
                with hotel(claim.hotel_id):
                    delivery.record_sent(claim, letter, sent, now=clock.now())
                log.info("delivered", detail=sent.detail)

    def _letter(self, claim: Claim, rows: LetterRows) -> Letter | Later | None:
        if claim.kind in TO_GUESTS:
            return delivery.letter_of(claim, rows, desk=self._desk, now=clock.now())
        with hotel(claim.hotel_id):
            return delivery.letter_of(claim, rows, desk=self._desk, now=clock.now())

    def _send(self, claim: Claim, letter: Letter) -> Sent | None:
        letter = let_through(letter, desk=self._desk, now=clock.now())
        composed = compose(letter, files=self._desk.files, now=clock.now())
        transport = self._door if letter.by_own_door else self._transport
        if not self._holds(claim, transport.longest(composed)):
            return None
        receipt = transport.send(composed)
        return Sent(receipt.detail, receipt.kept)

    def _holds(self, claim: Claim, longest: float) -> bool:
        """Asks once more, unless the claim is fresh; a mail that may take longer than half the lease gets a longer one."""
        if longest * 2 <= self._desk.settings.lease_seconds:
            return self._has_time(claim) or outbox.holds(claim)
        return outbox.renew(claim, now=clock.now(), lease=timedelta(seconds=longest * 2))

    def _has_time(self, claim: Claim) -> bool:
        """Whether more than half its lease is left: nobody else can have it, whoever was paused."""
        half = timedelta(seconds=self._desk.settings.lease_seconds / 2)
        return claim.until is not None and clock.now() < claim.until - half

    def _record_trouble(
        self, claim: Claim, error: str, *, permanent: bool, retry_after: int | None = None
    ) -> None:
        with hotel(claim.hotel_id):
            delivery.record_trouble(
                claim, error, permanent=permanent, retry_after=retry_after, desk=self._desk, now=clock.now()
            )

"""Carries one effect of a WhatsApp conversation out: a message, an alarm, a report, a file, a look at the list.

No connection is held while Twilio is spoken to; what it says is written down in a short transaction of its own.
"""

from __future__ import annotations

from datetime import timedelta

import structlog

from worker import file_gate, number_check
from worker.media_fetcher import MediaFetcher
from worker.reconciler import Reconciler
from worker.transports.twilio import Twilio, Unknown
from workflow import clock
from workflow.database import hotel
from workflow.desk import Desk
from workflow.errors import DeliveryFailed, StoreUnavailable
from workflow.reasons import because
from workflow.schedules import SCHEDULES
from workflow.services import (
    alarm_fate,
    delivery,
    media,
    number_checks,
    outbox,
    provider_reports,
    whatsapp_alarms,
    whatsapp_out,
)
from workflow.services.outbox import Claim
from workflow.services.whatsapp_out import Ask, LookUp
from workflow.values import EffectKind

_log = structlog.get_logger(__name__)


class Conversation:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._twilio = Twilio(desk.settings.twilio_api_base)
        self._media = MediaFetcher(desk)
        self._reconciler = Reconciler(desk, self._twilio)
        self._lease = timedelta(seconds=desk.settings.lease_seconds)

    def carry_on(self, claim: Claim) -> None:
        """Does it, or writes down why not and when it is tried again."""
        log = _log.bind(effect=claim.id, kind=claim.kind, attempt=claim.attempts)
        if claim.ends_its_worker or claim.attempts > SCHEDULES[claim.kind].tries:
            self._trouble(
                claim, DeliveryFailed(because("Doing this ended its process, several times."), permanent=True)
            )
            return
        try:
            self._do(claim)
        except DeliveryFailed as error:
            log.warning("whatsapp_trouble", reason=str(error), permanent=error.permanent)
            self._trouble(claim, error)
        except StoreUnavailable as error:
            log.warning("whatsapp_interrupted", reason=str(error))
            outbox.release([claim], until=clock.now() + outbox.STORE_PAUSE)
        except Exception as error:
            # The edge: whatever one effect does to us, the next is done.
            log.exception("whatsapp_fault")
            fault = DeliveryFailed(
                because("A fault of the desk: %(kind)s", kind=type(error).__name__), permanent=False
            )
            self._trouble(claim, fault)

    def _do(self, claim: Claim) -> None:
        if claim.kind is EffectKind.SEND_WHATSAPP:
            self._send(claim)
        elif claim.kind is EffectKind.SEND_ALARM_WHATSAPP:
            self._alarm(claim)
        elif claim.kind is EffectKind.FETCH_MEDIA:
            self._media.fetch(claim)
        elif claim.kind is EffectKind.RECONCILE_WHATSAPP:
            self._reconciler.reconcile(claim)
        elif claim.kind is EffectKind.CHECK_NUMBER:
            self._check_number(claim)
        else:
            with hotel(claim.hotel_id):
                provider_reports.apply_claimed(claim, now=clock.now())

    def _check_number(self, claim: Claim) -> None:
        with hotel(claim.hotel_id):
            number = number_checks.asked(claim, keys=self._desk.keys)
        lines = tuple(number_check.ask(number, self._twilio))
        with hotel(claim.hotel_id):
            number_checks.record(claim, number, lines, now=clock.now())

    def _alarm(self, claim: Claim) -> None:
        """One template to one member. What nobody knows the fate of is asked for again: twice is better than never."""
        with hotel(claim.hotel_id):
            ask = whatsapp_alarms.next_ask(claim, desk=self._desk, now=clock.now())
        if ask is None:
            return
        try:
            taken = self._twilio.ask(ask)
        except Unknown as error:
            raise DeliveryFailed(str(error), permanent=False) from error
        with hotel(claim.hotel_id):
            whatsapp_alarms.record_taken(claim, sid=taken.sid, now=clock.now())

    def _send(self, claim: Claim) -> None:
        """Part after part, as long as the claim holds."""
        while True:
            with hotel(claim.hotel_id):
                step = whatsapp_out.next_step(claim, desk=self._desk, now=clock.now())
            if step is None:
                return
            if isinstance(step, LookUp):
                if not self._look_up(claim, step):
                    return
            else:
                self._ask(claim, step)
            if not outbox.renew(claim, now=clock.now(), lease=self._lease):
                return

    def _ask(self, claim: Claim, ask: Ask) -> None:
        try:
            if ask.sha256:
                file_gate.check_media(ask, claim.hotel_id, desk=self._desk, now=clock.now())
            taken = self._twilio.ask(ask)
        except DeliveryFailed:
            with hotel(claim.hotel_id):
                whatsapp_out.record_not_taken(ask, now=clock.now())
            raise
        except Unknown as error:
            raise DeliveryFailed(str(error), permanent=False) from error  # the next try looks it up
        with hotel(claim.hotel_id):
            whatsapp_out.record_taken(claim, ask, sid=taken.sid, status=taken.status, now=clock.now())

    def _look_up(self, claim: Claim, step: LookUp) -> bool:
        """Whether it is known by now what became of the part; else the claim waits until it surely is."""
        found = self._twilio.find(step)
        sure_at = whatsapp_out.sure_at(step.ask, scale=self._desk.settings.retry_scale)
        if found is None and clock.now() < sure_at:
            outbox.release([claim], until=sure_at)
            return False
        with hotel(claim.hotel_id):
            if found is None:
                whatsapp_out.record_not_taken(step.ask, now=clock.now())
            else:
                whatsapp_out.record_taken(
                    claim, step.ask, sid=found.sid, status=found.status, now=clock.now()
                )
        return True

    def _trouble(self, claim: Claim, error: DeliveryFailed) -> None:
        now = clock.now()
        with hotel(claim.hotel_id):
            if claim.kind is EffectKind.FETCH_MEDIA:
                media.record_trouble(claim, error, scale=self._desk.settings.retry_scale, now=now)
                return
            delivery.record_trouble(
                claim,
                str(error),
                permanent=error.permanent,
                retry_after=error.retry_after,
                desk=self._desk,
                now=now,
            )
            if claim.kind is EffectKind.SEND_ALARM_WHATSAPP:
                alarm_fate.after_trouble(claim.id, str(error), now=now)
                return
            whatsapp_out.after_trouble(claim, str(error), now=now)

"""Reads a number's list at Twilio: what guests wrote that no webhook told, how far our messages came (R-WA-8)."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from worker.transports.twilio import Listed, Twilio
from workflow import clock
from workflow.database import hotel
from workflow.desk import Desk
from workflow.services import inbox, reconciling
from workflow.services.outbox import Claim
from workflow.services.reconciling import Missed, Reading

AT_ONCE = 100  # messages kept in one transaction

_log = structlog.get_logger(__name__)


class Reconciler:
    def __init__(self, desk: Desk, twilio: Twilio) -> None:
        self._desk = desk
        self._twilio = twilio

    def reconcile(self, claim: Claim) -> None:
        """Raises DeliveryFailed when Twilio cannot be asked; what was kept until then stays."""
        with hotel(claim.hotel_id):
            reading = reconciling.reading(claim, desk=self._desk, now=clock.now())
        if reading is None:
            return
        number = reading.number
        came = self._twilio.listed(number, since=reading.since, to=number.address)
        self._keep_missed(reading, [one for one in came if one.is_inbound])
        went = self._twilio.listed(number, since=reading.sent_since, sender=number.address)
        self._keep_reports(reading, [one for one in went if not one.is_inbound])
        with hotel(claim.hotel_id):
            reconciling.read_to(claim, reading, now=clock.now())

    def _keep_missed(self, reading: Reading, listed: Sequence[Listed]) -> None:
        """Oldest first."""
        number = reading.number
        due = {one.sid: one for one in listed if one.at is not None and one.at <= reading.until}
        with hotel(number.hotel_id):
            sids = reconciling.unknown(number, list(due))
        missed = sorted((due[sid] for sid in sids), key=lambda one: (str(one.at), one.sid))
        for start in range(0, len(missed), AT_ONCE):
            group = [self._as_missed(reading, one) for one in missed[start : start + AT_ONCE]]
            inbox.accept([reconciling.incoming(number, one) for one in group])
        if missed:
            _log.warning("webhook_missed_messages", channel=number.channel_id, count=len(missed))

    def _as_missed(self, reading: Reading, one: Listed) -> Missed:
        assert one.at is not None
        media = self._twilio.media_of(reading.number, one.sid) if one.media else ()
        return Missed(one.sid, one.sender, one.to, one.body, one.at, media)

    def _keep_reports(self, reading: Reading, listed: Sequence[Listed]) -> None:
        statuses = {one.sid: (one.status, one.error_code) for one in listed}
        with hotel(reading.number.hotel_id):
            reconciling.keep_reports(reading.number, statuses, now=clock.now())

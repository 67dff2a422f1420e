"""Whether a mail may go to the relay now: the limit of mails a minute, and the relay's own word that it is too much."""

from __future__ import annotations

from datetime import datetime, timedelta

from workflow import clock
from workflow.errors import RelayBusy
from workflow.services import relay_pace
from workflow.settings import Settings

_ASKED_EVERY = 1.0  # seconds; between, a process goes by what it knows
_NO_SLOT = timedelta(seconds=1)


class RelayGate:
    """Open for all when no relay is configured. May be asked from several threads at once."""

    def __init__(self, settings: Settings) -> None:
        self._is_there = bool(settings.smtp_relay_url)
        self._pace = relay_pace.pace_of(settings.relay_per_minute) if settings.relay_per_minute else None
        self._scale = settings.retry_scale
        self._rests_until: datetime | None = None
        self._asked_at = float("-inf")

    def closed_until(self, *, now: datetime) -> datetime | None:
        """None: one mail may go now, and counts. Else when to ask again. Raises StoreUnavailable."""
        if not self._is_there:
            return None
        if clock.monotonic() - self._asked_at > _ASKED_EVERY:
            self._look()
        if self._rests_until is not None and self._rests_until > now:
            return self._rests_until
        if self._pace is not None and not relay_pace.take_slot(self._pace, now=now):
            return now + _NO_SLOT
        return None

    def close(self, refusal: RelayBusy, *, now: datetime) -> None:
        """For all workers, for a while. Raises StoreUnavailable."""
        least = timedelta(seconds=refusal.retry_after or 0)
        relay_pace.rest(now=now, scale=self._scale, least=least)
        self._look()

    def _look(self) -> None:
        self._rests_until = relay_pace.rests_until()
        self._asked_at = clock.monotonic()

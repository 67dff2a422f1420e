"""When something that failed is tried again, for each kind: the pauses between tries, and after the last it is dead.

Pure. No schedule, however much it is shortened, tries one thing more than six times in a minute.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta

from workflow.values import EffectKind

TRIES_A_MINUTE = 6
LONGEST_WISH = timedelta(days=1)
"""A receiver that asks us to come back later than this is asked again all the same."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The pauses between tries, then dead."""

    delays: tuple[timedelta, ...]

    @property
    def tries(self) -> int:
        return len(self.delays) + 1

    def after(self, attempts: int, *, scale: float, retry_after: float | None = None) -> timedelta | None:
        """The pause after so many tries, with up to a fifth of jitter; None = no more.

        `retry_after` is what the receiver asked for, in seconds: kept, up to a day.
        """
        if attempts > len(self.delays):
            return None
        wish = min(timedelta(seconds=max(0.0, retry_after or 0.0)), LONGEST_WISH)
        return max(self.delays[attempts - 1] * scale * (1 + random.random() / 5), wish, least_pause(attempts))


def least_pause(attempts: int) -> timedelta:
    """Between the beginnings of this try and the next: five may follow each other at once, the others keep apart."""
    if attempts < TRIES_A_MINUTE:
        return timedelta()
    return timedelta(minutes=1) if attempts == TRIES_A_MINUTE else timedelta(minutes=1) / TRIES_A_MINUTE


def _minutes(*values: float) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=value) for value in values)


_DAYS = _minutes(0.25, 1, 5, 15, 30, 60, 120, 240, 480, 960)
_PROVIDER = _minutes(0.1, 0.5, 1, 2, 5, 10, 15)
"""WhatsApp is talk: what did not go within half an hour is better said another way."""

SCHEDULES: dict[EffectKind, Schedule] = {
    EffectKind.PROCESS_INBOX: Schedule(_minutes(0.05, 0.5, 2, 5)),
    EffectKind.SEND_ANSWER: Schedule((*_DAYS, *_minutes(1440))),
    EffectKind.SEND_COPY: Schedule((*_DAYS, *_minutes(1440))),
    EffectKind.SEND_WHATSAPP: Schedule(_minutes(0.1, 0.5, 1, 2, 5, 10, 20, 40, 60)),
    EffectKind.RECONCILE_WHATSAPP: Schedule(_minutes(0.5, 1, 2, 5)),
    EffectKind.SEND_NOTICE: Schedule(_DAYS),
    EffectKind.SEND_RECEIPT: Schedule(_DAYS),
    EffectKind.SEND_PROBE: Schedule(_minutes(0.1, 0.25, 1, 2)),
    EffectKind.APPLY_REPORT: Schedule(_PROVIDER),
    EffectKind.FETCH_MEDIA: Schedule(_PROVIDER),
    EffectKind.CHECK_FILE: Schedule((*_PROVIDER, *_minutes(30, 60, 120, 240, 480, 960))),
    EffectKind.REMOVE_FILE: Schedule(_DAYS),
    EffectKind.CHECK_NUMBER: Schedule(_minutes(0.1, 0.5)),
    EffectKind.SEND_HANDOVER: Schedule(_minutes(0.25, 1, 5, 15, 30, 60)),
    EffectKind.SEND_ACCOUNT_MAIL: Schedule(_minutes(0.1, 0.5, 1, 2, 5, 10, 15)),
    EffectKind.SEND_ALARM: Schedule(_minutes(0.1, 0.25, 1, 2)),
    EffectKind.SEND_ALARM_WHATSAPP: Schedule(_minutes(0.1, 0.25, 1, 2)),
    EffectKind.SEND_WEBHOOK: Schedule(_minutes(0.1, 1, 5, 30, 120, 300, 600, 840, 1200, 1440)),
    EffectKind.SEND_ENDPOINT_OFF: Schedule(_DAYS),
}

DEADLINES = Schedule(_minutes(0.1, 0.5, 2, 10, 30))
"""For a moment that came and could not be done."""

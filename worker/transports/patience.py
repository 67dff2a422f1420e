"""How long a conversation with a relay may take: each step, and all of them together."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass

from workflow import clock

_SHORTEST = 0.1


@dataclass(frozen=True, slots=True)
class Patience:
    """`deadline` is a moment of clock.monotonic()."""

    step_seconds: float
    deadline: float

    def step(self) -> float:
        return min(self.step_seconds, self.rest())

    def rest(self) -> float:
        return max(_SHORTEST, self.deadline - clock.monotonic())

    def for_step(self, smtp: smtplib.SMTP) -> None:
        """Gives the next command its time. Raises SMTPServerDisconnected when there is no connection."""
        _limit(smtp, self.step())

    def for_rest(self, smtp: smtplib.SMTP) -> None:
        """Gives the next command all the time that is left: for the bytes of the mail."""
        _limit(smtp, self.rest())


def _limit(smtp: smtplib.SMTP, seconds: float) -> None:
    if smtp.sock is None:
        raise smtplib.SMTPServerDisconnected("closed")
    smtp.sock.settimeout(seconds)

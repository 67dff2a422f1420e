"""What carries a composed mail away, and what it says when it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from worker.compose import Composed


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a mail: the relay's last words, and where it lies when it was only kept (under BELLHOP_HOME)."""

    detail: str
    kept: str | None = None


class Transport(Protocol):
    """May be called from several threads at once."""

    def send(self, composed: Composed) -> Receipt:
        """Hands the mail over. Raises DeliveryFailed; unless it is permanent the same mail may be sent again."""

    def longest(self, composed: Composed) -> float:
        """Seconds that `send` takes at most: the caller holds its claim longer than that."""

    def close(self) -> None:
        """Lets go of what is open; nobody sends any more."""

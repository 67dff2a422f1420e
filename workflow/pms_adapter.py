"""What a PMS must be able to do for the desk: tell of stays, hear of tickets. One class for each make (R-PMS-1).

The files of bellhop/pms_files are the default. An adapter for Opera or Mews speaks its program's API behind the same
three methods; nothing else of the desk knows which it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from workflow.stay_lines import StayLine


@dataclass(frozen=True, slots=True)
class StayBatch:
    """What the PMS has to say about stays at once. problem: why nothing of it can be read."""

    name: str
    lines: Sequence[StayLine] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class LineResult:
    """What became of one line: outcome is refused with the reason, or how it was taken."""

    number: int
    confirmation: str
    outcome: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MirroredTicket:
    """A ticket as it stands now. The same pid and version may be told twice: it is the same word."""

    pid: str
    external_id: str
    version: int
    source: str
    state: str
    priority: str
    subject: str
    room: str
    confirmation: str
    assignee: str
    created_at: datetime
    updated_at: datetime
    is_deleted: bool


class PmsAdapter(Protocol):
    """Raises OSError, or what it names itself, when the other side is away: the exchange is then tried again."""

    def stays(self) -> Iterator[StayBatch]:
        """What waits, the oldest first. Given again until it is settled."""

    def settled(self, batch: StayBatch, results: Sequence[LineResult]) -> None:
        """The batch is done with: what became of its lines is told where people look."""

    def mirror(self, tickets: Sequence[MirroredTicket]) -> None:
        """Tells of tickets that changed; returns once the other side has it."""

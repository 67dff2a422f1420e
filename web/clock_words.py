"""How the panel says where the clocks of a ticket stand: the mark in the queue, the lines on the ticket's page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from web.words import duration
from workflow import sla
from workflow.sla import Clock, ClockState

Say = Callable[[datetime], str]
"""A moment as the hotel's clocks show it."""


@dataclass(frozen=True, slots=True)
class ClockLine:
    """ "First response" and where it stands."""

    promise: str
    words: str
    is_late: bool


def due_mark(due_at: datetime, *, now: datetime) -> str:
    """Short enough for a row of the queue."""
    if due_at <= now:
        return f"Overdue {_span(now - due_at)}"
    return f"Due in {_span(due_at - now)}"


def lines(clocks: Sequence[Clock], *, now: datetime, say: Say) -> list[ClockLine]:
    return [_line(clock, now=now, say=say) for clock in clocks]


def _line(clock: Clock, *, now: datetime, say: Say) -> ClockLine:
    due = say(clock.due_at) if clock.due_at else ""
    is_late, words = clock.is_late, ""
    match clock.state:
        case ClockState.STOPPED if clock.stopped_at is not None:
            words = (
                f"missed: done {say(clock.stopped_at)}, was due {due}"
                if is_late
                else f"met {say(clock.stopped_at)}"
            )
        case ClockState.PAUSED if clock.left is not None:
            words = f"paused, {_span(-clock.left)} late" if is_late else f"paused, {_span(clock.left)} left"
        case _ if clock.due_at is None:
            words = "not due within ten years"
        case _:
            is_late = clock.due_at <= now
            words = f"overdue since {due}" if is_late else f"due {due} (in {_span(clock.due_at - now)})"
    return ClockLine(sla.WORDS[clock.target].capitalize(), words, is_late)


def _span(span: timedelta) -> str:
    return duration(span) if span >= timedelta(minutes=1) else "less than a minute"

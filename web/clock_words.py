"""How the panel says where the clocks of a ticket stand, on its page. The mark in the queue: due_words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from web.languages import N_, gettext
from web.words import duration
from workflow.sla import Clock, ClockState, Target

PROMISES = {
    Target.ACCEPTED: N_("Acceptance"),
    Target.FIRST_RESPONSE: N_("First response"),
    Target.NEXT_RESPONSE: N_("Next response"),
    Target.RESOLUTION: N_("Resolution"),
}
Say = Callable[[datetime], str]
"""A moment as the hotel's clocks show it."""


@dataclass(frozen=True, slots=True)
class ClockLine:
    """ "First response" and where it stands."""

    promise: str
    words: str
    is_late: bool
    is_running: bool
    is_soon: bool = False  # people are warned by now, or would be

    @property
    def counts(self) -> bool:
        """Whether somebody still has to do something about it, or should know that it was too late."""
        return self.is_late or self.is_running


def lines(clocks: Sequence[Clock], *, now: datetime, say: Say) -> list[ClockLine]:
    return [_line(clock, now=now, say=say) for clock in clocks]


def _line(clock: Clock, *, now: datetime, say: Say) -> ClockLine:
    due = say(clock.due_at) if clock.due_at else ""
    is_late, is_running, is_soon = clock.is_late, False, False
    match clock.state:
        case ClockState.STOPPED if clock.stopped_at is not None and is_late:
            words = gettext("missed: done %(moment)s, was due %(due)s", moment=say(clock.stopped_at), due=due)
        case ClockState.STOPPED if clock.stopped_at is not None:
            words = gettext("met %(moment)s", moment=say(clock.stopped_at))
        case ClockState.PAUSED if clock.left is not None and is_late:
            words = gettext("paused, %(span)s late", span=_span(-clock.left))
        case ClockState.PAUSED if clock.left is not None:
            words = gettext("paused, %(span)s left", span=_span(clock.left))
        case _ if clock.due_at is None:
            words = gettext("not due within ten years")
        case _:
            is_late, is_running = clock.due_at <= now, True
            is_soon = not is_late and clock.soon_at is not None and clock.soon_at <= now
            words = _running(clock, clock.due_at, due, now=now)
    return ClockLine(gettext(PROMISES[clock.target]), words, is_late, is_running, is_soon)


def _running(clock: Clock, due_at: datetime, due: str, *, now: datetime) -> str:
    """Where closed hours lie before it, the time on the wall says nothing of the time that is left."""
    if due_at <= now:
        return gettext("overdue since %(due)s", due=due)
    if not clock.counts_down(now):
        return gettext("due %(moment)s", moment=due)
    return gettext("due %(due)s (in %(span)s)", due=due, span=_span(due_at - now))


def _span(span: timedelta) -> str:
    return duration(span) if span >= timedelta(minutes=1) else gettext("less than a minute")

"""The clock of a row in words: "due in 4 min", "12 min over". The page's script goes on counting with the same words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from web.languages import gettext, ngettext
from workflow.queries.tickets import TicketRow
from workflow.values import Direction, State

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_DONE = (State.RESOLVED, State.CLOSED)


@dataclass(frozen=True, slots=True)
class DueMark:
    """level "": there is time; "soon": the last quarter has begun; "over"."""

    words: str
    level: str
    due_at: datetime
    soon_at: datetime


def due_mark(row: TicketRow, *, now: datetime) -> DueMark | None:
    """None for what is not due.

    The last quarter is counted from the guest's latest words, or from the ticket's beginning.
    """
    if row.due_at is None or row.state in _DONE:
        return None
    wrote_at = row.latest_at if row.latest_direction == Direction.IN and row.latest_at else row.created_at
    soon_at = row.due_at - max(row.due_at - max(wrote_at, row.created_at), timedelta()) / 4
    if row.due_at <= now:
        return DueMark(gettext("%(span)s over", span=span(now - row.due_at)), "over", row.due_at, soon_at)
    words = gettext("due in %(span)s", span=span(row.due_at - now))
    return DueMark(words, "soon" if soon_at <= now else "", row.due_at, soon_at)


def span(of: timedelta) -> str:
    """Short enough for a column; what is shorter than a minute counts as one."""
    if of < _HOUR:
        return gettext("%(number)s min", number=max(of // _MINUTE, 1))
    if of < _DAY:
        return gettext("%(number)s h", number=of // _HOUR)
    return ngettext("%(num)s day", "%(num)s days", of // _DAY)


def for_script() -> dict[str, str]:
    """The same words with {} for what the script fills in."""
    return {
        "due": gettext("due in %(span)s", span="{}"),
        "over": gettext("%(span)s over", span="{}"),
        "minutes": gettext("%(number)s min", number="{}"),
        "hours": gettext("%(number)s h", number="{}"),
        "day": ngettext("%(num)s day", "%(num)s days", 1),
        "days": ngettext("%(num)s day", "%(num)s days", 2).replace("2", "{}"),
    }

"""The clock of a row in words: "due in 4 min", "12 min over". The page's script goes on counting with the same words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from web import moments
from web.languages import gettext, ngettext
from workflow.queries.dues import Due

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DueMark:
    """level "": there is time; "soon": people are warned by now, or would be; "over". stands: it does not count down, for
    closed hours lie before it."""

    words: str
    level: str
    due_at: datetime
    soon_at: datetime
    stands: bool = False


def due_mark(due: Due | None, *, now: datetime, zone: ZoneInfo) -> DueMark | None:
    """None for what is not due."""
    if due is None:
        return None
    if due.at <= now:
        return DueMark(gettext("%(span)s over", span=span(now - due.at)), "over", due.at, due.soon_at)
    level = "soon" if due.soon_at <= now else ""
    if not due.counts_down:
        said = gettext("due %(moment)s", moment=moments.brief(due.at, zone=zone, now=now))
        return DueMark(said, level, due.at, due.soon_at, stands=True)
    return DueMark(gettext("due in %(span)s", span=span(due.at - now)), level, due.at, due.soon_at)


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

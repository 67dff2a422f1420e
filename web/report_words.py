"""How a report says its numbers: names of groups, spans, days, and how a number compares with the time before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import urlencode

from babel import dates

from web import words
from web.category_words import category_name
from web.languages import N_, gettext, language, ngettext
from workflow.queries.ticket_report import Group, GroupBy, Speed
from workflow.sla import Target
from workflow.values import Priority, Source

BREAKDOWNS = {
    GroupBy.CHANNEL: N_("Channel"),
    GroupBy.DEPARTMENT: N_("Department"),
    GroupBy.CATEGORY: N_("Category"),
    GroupBy.PRIORITY: N_("Priority"),
    GroupBy.MEMBER: N_("Member"),
}
TARGETS = {
    Target.ACCEPTED: N_("Accepted"),
    Target.FIRST_RESPONSE: N_("First response"),
    Target.NEXT_RESPONSE: N_("Next response"),
    Target.RESOLUTION: N_("Resolution"),
}
_NONE = {
    GroupBy.DEPARTMENT: N_("No department"),
    GroupBy.CATEGORY: N_("No category"),
    GroupBy.MEMBER: N_("Nobody"),
}
_FILTERS = {
    GroupBy.CHANNEL: "source",
    GroupBy.DEPARTMENT: "department",
    GroupBy.CATEGORY: "category",
    GroupBy.PRIORITY: "priority",
    GroupBy.MEMBER: "assignee",
}
_LOCALES = {"en": "en_GB", "de": "de_DE"}
FEW = 10
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


@dataclass(frozen=True, slots=True)
class Compared:
    """How a number is said, and that it is more or less than what it was; none: that there was nothing before."""

    more: str
    fewer: str
    said: Callable[[float | None], str]
    none: str = N_("nothing to compare with")


def span(seconds: float | None) -> str:
    """ "40 s", "12 min", "3 h 05 min", "2 d 4 h"; a dash for none."""
    if seconds is None:
        return "–"
    whole = round(seconds)
    if whole < _MINUTE:
        return gettext("%(seconds)s s", seconds=whole)
    minutes = round(whole / _MINUTE)
    if minutes < 60:
        return gettext("%(minutes)s min", minutes=minutes)
    if whole < _DAY:
        return gettext("%(hours)s h %(minutes)s min", hours=minutes // 60, minutes=f"{minutes % 60:02}")
    return gettext("%(days)s d %(hours)s h", days=whole // _DAY, hours=whole % _DAY // _HOUR)


def percent(value: float | None) -> str:
    return "–" if value is None else gettext("%(number)s %%", number=round(value))


MORE = Compared(
    N_("more, %(was)s before"),
    N_("fewer, %(was)s before"),
    lambda number: str(number or 0),
    N_("none before"),
)
QUICK = Compared(N_("slower, %(was)s before"), N_("quicker, %(was)s before"), span)
WELL = Compared(N_("better, %(was)s before"), N_("worse, %(was)s before"), percent)
OFTEN = Compared(N_("more often, %(was)s before"), N_("less often, %(was)s before"), percent)


def compared(how: Compared, now: float | None, before: float | None) -> str:
    """ "more, 278 before"; compared as they are shown, so that 4 min are never quicker than 4 min."""
    if now is None or before is None or (how is MORE and not before):
        return gettext(how.none)
    if how.said(now) == how.said(before):
        return gettext("unchanged")
    return gettext(how.more if now > before else how.fewer, was=how.said(before))


def spread(speed: Speed) -> str:
    """How long nine in ten took; of a few tickets how many they are, for nine in ten of them say nothing."""
    if not speed.count:
        return ""
    if speed.count < FEW:
        return ngettext("of %(num)s ticket", "of %(num)s tickets", speed.count)
    return gettext("nine in ten: %(span)s", span=span(speed.p90))


def day(at: date) -> str:
    """In the page's language: "3 November 2026"."""
    return dates.format_date(at, "long", locale=_locale())


def short_day(at: date, parts: str) -> str:
    """With these parts (Unicode's names of them) in the order of the language: MMMEd is "Tue, 3 Nov"."""
    return str(dates.format_skeleton(parts, at, locale=_locale()))


def weekday(number: int, width: Literal["abbreviated", "wide"] = "abbreviated") -> str:
    """1 is Monday; "wide" for the whole name."""
    return str(dates.get_day_names(width, locale=_locale())[number - 1])


def _locale() -> str:
    return _LOCALES.get(language(), "en_GB")


def group_name(group: Group, by: GroupBy) -> str:
    if group.key is None:
        return gettext(_NONE[by])
    if by is GroupBy.CHANNEL:
        return gettext(words.SOURCES[Source(group.key)])
    if by is GroupBy.PRIORITY:
        return gettext(words.PRIORITIES[Priority(group.key)])
    if by is GroupBy.CATEGORY and group.name:
        return category_name(group.name)
    return group.name or group.key


def tickets_behind(period: Mapping[str, str], group: Group | None = None, by: GroupBy | None = None) -> str:
    """The address of the list of these tickets; "" for a group that no list is narrowed to."""
    query = {"state": "all", **period}
    if group is not None and by is not None:
        if group.key is None and by is not GroupBy.MEMBER:
            return ""
        query[_FILTERS[by]] = group.key or "none"
    return f"/queue?{urlencode(query)}"

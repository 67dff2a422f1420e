"""Days and times as the page's language writes them, the day first in English too: "20 Nov 2026"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, get_day_names, get_month_names

from web.languages import language

_OF_PANEL = {"en": "en_GB"}
"""English as hotels write it; every other language as it is."""


def full(moment: datetime, zone: ZoneInfo) -> str:
    """ "Friday 20 November 2026, 14:05:09": for a title."""
    local, (days, months) = moment.astimezone(zone), _names(_locale())
    day, month = days[local.weekday()], months[local.month]
    if language() == "de":
        return f"{day}, {local.day}. {month} {local.year}, {local:%H:%M:%S}"
    return f"{day} {local.day} {month} {local.year}, {local:%H:%M:%S}"


def short(moment: datetime, *, zone: ZoneInfo, now: datetime) -> str:
    """The time on the hotel's clocks; with the date when it is not today."""
    local, today = moment.astimezone(zone), now.astimezone(zone)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    year = "" if local.year == today.year else " y"
    pattern = f"d. MMM{year} HH:mm" if language() == "de" else f"d MMM{year} HH:mm"
    return format_datetime(local, pattern, locale=_locale())


def brief(moment: datetime, *, zone: ZoneInfo, now: datetime) -> str:
    """For a column: the time, before it the weekday when it is not today; the day alone when it is a week away."""
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    days = abs((local.date() - today).days)
    if not days:
        return f"{local:%H:%M}"
    pattern = "EEE HH:mm" if days < 7 else "d. MMM" if language() == "de" else "d MMM"
    return format_datetime(local, pattern, locale=_locale())


def day(of: date) -> str:
    """ "20 Nov 2026", in German "20.11.2026"."""
    return format_date(of, "medium", locale=_locale())


@cache
def _names(locale: str) -> tuple[Mapping[int, str], Mapping[int, str]]:
    """Of days and months. A page of the queue has a hundred titles: a pattern would be read for each."""
    return dict(get_day_names(locale=locale)), dict(get_month_names(locale=locale))


def _locale() -> str:
    return _OF_PANEL.get(language(), language())

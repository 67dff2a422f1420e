"""A moment as people write it behind #snooze: "2 hours", "tomorrow 9:00", "monday", "24.12. 8:00", "2026-12-24". Pure.

Days and clock times are those of the hotel; a day without a time means nine in the morning.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(9)
LONGEST = timedelta(days=366)
_UNITS = {"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPAN = re.compile(r"(?:for |in )?(\d{1,4}) ?(m|h|d|w|min|mins|minutes?|hours?|hrs?|days?|weeks?)", re.ASCII)
_WHEN = re.compile(
    r"(?:until |till )?"
    r"(?:(?P<day>today|tomorrow|[a-z]{3,9})|(?P<iso>\d{4}-\d{2}-\d{2})|(?P<short>\d{1,2}\.\d{1,2}\.(?:\d{4})?))?"
    r"(?: ?(?:at )?(?P<hour>\d{1,2})[:.](?P<minute>\d{2}))?",
    re.ASCII,
)


def parse_until(text: str, *, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment, in the future and at most a year away; None when the text says none."""
    folded = " ".join(text.casefold().split())
    found = _span(folded, now) or _named(folded, now.astimezone(zone))
    if found is None or not now < found <= now + LONGEST:
        return None
    return found.astimezone(now.tzinfo)


def _span(text: str, now: datetime) -> datetime | None:
    match = _SPAN.fullmatch(text)
    return now + timedelta(minutes=int(match[1]) * _UNITS[match[2][0]]) if match else None


def _named(text: str, here: datetime) -> datetime | None:
    match = _WHEN.fullmatch(text)
    if match is None or not text:
        return None
    clock_time = _time(match["hour"], match["minute"])
    if clock_time is None:
        return None
    if not (match["day"] or match["iso"] or match["short"]):
        later = datetime.combine(here.date(), clock_time, here.tzinfo)
        return later if later > here else later + timedelta(days=1)
    day = _day(match, here)
    return datetime.combine(day, clock_time, here.tzinfo) if day else None


def _time(hour: str | None, minute: str | None) -> time | None:
    if hour is None or minute is None:
        return MORNING
    return time(int(hour), int(minute)) if int(hour) < 24 and int(minute) < 60 else None


def _day(match: re.Match[str], here: datetime) -> date | None:
    word, iso, short = match["day"], match["iso"], match["short"]
    if word in ("today", "tomorrow"):
        return here.date() + timedelta(days=word == "tomorrow")
    if word:
        days = [index for index, name in enumerate(_WEEKDAYS) if name.startswith(word)]
        ahead = (days[0] - here.weekday() - 1) % 7 + 1 if len(days) == 1 else None
        return here.date() + timedelta(days=ahead) if ahead else None
    try:
        return date.fromisoformat(iso) if iso else _short(short, here.date())
    except ValueError:
        return None


def _short(text: str, today: date) -> date:
    """A day and a month, of this year or, when that has passed, of the next."""
    day, month, year = text.split(".")
    if year:
        return date(int(year), int(month), int(day))
    found = date(today.year, int(month), int(day))
    return found if found >= today else date(today.year + 1, int(month), int(day))

"""Opening hours: when a hotel's clocks run. What a calendar is, and what people may write for one.

Times are what the clock on the wall shows in the calendar's zone: where it is put back an open hour counts twice, where
it is put forward the missing one not at all. Pure. The arithmetic over a calendar is workflow/open_time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from zoneinfo import available_timezones

from workflow.errors import Invalid

DAY = 24 * 60
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MAX_INTERVALS = 12  # a day
MAX_HOLIDAYS = 500

_TIME = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Minutes from the midnight its day begins with; an end past 1440 lies in the next day."""

    start: int
    end: int


Day = tuple[Interval, ...]
"""What begins on one day, in order."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a week from Monday, and dates on which something else begins than the week says (or nothing)."""

    time_zone: str
    week: tuple[Day, ...]
    holidays: tuple[tuple[date, Day], ...] = ()


def calendar_of(
    time_zone: str, week: Mapping[str, object], holidays: Sequence[Mapping[str, object]]
) -> Calendar:
    """The calendar that this JSON describes. Raises Invalid with the field and a plain sentence."""
    if time_zone not in _zones():
        raise Invalid(f"There is no time zone {time_zone!r}; write it like Europe/Rome.", "timeZone")
    unknown = sorted(set(week) - set(WEEKDAYS))
    if unknown:
        raise Invalid(f"{unknown[0]!r} is no day of the week; they are {', '.join(WEEKDAYS)}.", "week")
    days = tuple(_day(week.get(name), f"week.{name}", name.capitalize()) for name in WEEKDAYS)
    if not any(days):
        raise Invalid("This calendar has no open minute: no clock would ever run.", "week")
    _refuse_overlaps_in_week(days)
    return Calendar(time_zone, days, _holidays(holidays))


def _day(written: object, field: str, name: str) -> Day:
    if written is None:
        return ()
    if not isinstance(written, list):
        raise Invalid(f"{name} takes a list of intervals.", field)
    if len(written) > MAX_INTERVALS:
        raise Invalid(f"A day has at most {MAX_INTERVALS} intervals.", field)
    found = sorted(_interval(one, field, name) for one in written)
    for earlier, later in pairwise(found):
        if later.start < earlier.end:
            raise Invalid(f"{name}: {_said(earlier)} and {_said(later)} overlap.", field)
    return tuple(found)


def _interval(written: object, field: str, name: str) -> Interval:
    if not isinstance(written, dict) or set(written) - {"from", "to", "nextDay"}:
        raise Invalid(
            f'{name}: write an interval as {{"from": "09:00", "to": "17:00"}}, '
            'with "nextDay": true when it ends after midnight.',
            field,
        )
    start, end = _minutes(written.get("from"), field, name), _minutes(written.get("to"), field, name)
    overnight = written.get("nextDay", False)
    if not isinstance(overnight, bool):
        raise Invalid(f"{name}: nextDay is true or false.", field)
    if start == DAY:
        raise Invalid(f"{name}: an interval begins before 24:00.", field)
    if not overnight and end <= start:
        raise Invalid(
            f"{name}: {_clock(start)} to {_clock(end)} runs backwards. "
            "If it ends on the next day, say so with nextDay.",
            field,
        )
    if overnight and end > start:
        raise Invalid(
            f"{name}: {_clock(start)} to {_clock(end)} of the next day is longer than a day.", field
        )
    return Interval(start, end + DAY if overnight else end)


def _minutes(written: object, field: str, name: str) -> int:
    found = _TIME.fullmatch(written) if isinstance(written, str) else None
    minutes = int(found[1]) * 60 + int(found[2]) if found else DAY + 1
    if minutes > DAY:
        raise Invalid(f"{name}: {written!r} is no time; write whole minutes from 00:00 to 24:00.", field)
    return minutes


def _refuse_overlaps_in_week(days: Sequence[Day]) -> None:
    """A night that reaches into the next day's hours, Sunday's into Monday's."""
    for number, day in enumerate(days):
        following = days[(number + 1) % 7]
        if day and following and day[-1].end - DAY > following[0].start:
            name, next_name = (WEEKDAYS[each % 7].capitalize() for each in (number, number + 1))
            raise Invalid(
                f"{name} {_said(day[-1])} and {next_name} {_said(following[0])} overlap.",
                f"week.{WEEKDAYS[(number + 1) % 7]}",
            )


def _holidays(written: Sequence[Mapping[str, object]]) -> tuple[tuple[date, Day], ...]:
    if len(written) > MAX_HOLIDAYS:
        raise Invalid(f"A calendar has at most {MAX_HOLIDAYS} holidays.", "holidays")
    found: dict[date, Day] = {}
    for number, holiday in enumerate(written):
        field = f"holidays[{number}]"
        on = _date(holiday.get("date"), f"{field}.date")
        if on in found:
            raise Invalid(f"{on} stands twice among the holidays.", f"{field}.date")
        found[on] = _day(holiday.get("intervals"), f"{field}.intervals", str(on))
    return tuple(sorted(found.items()))


def _date(written: object, field: str) -> date:
    try:
        if isinstance(written, str) and _DATE.fullmatch(written):
            return date.fromisoformat(written)
    except ValueError:
        pass
    raise Invalid(f"{written!r} is no date; write it like 2026-12-25.", field)


def _said(interval: Interval) -> str:
    return f"{_clock(interval.start)} to {_clock(interval.end)}"


def _clock(minutes: int) -> str:
    within = minutes - DAY if minutes > DAY else minutes
    return f"{within // 60:02}:{within % 60:02}"


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones() - {"localtime", "Factory"})


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """In order, with what touches or overlaps made one."""
    found: list[Interval] = []
    for one in sorted(intervals):
        if found and one.start <= found[-1].end:
            found[-1] = Interval(found[-1].start, max(found[-1].end, one.end))
        elif one.end > one.start:
            found.append(one)
    return found

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
        raise Invalid(
            "There is no time zone %(time_zone)s; write it like Europe/Rome.",
            "timeZone",
            values={"time_zone": f"{time_zone!r}"},
        )
    unknown = sorted(set(week) - set(WEEKDAYS))
    if unknown:
        raise Invalid(
            "%(unknown)s is no day of the week; they are %(day)s.",
            "week",
            values={"unknown": f"{unknown[0]!r}", "day": ", ".join(WEEKDAYS)},
        )
    days = tuple(_day(week.get(name), f"week.{name}", name.capitalize()) for name in WEEKDAYS)
    if not any(days):
        raise Invalid("This calendar has no open minute: no clock would ever run.", "week")
    _refuse_overlaps_in_week(days)
    return Calendar(time_zone, days, _holidays(holidays))


def _day(written: object, field: str, name: str) -> Day:
    if written is None:
        return ()
    if not isinstance(written, list):
        raise Invalid("%(name)s takes a list of intervals.", field, values={"name": name})
    if len(written) > MAX_INTERVALS:
        raise Invalid("A day has at most %(most)s intervals.", field, values={"most": MAX_INTERVALS})
    found = sorted(_interval(one, field, name) for one in written)
    for earlier, later in pairwise(found):
        if later.start < earlier.end:
            raise Invalid(
                "%(name)s: %(earlier)s and %(later)s overlap.",
                field,
                values={"name": name, "earlier": _said(earlier), "later": _said(later)},
            )
    return tuple(found)


def _interval(written: object, field: str, name: str) -> Interval:
    if not isinstance(written, dict) or set(written) - {"from", "to", "nextDay"}:
        raise Invalid(
            '%(name)s: write an interval as {"from": "09:00", "to": "17:00"}, with "nextDay": true when it ends after midnight.',
            field,
            values={"name": name},
        )
    start, end = _minutes(written.get("from"), field, name), _minutes(written.get("to"), field, name)
    overnight = written.get("nextDay", False)
    if not isinstance(overnight, bool):
        raise Invalid("%(name)s: nextDay is true or false.", field, values={"name": name})
    if start == DAY:
        raise Invalid("%(name)s: an interval begins before 24:00.", field, values={"name": name})
    if not overnight and end <= start:
        raise Invalid(
            "%(name)s: %(start)s to %(end)s runs backwards. If it ends on the next day, say so with nextDay.",
            field,
            values={"name": name, "start": _clock(start), "end": _clock(end)},
        )
    if overnight and end > start:
        raise Invalid(
            "%(name)s: %(start)s to %(end)s of the next day is longer than a day.",
            field,
            values={"name": name, "start": _clock(start), "end": _clock(end)},
        )
    return Interval(start, end + DAY if overnight else end)


def _minutes(written: object, field: str, name: str) -> int:
    found = _TIME.fullmatch(written) if isinstance(written, str) else None
    minutes = int(found[1]) * 60 + int(found[2]) if found else DAY + 1
    if minutes > DAY:
        raise Invalid(
            "%(name)s: %(written)s is no time; write whole minutes from 00:00 to 24:00.",
            field,
            values={"name": name, "written": f"{written!r}"},
        )
    return minutes


def _refuse_overlaps_in_week(days: Sequence[Day]) -> None:
    """A night that reaches into the next day's hours, Sunday's into Monday's."""
    for number, day in enumerate(days):
        following = days[(number + 1) % 7]
        if day and following and day[-1].end - DAY > following[0].start:
            name, next_name = (WEEKDAYS[each % 7].capitalize() for each in (number, number + 1))
            raise Invalid(
                "%(name)s %(day)s and %(next_name)s %(following)s overlap.",
                f"week.{WEEKDAYS[(number + 1) % 7]}",
                values={
                    "name": name,
                    "day": _said(day[-1]),
                    "next_name": next_name,
                    "following": _said(following[0]),
                },
            )


def _holidays(written: Sequence[Mapping[str, object]]) -> tuple[tuple[date, Day], ...]:
    if len(written) > MAX_HOLIDAYS:
        raise Invalid("A calendar has at most %(most)s holidays.", "holidays", values={"most": MAX_HOLIDAYS})
    found: dict[date, Day] = {}
    for number, holiday in enumerate(written):
        field = f"holidays[{number}]"
        on = _date(holiday.get("date"), f"{field}.date")
        if on in found:
            raise Invalid("%(date)s stands twice among the holidays.", f"{field}.date", values={"date": on})
        found[on] = _day(holiday.get("intervals"), f"{field}.intervals", str(on))
    return tuple(sorted(found.items()))


def _date(written: object, field: str) -> date:
    try:
        if isinstance(written, str) and _DATE.fullmatch(written):
            return date.fromisoformat(written)
    except ValueError:
        pass
    raise Invalid(
        "%(written)s is no date; write it like 2026-12-25.", field, values={"written": f"{written!r}"}
    )


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

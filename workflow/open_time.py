"""Open time over a calendar: how much lies between two moments, and when so much more of it has passed. Pure, exact.

Opening hours are laid out once for a stretch of days, as sorted moments with the open time before each; a question
is then a search by halves, whatever the span. Moments are aware; inside, they are microseconds of UTC.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from workflow.calendars import DAY, Calendar, Interval, merged

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MINUTE = 60_000_000
_STRETCH_DAYS = 64
_STRETCH = _STRETCH_DAYS * DAY * _MINUTE
_FARTHEST = 64  # stretches, eleven years: what is not due by then is never due


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Open intervals in order, the open time before each of them, and all of it."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    before: tuple[int, ...]
    total: int

    def until(self, at: int) -> int:
        """The open time from the stretch's beginning to a moment in it."""
        number = bisect_right(self.starts, at) - 1
        if number < 0:
            return 0
        return self.before[number] + min(at, self.ends[number]) - self.starts[number]

    def reached(self, open_time: int) -> int:
        """The first moment at which so much has passed since the beginning; 0 < open_time <= total."""
        number = bisect_right(self.before, open_time - 1) - 1
        return self.starts[number] + open_time - self.before[number]


class OpenTime:
    """When clocks run, without a calendar: always."""

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The open time from start to end, zero when end is not later."""
        return max(end - start, timedelta())

    def add(self, start: datetime, span: timedelta) -> datetime | None:
        """The first moment at which the open time since start is span; None when that is farther than ten years."""
        return start + span if span > timedelta() else start


class CalendarTime(OpenTime):
    """When clocks run by a calendar. Keeps what it has laid out: make one a calendar (`open_time`)."""

    def __init__(self, calendar: Calendar) -> None:
        self._zone = ZoneInfo(calendar.time_zone)
        self._week = calendar.week
        self._holidays = dict(calendar.holidays)
        self._stretches: dict[int, _Stretch] = {}

    def between(self, start: datetime, end: datetime) -> timedelta:
        if end <= start:
            return timedelta()
        first, last = _ticks(start), _ticks(end)
        spent = -self._stretch(first // _STRETCH).until(first)
        for number in range(first // _STRETCH, last // _STRETCH):
            spent += self._stretch(number).total
        spent += self._stretch(last // _STRETCH).until(last)
        return timedelta(microseconds=spent)

    def add(self, start: datetime, span: timedelta) -> datetime | None:
        if span <= timedelta():
            return start
        first = _ticks(start)
        number = first // _STRETCH
        wanted = span // _MICROSECOND + self._stretch(number).until(first)
        for step in range(_FARTHEST):
            stretch = self._stretch(number + step)
            if wanted <= stretch.total:
                return _EPOCH + timedelta(microseconds=stretch.reached(wanted))
            wanted -= stretch.total
        return None

    def spans(self, start: datetime, end: datetime) -> tuple[tuple[datetime, datetime], ...]:
        """When it is open, in order, from the day that start lies in to the one that end lies in, and some days around."""
        numbers = range(_ticks(start) // _STRETCH, _ticks(end) // _STRETCH + 1)
        stretches = [self._stretch(number) for number in numbers]
        return tuple(
            (_EPOCH + timedelta(microseconds=opens), _EPOCH + timedelta(microseconds=closes))
            for stretch in stretches
            for opens, closes in zip(stretch.starts, stretch.ends, strict=True)
        )

    def _stretch(self, number: int) -> _Stretch:
        found = self._stretches.get(number)
        if found is None:
            found = self._stretches[number] = self._lay_out(number * _STRETCH_DAYS * DAY)
        return found

    def _lay_out(self, first: int) -> _Stretch:
        days = range(first, first + _STRETCH_DAYS * DAY, DAY)
        found = merged(interval for day in days for interval in self._open_in(day, day + DAY))
        before, total = [], 0
        for interval in found:
            before.append(total * _MINUTE)
            total += interval.end - interval.start
        return _Stretch(
            tuple(interval.start * _MINUTE for interval in found),
            tuple(interval.end * _MINUTE for interval in found),
            tuple(before),
            total * _MINUTE,
        )

    def _open_in(self, start: int, end: int) -> Iterator[Interval]:
        """What is open between two minutes of UTC, a day apart at most; in pieces of one offset the wall runs even."""
        for since, until, offset in self._pieces(start, end):
            wall = since + offset
            midnight = wall - wall % DAY
            for day in (midnight - DAY, midnight, midnight + DAY):
                for interval in self._begins(day):
                    opens, closes = day + interval.start - offset, day + interval.end - offset
                    if opens < until and closes > since:
                        yield Interval(max(opens, since), min(closes, until))

    def _begins(self, midnight: int) -> tuple[Interval, ...]:
        on = date.fromordinal(_EPOCH.toordinal() + midnight // DAY)
        found = self._holidays.get(on)
        return self._week[on.weekday()] if found is None else found

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """(start, end, offset) in minutes; the zone changes its offset at most once in between."""
        first, last = self._offset(start), self._offset(end - 1)
        if first == last:
            yield start, end, first
            return
        low, high = start, end - 1  # offset(low) is the first one, offset(high) the last
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._offset(middle) == first else (low, middle)
        yield start, high, first
        yield high, end, last

    def _offset(self, minute: int) -> int:
        local = (_EPOCH + timedelta(minutes=minute)).astimezone(self._zone)
        offset = local.utcoffset()
        assert offset is not None
        return offset // timedelta(minutes=1)


ALWAYS = OpenTime()


@lru_cache(maxsize=256)
def open_time(calendar: Calendar) -> OpenTime:
    """The same for equal calendars, so that what is laid out serves every ticket of this process."""
    return CalendarTime(calendar)


def _ticks(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND

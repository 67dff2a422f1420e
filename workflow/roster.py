"""Weekly shifts and changes of single days: who is on shift at a moment, until when, and when that changes next. Pure.

A shift is told in the hotel's local time. Its moments are looked up day by day, so a night shift is an hour longer or
shorter when the clocks change. It belongs to the day it begins on, also where it ends on the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from workflow.errors import Invalid

MAX_A_DAY = 6
MAX_CHANGES = 400  # of one member, days to come
AHEAD = timedelta(days=8)  # a week, and the night shift that began before it
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Hours:
    """From one local time to another. That is on the next day when it is not later; 08:00 to 08:00 is a whole day."""

    starts: time
    ends: time

    def __str__(self) -> str:
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}"


@dataclass(frozen=True, slots=True)
class Weekly:
    """A shift of every week; weekday 0 is Monday."""

    staff_id: int
    weekday: int
    hours: Hours


@dataclass(frozen=True, slots=True)
class DayChange:
    """An extra shift on one day, or with hours None the day off: no shift begins on it."""

    staff_id: int
    day: date
    hours: Hours | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment on, and not any more at the other one."""

    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Roster:
    """All shifts of a hotel, and its time zone."""

    zone: ZoneInfo
    weekly: tuple[Weekly, ...] = ()
    changes: tuple[DayChange, ...] = ()

    def until(self, staff_id: int, at: datetime) -> datetime | None:
        """When the shift that this member is on at the moment ends; None when he is on none."""
        spans = self._spans(staff_id, at - timedelta(days=2), at + timedelta(days=2))
        return next((span.ends for span in spans if span.starts <= at < span.ends), None)

    def next_change(self, staff_ids: Iterable[int], after: datetime) -> datetime | None:
        """The first moment later than `after` when one of them comes or goes; None when nothing is ahead."""
        ids = tuple(staff_ids)
        moments = [
            moment
            for staff_id in ids
            for span in self._spans(staff_id, after - timedelta(days=2), after + AHEAD)
            for moment in (span.starts, span.ends)
            if moment > after
        ]
        return min(moments, default=None) or self._first_extra(ids, after)

    def ended(self, staff_id: int, since: datetime, until: datetime) -> bool:
        """Whether a shift of his ended later than `since` and not later than `until`, and he is on none by then."""
        spans = self._spans(staff_id, since - timedelta(days=2), until + timedelta(days=1))
        return any(since < span.ends <= until for span in spans) and self.until(staff_id, until) is None

    def _first_extra(self, staff_ids: Iterable[int], after: datetime) -> datetime | None:
        """When nothing of the week is ahead: the first extra shift later than that."""
        days = {change.day for change in self.changes if change.hours is not None}
        found = [
            span.starts
            for staff_id in staff_ids
            for day in days
            for span in self._of_day(staff_id, day)
            if span.starts > after
        ]
        return min(found, default=None)

    def _spans(self, staff_id: int, since: datetime, until: datetime) -> list[Span]:
        """When he is on duty, in order; shifts that touch or overlap are one."""
        day, last = since.astimezone(self.zone).date(), until.astimezone(self.zone).date()
        found: list[Span] = []
        while day <= last:
            found += self._of_day(staff_id, day)
            day += timedelta(days=1)
        return list(_joined(sorted(found, key=lambda span: (span.starts, span.ends))))

    def _of_day(self, staff_id: int, day: date) -> list[Span]:
        """The shifts that begin on this day."""
        changed = [change for change in self.changes if change.staff_id == staff_id and change.day == day]
        hours = [change.hours for change in changed if change.hours is not None]
        if len(hours) == len(changed):
            hours += [
                shift.hours
                for shift in self.weekly
                if shift.staff_id == staff_id and shift.weekday == day.weekday()
            ]
        spans = (span_of(day, each, self.zone) for each in hours)
        return [span for span in spans if span.starts < span.ends]


def span_of(day: date, hours: Hours, zone: ZoneInfo) -> Span:
    """The moments of hours that begin on this day; empty when the clocks jump over all of them."""
    last = day if hours.ends > hours.starts else day + timedelta(days=1)
    return Span(moment_of(day, hours.starts, zone), moment_of(last, hours.ends, zone))


@lru_cache(maxsize=4096)
def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A local time as a moment. One that comes twice is the first; one that the clocks jump over is the jump itself."""
    local = datetime.combine(day, at)
    for _ in range(24 * 60):  # at most a whole day was ever left out
        moment = local.replace(tzinfo=zone).astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None) == local:
            return moment
        local += timedelta(minutes=1)
    return moment


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    current: Span | None = None
    for span in spans:
        if current is not None and span.starts <= current.ends:
            current = Span(current.starts, max(current.ends, span.ends))
            continue
        if current is not None:
            yield current
        current = span
    if current is not None:
        yield current


def check_weekly(wanted: Weekly, others: Iterable[Weekly]) -> None:
    """Raises Invalid where the shift overlaps another one of the same member's week, or there are too many."""
    own = [shift for shift in others if shift.staff_id == wanted.staff_id]
    if sum(shift.weekday == wanted.weekday for shift in own) >= MAX_A_DAY:
        raise Invalid(
            "A day has at most %(most)s shifts of one member.", "weekday", values={"most": MAX_A_DAY}
        )
    for shift in own:
        if _overlap(_of_week(wanted), _of_week(shift)):
            raise Invalid(
                "This overlaps the shift on %(day)s, %(hours)s.",
                "starts",
                values={"day": WEEKDAYS[shift.weekday].capitalize(), "hours": shift.hours},
            )


def check_change(wanted: DayChange, others: Iterable[DayChange], *, today: date) -> None:
    """Raises Invalid for a day that is over, and for what the day says already."""
    own = [change for change in others if change.staff_id == wanted.staff_id]
    if wanted.day < today:
        raise Invalid("This day is over.", "date")
    if wanted.day > today + timedelta(days=730):
        raise Invalid("This day is more than two years ahead.", "date")
    if sum(change.day >= today for change in own) >= MAX_CHANGES:
        raise Invalid(
            "A member has at most %(most)s changed days ahead.", "date", values={"most": MAX_CHANGES}
        )
    same_day = [change for change in own if change.day == wanted.day]
    if wanted.hours is None and any(change.hours is None for change in same_day):
        raise Invalid("This day is off already.", "date")
    if wanted.hours is not None and len(same_day) >= MAX_A_DAY:
        raise Invalid("A day has at most %(most)s shifts of one member.", "date", values={"most": MAX_A_DAY})
    for change in same_day:
        if wanted.hours is not None and change.hours is not None:
            first, second = _minutes(wanted.hours), _minutes(change.hours)
            if first[0] < second[1] and second[0] < first[1]:
                raise Invalid(
                    "This overlaps the extra shift %(hours)s.", "starts", values={"hours": change.hours}
                )


def _minutes(hours: Hours) -> tuple[int, int]:
    first = hours.starts.hour * 60 + hours.starts.minute
    last = hours.ends.hour * 60 + hours.ends.minute
    return first, last if last > first else last + 1440


def _of_week(shift: Weekly) -> tuple[int, int]:
    first, last = _minutes(shift.hours)
    return shift.weekday * 1440 + first, shift.weekday * 1440 + last


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Also round the end of the week, where Sunday's night runs into Monday."""
    week = 7 * 1440
    return any(one[0] < other[1] + turn and other[0] + turn < one[1] for turn in (-week, 0, week))

"""The stretch of days that a report is about, as its address names it, and the one before to compare it with. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from web.languages import N_, gettext
from workflow.errors import Invalid

PERIODS = {
    "this-week": N_("This week"),
    "last-week": N_("Last week"),
    "this-month": N_("This month"),
    "last-month": N_("Last month"),
}
USUAL = "last-week"
DAYS = "days"
"""The period whose first and last day stand in the address."""
LONGEST = 366
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the hotel, both included."""

    name: str
    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def before(self) -> Period:
        """As many days that went before: the same weekdays, or the same days of the month before."""
        if self.name.endswith("-week"):
            return Period(self.name, self.first - _WEEK, self.last - _WEEK)
        if self.name.endswith("-month"):
            ended = self.first - _DAY
            last = ended if self.name == "last-month" else min(ended, ended.replace(day=1) + self._length)
            return Period(self.name, ended.replace(day=1), last)
        return Period(self.name, self.first - timedelta(days=self.days), self.first - _DAY)

    def moments(self, zone: ZoneInfo, *, now: datetime) -> tuple[datetime, datetime]:
        """From its first midnight on the hotel's clocks to its last, or to now."""
        return midnight(self.first, zone), min(midnight(self.last + _DAY, zone), now)

    @property
    def _length(self) -> timedelta:
        return self.last - self.first


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def chosen(args: Mapping[str, str], *, today: date) -> Period:
    """What the address says; a name that is none counts as the usual one. Raises Invalid for days that make no sense."""
    name = args.get("period", "")
    monday, first = today - timedelta(days=today.weekday()), today.replace(day=1)
    match name if name in PERIODS or name == DAYS else USUAL:
        case "this-week":
            return Period(name, monday, today)
        case "this-month":
            return Period(name, first, today)
        case "last-month":
            return Period(name, (first - _DAY).replace(day=1), first - _DAY)
        case "days":
            return _of_days(args, today)
        case _:
            return Period(USUAL, monday - _WEEK, monday - _DAY)


def _of_days(args: Mapping[str, str], today: date) -> Period:
    first, last = _day(args, "from"), min(_day(args, "to"), today)
    if first > last:
        raise Invalid(gettext("The first day comes before the last one, and neither lies ahead."), "from")
    if (last - first).days >= LONGEST:
        raise Invalid(gettext("A report covers a year at most."), "from")
    return Period(DAYS, first, last)


def _day(args: Mapping[str, str], name: str) -> date:
    try:
        day = date.fromisoformat(args.get(name, ""))
    except ValueError:
        raise Invalid(gettext("Choose a day."), name) from None
    if day.year < 2000:
        raise Invalid(gettext("There was no desk then."), name)
    return day

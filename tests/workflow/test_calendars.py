"""What a hotel may write for its opening hours, and what is refused (R-WF-4)."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from workflow.calendars import WEEKDAYS, Calendar, Interval, calendar_of
from workflow.errors import Invalid
from workflow.open_time import ALWAYS, open_time

OFFICE = [{"from": "09:00", "to": "17:00"}]
NIGHT = [{"from": "22:00", "to": "06:00", "nextDay": True}]
HOUR = timedelta(hours=1)


def made(week: dict[str, Any], *holidays: dict[str, Any], zone: str = "Europe/Rome") -> Calendar:
    return calendar_of(zone, week, holidays)


def test_a_week_of_split_and_night_shifts_with_holidays() -> None:
    split = [{"from": "13:00", "to": "24:00"}, {"from": "06:00", "to": "12:00"}]
    calendar = made(
        {"monday": split, "sunday": NIGHT},
        {"date": "2026-12-25"},
        {"date": "2026-12-24", "name": "Eve", "intervals": OFFICE},
    )
    assert calendar.week[0] == (Interval(360, 720), Interval(780, 1440))
    assert calendar.week[6] == (Interval(1320, 1800),)
    assert calendar.holidays == (
        (date(2026, 12, 24), (Interval(540, 1020),)),
        (date(2026, 12, 25), ()),
    )


@pytest.mark.parametrize(
    ("zone", "week", "holidays", "field", "sentence"),
    [
        ("Mars/Base", {"monday": OFFICE}, [], "timeZone", "There is no time zone 'Mars/Base'"),
        ("../etc/passwd", {"monday": OFFICE}, [], "timeZone", "There is no time zone"),
        ("", {"monday": OFFICE}, [], "timeZone", "There is no time zone"),
        ("UTC", {}, [], "week", "no open minute"),
        ("UTC", {"monday": []}, [], "week", "no open minute"),
        ("UTC", {"montag": OFFICE}, [], "week", "'montag' is no day of the week"),
        ("UTC", {"monday": "9-17"}, [], "week.monday", "Monday takes a list"),
        ("UTC", {"monday": ["9-17"]}, [], "week.monday", "write an interval as"),
        ("UTC", {"monday": [{"from": "09:00"}]}, [], "week.monday", "None is no time"),
        ("UTC", {"monday": [{"from": "9:00", "to": "17:00"}]}, [], "week.monday", "'9:00' is no time"),
        ("UTC", {"monday": [{"from": "09:00:30", "to": "17:00"}]}, [], "week.monday", "whole minutes"),
        ("UTC", {"monday": [{"from": 540, "to": 1020}]}, [], "week.monday", "540 is no time"),
        ("UTC", {"monday": [{"from": "09:00", "to": "24:01"}]}, [], "week.monday", "'24:01' is no time"),
        ("UTC", {"monday": [{"from": "17:00", "to": "09:00"}]}, [], "week.monday", "runs backwards"),
        ("UTC", {"monday": [{"from": "09:00", "to": "09:00"}]}, [], "week.monday", "runs backwards"),
        (
            "UTC",
            {"monday": [{"from": "09:00", "to": "10:00", "nextDay": True}]},
            [],
            "week.monday",
            "longer than a day",
        ),
        (
            "UTC",
            {"monday": [*OFFICE, {"from": "16:59", "to": "18:00"}]},
            [],
            "week.monday",
            "Monday: 09:00 to 17:00 and 16:59 to 18:00 overlap.",
        ),
        (
            "UTC",
            {"sunday": NIGHT, "monday": [{"from": "05:00", "to": "08:00"}]},
            [],
            "week.monday",
            "Sunday 22:00 to 06:00 and Monday 05:00 to 08:00 overlap.",
        ),
        ("UTC", {"monday": OFFICE}, [{"date": "25.12.2026"}], "holidays[0].date", "is no date"),
        ("UTC", {"monday": OFFICE}, [{"date": "2026-02-30"}], "holidays[0].date", "is no date"),
        (
            "UTC",
            {"monday": OFFICE},
            [{"date": "2026-12-25"}, {"date": "2026-12-25"}],
            "holidays[1].date",
            "stands twice",
        ),
        (
            "UTC",
            {"monday": OFFICE},
            [{"date": "2026-12-25", "intervals": [*OFFICE, *OFFICE]}],
            "holidays[0].intervals",
            "overlap",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(
    zone: str, week: dict[str, Any], holidays: list[dict[str, Any]], field: str, sentence: str
) -> None:
    """R-WF-4: a calendar with no open minute, overlaps, backward intervals, unknown zones, half minutes."""
    with pytest.raises(Invalid, match=re.escape(sentence)) as refused:
        calendar_of(zone, week, holidays)
    assert refused.value.field == field


def test_a_night_that_touches_the_morning_is_one_stretch() -> None:
    week = {"sunday": NIGHT, "monday": [{"from": "06:00", "to": "08:00"}]}
    hours = open_time(made(week, zone="UTC"))
    sunday = datetime(2026, 3, 1, 22, tzinfo=UTC)
    assert hours.add(sunday, 10 * HOUR) == datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_a_night_reaches_into_a_holiday_that_begins_nothing() -> None:
    week = dict.fromkeys(("thursday", "friday"), NIGHT)
    hours = open_time(made(week, {"date": "2026-12-25"}, zone="UTC"))
    assert (
        hours.between(datetime(2026, 12, 24, tzinfo=UTC), datetime(2026, 12, 27, tzinfo=UTC)) == 8 * HOUR
    ), "Christmas Eve's night, and none on the 25th, a Friday"


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)]
)
def test_a_day_has_the_hours_that_it_has(day: date, hours: int) -> None:
    """R-WF-4: 23- and 25-hour days."""
    always = {name: [{"from": "00:00", "to": "24:00"}] for name in WEEKDAYS}
    rome = ZoneInfo("Europe/Rome")
    midnight = datetime.combine(day, time(), rome)
    next_midnight = datetime.combine(day + timedelta(days=1), time(), rome)
    assert open_time(made(always)).between(midnight, next_midnight) == hours * HOUR
    office = open_time(made(dict.fromkeys(WEEKDAYS, OFFICE)))
    assert office.between(midnight, next_midnight) == 8 * HOUR


def test_without_a_calendar_every_minute_counts() -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    assert ALWAYS.add(start, HOUR) == start + HOUR
    assert ALWAYS.between(start, start + HOUR) == HOUR
    assert ALWAYS.between(start + HOUR, start) == timedelta()


def test_a_minute_a_year_is_never_due() -> None:
    """What is farther than ten years is no moment that anybody arms."""
    week = {"monday": [{"from": "09:00", "to": "09:01"}]}
    hours = open_time(made(week, zone="UTC"))
    assert hours.add(datetime(2026, 3, 1, tzinfo=UTC), timedelta(minutes=700)) is None

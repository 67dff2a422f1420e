"""Open time against an oracle that looks at every single minute (R-WF-4)."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from workflow import sla
from workflow.calendars import DAY, WEEKDAYS, Calendar, Interval, calendar_of, merged
from workflow.open_time import CalendarTime
from workflow.sla import Fact, FactKind, Policy, Target
from workflow.values import State

MINUTE = timedelta(minutes=1)
WAITING = (State.WAITING_GUEST, State.ON_HOLD)
ZONES = {
    "Europe/Rome": (date(2024, 3, 29), date(2024, 10, 25)),
    "America/New_York": (date(2025, 3, 7), date(2025, 10, 31)),
    "Australia/Lord_Howe": (date(2025, 4, 4), date(2025, 10, 3)),  # by half an hour
    "Asia/Kathmandu": (date(2024, 2, 27),),  # +05:45, a leap day
    "Africa/Casablanca": (date(2025, 2, 21), date(2025, 4, 4)),  # put back for Ramadan
    "Pacific/Apia": (date(2011, 12, 28),),  # a date that never was
    "America/Santiago": (date(2024, 9, 6), date(2024, 4, 5)),  # at midnight
    "UTC": (date(2024, 12, 29),),
}
SPAN = 6 * DAY
SEED = random.randrange(10**6)  # printed when a test fails; write it here to repeat


@pytest.mark.parametrize("number", range(3 * len(ZONES)))
def test_every_sum_is_what_counting_minutes_gives(number: int) -> None:
    """R-WF-4: split and night shifts, holidays, 23- and 25-hour days, half-hour DST."""
    seed = SEED + number
    print(f"SEED {SEED}, number {number}")
    rng = random.Random(seed)
    zone = list(ZONES)[number % len(ZONES)]
    begin = datetime.combine(rng.choice(ZONES[zone]), datetime.min.time(), UTC)
    calendar = _random_calendar(rng, zone, begin.date())
    is_open = [_is_open(calendar, begin + number * MINUTE) for number in range(SPAN)]
    until = [0]
    for each in is_open:
        until.append(until[-1] + each)
    hours = CalendarTime(calendar)
    for _ in range(150):
        first, last = sorted(rng.sample(range(SPAN + 1), 2))
        odd = timedelta(seconds=rng.randrange(60), microseconds=rng.randrange(10**6))
        assert hours.between(begin + first * MINUTE, begin + last * MINUTE) == MINUTE * (
            until[last] - until[first]
        )
        whole = hours.between(begin + first * MINUTE + odd, begin + last * MINUTE)
        assert whole == max(MINUTE * (until[last] - until[first]) - odd * is_open[first], timedelta())
        wanted = rng.randrange(1, 8 * 60)
        reached = hours.add(begin + first * MINUTE, wanted * MINUTE)
        at = next((n for n in range(first, SPAN + 1) if until[n] - until[first] == wanted), None)
        if at is not None:
            assert reached == begin + at * MINUTE
        else:
            assert reached is not None
            assert reached > begin + SPAN * MINUTE


@pytest.mark.parametrize("number", range(2 * len(ZONES)))
def test_a_clock_with_pauses_is_due_when_counting_minutes_says(number: int) -> None:
    """R-WF-4: only minutes count that are open and in which the ticket waits for nobody else."""
    print(f"SEED {SEED}, number {number}")
    rng = random.Random(SEED - number)
    zone = list(ZONES)[number % len(ZONES)]
    begin = datetime.combine(rng.choice(ZONES[zone]), datetime.min.time(), UTC)
    calendar = _random_calendar(rng, zone, begin.date())
    is_open = [_is_open(calendar, begin + minute * MINUTE) for minute in range(SPAN)]
    for _ in range(40):
        marks = sorted(rng.sample(range(1, SPAN), 2 * rng.randrange(4)))
        pauses = list(zip(marks[::2], marks[1::2], strict=True))
        wanted = rng.randrange(1, 20 * 60)
        facts = []
        for first, last in pauses:
            facts.append(Fact(FactKind.STATE, begin + first * MINUTE, rng.choice(WAITING)))
            facts.append(Fact(FactKind.STATE, begin + last * MINUTE, State.IN_PROGRESS))
        promise = Policy(1, "", {Target.RESOLUTION: wanted * MINUTE}, (), hours=CalendarTime(calendar))
        found = {clock.target: clock for clock in sla.clocks(begin, facts, promise)}
        counted = 0
        for minute in range(SPAN):
            counted += is_open[minute] and not any(first <= minute < last for first, last in pauses)
            if counted == wanted:
                assert found[Target.RESOLUTION].due_at == begin + (minute + 1) * MINUTE
                break
        else:
            due_at = found[Target.RESOLUTION].due_at
            assert due_at is not None
            assert due_at > begin + SPAN * MINUTE


def _is_open(calendar: Calendar, minute: datetime) -> bool:
    """What the clock on the wall shows, looked up in that day's hours and in the night before's."""
    wall = minute.astimezone(ZoneInfo(calendar.time_zone))
    shown, holidays = wall.hour * 60 + wall.minute, dict(calendar.holidays)
    for back in (0, 1):
        on = wall.date() - timedelta(days=back)
        day = holidays.get(on, calendar.week[on.weekday()])
        if any(each.start <= shown + back * DAY < each.end for each in day):
            return True
    return False


def _random_calendar(rng: random.Random, zone: str, near: date) -> Calendar:
    week = tuple(_random_day(rng) if rng.random() < 0.8 else () for _ in WEEKDAYS)
    if not any(week):
        week = (*week[:6], (Interval(60, 9 * 60),))
    dates = {near + timedelta(days=rng.randrange(8)) for _ in range(rng.randrange(3))}
    holidays = tuple((on, _random_day(rng) if rng.random() < 0.5 else ()) for on in sorted(dates))
    return Calendar(zone, week, holidays)


def _random_day(rng: random.Random) -> tuple[Interval, ...]:
    found = []
    for _ in range(rng.randrange(1, 4)):
        start = rng.randrange(DAY)
        found.append(Interval(start, min(start + rng.randrange(1, 14 * 60), start + DAY)))
    return tuple(merged(found))


def test_years_cost_no_more_than_days() -> None:
    """Laid out once, ten years of office hours are a few look-ups away."""
    hours = CalendarTime(
        calendar_of("Europe/Rome", {day: [{"from": "09:00", "to": "17:00"}] for day in WEEKDAYS}, [])
    )
    start = datetime(2024, 1, 1, tzinfo=UTC)
    assert hours.between(start, datetime(2034, 1, 1, tzinfo=UTC)) == timedelta(hours=8 * 3653)
    assert hours.add(start, timedelta(hours=8 * 3653)) == datetime(2033, 12, 31, 16, tzinfo=UTC)

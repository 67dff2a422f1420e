"""Who is on shift at a moment, in the hotel's local time (R-WF-5)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from workflow.errors import Invalid
from workflow.roster import (
    DayChange,
    Hours,
    Roster,
    Weekly,
    check_change,
    check_weekly,
    moment_of,
    span_of,
)

ROME = ZoneInfo("Europe/Rome")
ANA, JON = 1, 2
MONDAY = date(2026, 11, 16)
SPRING, AUTUMN = date(2026, 3, 28), date(2026, 10, 24)  # the nights from these days on have 23 and 25 hours


def hours(text: str) -> Hours:
    starts, ends = text.split("-")
    return Hours(time.fromisoformat(starts), time.fromisoformat(ends))


def local(day: date, at: str, fold: int = 0) -> datetime:
    return datetime.combine(day, time.fromisoformat(at), ROME).replace(fold=fold).astimezone(UTC)


def week(*shifts: tuple[int, str], changes: tuple[DayChange, ...] = ()) -> Roster:
    """Ana's week."""
    return Roster(ROME, tuple(Weekly(ANA, day, hours(text)) for day, text in shifts), changes)


@pytest.mark.parametrize(
    ("shifts", "day", "at", "on"),
    [
        pytest.param([(0, "08:00-16:00")], MONDAY, "08:00", True, id="from the first minute"),
        pytest.param([(0, "08:00-16:00")], MONDAY, "07:59", False, id="not before"),
        pytest.param([(0, "08:00-16:00")], MONDAY, "15:59", True, id="to the last minute"),
        pytest.param([(0, "08:00-16:00")], MONDAY, "16:00", False, id="not at its end"),
        pytest.param([(0, "08:00-16:00")], MONDAY + timedelta(1), "09:00", False, id="not on Tuesday"),
        pytest.param([(0, "08:00-16:00")], MONDAY + timedelta(7), "09:00", True, id="every week"),
        pytest.param([(0, "08:00-12:00"), (0, "14:00-18:00")], MONDAY, "13:00", False, id="not between two"),
        pytest.param([(0, "08:00-12:00"), (0, "14:00-18:00")], MONDAY, "17:00", True, id="on the second"),
        pytest.param([(0, "22:00-06:00")], MONDAY + timedelta(1), "05:59", True, id="over midnight"),
        pytest.param([(0, "22:00-06:00")], MONDAY, "05:00", False, id="not the night before"),
        pytest.param([(6, "22:00-06:00")], MONDAY, "05:00", True, id="Sunday's night runs into Monday"),
        pytest.param([(0, "16:00-00:00")], MONDAY, "23:59", True, id="until midnight"),
        pytest.param([(0, "16:00-00:00")], MONDAY + timedelta(1), "00:00", False, id="and no longer"),
        pytest.param([(0, "08:00-08:00")], MONDAY + timedelta(1), "07:59", True, id="a whole day"),
        pytest.param([], MONDAY, "09:00", False, id="an emptied week is never on duty"),
    ],
)
def test_on_duty(shifts: list[tuple[int, str]], day: date, at: str, on: bool) -> None:
    assert (week(*shifts).until(ANA, local(day, at)) is not None) is on
    assert week(*shifts).until(JON, local(day, at)) is None


@pytest.mark.parametrize(
    ("change", "day", "at", "on"),
    [
        pytest.param(DayChange(ANA, MONDAY), MONDAY, "23:00", False, id="off: no shift begins"),
        pytest.param(DayChange(ANA, MONDAY), MONDAY + timedelta(1), "05:00", False, id="nor its night"),
        pytest.param(DayChange(ANA, MONDAY), MONDAY, "05:00", True, id="the night before goes on"),
        pytest.param(DayChange(JON, MONDAY), MONDAY, "23:00", True, id="somebody else's day off"),
        pytest.param(
            DayChange(ANA, MONDAY, hours("08:00-10:00")), MONDAY, "09:00", True, id="an extra shift"
        ),
        pytest.param(
            DayChange(ANA, MONDAY, hours("08:00-10:00")), MONDAY, "23:00", True, id="beside the usual"
        ),
        pytest.param(
            DayChange(ANA, MONDAY, hours("08:00-10:00")),
            MONDAY + timedelta(7),
            "09:00",
            False,
            id="on that day only",
        ),
    ],
)
def test_changes_of_single_days(change: DayChange, day: date, at: str, on: bool) -> None:
    roster = week((0, "22:00-06:00"), (6, "22:00-06:00"), changes=(change,))
    assert (roster.until(ANA, local(day, at)) is not None) is on


def test_a_day_off_with_an_extra_shift_is_that_shift_alone() -> None:
    changes = (DayChange(ANA, MONDAY), DayChange(ANA, MONDAY, hours("12:00-13:00")))
    roster = week((0, "08:00-16:00"), changes=changes)
    assert roster.until(ANA, local(MONDAY, "09:00")) is None
    assert roster.until(ANA, local(MONDAY, "12:30")) == local(MONDAY, "13:00")


@pytest.mark.parametrize(
    ("night", "lasts"),
    [
        pytest.param(date(2026, 11, 16), 8, id="a usual night"),
        pytest.param(SPRING, 7, id="the night of 23 hours"),
        pytest.param(AUTUMN, 9, id="the night of 25 hours"),
    ],
)
def test_a_night_shift_ends_by_the_clock_on_the_wall(night: date, lasts: int) -> None:
    span = span_of(night, hours("22:00-06:00"), ROME)
    assert span.ends - span.starts == timedelta(hours=lasts)
    roster = week((night.weekday(), "22:00-06:00"))
    assert roster.until(ANA, span.starts) == span.ends == local(night + timedelta(1), "06:00")


def test_shifts_that_meet_in_a_lost_or_doubled_hour_leave_no_hole_and_no_overlap() -> None:
    """02:30 does not exist in spring and comes twice in autumn: one ends where the other begins."""
    for night in (SPRING, AUTUMN):
        early = span_of(night, hours("22:00-02:30"), ROME)
        late = span_of(night + timedelta(1), hours("02:30-10:00"), ROME)
        assert early.ends == late.starts
    lost = span_of(SPRING + timedelta(1), hours("02:10-02:50"), ROME)
    assert lost.starts == lost.ends, "all of it was jumped over"
    assert moment_of(SPRING + timedelta(1), time(2, 30), ROME) == local(SPRING + timedelta(1), "03:00")


def test_touching_shifts_are_one() -> None:
    roster = week((0, "08:00-12:00"), (0, "12:00-16:00"))
    assert roster.until(ANA, local(MONDAY, "09:00")) == local(MONDAY, "16:00")
    assert not roster.ended(ANA, local(MONDAY, "11:00"), local(MONDAY, "13:00"))
    assert roster.ended(ANA, local(MONDAY, "11:00"), local(MONDAY, "16:00"))


def test_the_next_change_is_the_first_coming_or_going_of_anybody() -> None:
    roster = Roster(ROME, (Weekly(ANA, 0, hours("08:00-16:00")), Weekly(JON, 0, hours("15:00-23:00"))))
    seen, at = [], local(MONDAY, "00:00")
    for _ in range(5):
        found = roster.next_change((ANA, JON), at)
        assert found is not None
        seen.append(found)
        at = found
    times = [found.astimezone(ROME).strftime("%a %H:%M") for found in seen]
    assert times == ["Mon 08:00", "Mon 15:00", "Mon 16:00", "Mon 23:00", "Mon 08:00"]
    assert roster.next_change((), at) is None


def test_an_extra_shift_far_ahead_is_looked_for_too() -> None:
    roster = week(changes=(DayChange(ANA, MONDAY + timedelta(90), hours("08:00-16:00")),))
    found = roster.next_change((ANA,), local(MONDAY, "00:00"))
    assert found == local(MONDAY + timedelta(90), "08:00")


@pytest.mark.parametrize(
    ("day", "text", "sentence"),
    [
        (0, "15:00-17:00", "This overlaps the shift on Monday, 08:00–16:00."),
        (0, "07:00-20:00", "This overlaps the shift on Monday, 08:00–16:00."),
        (6, "23:00-09:00", "This overlaps the shift on Monday, 08:00–16:00."),
        (5, "23:00-05:00", "This overlaps the shift on Sunday, 04:00–06:00."),
    ],
)
def test_overlaps_are_refused_also_round_the_end_of_the_week(day: int, text: str, sentence: str) -> None:
    known = week((0, "08:00-16:00"), (6, "04:00-06:00")).weekly
    with pytest.raises(Invalid, match=sentence):
        check_weekly(Weekly(ANA, day, hours(text)), known)
    check_weekly(Weekly(JON, day, hours(text)), known)


def test_what_only_touches_is_no_overlap() -> None:
    check_weekly(Weekly(ANA, 0, hours("16:00-08:00")), week((0, "08:00-16:00")).weekly)


def test_days_that_make_no_sense_are_refused() -> None:
    today = MONDAY
    extra = DayChange(ANA, MONDAY, hours("08:00-10:00"))
    for wanted, sentence in (
        (DayChange(ANA, MONDAY - timedelta(1)), "This day is over."),
        (DayChange(ANA, MONDAY + timedelta(800)), "more than two years ahead"),
        (DayChange(ANA, MONDAY), "off already"),
        (DayChange(ANA, MONDAY, hours("09:00-11:00")), "overlaps the extra shift 08:00–10:00"),
    ):
        with pytest.raises(Invalid, match=sentence):
            check_change(wanted, (extra, DayChange(ANA, MONDAY)), today=today)
    check_change(DayChange(ANA, MONDAY, hours("10:00-11:00")), (extra,), today=today)

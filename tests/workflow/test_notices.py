"""Whom a notice goes to, and when. Tables without a database."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from workflow.duty import Member
from workflow.errors import Invalid
from workflow.notices import (
    Limits,
    Pace,
    Pending,
    QuietHours,
    pace,
    read_quiet_hours,
    with_watchers,
)
from workflow.values import Role

NOW = datetime(2026, 7, 4, 12, 0, tzinfo=UTC)
ROME = ZoneInfo("Europe/Rome")
LIMITS = Limits(single=5, single_new=50, window=timedelta(minutes=2))
MORNING = NOW + timedelta(hours=8)


def decided(
    number: int, *, oldest_seconds: int = 0, sent: int = 0, is_new: bool = False, limits: Limits = LIMITS
) -> Pace | datetime:
    pending = Pending(number, NOW - timedelta(seconds=oldest_seconds), sent)
    return pace(pending, limits, is_new=is_new, is_urgent=False, quiet_until=None, now=NOW)


@pytest.mark.parametrize(
    ("number", "sent", "is_new"),
    [(1, 0, False), (5, 0, False), (1, 4, False), (50, 0, True), (6, 0, True), (1, 49, True)],
)
def test_few_go_one_by_one(number: int, sent: int, is_new: bool) -> None:
    assert decided(number, sent=sent, is_new=is_new) is Pace.NOW


@pytest.mark.parametrize(
    ("number", "sent", "is_new"), [(6, 0, False), (1, 5, False), (3, 3, False), (51, 0, True)]
)
def test_many_are_gathered_until_the_oldest_has_waited_the_window(
    number: int, sent: int, is_new: bool
) -> None:
    assert decided(number, sent=sent, is_new=is_new) == NOW + timedelta(minutes=2)
    assert decided(number, sent=sent, is_new=is_new, oldest_seconds=90) == NOW + timedelta(seconds=30)
    assert decided(number, sent=sent, is_new=is_new, oldest_seconds=120) is Pace.TOGETHER
    assert decided(number, sent=sent, is_new=is_new, oldest_seconds=9 * 3600) is Pace.TOGETHER


def test_a_hotel_may_want_them_always_one_by_one() -> None:
    assert decided(500, limits=Limits(single=0)) is Pace.NOW


def test_quiet_hours_hold_all_but_what_is_urgent() -> None:
    for number in (1, 100):
        pending = Pending(number, NOW, 0)
        held = pace(pending, LIMITS, is_new=True, is_urgent=False, quiet_until=MORNING, now=NOW)
        urgent = pace(pending, LIMITS, is_new=True, is_urgent=True, quiet_until=MORNING, now=NOW)
        assert (held, urgent) == (MORNING, Pace.NOW)


@pytest.mark.parametrize(
    ("hours", "local", "until"),
    [
        ("22:00-07:00", "2026-07-04 21:59", None),
        ("22:00-07:00", "2026-07-04 22:00", "2026-07-05 07:00"),
        ("22:00-07:00", "2026-07-05 06:59", "2026-07-05 07:00"),
        ("22:00-07:00", "2026-07-05 07:00", None),
        ("13:00-15:30", "2026-07-04 14:00", "2026-07-04 15:30"),
        ("13:00-15:30", "2026-07-04 12:59", None),
        ("00:00-06:00", "2026-07-04 00:00", "2026-07-04 06:00"),
        ("22:00-07:00", "2026-03-29 01:30", "2026-03-29 07:00"),  # the night of 23 hours
        ("22:00-07:00", "2026-10-25 01:30", "2026-10-25 07:00"),  # and that of 25
    ],
)
def test_quiet_hours_follow_the_clocks_of_the_hotel(hours: str, local: str, until: str | None) -> None:
    quiet = read_quiet_hours(hours)
    assert quiet is not None
    found = quiet.until(datetime.fromisoformat(local).replace(tzinfo=ROME).astimezone(UTC), ROME)
    assert found == (datetime.fromisoformat(until).replace(tzinfo=ROME).astimezone(UTC) if until else None)


def test_quiet_hours_are_read_and_written() -> None:
    assert read_quiet_hours("none") is None
    assert read_quiet_hours("22:00 – 07:00") == QuietHours(time(22), time(7))
    assert str(read_quiet_hours("9:00-10:00".zfill(11))) == "09:00-10:00"


@pytest.mark.parametrize("text", ["", "22:00", "22:00-25:00", "22:00-22:00", "night", "22:00-07:00-08:00"])
def test_what_are_no_quiet_hours_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="uiet hours"):
        read_quiet_hours(text)


def member(id: int, role: Role = Role.RECEPTION, department_id: int | None = None) -> Member:
    return Member(id, f"{id}@aurora.example", f"M{id}", role, department_id, True)


def test_who_watches_is_told_once_and_only_of_what_he_may_see() -> None:
    """R-TKT-6."""
    ana, ben, cleaner = member(1), member(2), member(3, Role.STAFF, department_id=7)
    people = [ana, ben, cleaner]
    told = with_watchers([ana], people, {1, 2, 3, 99}, assignee_id=1, department_id=8)
    assert [one.staff_id for one in told] == [1, 2]
    told = with_watchers([ana], people, {1, 3}, assignee_id=1, department_id=7)
    assert [one.staff_id for one in told] == [1, 3]

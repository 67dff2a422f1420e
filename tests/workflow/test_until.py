"""When a snoozed ticket comes back, as people write it, in the hotel's time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from workflow.until import parse_until

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)  # a Friday, eleven o'clock in Rome
ROME = ZoneInfo("Europe/Rome")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 hours", "2026-11-20 13:00"),
        ("in 30 min", "2026-11-20 11:30"),
        ("3d", "2026-11-23 11:00"),
        ("1 week", "2026-11-27 11:00"),
        ("tomorrow", "2026-11-21 09:00"),
        ("tomorrow at 9:30", "2026-11-21 09:30"),
        ("Monday", "2026-11-23 09:00"),
        ("until mon 14:00", "2026-11-23 14:00"),
        ("friday", "2026-11-27 09:00"),
        ("18:00", "2026-11-20 18:00"),
        ("8:00", "2026-11-21 08:00"),
        ("2026-12-24 08:00", "2026-12-24 08:00"),
        ("24.12. 8:00", "2026-12-24 08:00"),
        ("1.1.", "2027-01-01 09:00"),
    ],
)
def test_what_people_write(text: str, expected: str) -> None:
    """R-STAFF-3, R-TKT-6"""
    found = parse_until(text, now=NOW, zone=ROME)
    assert found is not None
    assert f"{found.astimezone(ROME):%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "yesterday",
        "today 9:00",
        "0 h",
        "99 weeks",
        "31.2.",
        "25:00",
        "t",
        "2026-13-01",
        "2026-11-01",
    ],
)
def test_what_is_no_moment_to_come(text: str) -> None:
    assert parse_until(text, now=NOW, zone=ROME) is None


def test_the_clock_that_changes_meanwhile_does_not_move_it() -> None:
    """R-WF-4: nine o'clock stays nine o'clock when summer time ends."""
    before = datetime(2026, 10, 24, 10, 0, tzinfo=UTC)
    found = parse_until("tomorrow 9:00", now=before, zone=ROME)
    assert found is not None
    assert f"{found.astimezone(ROME):%d %H:%M %Z}" == "25 09:00 CET"

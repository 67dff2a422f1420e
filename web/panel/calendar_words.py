"""Calendars as people write them: "09:00-12:00, 14:00-18:00" for a day, "2026-12-25 Christmas" for a holiday."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from web.languages import gettext
from workflow.errors import Invalid

_INTERVAL = re.compile(r"(\d{1,2}:\d\d)\s*[-–]\s*(\d{1,2}:\d\d)")
_LIKE_TIMES = re.compile(r"\d{1,2}(?:[:.]\d+)?\s*[-–]\s*\d")
_YEAR_FIRST, _DAY_FIRST = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
NO_DATE = "Line %(line)s: “%(written)s” is no date. Begin the line like 2026-12-25 or 25.12.2026, the name behind it."
NO_TIMES = "Line %(line)s: the times in “%(written)s” are not clear. Write them like 09:00-12:00."
TWICE = "Line %(line)s: %(date)s stands above already."
Interval = dict[str, object]


def read_day(text: str, field: str) -> list[Interval]:
    """An end that is not later than its beginning lies in the next day. Raises Invalid."""
    found: list[Interval] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        match = _INTERVAL.fullmatch(part)
        if match is None:
            raise Invalid(
                gettext("Write times like 09:00-12:00, 14:00-18:00; nothing for a closed day."), field
            )
        start, end = (one.rjust(5, "0") for one in match.groups())
        found.append({"from": start, "to": end, **({"nextDay": True} if end <= start else {})})
    return found


def say_day(intervals: object) -> str:
    if not isinstance(intervals, Sequence):
        return ""
    return ", ".join(f"{one['from']}-{one['to']}" for one in intervals)


def read_holidays(text: str, field: str) -> list[dict[str, Any]]:
    """One a line: the date, times if it is not closed all day, a name. Raises Invalid, naming the line."""
    found: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            holiday = _holiday(line.strip(), number, field)
            if holiday["date"] in found:
                raise Invalid(TWICE, field, values={"line": number, "date": holiday["date"]})
            found[holiday["date"]] = holiday
    return list(found.values())


def _holiday(line: str, number: int, field: str) -> dict[str, Any]:
    written, *after = line.split(maxsplit=1)
    rest = "".join(after)
    day = _day(written)
    if day is None:
        raise Invalid(NO_DATE, field, values={"line": number, "written": written[:40]})
    times = [match[0] for match in _INTERVAL.finditer(rest)]
    name = _INTERVAL.sub("", rest).strip(" ,")
    if _LIKE_TIMES.search(name):
        raise Invalid(NO_TIMES, field, values={"line": number, "written": name[:40]})
    holiday: dict[str, Any] = {"date": day.isoformat(), "name": name[:100]}
    if times:
        holiday["intervals"] = read_day(", ".join(times), field)
    return holiday


def _day(written: str) -> date | None:
    """2026-12-25, or 25.12.2026."""
    found = _DAY_FIRST.fullmatch(written)
    try:
        if found is not None:
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(written) if _YEAR_FIRST.fullmatch(written) else None
    except ValueError:
        return None


def say_holidays(holidays: Sequence[Mapping[str, Any]]) -> str:
    lines = (
        " ".join(filter(None, (one["date"], say_day(one.get("intervals", ())), one.get("name", ""))))
        for one in holidays
    )
    return "\n".join(lines)

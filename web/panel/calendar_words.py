"""Calendars as people write them: "09:00-12:00, 14:00-18:00" for a day, "2026-12-25 Christmas" for a holiday."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from web.languages import gettext
from workflow.errors import Invalid

_INTERVAL = re.compile(r"(\d{1,2}:\d\d)\s*[-–]\s*(\d{1,2}:\d\d)")
_LINE = re.compile(r"(\S+)\s*(.*)")
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
    """One a line: the date, times if it is not closed all day, a name. Raises Invalid."""
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        date, rest = _LINE.fullmatch(line).groups()  # type: ignore[union-attr]  # a line is not empty
        times = [match[0] for match in _INTERVAL.finditer(rest)]
        name = _INTERVAL.sub("", rest).strip(" ,")
        holiday: dict[str, Any] = {"date": date, "name": name[:100]}
        if times:
            holiday["intervals"] = read_day(", ".join(times), field)
        found.append(holiday)
    return found


def say_holidays(holidays: Sequence[Mapping[str, Any]]) -> str:
    lines = (
        " ".join(filter(None, (one["date"], say_day(one.get("intervals", ())), one.get("name", ""))))
        for one in holidays
    )
    return "\n".join(lines)

"""The tables of a report as CSV, as spreadsheets read it: numbers rounded, nothing that is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from workflow.queries.report import Report
from workflow.queries.ticket_report import Group
from workflow.ticket_csv import safe

Line = tuple[object, ...]
_SPEEDS = ("accepted", "first response", "resolution")
GROUP_HEAD: Line = (
    *("key", "name", "tickets"),
    *(f"{what} {part}" for what in _SPEEDS for part in ("count", "median s", "p90 s")),
    *("done", "reopened", "reopen rate %"),
)


class Table(StrEnum):
    GROUPS = "groups"
    DAYS = "days"
    HOURS = "hours"
    PROMISES = "promises"


def csv_of(report: Report, table: Table, *, hours: Mapping[tuple[int, int], int]) -> bytes:
    match table:
        case Table.GROUPS:
            return written(group_lines(report))
        case Table.DAYS:
            days = ((one.day.isoformat(), one.came, one.live) for one in report.backlog)
            return written([("day", "tickets", "not done"), *days])
        case Table.HOURS:
            by_hour = ((hour, *(hours.get((day, hour), 0) for day in range(1, 8))) for hour in range(24))
            return written([("hour", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), *by_hour])
        case Table.PROMISES:
            kept = (
                (one.target, one.promised, one.kept, one.breached, one.running, one.percent)
                for one in report.kept
            )
            return written([("target", "promised", "kept", "late", "running", "kept %"), *kept])


def group_lines(report: Report) -> Iterator[Line]:
    """A line each, and all together last."""
    yield GROUP_HEAD
    yield from (_group(group) for group in report.groups)
    yield ("all", *_group(report.whole)[1:])


def written(lines: Iterable[Line]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for line in lines:
        writer.writerow([_cell(value) for value in line])
    return text.getvalue().encode("utf-8-sig")


def _group(group: Group) -> Line:
    speeds = (group.accepted, group.first_response, group.resolution)
    numbers = [value for speed in speeds for value in (speed.count, speed.median, speed.p90)]
    return (group.key, group.name, group.tickets, *numbers, group.done, group.reopened, group.reopen_rate)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}"
    return "" if value is None else safe(str(value))

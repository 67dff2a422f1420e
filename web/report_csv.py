"""The tables of a report as CSV, as spreadsheets read it: numbers rounded, nothing that is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from web import report_words
from web.languages import N_, gettext
from web.report_words import BREAKDOWNS, TARGETS
from workflow.queries.report import Report
from workflow.queries.ticket_report import Group, GroupBy
from workflow.sla import Target
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


def csv_of(report: Report, table: Table, *, by: GroupBy, hours: Mapping[tuple[int, int], int]) -> bytes:
    """For people: in the page's language."""
    match table:
        case Table.GROUPS:
            return written(_named_groups(report, by))
        case Table.DAYS:
            days = ((one.day.isoformat(), one.came, one.live) for one in report.backlog)
            return written([(gettext("Day"), gettext("Came"), gettext("Not done")), *days])
        case Table.HOURS:
            by_hour = ((hour, *(hours.get((day, hour), 0) for day in range(1, 8))) for hour in range(24))
            names = (report_words.weekday(day) for day in range(1, 8))
            return written([(gettext("Hour"), *names), *by_hour])
        case Table.PROMISES:
            kept = (
                (_target(one.target), one.promised, one.kept, one.breached, one.running, one.percent)
                for one in report.kept
            )
            heads = (
                N_("Promise"),
                N_("promised"),
                N_("kept"),
                N_("late"),
                N_("still running"),
                N_("Share kept"),
            )
            return written([tuple(gettext(head) for head in heads), *kept])


def _named_groups(report: Report, by: GroupBy) -> Iterator[Line]:
    """As on the page, times in seconds."""
    speeds = (gettext("Accepted"), gettext("First response"), gettext("Resolution"))
    parts = (N_("%(what)s: tickets"), N_("%(what)s: median, seconds"), N_("%(what)s: nine in ten, seconds"))
    yield (
        gettext(BREAKDOWNS[by]),
        gettext("Tickets"),
        *(gettext(part, what=what) for what in speeds for part in parts),
        gettext("Done"),
        gettext("Opened again"),
        gettext("Opened again, percent"),
    )
    for group in report.groups:
        yield (report_words.group_name(group, by), *_group(group)[2:])
    yield (gettext("All"), *_group(report.whole)[2:])


def _target(target: str) -> str:
    return gettext(TARGETS[Target(target)])


def group_lines(report: Report) -> Iterator[Line]:
    """For programs: a line each, and all together last."""
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

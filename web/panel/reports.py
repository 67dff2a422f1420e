"""Reports: how many tickets came, how fast they were looked after, and what is left; beside the time before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Response, current_app, make_response, request

from web import charts, periods, report_words
from web.access import Visit, current_visit, needs
from web.charts import Chart, Point
from web.downloads import download
from web.errors import problem_of
from web.languages import gettext
from web.panel.blueprint import panel
from web.panel.frame import Frame, load_frame, render
from web.periods import PERIODS, Period
from web.refusal_words import said
from web.report_csv import Table, csv_of
from web.report_words import BREAKDOWNS
from workflow import clock, roles
from workflow.errors import Invalid
from workflow.models import Hotel
from workflow.queries import report, ticket_report
from workflow.queries.report import Report
from workflow.queries.rhythm import rhythm
from workflow.queries.ticket_report import Group, GroupBy, Kept, Stretch
from workflow.roles import Action
from workflow.services import sla_calendars

BASE = "/reports"
_MAX_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says."""

    period: Period
    by: GroupBy
    calendar_id: int | None

    @property
    def days(self) -> Mapping[str, str]:
        """As the queue's address names them."""
        return {"since": self.period.first.isoformat(), "until": self.period.last.isoformat()}

    def address(self, to: str = BASE, **change: str) -> str:
        """Of this report with a change."""
        values = {"period": self.period.name, "by": str(self.by), **change}
        if self.calendar_id is not None:
            values["calendar"] = str(self.calendar_id)
        if values["period"] == periods.DAYS:
            values |= {"from": self.period.first.isoformat(), "to": self.period.last.isoformat()}
        return f"{to}?{urlencode(values)}"


@dataclass(frozen=True, slots=True)
class Before:
    """The same numbers of the time before."""

    whole: Group
    kept: Sequence[Kept]


@panel.get(BASE)
@needs(Action.REPORTS)
def reports() -> Response:
    visit, args = current_visit(), cast(Mapping[str, str], request.args)
    now = clock.now()
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        calendars = [(one.id, one.name) for one in sla_calendars.every((visit.seat.hotel_id,))]
        try:
            asked = _asked(visit, args, _today(visit, now), calendars)
        except Invalid as error:
            problems, status = {error.field: said(error)}, problem_of(error).status
            values = {"asked": None, "typed": args, "calendars": calendars, "periods": PERIODS}
            return make_response(render("reports.html", frame, problems=problems, **values), status)
        found = _report(visit, asked, now=now)
        before = _before(found, asked, now=now)
        hours = rhythm(found.over)
    return make_response(
        render(
            "reports.html",
            frame,
            asked=asked,
            typed={"from": asked.period.first.isoformat(), "to": asked.period.last.isoformat()},
            problems={},
            periods=PERIODS,
            calendars=calendars,
            breakdowns=[by for by in BREAKDOWNS if _may_see(visit, by)],
            report=found,
            before=before,
            overall=(overall(found.kept), overall(before.kept)),
            heat=charts.heat(hours),
            day_chart=_day_chart(found, asked, frame),
            share=charts.share,
            say=report_words,
            may_list=visit.may(Action.VIEW_ALL),
        )
    )


@panel.get(f"{BASE}.csv")
@needs(Action.REPORTS)
def reports_csv() -> Response:
    """One of the page's tables. Raises Invalid."""
    visit, args = current_visit(), cast(Mapping[str, str], request.args)
    now = clock.now()
    table = Table(args["table"]) if args.get("table") in set(Table) else Table.GROUPS
    with visit.sight.transaction():
        calendars = [(one.id, one.name) for one in sla_calendars.every((visit.seat.hotel_id,))]
        asked = _asked(visit, args, _today(visit, now), calendars)
        found = _report(visit, asked, now=now)
        content = csv_of(found, table, by=asked.by, hours=rhythm(found.over))
    name = (
        f"report-{asked.by if table is Table.GROUPS else table}-{asked.period.first}-{asked.period.last}.csv"
    )
    return download(content, name, content_type="text/csv; charset=utf-8")


def overall(kept: Sequence[Kept]) -> float | None:
    """Percent of all promises that were judged."""
    good, late = sum(one.kept for one in kept), sum(one.breached for one in kept)
    return 100 * good / (good + late) if good + late else None


def _asked(visit: Visit, args: Mapping[str, str], today: date, calendars: Sequence[tuple[int, str]]) -> Asked:
    """What makes no sense counts as not said; raises Invalid for days, Forbidden for single members."""
    by = next((one for one in BREAKDOWNS if one == args.get("by")), GroupBy.CHANNEL)
    if by is GroupBy.MEMBER:
        roles.require(visit.seat.role, Action.MEMBER_REPORTS)
    calendar = next((id for id, _ in calendars if str(id) == args.get("calendar")), None)
    return Asked(periods.chosen(args, today=today), by, calendar)


def _may_see(visit: Visit, by: GroupBy) -> bool:
    return by is not GroupBy.MEMBER or visit.may(Action.MEMBER_REPORTS)


def _today(visit: Visit, now: datetime) -> date:
    return now.astimezone(_zone(visit)).date()


def _zone(visit: Visit) -> ZoneInfo:
    return ZoneInfo(Hotel.get_by_id(visit.seat.hotel_id).time_zone)


def _report(visit: Visit, asked: Asked, *, now: datetime) -> Report:
    since, until = asked.period.moments(_zone(visit), now=now)
    over = Stretch(visit.seat.hotel_id, since, until, str(_zone(visit)))
    found = report.report(over, asked.by, calendar_id=asked.calendar_id, now=now)
    order = sorted(found.groups, key=lambda group: (group.key is None, -group.tickets))
    return replace(found, groups=order)


def _before(found: Report, asked: Asked, *, now: datetime) -> Before:
    """As far into the time before as this one has come."""
    over, earlier = found.over, asked.period.before()
    since, until = earlier.moments(ZoneInfo(over.time_zone), now=now)
    stretch = replace(over, since=since, until=min(until, since + (over.until - over.since)))
    hours = None if found.calendar is None else report.hours_in(found.calendar, stretch, now=now)
    whole, _ = ticket_report.groups(stretch, asked.by, hours=hours)
    return Before(whole, ticket_report.kept(stretch))


def _day_chart(found: Report, asked: Asked, frame: Frame) -> Chart:
    parts = "EEE" if asked.period.days <= 7 else "MMMd"
    return charts.chart(
        [
            Point(
                bar=one.came,
                line=one.live,
                label=report_words.short_day(one.day, parts),
                title=gettext(
                    "%(day)s: %(came)s came, %(live)s not done in the evening",
                    day=report_words.short_day(one.day, "MMMEd"),
                    came=one.came,
                    live=one.live,
                ),
                address=report_words.tickets_behind(
                    {"since": one.day.isoformat(), "until": one.day.isoformat()}
                ),
            )
            for one in found.backlog
        ]
    )

"""Reports about a hotel's tickets (issue 9): volume, speed, promises kept, reopened, backlog; as JSON and as CSV."""

from __future__ import annotations

from datetime import UTC

from apiflask.fields import Float, Integer, List, Nested, String
from apiflask.schemas import FileSchema
from flask import Response

from web.access import Visit, current_visit, needs
from web.api.blueprint import api
from web.api.schema import Schema
from web.api.schemas import Id, Instant, Moment, NamedOut, one_of
from web.api.shapes import Json, moment
from web.api.ticket_answers import number
from web.downloads import download
from web.report_csv import group_lines, written
from workflow import clock, roles
from workflow.queries.report import Report, report, stretch
from workflow.queries.ticket_report import Group, GroupBy, Speed
from workflow.roles import Action

_FILE = FileSchema(type="string", format="binary")


class MetricsIn(Schema):
    since = Instant(load_default=None, data_key="from")
    until = Instant(load_default=None, data_key="to")
    group_by = String(load_default="day", data_key="groupBy", validate=one_of(list(GroupBy)))
    calendar = Id(
        load_default=None, metadata={"description": "How long things took is counted in its opening hours."}
    )


class SpeedOut(Schema):
    """Of the tickets where it has happened."""

    count = Integer()
    medianSeconds = Float(allow_none=True)
    p90Seconds = Float(allow_none=True)


class GroupOut(Schema):
    key = String(allow_none=True)
    name = String(allow_none=True)
    tickets = Integer()
    accepted = Nested(SpeedOut)
    firstResponse = Nested(SpeedOut)
    resolution = Nested(SpeedOut)
    done = Integer(metadata={"description": "Tickets that were ever resolved or closed."})
    reopened = Integer()
    reopenRate = Float(allow_none=True, metadata={"description": "Percent of those."})


class GroupRow(GroupOut):
    """The same, within the list."""


class KeptRow(Schema):
    target = String()
    promised = Integer()
    kept = Integer()
    breached = Integer()
    running = Integer(metadata={"description": "Not met yet, and not late."})
    keptPercent = Float(allow_none=True)


class BacklogRow(Schema):
    day = String()
    tickets = Integer(metadata={"description": "That came on this day."})
    live = Integer(metadata={"description": "That were not done when it ended."})


class MetricsOut(Schema):
    hotelId = String()
    since = Moment(data_key="from")
    until = Moment(data_key="to")
    timeZone = String()
    groupBy = String()
    calendar = Nested(NamedOut, allow_none=True)
    total = Nested(GroupOut)
    groups = List(Nested(GroupRow))
    sla = List(Nested(KeptRow))
    backlog = List(Nested(BacklogRow))


@api.get("/metrics/tickets")
@api.input(MetricsIn, location="query")
@api.output(MetricsOut)
@needs(Action.REPORTS)
def ticket_metrics(query_data: Json) -> Json:
    """A report on the tickets that were opened within a stretch of time, by default the last thirty days.

    Hours, weekdays (1 is Monday) and days are the hotel's. Numbers of single members are for owners and managers.
    """
    found = _report(current_visit(), query_data)
    return {
        "hotelId": str(found.over.hotel_id),
        "since": moment(found.over.since.astimezone(UTC)),
        "until": moment(found.over.until.astimezone(UTC)),
        "timeZone": found.over.time_zone,
        "groupBy": found.by,
        "calendar": {"id": str(found.calendar.id), "name": found.calendar.name} if found.calendar else None,
        "total": _group(found.whole),
        "groups": [_group(group) for group in found.groups],
        "sla": [
            {
                "target": one.target,
                "promised": one.promised,
                "kept": one.kept,
                "breached": one.breached,
                "running": one.running,
                "keptPercent": one.percent,
            }
            for one in found.kept
        ],
        "backlog": [
            {"day": one.day.isoformat(), "tickets": one.came, "live": one.live} for one in found.backlog
        ],
    }


@api.get("/metrics/tickets.csv")
@api.input(MetricsIn, location="query")
@api.output(_FILE, content_type="text/csv")
@needs(Action.REPORTS)
def ticket_metrics_csv(query_data: Json) -> Response:
    """The same report as CSV: its groups, a line each, and all together last."""
    found = _report(current_visit(), query_data)
    name = f"report-{found.by}-{found.over.since:%Y-%m-%d}.csv"
    return download(written(group_lines(found)), name, content_type="text/csv; charset=utf-8")


def _report(visit: Visit, query: Json) -> Report:
    """Raises Forbidden, Invalid, NotFound."""
    by, now = GroupBy(query["group_by"]), clock.now()
    if by is GroupBy.MEMBER:
        roles.require(visit.seat.role, Action.MEMBER_REPORTS)
    since, until = (query[name] for name in ("since", "until"))
    with visit.sight.transaction():
        over = stretch(visit.seat.hotel_id, since, until, now=now)
        return report(over, by, calendar_id=number(query["calendar"]), now=now)


def _group(group: Group) -> Json:
    return {
        "key": group.key,
        "name": group.name,
        "tickets": group.tickets,
        "accepted": _speed(group.accepted),
        "firstResponse": _speed(group.first_response),
        "resolution": _speed(group.resolution),
        "done": group.done,
        "reopened": group.reopened,
        "reopenRate": group.reopen_rate,
    }


def _speed(speed: Speed) -> Json:
    return {"count": speed.count, "medianSeconds": speed.median, "p90Seconds": speed.p90}

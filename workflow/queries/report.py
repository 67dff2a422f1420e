"""A report about one hotel's tickets: what the API, the panel and the CSV show of one stretch of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from workflow.calendars import calendar_of
from workflow.errors import Invalid
from workflow.models import Hotel, SlaCalendar
from workflow.open_time import CalendarTime, open_time
from workflow.queries import ticket_report
from workflow.queries.backlog import Day, backlog
from workflow.queries.ticket_report import Group, GroupBy, Hours, Kept, Stretch
from workflow.services import sla_calendars

LONGEST = timedelta(days=370)
USUAL_DAYS = 30
_FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Report:
    over: Stretch
    by: GroupBy
    calendar: SlaCalendar | None  # only its hours count in how long things took
    whole: Group
    groups: Sequence[Group]
    kept: Sequence[Kept]
    backlog: Sequence[Day]


def stretch(hotel_id: int, since: datetime | None, until: datetime | None, *, now: datetime) -> Stretch:
    """What is asked for; by default the last thirty days of the hotel. Nothing lies after now. Raises Invalid."""
    zone = Hotel.get_by_id(hotel_id).time_zone
    end = min(until or now, now)
    if end.year < _FIRST_YEAR:
        raise Invalid("There was no desk then.", "to")
    if since is None:
        today = end.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
        since = today - timedelta(days=USUAL_DAYS - 1)
    if since >= end:
        raise Invalid("A report begins before it ends, and before now.", "from")
    if end - since > LONGEST:
        raise Invalid("A report covers a year at most.", "from")
    return Stretch(hotel_id, since, end, zone)


def report(over: Stretch, by: GroupBy, *, calendar_id: int | None, now: datetime) -> Report:
    """In the open transaction. Raises NotFound for a calendar that is not there."""
    calendar = None if calendar_id is None else sla_calendars.find([over.hotel_id], calendar_id)
    hours = None if calendar is None else hours_in(calendar, over, now=now)
    whole, found = ticket_report.groups(over, by, hours=hours)
    return Report(
        over=over,
        by=by,
        calendar=calendar,
        whole=whole,
        groups=ticket_report.filled(found, by, over),
        kept=ticket_report.kept(over),
        backlog=backlog(over),
    )


def hours_in(calendar: SlaCalendar, over: Stretch, *, now: datetime) -> Hours:
    """When this calendar is open, for what can have happened to the stretch's tickets by now."""
    return ticket_report.hours_of(_open_time(calendar), over, now=now)


def _open_time(calendar: SlaCalendar) -> CalendarTime:
    laid_out = open_time(calendar_of(calendar.time_zone, calendar.week, calendar.holidays))
    assert isinstance(laid_out, CalendarTime)
    return laid_out

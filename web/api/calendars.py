"""Calendars: the opening hours that SLA policies go by."""

from __future__ import annotations

from dataclasses import replace

from apiflask.fields import Dict, List, Nested, Raw, String
from marshmallow import validate

from web.access import current_visit, needs
from web.api.blueprint import api
from web.api.lists import listed
from web.api.schema import Schema
from web.api.schemas import Id, Moment, PageIn, PaginationOut
from web.api.shapes import Json, moment
from workflow import clock
from workflow.models import SlaCalendar
from workflow.roles import Action
from workflow.services import sla_calendars
from workflow.services.sla_calendars import CalendarDraft
from workflow.wake import wake_clock

_WEEK = (
    'By day, {"monday": [{"from": "09:00", "to": "17:00"}, {"from": "22:00", "to": "06:00", "nextDay": true}]}; '
    "a day that is not named is closed."
)
_HOLIDAYS = "On which something else begins than the week says; without intervals the day is closed."


class HolidayIn(Schema):
    date = String(required=True)
    name = String(validate=validate.Length(max=100))
    intervals = List(Raw())


class CalendarPatchIn(Schema):
    name = String(validate=validate.Length(1, 200))
    time_zone = String(data_key="timeZone", validate=validate.Length(max=100))
    week = Dict(keys=String(), values=Raw(), metadata={"description": _WEEK})
    holidays = List(Nested(HolidayIn), metadata={"description": _HOLIDAYS})


class CalendarIn(CalendarPatchIn):
    name = String(required=True, validate=validate.Length(1, 200))
    time_zone = String(required=True, data_key="timeZone", validate=validate.Length(max=100))
    week = Dict(keys=String(), values=Raw(), required=True, metadata={"description": _WEEK})
    holidays = List(Nested(HolidayIn), load_default=list, metadata={"description": _HOLIDAYS})


class ReplaceCalendarIn(Schema):
    replace_by = Id(
        load_default=None,
        data_key="replaceBy",
        metadata={"description": "Another one for the policies that go by it."},
    )


class HolidayOut(Schema):
    date = String()
    name = String()
    intervals = List(Raw())


class CalendarOut(Schema):
    id = String()
    hotelId = String()
    name = String()
    timeZone = String()
    week = Dict(keys=String(), values=Raw())
    holidays = List(Nested(HolidayOut))
    createdAt = Moment()
    updatedAt = Moment()


class CalendarRow(CalendarOut):
    """The same, within the list."""


class CalendarsOut(Schema):
    data = List(Nested(CalendarRow))
    pagination = Nested(PaginationOut)


@api.get("/calendars")
@api.input(PageIn, location="query")
@api.output(CalendarsOut)
@needs(Action.SLA)
def list_calendars(query_data: Json) -> Json:
    """The calendars that policies go by."""
    visit = current_visit()
    with visit.sight.transaction():
        return listed(sla_calendars.every(visit.sight.hotel_ids), query_data, _shape)


@api.post("/calendars")
@api.input(CalendarIn)
@api.output(CalendarOut, status_code=201)
@needs(Action.SLA)
def create_calendar(json_data: Json) -> Json:
    """Adds a calendar; policies may go by it from now on."""
    visit = current_visit()
    with visit.sight.transaction():
        draft = CalendarDraft(**json_data)
        return _shape(sla_calendars.create(visit.seat.hotel_id, draft, actor=visit.actor, now=clock.now()))


@api.get("/calendars/<id:id>")
@api.output(CalendarOut)
@needs(Action.SLA)
def get_calendar(id: int) -> Json:
    """One calendar."""
    visit = current_visit()
    with visit.sight.transaction():
        return _shape(sla_calendars.find(visit.sight.hotel_ids, id))


@api.patch("/calendars/<id:id>")
@api.input(CalendarPatchIn)
@api.output(CalendarOut)
@needs(Action.SLA)
def change_calendar(id: int, json_data: Json) -> Json:
    """Changes the named fields of a calendar. Live tickets get new clocks a little later."""
    visit = current_visit()
    with visit.sight.transaction():
        calendar = sla_calendars.find(visit.sight.hotel_ids, id)
        draft = replace(sla_calendars.draft_of(calendar), **json_data)
        changed = sla_calendars.change(calendar, draft, actor=visit.actor, now=clock.now())
    wake_clock()
    return _shape(changed)


@api.delete("/calendars/<id:id>")
@api.input(ReplaceCalendarIn, location="query")
@api.output({}, status_code=204)
@needs(Action.SLA)
def remove_calendar(id: int, query_data: Json) -> str:
    """Removes a calendar; 409 while a policy goes by it, unless another one takes its place."""
    visit = current_visit()
    replace_by = int(query_data["replace_by"]) if query_data["replace_by"] else None
    with visit.sight.transaction():
        calendar = sla_calendars.find(visit.sight.hotel_ids, id)
        sla_calendars.remove(calendar, replace_by=replace_by, actor=visit.actor, now=clock.now())
    wake_clock()
    return ""


def _shape(calendar: SlaCalendar) -> Json:
    return {
        "id": str(calendar.id),
        "hotelId": str(calendar.hotel_id),
        "name": calendar.name,
        "timeZone": calendar.time_zone,
        "week": calendar.week,
        "holidays": calendar.holidays,
        "createdAt": moment(calendar.created_at),
        "updatedAt": moment(calendar.updated_at),
    }

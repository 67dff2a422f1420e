"""Who is on duty, shifts, and the hotel's settings of duty and assignment (R-WF-5)."""

from __future__ import annotations

from apiflask.fields import Boolean, List, Nested, String
from marshmallow import validate

from web.access import current_visit, needs
from web.api.blueprint import api
from web.api.lists import listed
from web.api.schema import Schema
from web.api.schemas import Moment, PageIn, PaginationOut, Switch
from web.api.shapes import Json, moment
from workflow import clock
from workflow.assignment import Mode
from workflow.database import rows
from workflow.duty import PEOPLE, fallback
from workflow.errors import Invalid
from workflow.models import Hotel
from workflow.roles import Action
from workflow.roster import WEEKDAYS
from workflow.services import alarm_routes, duty, duty_shifts, guests
from workflow.services.duty import AtShiftEnd, DutySettings
from workflow.services.duty_shifts import ShiftLine, Wanted
from workflow.values import DeadlineKind
from workflow.wake import wake_clock


class ColleagueOut(Schema):
    id = String()
    name = String()


class PresentOut(ColleagueOut):
    until = Moment(allow_none=True, metadata={"description": "End of the shift; null without shifts."})


class MemberOut(ColleagueOut):
    role = String()
    isOnDuty = Boolean()
    keepsShifts = Boolean()


class DutyOut(Schema):
    usesShifts = Boolean(
        metadata={"description": "Whether anybody keeps shifts; else the members' switches count."}
    )
    onDuty = List(Nested(PresentOut))
    fallback = List(Nested(ColleagueOut), metadata={"description": "Who is told while nobody is on duty."})
    members = List(Nested(MemberOut))
    nextChangeAt = Moment(allow_none=True)


class SettingsOut(Schema):
    fallback = List(String(), metadata={"description": "Ids of members; none: owners and managers."})
    assignmentMode = String(validate=validate.OneOf(list(Mode)))
    atShiftEnd = String(validate=validate.OneOf(list(AtShiftEnd)))


class SettingsIn(Schema):
    fallback = List(String(validate=validate.Regexp(r"^[0-9]{1,18}$")))
    assignmentMode = String(validate=validate.OneOf(list(Mode)))
    atShiftEnd = String(validate=validate.OneOf(list(AtShiftEnd)))


class MemberIn(Schema):
    onDuty = Switch(metadata={"description": "The switch; only in a hotel without shifts."})
    keepsShifts = Switch(
        validate=validate.Equal(False), metadata={"description": "false removes all shifts of the member."}
    )
    alarmPhone = String(
        validate=validate.Length(max=40),
        metadata={"description": "+4930123456: emergencies wake him there by WhatsApp; empty for none."},
    )


class ShiftIn(Schema):
    """Weekly with a weekday; on one date extra with times, or off without."""

    staffId = String(required=True, validate=validate.Regexp(r"^[0-9]{1,18}$"))
    weekday = String(load_default="", validate=validate.OneOf(["", *WEEKDAYS]))
    date = String(load_default="", metadata={"description": "2026-12-24, in the hotel's time zone"})
    starts = String(load_default="", metadata={"description": "08:00, local time"})
    ends = String(load_default="", metadata={"description": "Not later than starts: on the next day."})


class ShiftOut(Schema):
    id = String()
    hotelId = String()
    staff = Nested(ColleagueOut)
    kind = String(validate=validate.OneOf(["weekly", "extra", "off"]))
    weekday = String(allow_none=True)
    date = String(allow_none=True)
    starts = String(allow_none=True)
    ends = String(allow_none=True)


class ShiftRow(ShiftOut):
    """The same, within the list."""


class ShiftsOut(Schema):
    data = List(Nested(ShiftRow))
    pagination = Nested(PaginationOut)


@api.get("/duty")
@api.output(DutyOut)
@needs(Action.INSIDE)
def who_is_on_duty() -> Json:
    """The members who are on duty now, and until when."""
    visit = current_visit()
    with visit.sight.transaction():
        present = duty.presence(Hotel.get_by_id(visit.seat.hotel_id), now=clock.now())
        ahead = rows(
            "SELECT due_at FROM deadlines WHERE hotel_id = %s AND kind = %s AND ticket_id IS NULL"
            " AND state = 'armed'",
            (visit.seat.hotel_id, DeadlineKind.SHIFT_CHANGE),
        )
    people = [one for one in present if one.member.role in PEOPLE]
    members = [one.member for one in people]
    return {
        "usesShifts": any(member.has_shifts for member in members),
        "onDuty": [
            {"id": str(one.member.staff_id), "name": one.member.name, "until": moment(one.until)}
            for one in people
            if one.member.on_duty
        ],
        "fallback": [{"id": str(one.staff_id), "name": one.name} for one in fallback(members)],
        "members": [
            {
                "id": str(one.staff_id),
                "name": one.name,
                "role": one.role,
                "isOnDuty": one.on_duty,
                "keepsShifts": one.has_shifts,
            }
            for one in members
        ],
        "nextChangeAt": moment(ahead[0][0]) if ahead else None,
    }


@api.put("/duty/members/<id:id>")
@api.input(MemberIn)
@api.output({}, status_code=204)
@needs(Action.DUTY)
def change_duty_of_member(id: int, json_data: Json) -> str:
    """Switches a member on or off duty in a hotel without shifts; takes all his shifts away; sets his phone for alarms."""
    visit = current_visit()
    if not json_data:
        raise Invalid("Name onDuty, keepsShifts or alarmPhone.", "onDuty")
    with visit.sight.transaction():
        hotel = Hotel.get_by_id(visit.seat.hotel_id)
        if "alarmPhone" in json_data:
            alarm_routes.set_phone(hotel, id, json_data["alarmPhone"], actor=visit.actor, now=clock.now())
        if "keepsShifts" in json_data:
            duty_shifts.keep_no_shifts(hotel, id, actor=visit.actor, now=clock.now())
        if "onDuty" in json_data:
            duty_shifts.switch(hotel, id, on_duty=json_data["onDuty"], actor=visit.actor, now=clock.now())
    wake_clock()
    return ""


@api.get("/duty/settings")
@api.output(SettingsOut)
@needs(Action.DUTY)
def duty_settings() -> Json:
    """The fallback group, and how new tickets find their owners."""
    visit = current_visit()
    with visit.sight.transaction():
        return _settings(duty.settings_of(Hotel.get_by_id(visit.seat.hotel_id).settings))


@api.put("/duty/settings")
@api.input(SettingsIn)
@api.output(SettingsOut)
@needs(Action.DUTY)
def change_duty_settings(json_data: Json) -> Json:
    """Changes the named settings of duty and assignment."""
    visit = current_visit()
    with visit.sight.transaction():
        hotel = Hotel.get_by_id(visit.seat.hotel_id)
        said = duty.settings_of(hotel.settings)
        wanted = DutySettings(
            fallback=tuple(map(int, json_data.get("fallback", said.fallback))),
            mode=Mode(json_data.get("assignmentMode", said.mode)),
            at_shift_end=AtShiftEnd(json_data.get("atShiftEnd", said.at_shift_end)),
        )
        duty.set_settings(hotel, wanted, actor=visit.actor, now=clock.now())
    return _settings(wanted)


@api.get("/shifts")
@api.input(PageIn, location="query")
@api.output(ShiftsOut)
@needs(Action.DUTY)
def list_shifts(query_data: Json) -> Json:
    """The weekly shifts, and the changes of days that are not over."""
    visit = current_visit()
    with visit.sight.transaction():
        lines = [line for id in visit.sight.hotel_ids for line in _lines(id)]
    return listed(lines, query_data, _shift)


@api.post("/shifts")
@api.input(ShiftIn)
@api.output(ShiftOut, status_code=201)
@needs(Action.DUTY)
def add_shift(json_data: Json) -> Json:
    """Adds a weekly shift (weekday, starts, ends), an extra one (date, starts, ends), or a day off (date)."""
    visit = current_visit()
    with visit.sight.transaction():
        hotel = Hotel.get_by_id(visit.seat.hotel_id)
        id = duty_shifts.add(hotel, _wanted(json_data), actor=visit.actor, now=clock.now())
        made = duty_shifts.find((hotel.id,), id)
    wake_clock()
    return _shift(made)


@api.get("/shifts/<id:id>")
@api.output(ShiftOut)
@needs(Action.DUTY)
def get_shift(id: int) -> Json:
    """One shift."""
    visit = current_visit()
    with visit.sight.transaction():
        return _shift(duty_shifts.find(visit.sight.hotel_ids, id))


@api.put("/shifts/<id:id>")
@api.input(ShiftIn)
@api.output(ShiftOut)
@needs(Action.DUTY)
def change_shift(id: int, json_data: Json) -> Json:
    """Replaces a shift; it stays with its member."""
    visit = current_visit()
    with visit.sight.transaction():
        hotel = Hotel.get_by_id(duty_shifts.find(visit.sight.hotel_ids, id).hotel_id)
        duty_shifts.change(hotel, id, _wanted(json_data), actor=visit.actor, now=clock.now())
        changed = duty_shifts.find((hotel.id,), id)
    wake_clock()
    return _shift(changed)


@api.delete("/shifts/<id:id>")
@api.output({}, status_code=204)
@needs(Action.DUTY)
def remove_shift(id: int) -> str:
    """Removes a shift. A member whose last one goes is never on duty, until he gets one or keeps no shifts any more."""
    visit = current_visit()
    with visit.sight.transaction():
        hotel = Hotel.get_by_id(duty_shifts.find(visit.sight.hotel_ids, id).hotel_id)
        duty_shifts.remove(hotel, id, actor=visit.actor, now=clock.now())
    wake_clock()
    return ""


def _lines(hotel_id: int) -> tuple[ShiftLine, ...]:
    zone = Hotel.get_by_id(hotel_id).time_zone
    return duty_shifts.of_hotels((hotel_id,), since=guests.today(zone, clock.now()))


def _wanted(body: Json) -> Wanted:
    has_hours = bool(body["starts"] or body["ends"])
    return Wanted(
        staff_id=int(body["staffId"]),
        weekday=duty_shifts.read_weekday(body["weekday"]) if body["weekday"] else None,
        day=duty_shifts.read_day(body["date"]) if body["date"] else None,
        hours=duty_shifts.read_hours(body["starts"], body["ends"]) if has_hours else None,
    )


def _settings(said: DutySettings) -> Json:
    return {
        "fallback": [str(id) for id in said.fallback],
        "assignmentMode": said.mode,
        "atShiftEnd": said.at_shift_end,
    }


def _shift(line: ShiftLine) -> Json:
    return {
        "id": str(line.id),
        "hotelId": str(line.hotel_id),
        "staff": {"id": str(line.staff_id), "name": line.name},
        "kind": line.kind,
        "weekday": None if line.weekday is None else WEEKDAYS[line.weekday],
        "date": line.day.isoformat() if line.day else None,
        "starts": f"{line.hours.starts:%H:%M}" if line.hours else None,
        "ends": f"{line.hours.ends:%H:%M}" if line.hours else None,
    }

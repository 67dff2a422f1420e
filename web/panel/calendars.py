"""Settings → Hours: the calendars that SLA policies go by."""

from __future__ import annotations

from zoneinfo import available_timezones

from flask import Response, request

from web.access import Visit, needs
from web.languages import N_
from web.panel import calendar_words
from web.panel.blueprint import panel
from web.panel.settings_forms import Problems, Values, chosen, field, named, show, submit
from workflow import clock
from workflow.calendars import WEEKDAYS
from workflow.models import Hotel
from workflow.roles import Action
from workflow.services import sla_calendars
from workflow.services.sla_calendars import CalendarDraft

BASE = "/settings/calendars"
DAY_NAMES = {
    "monday": N_("Monday"),
    "tuesday": N_("Tuesday"),
    "wednesday": N_("Wednesday"),
    "thursday": N_("Thursday"),
    "friday": N_("Friday"),
    "saturday": N_("Saturday"),
    "sunday": N_("Sunday"),
}


@panel.get(BASE)
@needs(Action.SLA)
def calendars_page() -> str:
    return show(
        "calendars.html",
        lambda visit: {
            "calendars": [
                (one, [(DAY_NAMES[day], calendar_words.say_day(one.week.get(day, ()))) for day in WEEKDAYS])
                for one in sla_calendars.every((visit.seat.hotel_id,))
            ]
        },
    )


@panel.get(f"{BASE}/new")
@needs(Action.SLA)
def new_calendar() -> str:
    return _one(None, {})


@panel.post(f"{BASE}/new")
@needs(Action.SLA)
def add_calendar() -> Response:
    def work(visit: Visit) -> None:
        sla_calendars.create(visit.seat.hotel_id, _draft(), actor=visit.actor, now=clock.now())

    return submit(work, to=f"{BASE}?done=added", page=lambda problems: _one(None, problems))


@panel.get(f"{BASE}/<id:id>")
@needs(Action.SLA)
def calendar_page(id: int) -> str:
    return _one(id, {})


@panel.post(f"{BASE}/<id:id>")
@needs(Action.SLA)
def change_calendar(id: int) -> Response:
    def work(visit: Visit) -> None:
        calendar = sla_calendars.find((visit.seat.hotel_id,), id)
        sla_calendars.change(calendar, _draft(), actor=visit.actor, now=clock.now())

    return submit(work, to=f"{BASE}?done=edited", page=lambda problems: _one(id, problems))


@panel.post(f"{BASE}/<id:id>/remove")
@needs(Action.SLA)
def remove_calendar(id: int) -> Response:
    def work(visit: Visit) -> None:
        calendar = sla_calendars.find((visit.seat.hotel_id,), id)
        sla_calendars.remove(calendar, replace_by=chosen("replaceBy"), actor=visit.actor, now=clock.now())

    return submit(work, to=f"{BASE}?done=removed", page=lambda problems: _one(id, problems))


def _draft() -> CalendarDraft:
    """Raises Invalid."""
    return CalendarDraft(
        name=field("name"),
        time_zone=field("timeZone").strip(),
        week={day: calendar_words.read_day(field(day), f"week.{day}") for day in WEEKDAYS if field(day)},
        holidays=calendar_words.read_holidays(field("holidays"), "holidays"),
    )


def _one(id: int | None, problems: Problems) -> str:
    """A calendar, or an empty form for a new one. Raises NotFound."""

    def read(visit: Visit) -> Values:
        hotel_id = visit.seat.hotel_id
        calendar = sla_calendars.find((hotel_id,), id) if id is not None else None
        stands = {"name": "", "timeZone": Hotel.get_by_id(hotel_id).time_zone, "holidays": ""}
        if calendar is not None:
            stands = {
                "name": calendar.name,
                "timeZone": calendar.time_zone,
                "holidays": calendar_words.say_holidays(calendar.holidays),
                **{day: calendar_words.say_day(calendar.week.get(day, ())) for day in WEEKDAYS},
            }
        return {
            "calendar": calendar,
            "values": request.form if "timeZone" in request.form else stands,
            "days": DAY_NAMES,
            "zones": sorted(available_timezones()),
            "others": named(one for one in sla_calendars.every((hotel_id,)) if one.id != id),
        }

    return show("calendar.html", read, problems)

"""Settings → Duty: who is on duty, the shifts of each member, the fallback group, how tickets find their owners."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Response, current_app, make_response, redirect, request

from web import report_words
from web.access import Visit, current_visit, needs
from web.errors import problem_of
from web.languages import N_, gettext
from web.panel.account_words import ROLES
from web.panel.blueprint import panel
from web.panel.frame import load_frame, render
from web.refusal_words import said
from workflow import clock
from workflow.assignment import Mode
from workflow.database import database
from workflow.duty import PEOPLE, fallback
from workflow.errors import Invalid, NotFound
from workflow.models import Hotel
from workflow.roles import Action
from workflow.roster import WEEKDAYS
from workflow.services import alarm_routes, assignment_rules, duty, duty_shifts, emergencies, guests
from workflow.services.duty import AtShiftEnd, DutySettings, Presence
from workflow.services.duty_shifts import ShiftLine, Wanted
from workflow.services.emergencies import EmergencySettings
from workflow.wake import wake_clock

# What workflow/services/alarm_routes says of alarms that go by mail alone.
ONLY_MAIL = (
    N_("Alarms go by mail only: the hotel has no WhatsApp number that is switched on."),
    N_("Alarms go by mail only: no WhatsApp number has a template for alarms."),
    N_("Alarms go by mail only: no member has a phone for alarms."),
)
PHONE = "phone-"  # and the id of a member: his field in the form


@dataclass(frozen=True, slots=True)
class Week:
    """A member with his shifts."""

    present: Presence
    weekly: Sequence[ShiftLine]
    days: Sequence[ShiftLine]


@panel.get("/settings/duty")
@needs(Action.DUTY)
def duty_page() -> str:
    return _page({})


@panel.post("/settings/duty/shifts")
@needs(Action.DUTY)
def add_weekly_shifts() -> Response:
    """The same hours on each of the days that are ticked: all of them or none."""

    def work(visit: Visit, hotel: Hotel) -> None:
        days = request.form.getlist("weekday")
        if not days:
            raise Invalid(gettext("Tick at least one day."), "weekday")
        hours = duty_shifts.read_hours(request.form.get("starts", ""), request.form.get("ends", ""))
        for day in days:
            wanted = Wanted(_member(), weekday=duty_shifts.read_weekday(day), hours=hours)
            duty_shifts.add(hotel, wanted, actor=visit.actor, now=clock.now())

    return _do(work, done="added", form="weekly")


@panel.post("/settings/duty/days")
@needs(Action.DUTY)
def add_changed_day() -> Response:
    """A day off, or with times an extra shift."""

    def work(visit: Visit, hotel: Hotel) -> None:
        starts, ends = request.form.get("starts", ""), request.form.get("ends", "")
        is_extra = request.form.get("kind") == "extra"
        wanted = Wanted(
            _member(),
            day=duty_shifts.read_day(request.form.get("date", "")),
            hours=duty_shifts.read_hours(starts, ends) if is_extra else None,
        )
        duty_shifts.add(hotel, wanted, actor=visit.actor, now=clock.now())

    return _do(work, done="added", form="day")


@panel.post("/settings/duty/shifts/<id:id>/remove")
@needs(Action.DUTY)
def remove_shift(id: int) -> Response:
    return _do(
        lambda visit, hotel: duty_shifts.remove(hotel, id, actor=visit.actor, now=clock.now()),
        done="removed",
    )


@panel.post("/settings/duty/members/<id:id>")
@needs(Action.DUTY)
def change_member(id: int) -> Response:
    """His switch; or he keeps no shifts any more."""

    def work(visit: Visit, hotel: Hotel) -> None:
        wanted, now = request.form.get("duty", ""), clock.now()
        if wanted == "none":
            duty_shifts.keep_no_shifts(hotel, id, actor=visit.actor, now=now)
        else:
            duty_shifts.switch(hotel, id, on_duty=wanted == "on", actor=visit.actor, now=now)

    return _do(work, done="edited")


@panel.post("/settings/duty")
@needs(Action.DUTY)
def change_settings() -> Response:
    def work(visit: Visit, hotel: Hotel) -> None:
        mode, at_end = request.form.get("mode", ""), request.form.get("atShiftEnd", "")
        if mode not in set(Mode) or at_end not in set(AtShiftEnd):
            raise Invalid(gettext("Choose one of the ways that are offered."))
        wanted = DutySettings(_people("fallback"), Mode(mode), AtShiftEnd(at_end))
        duty.set_settings(hotel, wanted, actor=visit.actor, now=clock.now())

    return _do(work, done="edited")


@panel.post("/settings/duty/emergency")
@needs(Action.DUTY)
def change_emergency() -> Response:
    def work(visit: Visit, hotel: Hotel) -> None:
        form = request.form
        wanted = EmergencySettings(
            words=tuple(form.get("words", "").splitlines()),
            harmless=tuple(form.get("harmless", "").splitlines()),
            people=_people("people"),
            minutes=_number(form.get("minutes", ""), "minutes"),
            times=_number(form.get("times", ""), "times"),
        )
        emergencies.set_settings(hotel, wanted, actor=visit.actor, now=clock.now())
        for field, phone in form.items():
            if field.startswith(PHONE):
                staff_id = _number(field.removeprefix(PHONE), "people")
                alarm_routes.set_phone(hotel, staff_id, phone, actor=visit.actor, now=clock.now())

    return _do(work, done="edited", form="emergency")


def _do(work: Callable[[Visit, Hotel], object], *, done: str, form: str = "") -> Response:
    """Works in one transaction, all or nothing; a refusal is said on the page, at the form it came from."""
    visit = current_visit()
    try:
        with visit.sight.transaction(), database.atomic():
            work(visit, Hotel.get_by_id(visit.seat.hotel_id))
    except (Invalid, NotFound) as error:
        return make_response(_page({form: said(error)}), problem_of(error).status)
    wake_clock()
    return make_response(redirect(f"/settings/duty?done={done}", 303))


def _page(problems: dict[str, str]) -> str:
    """With what was typed when it was refused."""
    visit, now = current_visit(), clock.now()
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        hotel = Hotel.get_by_id(visit.seat.hotel_id)
        present = [one for one in duty.presence(hotel, now=now) if one.member.role in PEOPLE]
        lines = duty_shifts.of_hotels((hotel.id,), since=guests.today(hotel.time_zone, now))
        mail_only = alarm_routes.missing(hotel.id, [one.member for one in present])
        rules = len(assignment_rules.of_hotels((hotel.id,)))
    members = [one.member for one in present]
    return render(
        "duty.html",
        frame,
        weeks=[_week(one, lines) for one in present],
        members=members,
        uses_shifts=any(member.has_shifts for member in members),
        stand_in=fallback(members),
        said=duty.settings_of(hotel.settings),
        emergency=emergencies.settings_of(hotel.settings),
        mail_only=mail_only,
        rules=rules,
        zone=hotel.time_zone,
        weekdays=WEEKDAYS,
        day_name=lambda number, width="wide": report_words.weekday(number + 1, width),
        date_name=lambda day: report_words.short_day(day, "yMMMEd"),
        role_name=lambda role: gettext(ROLES[role]),
        problems=problems,
        typed=request.form,
    )


def _week(present: Presence, lines: Sequence[ShiftLine]) -> Week:
    own = [line for line in lines if line.staff_id == present.member.staff_id]
    return Week(
        present,
        weekly=[line for line in own if line.weekday is not None],
        days=[line for line in own if line.day is not None],
    )


def _member() -> int:
    return _number(request.form.get("staffId", ""), "staffId")


def _people(field: str) -> tuple[int, ...]:
    return tuple(_number(id, field) for id in request.form.getlist(field))


def _number(text: str, field: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Invalid(gettext("Write a whole number, and choose a member from the list."), field)
    return int(text)

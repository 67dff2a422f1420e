"""My notifications: a member's quiet hours, and for who may set up the hotel also its default and what is a flood."""

from __future__ import annotations

from flask import Response, current_app, make_response, redirect, request

from web.access import Access, Visit, current_visit, needs
from web.errors import problem_of
from web.languages import gettext
from web.panel.blueprint import panel
from web.panel.frame import load_frame, render
from workflow import clock
from workflow.errors import Invalid, NotFound
from workflow.models import Hotel
from workflow.roles import Action
from workflow.services import member_changes, notice_settings, own_account
from workflow.services.notice_settings import NONE, OF_THE_HOTEL

OWN = "own"  # the third choice of the form: then the two times count
# Of the form, by their names and by those of the API.
FIELDS = {
    "single": "single",
    "single_new": "single_new",
    "singleNew": "single_new",
    "window_minutes": "window_minutes",
    "windowMinutes": "window_minutes",
}


@panel.get("/notifications")
@needs(Access.PERSON)
def notifications() -> str:
    return _page()


@panel.post("/notifications")
@needs(Access.PERSON)
def save_notifications() -> Response:
    visit = current_visit()
    try:
        with visit.sight.transaction():
            notice_settings.set_of_member(
                visit.seat.hotel_id, own_account.id_of(visit.person), _hours(), now=clock.now()
            )
    except Invalid as error:
        return make_response(_page("mine", error), 422)
    return make_response(redirect("/notifications?done=saved", 303))


@panel.post("/notifications/hotel")
@needs(Action.HOTEL)
def save_hotels_notifications() -> Response:
    visit = current_visit()
    try:
        with visit.sight.transaction():
            notice_settings.set_of_hotel(
                Hotel.get_by_id(visit.seat.hotel_id),
                quiet_hours=_hours(),
                single=_number("single"),
                single_new=_number("single_new"),
                window_minutes=_number("window_minutes"),
                actor=visit.actor,
                now=clock.now(),
            )
    except Invalid as error:
        return make_response(_page("hotel", error), 422)
    return make_response(redirect("/notifications?done=saved", 303))


def _hours() -> str:
    chosen = request.form.get("quiet", "")
    return f"{request.form.get('starts', '')}-{request.form.get('ends', '')}" if chosen == OWN else chosen


def _number(name: str) -> int:
    """Raises Invalid."""
    text = request.form.get(name, "").strip()
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise Invalid(gettext("This is not a number."), name)
    return int(text)


def _own_choice(visit: Visit) -> str:
    """ "" for who looks after the hotel without being its member: by its group, or for the platform."""
    try:
        return notice_settings.of_member(visit.seat.hotel_id, own_account.id_of(visit.person))
    except NotFound:
        return ""


def _page(form: str = "", error: Invalid | None = None) -> str:
    """A refusal is said at its field, or at the form it came from, with what was typed there."""
    visit = current_visit()
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        hotel = notice_settings.of_hotel(Hotel.get_by_id(visit.seat.hotel_id))
        mine = _own_choice(visit)
    return render(
        "notifications.html",
        frame,
        problems={FIELDS.get(error.field, form): problem_of(error).detail} if error else {},
        typed={form: request.form},
        mine=mine,
        mine_choice=mine if mine in (OF_THE_HOTEL, NONE) else OWN,
        hotel=str(hotel.quiet) if hotel.quiet else NONE,
        limits=hotel.limits,
        window_minutes=int(hotel.limits.window.total_seconds() // 60),
        may_set=visit.may(Action.HOTEL),
        may_join=member_changes.may_join(visit.seat.role),
    )

"""Stays: who is in the house, who comes and goes on a day; check-in, check-out, another room; lists as CSV."""

from __future__ import annotations

from datetime import date

from flask import Response, current_app, make_response, redirect, request

from web import stay_words
from web.access import current_visit, needs
from web.errors import problem_of
from web.languages import gettext
from web.panel.blueprint import panel
from web.panel.frame import load_frame, render
from web.refusal_words import said
from workflow import clock, stay_lines
from workflow.errors import Invalid, MoveRefused
from workflow.models import Hotel, Room
from workflow.queries import stays as stay_queries
from workflow.queries.stays import Filter
from workflow.roles import Action
from workflow.services import guests, stay_import, stays
from workflow.services.stay_import import Line
from workflow.services.stays import Edit
from workflow.values import StayStatus

SAMPLE = (
    "confirmation,name,email,phone,language,room,arrival,departure,status\n"
    "R-1001,Mia Sand,mia@guest.example,+39 333 1234567,it,12,{today},{today},booked\n"
)


@panel.get("/stays")
@needs(Action.GUESTS)
def stay_page() -> str:
    return _page()


@panel.post("/stays/<id:id>")
@needs(Action.GUESTS)
def change_stay(id: int) -> Response:
    """What the button says, with the room that is typed."""
    visit, form = current_visit(), request.form
    to = form.get("to", "")
    day = form.get("day", "")
    try:
        with visit.sight.transaction():
            stay = stays.lock([visit.seat.hotel_id], id)
            stays.change(
                stay,
                Edit(
                    room_id=stays.room(stay.hotel_id, number=form.get("room", "")) or 0,
                    status=StayStatus(to) if to in set(StayStatus) else None,
                ),
                actor=visit.actor,
                now=clock.now(),
            )
    except (Invalid, MoveRefused) as error:
        return make_response(_page({id: said(error)}), problem_of(error).status)
    return make_response(redirect(f"/stays?{f'day={_day(day)}&' if day else ''}done=stay_saved#s{id}", 303))


@panel.get("/stays/import")
@needs(Action.GUESTS)
def import_page() -> str:
    return _import_page()


@panel.post("/stays/import")
@needs(Action.GUESTS)
def import_stays() -> Response:
    """Good lines are taken, bad ones are listed with the reason."""
    visit = current_visit()
    sent = request.files.get("file")
    try:
        if sent is None or not sent.filename:
            raise Invalid(gettext("Choose a file first."), "file")
        lines = stay_lines.read(sent.read())
        with visit.sight.transaction():
            done = stay_import.take(visit.seat.hotel_id, lines, actor=visit.actor, now=clock.now())
    except Invalid as error:
        return make_response(_import_page(problem=said(error)), problem_of(error).status)
    return make_response(_import_page(done=done))


@panel.get("/stays/sample.csv")
@needs(Action.GUESTS)
def sample_list() -> Response:
    answer = make_response(SAMPLE.format(today=clock.now().date()))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="stays.csv"'
    return answer


def _page(problems: dict[int, str] | None = None) -> str:
    visit = current_visit()
    hotel_id = visit.seat.hotel_id
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        today = guests.today(Hotel.get_by_id(hotel_id).time_zone, frame.now)
        day = _day(request.values.get("day", "")) or today
        arriving = stay_queries.of_day(hotel_id, Filter(arriving=day))
        departing = stay_queries.of_day(hotel_id, Filter(departing=day))
        here = stay_queries.of_day(hotel_id, Filter(status=StayStatus.IN_HOUSE))
        rooms = [room.number for room in Room.select().where(Room.hotel_id == hotel_id)]
    # Nobody stands on a day's page twice; who came and went on it has gone.
    inside = (StayStatus.IN_HOUSE, StayStatus.DEPARTED)
    gone = tuple(one for one in departing if one.status in inside)
    gone += tuple(one for one in arriving if one.status is StayStatus.DEPARTED and one not in gone)
    come = tuple(one for one in arriving if one.status not in inside)
    lists = (
        ("arriving", gettext("Arriving"), come),
        ("departing", gettext("Departing"), gone),
        ("here", gettext("In the house now"), tuple(one for one in here if one not in gone)),
    )
    return render(
        "stays.html",
        frame,
        day=day,
        today=today,
        lists=lists,
        rooms=sorted(rooms, key=lambda number: (len(number), number)),
        moves=stays.MOVES,
        problems=problems or {},
        typed=request.form,
        stay_words=stay_words,
    )


def _import_page(*, done: tuple[Line, ...] = (), problem: str = "") -> str:
    visit = current_visit()
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
    refused = tuple(line for line in done if line.outcome == stay_import.REFUSED)
    return render(
        "stay_import.html",
        frame,
        done=done,
        refused=refused,
        taken=tuple(line for line in done if line.outcome != stay_import.REFUSED),
        problem=problem,
        columns=tuple(stay_lines.HEADERS),
        stay_words=stay_words,
    )


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None

"""The QR desk (R-WEB-4): who may get a code now, showing or printing one, the signs of rooms, and taking all of it back."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, current_app, make_response, redirect, request

from web import printing
from web.access import Visit, current_visit, needs
from web.errors import problem_of
from web.languages import gettext
from web.panel.blueprint import panel
from web.panel.frame import load_frame, render
from workflow import clock
from workflow.desk import Desk
from workflow.errors import Invalid, NotFound
from workflow.models import Guest, Room
from workflow.queries import qr as qr_queries
from workflow.queries.paging import Wanted
from workflow.roles import Action
from workflow.services import qr_codes, room_signs

SHOWN = Wanted(page_size=100)
MINUTES = (15, 60, 240, 1440)
AT_ONCE = 200


@panel.get("/qr")
@needs(Action.QR)
def qr_desk() -> str:
    return _page()


@panel.post("/qr/issue")
@needs(Action.QR)
def issue_code() -> Response:
    """The code on the screen, this once."""
    visit, now = current_visit(), clock.now()
    desk: Desk = current_app.config["DESK"]
    try:
        guest_id, room_id = _pair(request.form.get("one", ""))
        with visit.sight.transaction():
            issued = qr_codes.issue(
                visit.seat.hotel_id,
                guest_id=guest_id,
                room_id=room_id,
                minutes=request.form.get("minutes", 60, type=int),
                actor=visit.actor,
                keys=desk.keys,
                now=now,
            )
            frame = load_frame(visit, desk.settings)
            guest, room = Guest.get_by_id(guest_id), Room.get_by_id(room_id)
    except Invalid as error:
        return _refused(error)
    link = printing.link_of_code(issued.token, guest.language)
    page = render(
        "qr_code.html",
        frame,
        issued=issued,
        link=link,
        picture=printing.picture(link),
        guest=guest.name,
        room=room.number,
    )
    return make_response(page)


@panel.post("/qr/cards")
@needs(Action.QR)
def print_cards() -> Response:
    try:
        pairs = [_pair(value) for value in request.form.getlist("stay")]
        if not 1 <= len(pairs) <= AT_ONCE:
            raise Invalid(
                gettext("Tick the guests whose cards are to be printed, %(most)s at most.", most=AT_ONCE)
            )
        return printing.cards(current_visit(), pairs, is_sheet="sheet" in request.form)
    except Invalid as error:
        return _refused(error)


@panel.post("/qr/<id:id>/revoke")
@needs(Action.QR)
def revoke_code(id: int) -> Response:
    return _do(lambda visit: qr_codes.revoke(visit.seat.hotel_id, id, actor=visit.actor, now=clock.now()))


@panel.post("/qr/sessions/<id:id>/revoke")
@needs(Action.QR)
def revoke_guest_session(id: int) -> Response:
    return _do(
        lambda visit: qr_codes.revoke_session(visit.seat.hotel_id, id, actor=visit.actor, now=clock.now())
    )


@panel.get("/qr/signs")
@needs(Action.QR)
def room_signs_page() -> str:
    return _signs_page()


@panel.post("/qr/signs")
@needs(Action.QR)
def print_signs() -> Response:
    try:
        ids = [int(value) for value in request.form.getlist("room") if value.isascii() and value.isdigit()]
        if not 1 <= len(ids) <= AT_ONCE:
            raise Invalid(
                gettext("Tick the rooms whose signs are to be printed, %(most)s at most.", most=AT_ONCE)
            )
        return printing.signs(
            current_visit(), [min(id, 2**63 - 1) for id in ids], is_sheet="sheet" in request.form
        )
    except Invalid as error:
        problem = problem_of(error)
        return make_response(_signs_page(problem.detail), problem.status)


@panel.post("/qr/signs/<id:id>/revoke")
@needs(Action.QR)
def revoke_sign(id: int) -> Response:
    return _do(
        lambda visit: room_signs.revoke(visit.seat.hotel_id, id, actor=visit.actor, now=clock.now()),
        back="/qr/signs",
    )


def _do(work: Callable[[Visit], None], *, back: str = "/qr") -> Response:
    visit = current_visit()
    try:
        with visit.sight.transaction():
            work(visit)
    except NotFound as error:
        return _refused(error)
    return make_response(redirect(f"{back}?done=revoked", 303))


def _refused(error: Invalid | NotFound) -> Response:
    problem = problem_of(error)
    return make_response(_page(problem.detail), problem.status)


def _page(problem: str = "") -> str:
    visit, now = current_visit(), clock.now()
    hotel_id, words = visit.seat.hotel_id, request.values.get("q", "")[:100]
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        stays = qr_queries.stays(hotel_id, words=words, now=now)
        codes = qr_queries.codes([hotel_id], SHOWN, now=now)
        sessions = qr_queries.sessions([hotel_id], SHOWN, now=now)
    return render(
        "qr_desk.html",
        frame,
        in_house=[stay for stay in stays if stay.is_in_house],
        arriving=[stay for stay in stays if not stay.is_in_house],
        codes=codes,
        sessions=sessions,
        q=words,
        minutes=MINUTES,
        ticked=request.form.getlist("stay"),
        unprintable=printing.unprintable(visit),
        problem=problem,
    )


def _signs_page(problem: str = "") -> str:
    visit = current_visit()
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        signs = qr_queries.signs(visit.seat.hotel_id)
    return render(
        "qr_signs.html",
        frame,
        signs=signs,
        ticked=request.form.getlist("room"),
        unprintable=printing.unprintable(visit),
        problem=problem,
    )


def _pair(value: str) -> tuple[int, int]:
    """Guest and room as the page names a stay. Raises Invalid."""
    guest, _, room = value.partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) < 19 for part in (guest, room)):
        raise Invalid(gettext("Choose a guest of the list."), "stay")
    return int(guest), int(room)

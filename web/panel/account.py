"""My account: name, password, where one is signed in, the panel's language (R-WEB-1). The second factor: account_code."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, current_app, make_response, redirect, request

from web import sessions
from web.access import Access, Visit, current_visit, needs
from web.errors import problem_of
from web.panel.account_words import said
from web.panel.blueprint import panel
from web.panel.frame import load_frame, render
from workflow import clock
from workflow.errors import Invalid, Throttled
from workflow.models import Hotel
from workflow.roles import Action
from workflow.services import own_account, recall, second_factor

BASE = "/account"


@panel.get(BASE)
@needs(Access.PERSON)
def account_page() -> str:
    return page({})


@panel.post(f"{BASE}/name")
@needs(Access.PERSON)
def save_name() -> Response:
    return do(lambda visit: own_account.rename(visit.person, request.form.get("name", "")), done="saved")


@panel.post(f"{BASE}/password")
@needs(Access.PERSON)
def save_password() -> Response:
    return do(
        lambda visit: own_account.change_password(
            visit.person,
            request.form.get("current", ""),
            request.form.get("password", ""),
            token=visit.token,
            origin=sessions.origin(),
            now=clock.now(),
        ),
        done="password",
    )


@panel.post(f"{BASE}/sessions/<id:id>/end")
@needs(Access.PERSON)
def end_session(id: int) -> Response:
    return do(lambda visit: own_account.end_session(visit.person, id), done="ended")


@panel.post(f"{BASE}/sessions/end")
@needs(Access.PERSON)
def end_others() -> Response:
    return do(lambda visit: own_account.end_other_sessions(visit.person, visit.token), done="ended")


def do(work: Callable[[Visit], object], *, done: str) -> Response:
    """A refusal is said at its field of the page."""
    try:
        work(current_visit())
    except (Invalid, Throttled) as error:
        field = error.field if isinstance(error, Invalid) else ""
        return make_response(page({field: said(error)}), problem_of(error).status)
    return make_response(redirect(f"{BASE}?done={done}", 303))


def page(problems: dict[str, str]) -> str:
    """The account as it stands; never a password that was typed."""
    visit = current_visit()
    id = own_account.id_of(visit.person)
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        own = recall.own_seconds(visit.seat.hotel_id, id)
        of_hotel = recall.hotel_seconds(Hotel.get_by_id(visit.seat.hotel_id).settings)
    return render(
        "account.html",
        frame,
        problems=problems,
        answers=visit.may(Action.REPLY),
        undo=request.form.get("undoSeconds", "" if own is None else str(own)),
        undo_of_hotel=of_hotel,
        name=request.form.get("name", visit.person.name),
        factor=second_factor.standing(id),
        sessions=own_account.sessions(visit.person, visit.token, now=clock.now()),
    )

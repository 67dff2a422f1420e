"""The second factor of one's account: switching it on with a code of the app, and off again (R-WEB-1)."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from flask import Response, current_app, make_response, redirect, render_template, request
from markupsafe import Markup

from web import sessions
from web.access import Access, current_visit, needs
from web.errors import problem_of
from web.panel import account
from web.panel.account_words import said
from web.panel.blueprint import panel
from web.panel.frame import load_frame, render
from workflow import clock
from workflow.desk import Desk
from workflow.errors import Forbidden, Invalid, Throttled
from workflow.sealing import Keys
from workflow.services import own_account, second_factor
from workflow.services.second_factor import Enrolment

BASE = f"{account.BASE}/second-factor"
QR_SCALE = 5


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the app needs, as a picture and to be typed."""

    picture: Markup
    key: str


@panel.post(BASE)
@needs(Access.PERSON)
def begin_second_factor() -> Response:
    """Asks for the password once more: who found an open screen gets no further."""
    try:
        own_account.begin_second_factor(
            current_visit().person,
            request.form.get("factorPassword", ""),
            keys=_keys(),
            origin=sessions.origin(),
            now=clock.now(),
        )
    except (Invalid, Throttled) as error:
        problems, status = {"factorPassword": said(error)}, problem_of(error).status
        if current_visit().person.lacks_factor:
            return make_response(_first(None, problems), status)
        return make_response(account.page(problems), status)
    return make_response(redirect(BASE, 303))


@panel.get(BASE)
@needs(Access.PERSON)
def second_factor_page() -> Response:
    return _page({})


@panel.post(f"{BASE}/confirm")
@needs(Access.PERSON)
def confirm_second_factor() -> Response:
    """Shows the recovery codes, this once."""
    visit = current_visit()
    try:
        codes = second_factor.confirm(
            own_account.id_of(visit.person), request.form.get("code", ""), keys=_keys(), now=clock.now()
        )
    except Invalid as error:
        return _page({"code": said(error)}, problem_of(error).status)
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
    onward = "/queue" if visit.person.lacks_factor else account.BASE
    return make_response(render("recovery_codes.html", frame, codes=codes, onward=onward))


@panel.post(f"{BASE}/off")
@needs(Access.PERSON)
def end_second_factor() -> Response:
    try:
        own_account.end_second_factor(
            current_visit().person,
            request.form.get("factorPassword", ""),
            request.form.get("code", ""),
            keys=_keys(),
            origin=sessions.origin(),
            now=clock.now(),
        )
    except (Invalid, Throttled, Forbidden) as error:
        field = "code" if isinstance(error, Invalid) and error.field == "code" else "factorPassword"
        return make_response(account.page({field: said(error)}), problem_of(error).status)
    return make_response(redirect(f"{account.BASE}?done=saved", 303))


def _page(problems: dict[str, str], status: int = 200) -> Response:
    visit = current_visit()
    person = visit.person
    begun = second_factor.begun(own_account.id_of(person), person.email, keys=_keys())
    if person.lacks_factor:
        return make_response(_first(begun, problems), status)
    if begun is None:
        return make_response(redirect(account.BASE, 303))
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
    return make_response(render("second_factor.html", frame, begun=_drawn(begun), problems=problems), status)


def _first(begun: Enrolment | None, problems: dict[str, str]) -> str:
    """For whom it is demanded of: this and nothing else, also without what stands around other pages."""
    return render_template(
        "factor_first.html",
        hotel=current_visit().person.factor_demanded_by[0],
        email=current_visit().person.email,
        begun=None if begun is None else _drawn(begun),
        problems=problems,
    )


def _drawn(begun: Enrolment) -> Drawn:
    drawn = segno.make(begun.uri, error="m", micro=False).svg_inline(
        scale=QR_SCALE, omitsize=True, light="#fff", border=4
    )
    return Drawn(Markup(drawn), " ".join(begun.secret[at : at + 4] for at in range(0, len(begun.secret), 4)))


def _keys() -> Keys:
    desk: Desk = current_app.config["DESK"]
    return desk.keys

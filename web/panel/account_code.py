"""The second factor of one's account: switching it on with a code of the app, and off again (R-WEB-1)."""

from __future__ import annotations

import segno
from flask import Response, current_app, make_response, redirect, request
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
from workflow.errors import Invalid, Throttled
from workflow.sealing import Keys
from workflow.services import own_account, second_factor

BASE = f"{account.BASE}/second-factor"
QR_SCALE = 5


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
        return make_response(account.page({"factorPassword": said(error)}), problem_of(error).status)
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
    return make_response(render("recovery_codes.html", frame, codes=codes))


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
    except (Invalid, Throttled) as error:
        field = "code" if isinstance(error, Invalid) and error.field == "code" else "factorPassword"
        return make_response(account.page({field: said(error)}), problem_of(error).status)
    return make_response(redirect(f"{account.BASE}?done=saved", 303))


def _page(problems: dict[str, str], status: int = 200) -> Response:
    visit = current_visit()
    person = visit.person
    begun = second_factor.begun(own_account.id_of(person), person.email, keys=_keys())
    if begun is None:
        return make_response(redirect(account.BASE, 303))
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
    drawn = segno.make(begun.uri, error="m", micro=False).svg_inline(
        scale=QR_SCALE, omitsize=True, light="#fff", border=4
    )
    groups = [begun.secret[at : at + 4] for at in range(0, len(begun.secret), 4)]
    return make_response(
        render("second_factor.html", frame, drawn=Markup(drawn), groups=groups, problems=problems), status
    )


def _keys() -> Keys:
    desk: Desk = current_app.config["DESK"]
    return desk.keys

"""Was this you? The page that a link of a mail to a member opens: it shows, and on his word sends (R-STAFF-2).

No log-in: the link itself proves the mailbox. Looking changes nothing, so a scanner that follows links does no harm.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Response, current_app, make_response, render_template

from web.access import Access, needs
from web.panel.blueprint import panel
from web.refusal_words import said
from workflow import clock
from workflow.confirm_token import Confirmation, read_confirm_token
from workflow.database import hotel
from workflow.desk import Desk
from workflow.errors import MoveRefused, NotFound
from workflow.models import Hotel
from workflow.services import confirmations
from workflow.wake import wake_clock


@panel.get("/confirm/<token>")
@needs(Access.EVERYBODY)
def show_confirmation(token: str) -> Response:
    try:
        what = _read(token)
        with hotel(what.hotel_id):
            question = confirmations.look(what, now=clock.now())
            zone = ZoneInfo(Hotel.get_by_id(what.hotel_id).time_zone)
    except NotFound as error:
        return _gone(error)
    until = question.expires_at.astimezone(zone)
    return make_response(
        render_template("confirm.html", asked=question, token=token, until=f"{until:%Y-%m-%d %H:%M}")
    )


@panel.post("/confirm/<token>")
@needs(Access.EVERYBODY)
def confirm(token: str) -> Response:
    try:
        what = _read(token)
        with hotel(what.hotel_id):
            question = confirmations.look(what, now=clock.now())
            confirmations.confirm(what, now=clock.now())
    except (NotFound, MoveRefused) as error:
        return _gone(error)
    wake_clock()
    return make_response(render_template("confirmed.html", asked=question))


def _read(token: str) -> Confirmation:
    desk: Desk = current_app.config["DESK"]
    what = read_confirm_token(token, keys=desk.keys, now=clock.now())
    if what is None:
        raise NotFound(confirmations.GONE)
    return what


def _gone(error: NotFound | MoveRefused) -> Response:
    return make_response(render_template("confirm_gone.html", sentence=said(error)), 404)

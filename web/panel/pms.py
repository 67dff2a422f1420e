"""Settings → PMS: the secret that the hotel's PMS signs with, and whether it was heard of."""

from __future__ import annotations

from flask import Response, current_app, make_response, redirect

from web.access import current_visit, needs
from web.panel.blueprint import panel
from web.panel.frame import load_frame, render
from workflow import clock
from workflow.desk import Desk
from workflow.roles import Action
from workflow.services import pms
from workflow.settings import Settings


@panel.get("/settings/pms")
@needs(Action.PMS)
def pms_page() -> str:
    return _page()


@panel.post("/settings/pms/secret")
@needs(Action.PMS)
def new_pms_secret() -> Response:
    """Shown on the page that answers, and never again."""
    visit = current_visit()
    desk: Desk = current_app.config["DESK"]
    with visit.sight.transaction():
        secret = pms.new_secret(visit.seat.hotel_id, keys=desk.keys, actor=visit.actor, now=clock.now())
    answer = make_response(_page(secret))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@panel.post("/settings/pms/off")
@needs(Action.PMS)
def disconnect_pms() -> Response:
    visit = current_visit()
    with visit.sight.transaction():
        pms.disconnect(visit.seat.hotel_id, actor=visit.actor, now=clock.now())
    return make_response(redirect("/settings/pms?done=pms_off", 303))


def _page(secret: str = "") -> str:
    visit = current_visit()
    settings: Settings = current_app.config["SETTINGS"]
    with visit.sight.transaction():
        frame = load_frame(visit, settings)
        connection = pms.connection(visit.seat.hotel_id)
    base = f"{settings.public_url.rstrip('/')}/api/v1/webhooks/pms"
    return render("pms.html", frame, connection=connection, secret=secret, base=base, code=visit.seat.code)

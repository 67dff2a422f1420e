"""What is held about one guest: to be saved, or to be erased for good (R-PRIV-1)."""

from __future__ import annotations

import json

from flask import Response, current_app, make_response, redirect, request

from web.access import current_visit, needs
from web.errors import problem_of
from web.languages import gettext
from web.panel.blueprint import panel
from web.panel.guests import page
from web.refusal_words import said
from workflow import clock
from workflow.desk import Desk
from workflow.errors import InUse, Invalid
from workflow.roles import Action
from workflow.services import erasing, guest_export, outbox_copies, personal_data


@panel.get("/guests/<id:id>/export")
@needs(Action.PRIVACY)
def export_guest(id: int) -> Response:
    """A file of JSON."""
    visit = current_visit()
    with visit.sight.transaction():
        found = guest_export.export(visit.seat.hotel_id, id, now=clock.now())
    answer = make_response(json.dumps(found, ensure_ascii=False, indent=1))
    answer.headers["Content-Type"] = "application/json; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="guest-{id}.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@panel.post("/guests/<id:id>/erase")
@needs(Action.PRIVACY)
def erase_guest(id: int) -> Response:
    """Only with the tick: it cannot be undone."""
    visit = current_visit()
    hotel_id = visit.seat.hotel_id
    desk: Desk = current_app.config["DESK"]
    try:
        if request.form.get("sure") != "yes":
            raise Invalid(gettext("Tick that you are sure: this cannot be undone."), "sure")
        with visit.sight.transaction():
            emails = personal_data.of_guest(hotel_id, id).emails
        erasing.erase(hotel_id, id, files=desk.files, actor=visit.actor, now=clock.now())
        outbox_copies.remove_copies(desk.settings.home, hotel_id, emails)
    except (Invalid, InUse) as error:
        return make_response(page(id, {"sure": said(error)}), problem_of(error).status)
    return make_response(redirect(f"/guests/{id}?done=guest_erased", 303))

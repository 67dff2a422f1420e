"""A file sent ahead of the answer that it will go with, while that is still being written."""

from __future__ import annotations

from flask import Response, current_app, jsonify, make_response

from web.access import current_visit, needs
from web.panel.blueprint import panel
from web.refusal_words import said
from web.uploads import sent_files, takes_files
from workflow import clock
from workflow.desk import Desk
from workflow.errors import Invalid
from workflow.roles import Action
from workflow.services import recall, sent_ahead, uploads


@panel.post("/uploads")
@needs(Action.NOTE)
@takes_files
def send_ahead() -> Response:
    """One file, in `file`: its id goes into the form of an answer or a note within a day. A refusal is a sentence."""
    visit, now = current_visit(), clock.now()
    desk: Desk = current_app.config["DESK"]
    hotel_id = visit.seat.hotel_id
    try:
        sent = sent_files("file")
        if len(sent) != 1:
            raise Invalid("Send one file.", "file")
        (kept,) = uploads.keep(sent, hotel_id=hotel_id, desk=desk, now=now)
    except Invalid as error:
        return make_response(jsonify(problem=said(error)), 422)
    with visit.sight.transaction():
        by = recall.author(visit.person.staff_id or 0)
        file = sent_ahead.add(kept, hotel_id=hotel_id, author=by, now=now)
    return make_response(jsonify(id=str(file.id), name=file.filename, size=file.size), 201)

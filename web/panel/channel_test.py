"""The live test of a desk address: the button, and the part of the page that shows how it goes (R-WEB-4)."""

from __future__ import annotations

from flask import Response, current_app, make_response, redirect, render_template, request

from web.access import current_visit, needs
from web.channel_words import shown
from web.panel import channels as channel_pages
from web.panel.blueprint import panel
from workflow import clock
from workflow.channel_test import Way
from workflow.queries import channels as channel_queries
from workflow.roles import Action
from workflow.services import channel_tests
from workflow.wake import wake_clock


@panel.post("/settings/channels/<id:id>/test")
@needs(Action.CHANNELS)
def start_test(id: int) -> Response:
    way = Way.DOOR if request.form.get("way") == Way.DOOR else Way.RELAY
    answer = channel_pages.do(
        id,
        lambda visit: channel_tests.start(
            id,
            hotel_id=visit.seat.hotel_id,
            way=way,
            actor=visit.actor,
            settings=current_app.config["SETTINGS"],
            now=clock.now(),
        ),
        done="testing",
    )
    wake_clock()
    return answer


@panel.get("/settings/channels/<id:id>/test")
@needs(Action.CHANNELS)
def test_progress(id: int) -> Response:
    """The part of the page alone, for the script that looks again; without one, back to the page."""
    visit = current_visit()
    with visit.sight.transaction():
        line = channel_queries.of_hotel(visit.seat.hotel_id, id)
    if line.test is None:
        return make_response(redirect(f"/settings/channels/{id}", 303))
    return make_response(render_template("_parts/channel_test.html", test=shown(line.test), channel=line))

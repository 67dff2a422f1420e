"""Deleting a ticket on its page, and the list of those that can come back (R-TKT-7)."""

from __future__ import annotations

from flask import Response, current_app, make_response, redirect, request

from web.access import current_visit, needs
from web.errors import problem_of
from web.panel import ticket as ticket_page
from web.panel.blueprint import panel
from web.panel.frame import load_frame, render
from web.refusal_words import said
from workflow import clock
from workflow.errors import MoveRefused
from workflow.keeping import keeping_of
from workflow.models import Hotel
from workflow.queries import tickets as ticket_queries
from workflow.queries.paging import EXACT_TO, Wanted
from workflow.queries.ticket_filter import Filter
from workflow.roles import Action
from workflow.services import deleting
from workflow.wake import wake_clock

PAGE_SIZE = 50


@panel.get("/deleted")
@needs(Action.DELETE)
def deleted() -> str:
    return _page()


@panel.post("/tickets/<pid>/delete")
@needs(Action.DELETE)
def delete_ticket(pid: str) -> Response:
    visit = current_visit()
    try:
        with visit.sight.transaction():
            ticket = ticket_queries.find_to_change(visit.sight, pid)
            deleting.delete(ticket, actor=visit.actor, now=clock.now())
    except MoveRefused as error:
        return make_response(ticket_page.page(pid, problem=said(error)), problem_of(error).status)
    return make_response(redirect("/queue?done=deleted", 303))


@panel.post("/tickets/<pid>/restore")
@needs(Action.DELETE)
def restore_ticket(pid: str) -> Response:
    visit = current_visit()
    try:
        with visit.sight.transaction():
            ticket = ticket_queries.find_deleted(visit.sight, pid)
            deleting.restore(ticket, actor=visit.actor, now=clock.now())
    except MoveRefused as error:
        return make_response(_page(said(error)), problem_of(error).status)
    wake_clock()
    return make_response(redirect(f"/tickets/{pid}?done=restored", 303))


def _page(problem: str = "") -> str:
    visit = current_visit()
    asked = request.args.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 5 and int(asked) else 1
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        wanted = Wanted(page=min(number, EXACT_TO // PAGE_SIZE), page_size=PAGE_SIZE)
        found = ticket_queries.page(visit.sight, Filter(deleted=True), wanted)
        keeping = keeping_of(Hotel.get_by_id(visit.seat.hotel_id).settings)
    return render("deleted.html", frame, page=found, days=keeping.deleted, problem=problem)

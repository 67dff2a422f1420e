"""What an open page asks every few seconds: has its ticket changed, who else is there (R-WEB-4)."""

from __future__ import annotations

from flask import Response, jsonify, request

from web import polling
from web.access import Visit, current_visit, needs
from web.panel import stamp
from web.panel.blueprint import panel
from workflow import clock
from workflow.queries import tickets as ticket_queries
from workflow.roles import Action
from workflow.services import onlookers, recall


def _ticket_tag(visit: Visit, pid: str) -> str:
    ticket = ticket_queries.find(visit.sight, pid)
    there = onlookers.others(ticket, visit.person.staff_id, now=clock.now())
    return polling.tag(visit, stamp.of_ticket(ticket, recall.of_ticket(ticket)), there)


@panel.get("/tickets/<pid>/changes")
@polling.polled(_ticket_tag)
@needs(Action.VIEW)
def ticket_changes(pid: str) -> Response:
    """stamp: another one than the page's, and the page asks for itself again."""
    visit = current_visit()
    with visit.sight.transaction():
        ticket = ticket_queries.find(visit.sight, pid)
        there = onlookers.others(ticket, visit.person.staff_id, now=clock.now())
        return jsonify(
            stamp=stamp.of_ticket(ticket, recall.of_ticket(ticket)),
            presence=[{"name": one.name, "isWriting": one.is_writing} for one in there],
        )


@panel.post("/tickets/<pid>/presence")
@needs(Action.VIEW)
def look(pid: str) -> Response:
    """One has it open, writes in it, or closes it."""
    visit = current_visit()
    staff_id = visit.person.staff_id
    with visit.sight.transaction():
        ticket = ticket_queries.find(visit.sight, pid)
        if staff_id is not None and "leaving" in request.form:
            onlookers.leave(ticket, staff_id)
        elif staff_id is not None:
            onlookers.look(ticket, staff_id, is_writing="writing" in request.form, now=clock.now())
    return Response(status=204)

"""The guest's page after the code was scanned (R-QR-5)."""

from __future__ import annotations

from flask import Response, make_response, redirect, render_template

from web import sessions
from web.access import Access, current_visit, needs
from web.guest.blueprint import guest
from workflow import clock
from workflow.services import guest_sessions


@guest.get("/g")
@needs(Access.GUEST)
def guest_page() -> str:
    return render_template("visit.html", visit=current_visit().guest)


@guest.post("/g/leave")
@needs(Access.GUEST)
def leave() -> Response:
    """Ends the session on this phone."""
    visit = current_visit()
    if visit.guest is not None:
        with visit.sight.transaction():
            guest_sessions.end(visit.guest, now=clock.now())
    response = make_response(redirect("/g/left", 303))
    sessions.end_guest(response)
    return response


@guest.get("/g/left")
@needs(Access.EVERYBODY)
def left() -> str:
    return render_template("left.html")

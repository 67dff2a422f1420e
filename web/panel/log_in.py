"""Log-in, log-out, and which of one's hotels to look at."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Response, make_response, redirect, render_template, request

from web import sessions
from web.access import Access, current_visit, needs
from web.errors import problem_of
from web.panel.blueprint import panel
from workflow import clock
from workflow.errors import LoginRefused, NotFound, Throttled
from workflow.services import accounts

HOME = "/queue"


@panel.get("/")
@needs(Access.EVERYBODY)
def home() -> Response:
    return make_response(redirect(HOME, 303))


@panel.get("/login")
@needs(Access.EVERYBODY)
def log_in_page() -> Response:
    token = sessions.session_token()
    if token and accounts.of_session(token, now=clock.now()) is not None:
        return make_response(redirect(safe_path(request.args.get("next", "")), 303))
    return make_response(_form())


@panel.post("/login")
@needs(Access.EVERYBODY)
def log_in() -> Response:
    try:
        token, _ = accounts.log_in(
            request.form.get("email", "").replace("\x00", ""),
            request.form.get("password", ""),
            peer=request.remote_addr or "",
            now=clock.now(),
        )
    except (LoginRefused, Throttled) as error:
        problem = problem_of(error)
        return make_response(_form(problem.detail), problem.status, dict(problem.headers))
    response = make_response(redirect(safe_path(request.form.get("next", "")), 303))
    sessions.keep_session(response, token)
    return response


@panel.post("/logout")
@needs(Access.SIGNED_IN)
def log_out() -> Response:
    accounts.log_out(current_visit().token)
    response = make_response(redirect("/login", 303))
    sessions.end_session(response)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@panel.post("/hotel")
@needs(Access.SIGNED_IN)
def change_hotel() -> Response:
    code = request.form.get("hotel", "")
    seat = next((seat for seat in current_visit().person.seats if seat.code == code), None)
    if seat is None:
        raise NotFound("You do not work in this hotel.")
    response = make_response(redirect(HOME, 303))
    sessions.keep_hotel(response, seat)
    return response


def safe_path(path: str) -> str:
    """A path on this very host, or the queue: nobody is sent elsewhere by a crafted link."""
    parts = urlsplit(path) if path.isprintable() else None
    if parts is None or parts.scheme or parts.netloc or not path.startswith("/"):
        return HOME
    return HOME if path.startswith(("//", "/\\")) or "\\" in path else path


def _form(problem: str = "") -> str:
    return render_template(
        "log_in.html",
        problem=problem,
        email=request.form.get("email", ""),
        next=request.values.get("next", ""),
    )

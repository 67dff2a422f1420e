"""Log-in, its second step, log-out, and which of one's hotels to look at."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response, current_app, make_response, redirect, render_template, request

from web import languages, sessions
from web.access import Access, current_visit, needs
from web.errors import problem_of
from web.panel.account_words import said
from web.panel.blueprint import panel
from workflow import clock
from workflow.desk import Desk
from workflow.errors import LoginRefused, NotFound, Throttled
from workflow.services import accounts, second_factor

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
    now, origin = clock.now(), sessions.origin()
    try:
        known = accounts.prove(
            request.form.get("email", ""), request.form.get("password", ""), origin=origin, now=now
        )
    except (LoginRefused, Throttled) as error:
        problem = problem_of(error)
        return make_response(_form(said(error)), problem.status, dict(problem.headers))
    if second_factor.standing(known.staff_id).is_on:
        response = make_response(redirect(f"/login/code?next={quote(_next(), safe='/')}", 303))
        sessions.keep_half(response, accounts.open_half(known, origin=origin, now=now))
        return response
    token, person = accounts.open_session(known, origin=origin, now=now)
    if person.lacks_factor:
        # A page leads him; his password was right a moment ago and is not asked for again.
        desk: Desk = current_app.config["DESK"]
        second_factor.begin(known.staff_id, known.email, keys=desk.keys, now=now)
    return signed_in(token, to=_next())


@panel.get("/login/code")
@needs(Access.EVERYBODY)
def code_page() -> Response:
    """The second step. The password is not in it: a cookie of five minutes says that it was right."""
    if accounts.of_half(sessions.half_token(), now=clock.now()) is None:
        return make_response(redirect("/login", 303))
    return make_response(render_template("log_in_code.html", problem="", next=_next()))


@panel.post("/login/code")
@needs(Access.EVERYBODY)
def check_code() -> Response:
    now, origin, token = clock.now(), sessions.origin(), sessions.half_token()
    desk: Desk = current_app.config["DESK"]
    known = accounts.of_half(token, now=now)
    if known is None:
        return make_response(redirect("/login", 303))
    try:
        second_factor.check(
            known.staff_id,
            known.email,
            request.form.get("code", ""),
            keys=desk.keys,
            origin=origin,
            now=now,
        )
    except (LoginRefused, Throttled) as error:
        problem = problem_of(error)
        page = render_template("log_in_code.html", problem=said(error), next=_next())
        return make_response(page, problem.status, dict(problem.headers))
    accounts.log_out(token)
    return signed_in(accounts.open_session(known, origin=origin, now=now)[0], to=_next())


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
def look_at_hotel() -> Response:
    code = request.form.get("hotel", "")
    seat = next((seat for seat in current_visit().person.seats if seat.code == code), None)
    if seat is None:
        raise NotFound("You do not work in this hotel.")
    response = make_response(redirect(HOME, 303))
    sessions.keep_hotel(response, seat)
    return response


@panel.post("/language")
@needs(Access.EVERYBODY)
def change_language() -> Response:
    """The panel's language, of this browser."""
    response = make_response(redirect(safe_path(request.form.get("next", "")), 303))
    chosen = request.form.get("language", "")
    if chosen in languages.PANEL_LANGUAGES:
        sessions.keep_choice(response, languages.COOKIE, chosen)
    return response


def signed_in(token: str, *, to: str) -> Response:
    """To a page of this host, with the session's cookie."""
    response = make_response(redirect(safe_path(to), 303))
    sessions.keep_session(response, token)
    return response


def safe_path(path: str) -> str:
    """A path on this very host, or the queue: nobody is sent elsewhere by a crafted link."""
    is_path = path.startswith("/") and not path.startswith("//")
    return path if is_path and path.isprintable() and "\\" not in path else HOME


def _next() -> str:
    return safe_path(request.values.get("next", ""))


def _form(problem: str = "") -> str:
    return render_template(
        "log_in.html",
        problem=problem,
        email=request.form.get("email", ""),
        next=request.values.get("next", ""),
    )

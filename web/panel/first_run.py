"""The first hotel: a page that the link from the console opens once, and what comes next (R-WEB-4)."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from flask import Response, current_app, make_response, render_template, request

from web import language_names, sessions
from web.access import Access, current_visit, needs
from web.errors import problem_of
from web.panel import log_in
from web.panel.account_words import said
from web.panel.blueprint import panel
from web.panel.frame import load_frame, render
from workflow import clock, texts
from workflow.errors import Invalid, NotFound, Throttled
from workflow.queries import channels
from workflow.roles import Action
from workflow.services import accounts, first_run
from workflow.services.first_run import FirstHotel

WELCOME = "/welcome"


@panel.get("/first-run")
@needs(Access.EVERYBODY)
def first_run_page() -> Response:
    return _page(request.args.get("token", ""), {})


@panel.post("/first-run")
@needs(Access.EVERYBODY)
def make_first_hotel() -> Response:
    """Its owner is signed in at once."""
    form, now = request.form, clock.now()
    wanted = FirstHotel(
        code=form.get("code", ""),
        hotel_name=form.get("hotelName", ""),
        time_zone=form.get("timeZone", ""),
        language=form.get("language", ""),
        name=form.get("name", ""),
        email=form.get("email", ""),
        password=form.get("password", ""),
    )
    try:
        owner = first_run.make(form.get("token", ""), wanted, now=now)
    except (Invalid, Throttled) as error:
        field = error.field if isinstance(error, Invalid) else ""
        return _page(form.get("token", ""), {field: said(error)}, problem_of(error).status)
    except NotFound as error:
        return _closed(error)
    token, _ = accounts.open_session(owner, origin=sessions.origin(), now=now)
    return log_in.signed_in(token, to=WELCOME)


@panel.get(WELCOME)
@needs(Action.CHANNELS)
def welcome() -> str:
    """What a new hotel does first."""
    visit = current_visit()
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        first = next(iter(channels.of_hotels((visit.seat.hotel_id,))), None)
    return render("welcome.html", frame, channel=first)


def _page(token: str, problems: dict[str, str], status: int = 200) -> Response:
    try:
        first_run.check(token, now=clock.now())
    except NotFound as error:
        return _closed(error)
    page = render_template(
        "first_run.html",
        token=token,
        typed=request.form,
        problems=problems,
        zones=_zones(),
        languages=language_names.by_name(texts.languages()),
    )
    response = make_response(page, status)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _closed(error: NotFound) -> Response:
    return make_response(render_template("link_gone.html", sentence=said(error), ask_again=False), 404)


@cache
def _zones() -> tuple[str, ...]:
    """Those of a place; the others are old names."""
    return tuple(sorted(zone for zone in available_timezones() if "/" in zone and zone[:4] != "Etc/"))

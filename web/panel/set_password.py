"""Pages before the log-in: asking for a link to set a password, and the page behind that link.

Looking at the link uses nothing up, so a scanner that follows links does no harm.
"""

from __future__ import annotations

from flask import Response, current_app, make_response, render_template, request

from web import sessions
from web.access import Access, needs
from web.errors import problem_of
from web.panel.account_words import said
from web.panel.blueprint import panel
from workflow import clock
from workflow.desk import Desk
from workflow.errors import Invalid, NotFound, Throttled
from workflow.services import account_links
from workflow.wake import wake_clock


@panel.get("/forgotten")
@needs(Access.EVERYBODY)
def forgotten_page() -> str:
    return render_template("forgotten.html", asked=False, problem="", email="")


@panel.post("/forgotten")
@needs(Access.EVERYBODY)
def ask_for_link() -> Response:
    """The same page whoever it is, known or not."""
    desk: Desk = current_app.config["DESK"]
    email = request.form.get("email", "")
    try:
        account_links.ask_reset(email, keys=desk.keys, peer=request.remote_addr or "", now=clock.now())
    except Throttled as error:
        problem = problem_of(error)
        page = render_template("forgotten.html", asked=False, problem=said(error), email=email)
        return make_response(page, problem.status, dict(problem.headers))
    wake_clock()
    return make_response(render_template("forgotten.html", asked=True, problem="", email=email))


@panel.get("/set-password")
@needs(Access.EVERYBODY)
def set_password_page() -> Response:
    return _page(request.args.get("token", ""))


@panel.post("/set-password")
@needs(Access.EVERYBODY)
def set_password() -> Response:
    token = request.form.get("token", "")
    try:
        person = account_links.set_password(
            token, request.form.get("password", ""), device=sessions.device_token(), now=clock.now()
        )
    except (Invalid, Throttled) as error:
        return _page(token, said(error), problem_of(error).status)
    except NotFound as error:
        return _gone(error)
    response = make_response(render_template("password_set.html", email=person.email))
    sessions.keep_device(response)
    return response


def _page(token: str, problem: str = "", status: int = 200) -> Response:
    try:
        link = account_links.look(token, now=clock.now())
    except NotFound as error:
        return _gone(error)
    page = render_template("set_password.html", link=link, token=token, problem=problem)
    response = make_response(page, status)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _gone(error: NotFound) -> Response:
    return make_response(render_template("link_gone.html", sentence=said(error), ask_again=True), 404)

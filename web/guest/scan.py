"""What the link of a QR code opens: a page with one button (R-QR-2). Looking at it uses nothing up, for mail scanners and
previews open links too; the button exchanges the code for a session.
"""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Response, make_response, redirect, render_template, request

from web import sessions
from web.access import Access, needs
from web.guest.blueprint import LANGUAGE, LANGUAGES, guest
from web.redeeming import redeem as exchange
from workflow import clock


@guest.get("/q/<token>")
@needs(Access.EVERYBODY)
def scan(token: str) -> Response:
    """The same page for every code: nothing is looked up."""
    return make_response(render_template("scan.html", token=token, linked=_linked()))


def _linked() -> str:
    """The language of the link, for the page that answers the button."""
    wanted = request.args.get(LANGUAGE, "")
    return urlencode({LANGUAGE: wanted}) if wanted in LANGUAGES else ""


@guest.post("/q/<token>")
@needs(Access.EVERYBODY)
def redeem(token: str) -> Response:
    redeemed = exchange(token)
    response = make_response(redirect("/g", 303))
    seconds = int((redeemed.ends_at - clock.now()).total_seconds())
    sessions.keep_guest(response, redeemed.session_token, seconds=seconds)
    return response

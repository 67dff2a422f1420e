"""The language of the guests' pages, chosen on this phone (R-I18N-1)."""

from __future__ import annotations

from flask import Response, make_response, redirect, request

from web import sessions
from web.access import Access, needs
from web.guest.blueprint import COOKIE, LANGUAGES, guest
from web.languages import language

PAGES = ("/g", "/q/", "/r/", "/f/")


@guest.post("/guest-language")
@needs(Access.EVERYBODY)
def choose_language() -> Response:
    """Back to the page on which it was chosen."""
    wanted, here = request.form.get("language", ""), request.form.get("next", "")
    response = make_response(redirect(_own_page(here), 303))
    if wanted in LANGUAGES:
        sessions.keep_choice(response, COOKIE, wanted)
    return response


def keep_spoken(response: Response) -> None:
    """Who came in by a page that speaks what his phone asks for goes on in it, whatever his record says."""
    asked = {one.partition("-")[0].lower() for one in request.accept_languages.values()}
    if COOKIE not in request.cookies and language() in asked:
        sessions.keep_choice(response, COOKIE, language())


def _own_page(path: str) -> str:
    """A guests' page that can be looked at; a form that was sent stands at an address below its page."""
    path = path.removesuffix("/message")
    is_own = path.startswith(PAGES) and path.isascii() and path.isprintable() and "\\" not in path
    return path if is_own and not path.startswith("/g/requests") else "/g"

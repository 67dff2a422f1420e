"""How the panel looks in this browser: as its system does, light, or dark. A cookie; the page is made with it."""

from __future__ import annotations

from flask import Flask, Response, make_response, redirect, request

from web import sessions
from web.access import Access, needs
from web.languages import N_
from web.panel.blueprint import panel
from web.panel.log_in import safe_path

COOKIE = "bellhop-theme"
THEMES = {"auto": N_("As the system"), "light": N_("Light"), "dark": N_("Dark")}


def install(app: Flask) -> None:
    app.jinja_env.globals.update(page_theme=theme, page_themes=THEMES)


def theme() -> str:
    """Of this request."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in THEMES else "auto"


@panel.post("/theme")
@needs(Access.EVERYBODY)
def change_theme() -> Response:
    response = make_response(redirect(safe_path(request.form.get("next", "")), 303))
    chosen = request.form.get("theme", "")
    if chosen in THEMES:
        sessions.keep_choice(response, COOKIE, chosen)
    return response

"""The blueprint of the guest's pages: a cookie of their own, the guest's language, every form checked for its token."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import request

from web import csrf, languages, sessions
from web.access import visit_or_none
from workflow import texts

guest = APIBlueprint(
    sessions.GUEST_PAGES,
    "web.guest",
    template_folder=str(texts.TEMPLATES / "guest"),
    enable_openapi=False,
)
guest.before_request(csrf.check)


@guest.before_request
def speak_to_guest() -> None:
    """The guest's own language once we know him, until then what his phone asks for; English where there are no words."""
    visit = visit_or_none()
    known = visit.guest.language if visit is not None and visit.guest is not None else ""
    asked = (known, request.cookies.get(languages.COOKIE, ""), *request.accept_languages.values())
    bases = (one.partition("-")[0].lower() for one in asked if one)
    languages.speak(
        next((base for base in bases if base in texts.page_languages("guest")), "en"), pages="guest"
    )

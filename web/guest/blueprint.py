"""The blueprint of the guest's pages: a cookie of their own, the guest's language, every form checked for its token."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from apiflask import APIBlueprint
from flask import request

from web import csrf, languages, sessions
from web.access import visit_or_none
from workflow import texts

LANGUAGES = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "it": "Italiano",
    "pt": "Português",
    "nl": "Nederlands",
    "ja": "日本語",
    "zh": "中文",
}
COOKIE = "bellhop-guest-language"
LANGUAGE = "l"  # in the link of a code: what its guest speaks

guest = APIBlueprint(
    sessions.GUEST_PAGES,
    "web.guest",
    template_folder=str(texts.TEMPLATES / "guest"),
    enable_openapi=False,
)


@guest.url_value_preprocessor
def speak_to_phone(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anybody is refused."""
    _speak()


@guest.before_request
def speak_to_guest() -> None:
    """Once it is known who he is."""
    _speak()


guest.before_request(csrf.check)


@guest.context_processor
def of_every_page() -> dict[str, object]:
    """For the choice of languages; `here`: the page that a choice leads back to."""
    return {"guest_languages": LANGUAGES, "here": request.path}


def _speak() -> None:
    """What he chose on this phone, else his own language, which the link of his code says before he is known, else what
    the phone asks for; English where there are no words (docs/decisions/guest-page.md).
    """
    spoken = texts.page_languages("guest")
    languages.speak(next((one for one in _asked() if one in spoken), texts.FALLBACK), pages="guest")


def _asked() -> Iterator[str]:
    visit = visit_or_none()
    known = visit.guest.language if visit is not None and visit.guest is not None else ""
    linked = request.args.get(LANGUAGE, "")
    for one in (request.cookies.get(COOKIE, ""), linked, known, *request.accept_languages.values()):
        yield one.partition("-")[0].lower()

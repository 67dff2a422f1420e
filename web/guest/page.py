"""The guest's page after the code was scanned (R-QR-5): what he needs, and what became of it. Sending is web/guest/sending."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe
from zoneinfo import ZoneInfo

from flask import Response, make_response, redirect, render_template, request

from web import csrf, sessions
from web.access import Access, Visit, current_visit, needs
from web.guest import page_words
from web.guest.blueprint import guest
from web.guest.look import look_of
from web.guest.talk import Card, cards_of
from web.languages import gettext, language
from web.polling import polled, tag
from workflow import clock, hotel_settings
from workflow.models import Hotel
from workflow.queries import guest_requests
from workflow.services import guest_sessions, guest_tickets, uploads
from workflow.services.guest_sessions import GuestVisit


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that was refused, as it was sent. pid "": the one for a new request."""

    pid: str = ""
    words: str = ""
    problem: str = ""
    had_files: bool = False


NOTHING = Typed()


@guest.get("/g")
@needs(Access.GUEST)
def guest_page() -> str:
    """?wish=2 writes the second wish into the form, for phones without scripts."""
    wish = request.args.get("wish", "")
    return page(wish=int(wish) if wish.isascii() and wish.isdigit() and len(wish) < 3 else 0)


def _tag(visit: Visit) -> str:
    """Of the requests below the form, as this phone is to read them today."""
    who, now = guest_of(visit), clock.now()
    today = now.astimezone(ZoneInfo(who.time_zone)).date()
    return tag(visit, who.session_id, language(), today, *guest_requests.stamp(who))


@guest.get("/g/requests")
@polled(_tag)
@needs(Access.GUEST)
def requests_part() -> str:
    """Only the requests, for the page to look again."""
    visit, now = current_visit(), clock.now()
    return render_template("_requests.html", cards=_cards(visit, now=now), typed=NOTHING, **_form(visit))


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


def guest_of(visit: Visit) -> GuestVisit:
    """Whose page it is: the guard lets nobody else here."""
    assert visit.guest is not None
    return visit.guest


def page(*, typed: Typed = NOTHING, wish: int = 0) -> str:
    visit, now = current_visit(), clock.now()
    who = guest_of(visit)
    with visit.sight.transaction():
        hotel = Hotel.get_by_id(who.hotel_id)
    settings = hotel_settings.guest_page(hotel.settings)
    wishes = settings.wishes_for(language()) or tuple(gettext(one) for one in page_words.WISHES)
    if typed is NOTHING and 0 < wish <= len(wishes):
        typed = Typed(words=wishes[wish - 1])
    return render_template(
        "visit.html",
        visit=who,
        look=look_of(hotel, settings, logo_at="/g/logo"),
        until=page_words.until(who, now=now),
        wishes=wishes,
        cards=_cards(visit, now=now),
        typed=typed,
        is_sent=request.args.get("done") == "sent",
        **_form(visit),
    )


def _cards(visit: Visit, *, now: datetime) -> list[Card]:
    who = guest_of(visit)
    with visit.sight.transaction():
        found = guest_requests.latest(who)
    return cards_of(found, who, now=now)


def _form(visit: Visit) -> dict[str, object]:
    """What each form on the page needs. draft: a name for what is being typed that says nothing about the guest."""
    who = guest_of(visit)
    with visit.sight.transaction():
        limit = uploads.limit_of(who.hotel_id)
    return {
        "nonce": token_urlsafe(16),
        "draft": csrf.token()[:16],
        "most_words": guest_tickets.MAX_WORDS,
        "most_files": uploads.MAX_FILES,
        "most_megabytes": limit // uploads.MB,
        "most_together": uploads.MAX_BYTES,
    }

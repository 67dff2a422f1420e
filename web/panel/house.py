"""Settings → Hotel: what it is called, its times, its guests' page; and what was set in it, by whom."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import available_timezones

from flask import Response, current_app, request

from web import language_names
from web.access import Visit, current_visit, needs
from web.hotel_words import sentence
from web.languages import gettext
from web.logos import MAX_LOGO, kind_of, logo_of
from web.panel.blueprint import panel
from web.panel.settings_forms import Problems, Values, field, show, submit
from workflow import clock, hotel_settings, texts
from workflow.desk import Desk
from workflow.errors import Invalid
from workflow.models import Hotel
from workflow.queries.paging import Wanted
from workflow.roles import Action
from workflow.services import hotel_changes, hotel_events, hotel_times, recall
from workflow.services.hotel_changes import About, GuestPageChange
from workflow.services.hotel_times import FIELDS, Times
from workflow.services.hotels import rules_of

BASE = "/settings/hotel"
_DAY = timedelta(days=1)


@panel.get(BASE)
@needs(Action.HOTEL)
def hotel_page() -> str:
    return _hotel({})


@panel.post(BASE)
@needs(Action.HOTEL)
def change_house() -> Response:
    def work(visit: Visit) -> None:
        hotel_id, now = visit.seat.hotel_id, clock.now()
        about = About(field("name"), field("timeZone").strip(), field("language"))
        hotel_changes.change(hotel_id, about, actor=visit.actor, now=now)
        page = GuestPageChange(
            colour=field("colour"),
            logo=_logo(hotel_id),
            check_out=field("checkOutTime"),
            public_form="publicForm" in request.form,
            wishes=field("wishes").splitlines(),
            wishes_in=_wishes_in(),
            sign_words=request.form.get("signWords"),
            sign_languages=request.form.getlist("signLanguages") if "signWords" in request.form else None,
        )
        hotel_changes.set_guest_page(hotel_id, page, actor=visit.actor, now=now)
        if "undoSeconds" in request.form:
            undo = recall.seconds(field("undoSeconds"), "undoSeconds")
            recall.set_of_hotel(hotel_id, undo, actor=visit.actor, now=now)
        times = {name: _days(form_field) for name, form_field in FIELDS.items()}
        hotel_times.set_times(hotel_id, Times(**times), actor=visit.actor, now=now)

    return submit(work, to=f"{BASE}?done=edited", page=_hotel)


@panel.get(f"{BASE}/logo")
@needs(Action.HOTEL)
def logo() -> Response:
    """Raises NotFound."""
    visit = current_visit()
    with visit.sight.transaction():
        page = hotel_settings.guest_page(Hotel.get_by_id(visit.seat.hotel_id).settings)
    return logo_of(visit.seat.hotel_id, page)


@panel.get("/settings/changes")
@needs(Action.HOTEL)
def changes_page() -> str:
    def read(visit: Visit) -> Values:
        wanted = Wanted(cursor=request.args.get("cursor", "")[:100])
        return {"page": hotel_events.of_hotels((visit.seat.hotel_id,), wanted), "sentence": sentence}

    return show("changes.html", read)


def _hotel(problems: Problems) -> str:
    def read(visit: Visit) -> Values:
        hotel = Hotel.get_by_id(visit.seat.hotel_id)
        page, rules = hotel_settings.guest_page(hotel.settings), rules_of(hotel.settings)
        stands = {
            "name": hotel.name,
            "timeZone": hotel.time_zone,
            "language": hotel.language,
            "checkOutTime": f"{page.check_out:%H:%M}",
            "colour": page.colour,
            "publicForm": "on" if page.public_form else "",
            "wishes": "\n".join(page.wishes),
            **{f"wishes-{code}": "\n".join(wishes) for code, wishes in page.wishes_in.items()},
            "signWords": page.sign_words,
            "undoSeconds": str(recall.hotel_seconds(hotel.settings)),
            **{form_field: f"{getattr(rules, name) / _DAY:g}" for name, form_field in FIELDS.items()},
        }
        return {
            "hotel": hotel,
            "page": page,
            "values": request.form if "timeZone" in request.form else stands,
            "zones": sorted(available_timezones()),
            "languages": language_names.by_name({*texts.languages(), hotel.language}),
            "wishes_are_wrong": any(name.startswith("wishes-") for name in problems),
            "wish_languages": [
                one
                for one in language_names.by_name(texts.page_languages("guest"))
                if one[0] != texts.base_of(hotel.language)
            ],
            "sign_languages": language_names.by_name(texts.page_languages("guest")),
            "spoken": request.form.getlist("signLanguages")
            if "signWords" in request.form
            else page.sign_languages,
        }

    return show("hotel.html", read, problems)


def _wishes_in() -> dict[str, list[str]] | None:
    """None: the form had no places for them."""
    places = {code: f"wishes-{code}" for code in texts.page_languages("guest")}
    asked = {code: field(place).splitlines() for code, place in places.items() if place in request.form}
    return asked or None


def _days(name: str) -> timedelta:
    try:
        days = float(field(name).strip().replace(",", "."))
        return timedelta(days=days if 0 <= days <= 365 else -1)
    except ValueError:
        raise Invalid(gettext("Write a number of days."), name) from None


def _logo(hotel_id: int) -> str | None:
    """The new picture's name in the store, "" when it is taken away, None when it stays. Raises Invalid."""
    sent = request.files.get("logo")
    content = sent.read(MAX_LOGO + 1) if sent is not None else b""
    if not content:
        return "" if "noLogo" in request.form else None
    if len(content) > MAX_LOGO or kind_of(content) is None:
        raise Invalid(gettext("A logo is a PNG or JPEG picture of at most 300 KB."), "logo")
    return _desk().files.put(hotel_id, content)


def _desk() -> Desk:
    desk: Desk = current_app.config["DESK"]
    return desk

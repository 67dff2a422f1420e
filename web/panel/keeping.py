"""Settings → Files and keeping: how large a file may be, how long deleted and closed tickets stay (R-TKT-7, R-API-1)."""

from __future__ import annotations

from flask import Response, current_app, request

from web.access import Visit, current_visit, needs
from web.languages import gettext
from web.panel.blueprint import panel
from web.panel.settings_forms import Problems, Values, show, submit, whole
from workflow import clock
from workflow.errors import Invalid
from workflow.keeping import Keeping, keeping_of
from workflow.models import Hotel
from workflow.roles import Action
from workflow.services import file_settings, keeping, uploads
from workflow.settings import Settings

BASE = "/settings/keeping"
FIELDS = ("deleted", "closed", "archived")


@panel.get(BASE)
@needs(Action.HOTEL)
def keeping_page() -> str:
    return _page({})


@panel.post(BASE)
@needs(Action.HOTEL)
def change_keeping() -> Response:
    def work(visit: Visit) -> None:
        hotel_id, now = visit.seat.hotel_id, clock.now()
        file_settings.set_limit(hotel_id, _number("maxMegabytes"), actor=visit.actor, now=now)
        days = Keeping(**{name: _number(name) for name in FIELDS})
        if days != keeping_of(Hotel.get_by_id(hotel_id).settings):
            keeping.set_keeping(hotel_id, days, actor=visit.actor, now=now)

    return submit(work, to=f"{BASE}?done=edited", page=_page)


def _page(problems: Problems) -> str:
    def read(visit: Visit) -> Values:
        stands = keeping_of(Hotel.get_by_id(visit.seat.hotel_id).settings)
        settings: Settings = current_app.config["SETTINGS"]
        values = {name: getattr(stands, name) for name in FIELDS}
        values["maxMegabytes"] = uploads.limit_of(visit.seat.hotel_id) // uploads.MB
        return {
            "values": request.form if "deleted" in request.form else values,
            "most": uploads.MAX_BYTES // uploads.MB,
            "checks_files": settings.checks_files,
            "may_delete": current_visit().may(Action.DELETE),
        }

    return show("keeping.html", read, problems)


def _number(name: str) -> int:
    """Raises Invalid."""
    number = whole(name, longest=5)
    if number is None:
        raise Invalid(gettext("Write a whole number."), name)
    return number

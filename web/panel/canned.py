"""Settings → Canned replies: the hotel's own texts, with what their places mean and how one reads when it is sent."""

from __future__ import annotations

from flask import Response, make_response, request

from web.access import Visit, needs
from web.languages import N_
from web.panel.blueprint import panel
from web.panel.settings_forms import Problems, Values, field, said, show, submit
from workflow import clock
from workflow.canned import Variable, check, fill
from workflow.errors import Invalid
from workflow.models import Hotel
from workflow.roles import Action
from workflow.services import canned

BASE = "/settings/canned"
MEANINGS = {
    Variable.GUEST: N_("the guest's name"),
    Variable.ROOM: N_("the number of the room"),
    Variable.PID: N_("the ticket's number"),
    Variable.MEMBER: N_("who answers"),
    Variable.HOTEL: N_("the hotel's name"),
}
EXAMPLE = {Variable.GUEST: "Mia Keller", Variable.ROOM: "12"}


@panel.get(BASE)
@needs(Action.CANNED)
def canned_page() -> str:
    return show("canned.html", lambda visit: {"replies": canned.of_hotels((visit.seat.hotel_id,))})


@panel.get(f"{BASE}/new")
@needs(Action.CANNED)
def new_canned() -> str:
    return _one(None, {})


@panel.post(f"{BASE}/new")
@needs(Action.CANNED)
def add_canned() -> Response:
    if request.form.get("act") == "preview":
        return _preview(None)

    def work(visit: Visit) -> None:
        canned.create(
            visit.seat.hotel_id,
            name=field("name"),
            body=field("body"),
            actor=visit.actor,
            now=clock.now(),
        )

    return submit(work, to=f"{BASE}?done=added", page=lambda problems: _one(None, problems))


@panel.get(f"{BASE}/<id:id>")
@needs(Action.CANNED)
def canned_reply_page(id: int) -> str:
    return _one(id, {})


@panel.post(f"{BASE}/<id:id>")
@needs(Action.CANNED)
def change_canned(id: int) -> Response:
    if request.form.get("act") == "preview":
        return _preview(id)

    def work(visit: Visit) -> None:
        reply = canned.find((visit.seat.hotel_id,), id)
        canned.change(reply, name=field("name"), body=field("body"), actor=visit.actor, now=clock.now())

    return submit(work, to=f"{BASE}?done=edited", page=lambda problems: _one(id, problems))


@panel.post(f"{BASE}/<id:id>/remove")
@needs(Action.CANNED)
def remove_canned(id: int) -> Response:
    def work(visit: Visit) -> None:
        canned.delete(canned.find((visit.seat.hotel_id,), id), actor=visit.actor, now=clock.now())

    return submit(work, to=f"{BASE}?done=removed", page=lambda problems: _one(id, problems))


def _preview(id: int | None) -> Response:
    try:
        check(field("body"))
    except Invalid as error:
        return make_response(_one(id, {error.field: said(error)}), 422)
    return make_response(_one(id, {}, with_preview=True))


def _one(id: int | None, problems: Problems, *, with_preview: bool = False) -> str:
    """A reply, or an empty form for a new one. Raises NotFound."""

    def read(visit: Visit) -> Values:
        hotel = Hotel.get_by_id(visit.seat.hotel_id)
        reply = canned.find((hotel.id,), id) if id is not None else None
        body = field("body") or (reply.body if reply else "")
        shown = body if with_preview or (reply and not problems) else ""
        values = {
            **EXAMPLE,
            Variable.PID: f"{hotel.code}-202611-00042-1",
            Variable.MEMBER: visit.person.name,
            Variable.HOTEL: hotel.name,
        }
        return {
            "reply": reply,
            "meanings": MEANINGS,
            "preview": fill(shown.replace("\r\n", "\n"), values) if shown else "",
        }

    return show("canned_reply.html", read, problems)

"""Settings → Rooms: many at once, or one renumbered."""

from __future__ import annotations

from flask import Response

from web.access import Visit, needs
from web.panel.blueprint import panel
from web.panel.settings_forms import Problems, field, show, submit
from workflow import clock, room_numbers
from workflow.roles import Action
from workflow.services import rooms

BASE = "/settings/rooms"


@panel.get(BASE)
@needs(Action.HOTEL)
def rooms_page() -> str:
    return _list({})


@panel.post(BASE)
@needs(Action.HOTEL)
def add_rooms() -> Response:
    """Those that are there already stay."""

    def work(visit: Visit) -> None:
        numbers = room_numbers.read(field("numbers"))
        rooms.add_many(visit.seat.hotel_id, numbers, actor=visit.actor, now=clock.now())

    return submit(work, to=f"{BASE}?done=added", page=_list)


@panel.get(f"{BASE}/<id:id>")
@needs(Action.HOTEL)
def room_page(id: int) -> str:
    return _one(id, {})


@panel.post(f"{BASE}/<id:id>")
@needs(Action.HOTEL)
def change_room(id: int) -> Response:
    def work(visit: Visit) -> None:
        room = rooms.find((visit.seat.hotel_id,), id)
        rooms.renumber(room, field("number"), actor=visit.actor, now=clock.now())

    return submit(work, to=f"{BASE}?done=edited", page=lambda problems: _one(id, problems))


@panel.post(f"{BASE}/<id:id>/remove")
@needs(Action.HOTEL)
def remove_room(id: int) -> Response:
    def work(visit: Visit) -> None:
        rooms.remove(rooms.find((visit.seat.hotel_id,), id), actor=visit.actor, now=clock.now())

    return submit(work, to=f"{BASE}?done=removed", page=lambda problems: _one(id, problems))


def _list(problems: Problems) -> str:
    """The core names one room's number; on this page all of them stand in one field."""
    at_field = {"numbers": " ".join(problems.values())} if problems else {}
    return show("rooms.html", lambda visit: {"rooms": rooms.of_hotels((visit.seat.hotel_id,))}, at_field)


def _one(id: int, problems: Problems) -> str:
    """Raises NotFound."""
    return show("room.html", lambda visit: {"room": rooms.find((visit.seat.hotel_id,), id)}, problems)

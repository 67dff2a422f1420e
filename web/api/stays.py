"""Stays: booked, in house, gone; checked in and out, moved to another room, taken from a list."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import UnsupportedMediaType

from web.access import current_visit, needs
from web.api import guest_schemas as shaped
from web.api import shapes
from web.api.blueprint import api
from web.api.lists import wanted_of
from web.api.shapes import Json
from web.api.ticket_answers import number
from web.uploads import takes_files
from workflow import clock, stay_lines
from workflow.queries import stays as stay_queries
from workflow.queries.stays import Filter, StayRow
from workflow.roles import Action
from workflow.services import stay_import, stays
from workflow.services.stay_import import REFUSED, Line
from workflow.services.stays import Edit
from workflow.values import StayStatus


@api.get("/stays")
@api.input(shaped.StaysIn, location="query")
@api.output(shaped.StaysOut)
@needs(Action.GUESTS)
def list_stays(query_data: Json) -> Json:
    """The stays of the hotel, the newest first."""
    visit = current_visit()
    status = query_data["status"]
    chosen = Filter(
        in_house=query_data["in_house"],
        arriving=query_data["arriving"],
        departing=query_data["departing"],
        status=StayStatus(status) if status else None,
        room=query_data["room"],
        guest_id=number(query_data["guest"]),
        confirmation=query_data["confirmation"],
    )
    wanted = wanted_of(query_data)
    with visit.sight.transaction():
        found = stay_queries.page(visit.sight.hotel_ids, chosen, wanted)
    return shapes.page(found, stay_shape)


@api.post("/stays")
@api.input(shaped.StayIn)
@api.output(shaped.StayOut, status_code=201)
@needs(Action.GUESTS)
def create_stay(json_data: Json) -> Json:
    """Books a stay for a guest whom the hotel knows."""
    visit = current_visit()
    hotel_id = visit.seat.hotel_id
    with visit.sight.transaction():
        made = stays.create(
            hotel_id,
            confirmation=json_data["confirmation"],
            guest_id=int(json_data["guest_id"]),
            room_id=stays.room(hotel_id, number=json_data["room"]),
            arrival=json_data["arrival"],
            departure=json_data["departure"],
            actor=visit.actor,
            now=clock.now(),
        )
        return stay_shape(stay_queries.row([hotel_id], made.id))


@api.get("/stays/<id:id>")
@api.output(shaped.StayOut)
@needs(Action.GUESTS)
def get_stay(id: int) -> Json:
    """One stay."""
    visit = current_visit()
    with visit.sight.transaction():
        return stay_shape(stay_queries.row(visit.sight.hotel_ids, id))


@api.patch("/stays/<id:id>")
@api.input(shaped.StayPatchIn)
@api.output(shaped.StayOut)
@needs(Action.GUESTS)
def change_stay(id: int, json_data: Json) -> Json:
    """Changes a stay: check-in, check-out, another room, other dates, cancelled. A status it cannot have now is refused, 409."""
    visit = current_visit()
    room, status = json_data["room"], json_data["status"]
    with visit.sight.transaction():
        stay = stays.lock(visit.sight.hotel_ids, id)
        edit = Edit(
            arrival=json_data["arrival"],
            departure=json_data["departure"],
            room_id=None if room is None else stays.room(stay.hotel_id, number=room) or 0,
            status=StayStatus(status) if status else None,
        )
        stays.change(stay, edit, actor=visit.actor, now=clock.now())
        return stay_shape(stay_queries.row([stay.hotel_id], id))


@api.post("/stays/import")
@api.output(shaped.ImportOut)
@api.doc(operation_id="import_stays")
@takes_files
@needs(Action.GUESTS)
def import_stays() -> Json:
    """Takes a list of stays as text/csv. Good lines are taken, bad ones listed with the reason; again, nothing changes.

    The first line names the columns: confirmation, name, email, phone, language, room, arrival, departure, status.
    """
    visit = current_visit()
    if request.mimetype not in ("text/csv", "text/plain"):
        raise UnsupportedMediaType
    lines = stay_lines.read(request.get_data())
    with visit.sight.transaction():
        done = stay_import.take(visit.seat.hotel_id, lines, actor=visit.actor, now=clock.now())
    refused = sum(line.outcome == REFUSED for line in done)
    return {"taken": len(done) - refused, "refused": refused, "lines": [_line(line) for line in done]}


def stay_shape(stay: StayRow) -> Json:
    return {
        "id": str(stay.id),
        "hotelId": str(stay.hotel_id),
        "confirmation": stay.confirmation,
        "guest": {"id": str(stay.guest.id), "name": stay.guest.name},
        "room": stay.room and {"id": str(stay.room.id), "number": stay.room.name},
        "arrival": stay.arrival,
        "departure": stay.departure,
        "status": stay.status,
        "checkedInAt": shapes.moment(stay.checked_in_at),
        "checkedOutAt": shapes.moment(stay.checked_out_at),
    }


def _line(line: Line) -> Json:
    return {
        "line": line.number,
        "confirmation": line.confirmation,
        "outcome": line.outcome,
        "reason": line.reason,
        "field": line.field,
        "stayId": None if line.stay_id is None else str(line.stay_id),
        "warnings": list(line.warnings),
    }

"""The rooms of a hotel."""

from __future__ import annotations

from apiflask.fields import List, Nested, String
from marshmallow import validate

from web.access import current_visit, needs
from web.api.blueprint import api
from web.api.lists import listed
from web.api.schema import Schema
from web.api.schemas import PageIn, PaginationOut
from web.api.shapes import Json
from workflow import clock, room_numbers
from workflow.models import Room
from workflow.roles import Action
from workflow.room_numbers import MAX_AT_ONCE, MAX_NUMBER
from workflow.services import rooms

_NUMBER = validate.Length(1, MAX_NUMBER)


class RoomIn(Schema):
    number = String(required=True, validate=_NUMBER)


class RoomRangeIn(Schema):
    first = String(required=True, data_key="from", validate=_NUMBER)
    last = String(required=True, data_key="to", validate=_NUMBER)


class RoomsIn(Schema):
    numbers = List(String(validate=_NUMBER), load_default=list, validate=validate.Length(max=MAX_AT_ONCE))
    ranges = List(
        Nested(RoomRangeIn),
        load_default=list,
        validate=validate.Length(max=50),
        metadata={"description": 'Like {"from": "101", "to": "120"}, both with the same letters before.'},
    )


class RoomEntryOut(Schema):
    id = String()
    hotelId = String()
    number = String()


class RoomRow(RoomEntryOut):
    """The same, within the list."""


class RoomsOut(Schema):
    data = List(Nested(RoomRow))
    pagination = Nested(PaginationOut)


class RoomsMadeOut(Schema):
    created = List(Nested(RoomRow))
    existing = List(String(), metadata={"description": "Numbers that stood there already."})


@api.get("/rooms")
@api.input(PageIn, location="query")
@api.output(RoomsOut)
@needs(Action.INSIDE)
def list_rooms(query_data: Json) -> Json:
    """The rooms, in the order people count: 7, 12, 101."""
    visit = current_visit()
    with visit.sight.transaction():
        found = rooms.of_hotels(visit.sight.hotel_ids)
    return listed(found, query_data, _shape)


@api.post("/rooms")
@api.input(RoomIn)
@api.output(RoomEntryOut, status_code=201)
@needs(Action.HOTEL)
def create_room(json_data: Json) -> Json:
    """Adds a room. Its number stands once in the hotel."""
    visit = current_visit()
    with visit.sight.transaction():
        return _shape(rooms.add(visit.seat.hotel_id, json_data["number"], actor=visit.actor, now=clock.now()))


@api.post("/rooms/bulk")
@api.input(RoomsIn)
@api.output(RoomsMadeOut, status_code=201)
@needs(Action.HOTEL)
def create_rooms(json_data: Json) -> Json:
    """Adds many rooms from a list and from ranges. Those that are there already stay; all or nothing."""
    visit = current_visit()
    spelled = [
        number
        for one in json_data["ranges"]
        for number in room_numbers.between(one["first"].strip(), one["last"].strip(), "ranges")
    ]
    numbers = room_numbers.at_once([*json_data["numbers"], *spelled])
    with visit.sight.transaction():
        added = rooms.add_many(visit.seat.hotel_id, numbers, actor=visit.actor, now=clock.now())
    return {"created": [_shape(room) for room in added.made], "existing": list(added.known)}


@api.get("/rooms/<id:id>")
@api.output(RoomEntryOut)
@needs(Action.INSIDE)
def get_room(id: int) -> Json:
    """One room."""
    visit = current_visit()
    with visit.sight.transaction():
        return _shape(rooms.find(visit.sight.hotel_ids, id))


@api.patch("/rooms/<id:id>")
@api.input(RoomIn)
@api.output(RoomEntryOut)
@needs(Action.HOTEL)
def change_room(id: int, json_data: Json) -> Json:
    """Gives a room another number; stays and tickets keep the room."""
    visit = current_visit()
    with visit.sight.transaction():
        room = rooms.find(visit.sight.hotel_ids, id)
        rooms.renumber(room, json_data["number"], actor=visit.actor, now=clock.now())
        return _shape(rooms.find(visit.sight.hotel_ids, id))


@api.delete("/rooms/<id:id>")
@api.output({}, status_code=204)
@needs(Action.HOTEL)
def remove_room(id: int) -> str:
    """Removes a room; 409 while a stay or a ticket names it."""
    visit = current_visit()
    with visit.sight.transaction():
        rooms.remove(rooms.find(visit.sight.hotel_ids, id), actor=visit.actor, now=clock.now())
    return ""


def _shape(room: Room) -> Json:
    return {"id": str(room.id), "hotelId": str(room.hotel_id), "number": room.number}

"""The hotel's tags (R-TKT-6). Putting them on tickets is PATCH /tickets/{pid}."""

from __future__ import annotations

from apiflask.fields import Integer, List, Nested, String
from marshmallow import validate

from web.access import current_visit, needs
from web.api import schemas
from web.api.blueprint import api
from web.api.lists import listed
from web.api.schema import Schema
from web.api.schemas import BEING_MOVED
from web.api.shapes import Json
from workflow import clock
from workflow.roles import Action
from workflow.services import tags
from workflow.services.tags import TagRow
from workflow.wake import wake_clock


class TagIn(Schema):
    name = String(required=True, validate=validate.Length(1, 100))
    colour = String(load_default=tags.DEFAULT_COLOUR, validate=validate.Length(max=20))


class TagPatchIn(Schema):
    name = String(load_default=None, validate=validate.Length(1, 100))
    colour = String(load_default=None, validate=validate.Length(max=20))


class TagOut(Schema):
    id = String()
    hotelId = String()
    name = String()
    colour = String()
    tickets = Integer(metadata={"description": "How many tickets carry it."})


class TagOutRow(TagOut):
    """The same, within the list."""


class TagsOut(Schema):
    data = List(Nested(TagOutRow))
    pagination = Nested(schemas.PaginationOut)


@api.get("/tags")
@api.input(schemas.PageIn, location="query")
@api.output(TagsOut)
@needs(Action.INSIDE)
def list_tags(query_data: Json) -> Json:
    """The tags of the hotel, by name."""
    visit = current_visit()
    with visit.sight.transaction():
        found = tags.of_hotels(visit.sight.hotel_ids)
    return listed(found, query_data, _shape)


@api.get("/tags/<id:id>")
@api.output(TagOut)
@needs(Action.INSIDE)
def get_tag(id: int) -> Json:
    """One tag."""
    visit = current_visit()
    with visit.sight.transaction():
        return _shape(tags.find(visit.sight.hotel_ids, id))


@api.post("/tags")
@api.input(TagIn)
@api.output(TagOut, status_code=201)
@needs(Action.TAGS)
def create_tag(json_data: Json) -> Json:
    """Adds a tag. Its name is one name however it is written: VIP and vip are the same."""
    visit = current_visit()
    hotel_id = visit.seat.hotel_id
    with visit.sight.transaction():
        id = tags.create(hotel_id, json_data["name"], json_data["colour"], actor=visit.actor, now=clock.now())
        return _shape(tags.find([hotel_id], id))


@api.patch("/tags/<id:id>")
@api.input(TagPatchIn)
@api.output(TagOut)
@needs(Action.TAGS)
def change_tag(id: int, json_data: Json) -> Json:
    """Changes the name or the colour of a tag; its tickets keep it."""
    visit = current_visit()
    with visit.sight.transaction():
        tag = tags.find(visit.sight.hotel_ids, id)
        tags.change(
            tag, name=json_data["name"], colour=json_data["colour"], actor=visit.actor, now=clock.now()
        )
        return _shape(tags.find([tag.hotel_id], id))


@api.delete("/tags/<id:id>")
@api.output({}, status_code=204)
@api.doc(responses=BEING_MOVED)
@needs(Action.TAGS)
def delete_tag(id: int) -> tuple[str, int]:
    """Removes a tag, also from every ticket.

    With very many tickets the answer is 202: the desk goes through them within minutes, and it is gone after the last.
    """
    visit = current_visit()
    with visit.sight.transaction():
        is_gone = tags.delete(tags.find(visit.sight.hotel_ids, id), actor=visit.actor, now=clock.now())
    wake_clock()
    return "", 204 if is_gone else 202


def _shape(tag: TagRow) -> Json:
    return {
        "id": str(tag.id),
        "hotelId": str(tag.hotel_id),
        "name": tag.name,
        "colour": tag.colour,
        "tickets": tag.tickets,
    }

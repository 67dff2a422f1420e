"""Canned replies: the hotel's own texts, with variables like {{guest}} and {{room}}."""

from __future__ import annotations

from apiflask.fields import List, Nested, String
from marshmallow import validate

from web.access import current_visit, needs
from web.api.blueprint import api
from web.api.lists import listed
from web.api.schema import Schema
from web.api.schemas import Moment, PageIn, PaginationOut
from web.api.shapes import Json, moment
from workflow import clock
from workflow.canned import Variable
from workflow.models import CannedReply
from workflow.roles import Action
from workflow.services import canned

_VARIABLES = ", ".join(f"{{{{{variable}}}}}" for variable in Variable)


class CannedIn(Schema):
    name = String(required=True, validate=validate.Length(1, 60))
    body = String(
        required=True,
        validate=validate.Length(1, 20_000),
        metadata={"description": f"May hold {_VARIABLES}."},
    )


class CannedChangeIn(Schema):
    name = String(validate=validate.Length(1, 60))
    body = String(validate=validate.Length(1, 20_000))


class CannedOut(Schema):
    id = String()
    hotelId = String()
    name = String()
    body = String()
    createdAt = Moment()
    updatedAt = Moment()


class CannedRow(CannedOut):
    pass


class CannedsOut(Schema):
    data = List(Nested(CannedRow))
    pagination = Nested(PaginationOut)


@api.get("/canned")
@api.input(PageIn, location="query")
@api.output(CannedsOut)
@needs(Action.INSIDE)
def list_canned(query_data: Json) -> Json:
    """The canned replies, by name."""
    visit = current_visit()
    with visit.sight.transaction():
        found = canned.of_hotels(visit.sight.hotel_ids)
    return listed(found, query_data, _shape)


@api.post("/canned")
@api.input(CannedIn)
@api.output(CannedOut, status_code=201)
@needs(Action.CANNED)
def create_canned(json_data: Json) -> Json:
    """Adds a canned reply."""
    visit = current_visit()
    with visit.sight.transaction():
        made = canned.create(visit.seat.hotel_id, **json_data, actor=visit.actor, now=clock.now())
        return _shape(made)


@api.get("/canned/<id:id>")
@api.output(CannedOut)
@needs(Action.INSIDE)
def get_canned(id: int) -> Json:
    """One canned reply."""
    visit = current_visit()
    with visit.sight.transaction():
        return _shape(canned.find(visit.sight.hotel_ids, id))


@api.patch("/canned/<id:id>")
@api.input(CannedChangeIn)
@api.output(CannedOut)
@needs(Action.CANNED)
def change_canned(id: int, json_data: Json) -> Json:
    """Changes the name or the text of a canned reply."""
    visit = current_visit()
    with visit.sight.transaction():
        reply = canned.find(visit.sight.hotel_ids, id)
        canned.change(reply, **json_data, actor=visit.actor, now=clock.now())
        return _shape(canned.find(visit.sight.hotel_ids, id))


@api.delete("/canned/<id:id>")
@api.output({}, status_code=204)
@needs(Action.CANNED)
def delete_canned(id: int) -> str:
    """Removes a canned reply; what was sent with it stays."""
    visit = current_visit()
    with visit.sight.transaction():
        canned.delete(canned.find(visit.sight.hotel_ids, id), actor=visit.actor, now=clock.now())
    return ""


def _shape(reply: CannedReply) -> Json:
    return {
        "id": str(reply.id),
        "hotelId": str(reply.hotel_id),
        "name": reply.name,
        "body": reply.body,
        "createdAt": moment(reply.created_at),
        "updatedAt": moment(reply.updated_at),
    }

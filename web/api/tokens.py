"""API tokens of the hotel (R-WEB-1): list, make, end."""

from __future__ import annotations

from apiflask.fields import List, Nested, String
from marshmallow import validate

from web.access import current_visit, needs
from web.api import shapes
from web.api.blueprint import api
from web.api.schema import Schema
from web.api.schemas import Moment, PaginationOut, one_of
from web.api.shapes import Json, moment
from web.api.staff import ROLES
from workflow import clock
from workflow.roles import Action
from workflow.services import api_tokens
from workflow.services.api_tokens import MAX_NAME, TokenRow
from workflow.values import Role


class TokenIn(Schema):
    name = String(required=True, validate=validate.Length(1, MAX_NAME))
    role = String(required=True, validate=one_of(ROLES))


class ApiTokenOut(Schema):
    id = String()
    hotelId = String()
    name = String()
    role = String()
    createdAt = Moment()
    createdBy = String(metadata={"description": "A member's or a token's name; empty for the command line."})
    lastUsedAt = Moment(allow_none=True, metadata={"description": "To the minute."})


class ApiTokenRow(ApiTokenOut):
    """The same, within the list."""


class ApiTokenMadeOut(ApiTokenOut):
    token = String(metadata={"description": "Shown this once."})


class ApiTokensOut(Schema):
    data = List(Nested(ApiTokenRow))
    pagination = Nested(PaginationOut)


@api.get("/tokens")
@api.output(ApiTokensOut)
@needs(Action.TOKENS)
def list_tokens() -> Json:
    """The API tokens that count, by name; never the tokens themselves."""
    visit = current_visit()
    with visit.sight.transaction():
        found = api_tokens.of_hotels(visit.sight.hotel_ids)
    return shapes.whole(found, _shape)


@api.get("/tokens/<id:id>")
@api.output(ApiTokenOut)
@needs(Action.TOKENS)
def get_token(id: int) -> Json:
    """One API token that counts."""
    visit = current_visit()
    with visit.sight.transaction():
        return _shape(api_tokens.find(visit.sight.hotel_ids, id))


@api.post("/tokens")
@api.input(TokenIn)
@api.output(ApiTokenMadeOut, status_code=201)
@needs(Action.TOKENS)
def create_token(json_data: Json) -> Json:
    """Makes an API token. It may do no more than who makes it, and ends with him: when he is no member any more, or the token is revoked."""
    visit = current_visit()
    seat = visit.seat
    with visit.sight.transaction():
        id, token = api_tokens.create(
            seat.hotel_id,
            json_data["name"],
            Role(json_data["role"]),
            by_role=seat.role,
            maker=visit.person.maker,
            actor=visit.actor,
            now=clock.now(),
        )
        return {**_shape(api_tokens.find((seat.hotel_id,), id)), "token": token}


@api.delete("/tokens/<id:id>")
@api.output({}, status_code=204)
@needs(Action.TOKENS)
def revoke_token(id: int) -> str:
    """Revokes an API token, with the next request, and those that were made with it."""
    visit = current_visit()
    with visit.sight.transaction():
        token = api_tokens.find(visit.sight.hotel_ids, id)
        role = next(seat.role for seat in visit.seats if seat.hotel_id == token.hotel_id)
        api_tokens.revoke(token, by_role=role, actor=visit.actor, now=clock.now())
    return ""


def _shape(token: TokenRow) -> Json:
    return {
        "id": str(token.id),
        "hotelId": str(token.hotel_id),
        "name": token.name,
        "role": token.role,
        "createdAt": moment(token.created_at),
        "createdBy": token.created_by,
        "lastUsedAt": moment(token.last_used_at),
    }

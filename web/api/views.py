"""Saved views (R-TKT-8): lists of tickets that a member keeps for himself, or reception and above for the hotel."""

from __future__ import annotations

from typing import Any

from apiflask.fields import Boolean, List, Nested, String
from marshmallow import validate

from web.access import Visit, current_visit, needs
from web.api import schemas
from web.api.blueprint import api
from web.api.lists import listed
from web.api.schema import Schema
from web.api.schemas import Id, Moment, Switch, one_of
from web.api.shapes import Json, moment
from web.api.ticket_schemas import PRIORITIES, SORTS, SOURCES, STATES
from workflow import clock, roles
from workflow.errors import Forbidden
from workflow.roles import Action
from workflow.services import views
from workflow.services.views import View

_DAY = validate.Regexp(
    r"^([0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])|[0-9]{1,4})\Z", error="Say a day."
)
_DAYS = "A day on the hotel's clocks, itself included: 2026-11-20, or so many days before today: 0 is today, 7 a week ago."


class ViewFilters(Schema):
    """What /tickets may be narrowed to, under the same names."""

    state = List(String(validate=one_of(STATES)), validate=validate.Length(max=len(STATES)))
    priority = List(String(validate=one_of(PRIORITIES)), validate=validate.Length(max=len(PRIORITIES)))
    source = List(String(validate=one_of(SOURCES)), validate=validate.Length(max=len(SOURCES)))
    assignee = String(validate=validate.Regexp(r"^(me|none|[0-9]{1,18})\Z", error="Say me, none or an id."))
    department = Id()
    category = Id()
    guest = Id()
    tag = String(validate=validate.Length(1, 100))
    room = String(validate=validate.Length(1, 100))
    q = String(validate=validate.Length(1, 200))
    overdue = Switch()
    snoozed = Switch()
    since = String(validate=_DAY, data_key="from", metadata={"description": _DAYS})
    until = String(validate=_DAY, data_key="to", metadata={"description": _DAYS})


class ViewFiltersIn(ViewFilters):
    """The same, in a request."""


class ViewIn(Schema):
    name = String(required=True, validate=validate.Length(1, views.MAX_NAME))
    filters = Nested(ViewFiltersIn, required=True)
    sort = String(load_default="dueAt", validate=one_of(SORTS))
    shared = Switch(load_default=False, metadata={"description": "For everybody in the hotel."})


class ViewPatchIn(Schema):
    name = String(load_default=None, validate=validate.Length(1, views.MAX_NAME))
    filters = Nested(ViewFiltersIn, load_default=None)
    sort = String(load_default=None, validate=one_of(SORTS))


class ViewOut(Schema):
    id = String()
    hotelId = String()
    name = String()
    filters = Nested(ViewFilters)
    sort = String()
    shared = Boolean()
    createdAt = Moment()


class ViewOutRow(ViewOut):
    """The same, within the list."""


class ViewsOut(Schema):
    data = List(Nested(ViewOutRow))
    pagination = Nested(schemas.PaginationOut)


@api.get("/views")
@api.input(schemas.PageIn, location="query")
@api.output(ViewsOut)
@needs(Action.INSIDE)
def list_views(query_data: Json) -> Json:
    """The saved lists: the hotel's, then one's own, by name."""
    visit = current_visit()
    with visit.sight.transaction():
        found = views.seen_by(visit.sight.hotel_ids, visit.person.staff_id)
    return listed(found, query_data, _shape)


@api.post("/views")
@api.input(ViewIn)
@api.output(ViewOut, status_code=201)
@needs(Action.INSIDE)
def create_view(json_data: Json) -> Json:
    """Saves a list, for oneself or for the hotel."""
    visit = current_visit()
    seat = visit.seat
    if json_data["shared"]:
        roles.require(seat.role, Action.SHARE_VIEWS)
    elif visit.person.staff_id is None:
        raise Forbidden("A program has no views of its own: share it with the hotel.")
    with visit.sight.transaction():
        made = views.create(
            seat.hotel_id,
            staff_id=None if json_data["shared"] else visit.person.staff_id,
            name=json_data["name"],
            filters=json_data["filters"],
            sort=json_data["sort"],
            now=clock.now(),
        )
    return _shape(made)


@api.get("/views/<id:id>")
@api.output(ViewOut)
@needs(Action.INSIDE)
def get_view(id: int) -> Json:
    """One saved list."""
    visit = current_visit()
    with visit.sight.transaction():
        return _shape(views.find(visit.sight.hotel_ids, visit.person.staff_id, id))


@api.patch("/views/<id:id>")
@api.input(ViewPatchIn)
@api.output(ViewOut)
@needs(Action.INSIDE)
def change_view(id: int, json_data: Json) -> Json:
    """Changes the name of a saved list, its filters (all of them anew), or its order."""
    visit = current_visit()
    with visit.sight.transaction():
        return _shape(views.change(_to_change(visit, id), **json_data))


@api.delete("/views/<id:id>")
@api.output({}, status_code=204)
@needs(Action.INSIDE)
def delete_view(id: int) -> str:
    """Removes a saved list."""
    visit = current_visit()
    with visit.sight.transaction():
        views.delete(_to_change(visit, id))
    return ""


def _to_change(visit: Visit, id: int) -> View:
    """Raises NotFound, and Forbidden for one of the hotel that he may not change."""
    view = views.find(visit.sight.hotel_ids, visit.person.staff_id, id)
    if view.is_shared:
        seat = next(seat for seat in visit.seats if seat.hotel_id == view.hotel_id)
        roles.require(seat.role, Action.SHARE_VIEWS)
    return view


def _shape(view: View) -> dict[str, Any]:
    return {
        "id": str(view.id),
        "hotelId": str(view.hotel_id),
        "name": view.name,
        "filters": dict(view.filters),
        "sort": view.sort,
        "shared": view.is_shared,
        "createdAt": moment(view.created_at),
    }

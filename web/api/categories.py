"""Categories of tickets: those shared by all hotels, which stay as they are, and the hotel's own (R-TKT-6)."""

from __future__ import annotations

from apiflask.fields import List, Nested, String
from marshmallow import validate

from web.access import current_visit, needs
from web.api.blueprint import api
from web.api.departments import ReplaceIn
from web.api.lists import listed
from web.api.schema import Schema
from web.api.schemas import BEING_MOVED, PageIn, PaginationOut
from web.api.shapes import Json
from workflow import clock
from workflow.models import Category
from workflow.roles import Action
from workflow.services import categories
from workflow.wake import wake_clock


class CategoryIn(Schema):
    name = String(required=True, validate=validate.Length(1, categories.MAX_NAME))


class CategoryOut(Schema):
    id = String()
    hotelId = String(allow_none=True, metadata={"description": "null: shared by all hotels, read-only."})
    name = String()


class CategoryRow(CategoryOut):
    """The same, within the list."""


class CategoriesOut(Schema):
    data = List(Nested(CategoryRow))
    pagination = Nested(PaginationOut)


@api.get("/categories")
@api.input(PageIn, location="query")
@api.output(CategoriesOut)
@needs(Action.INSIDE)
def list_categories(query_data: Json) -> Json:
    """The categories by name, the shared ones first, then the hotel's own."""
    visit = current_visit()
    with visit.sight.transaction():
        found = categories.of_hotels(visit.sight.hotel_ids)
    return listed(found, query_data, _shape)


@api.post("/categories")
@api.input(CategoryIn)
@api.output(CategoryOut, status_code=201)
@needs(Action.HOTEL)
def create_category(json_data: Json) -> Json:
    """Adds a category of the hotel's own; no shared one is called the same."""
    visit = current_visit()
    with visit.sight.transaction():
        made = categories.add(visit.seat.hotel_id, json_data["name"], actor=visit.actor, now=clock.now())
        return _shape(made)


@api.get("/categories/<id:id>")
@api.output(CategoryOut)
@needs(Action.INSIDE)
def get_category(id: int) -> Json:
    """One category."""
    visit = current_visit()
    with visit.sight.transaction():
        return _shape(categories.find(visit.sight.hotel_ids, id))


@api.patch("/categories/<id:id>")
@api.input(CategoryIn)
@api.output(CategoryOut)
@needs(Action.HOTEL)
def change_category(id: int, json_data: Json) -> Json:
    """Renames a category; tickets, policies and rules keep it."""
    visit = current_visit()
    with visit.sight.transaction():
        category = categories.find(visit.sight.hotel_ids, id)
        categories.rename(category, json_data["name"], actor=visit.actor, now=clock.now())
        return _shape(categories.find(visit.sight.hotel_ids, id))


@api.delete("/categories/<id:id>")
@api.input(ReplaceIn, location="query")
@api.output({}, status_code=204)
@api.doc(responses=BEING_MOVED)
@needs(Action.HOTEL)
def remove_category(id: int, query_data: Json) -> tuple[str, int]:
    """Removes a category; 409 while policies, rules or tickets name it, unless another one takes its place.

    With very many tickets the answer is 202: the desk moves them within minutes, and it is gone after the last.
    """
    visit = current_visit()
    replace_by = int(query_data["replace_by"]) if query_data["replace_by"] else None
    with visit.sight.transaction():
        category = categories.find(visit.sight.hotel_ids, id)
        is_gone = categories.remove(category, replace_by=replace_by, actor=visit.actor, now=clock.now())
    wake_clock()
    return "", 204 if is_gone else 202


def _shape(category: Category) -> Json:
    return {
        "id": str(category.id),
        "hotelId": None if category.hotel_id is None else str(category.hotel_id),
        "name": category.name,
    }

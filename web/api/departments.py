"""The departments of a hotel. Who leads one: PUT /departments/{id}/lead."""

from __future__ import annotations

from apiflask.fields import List, Nested, String
from marshmallow import validate

from web.access import current_visit, needs
from web.api.blueprint import api
from web.api.lists import listed
from web.api.schema import Schema
from web.api.schemas import BEING_MOVED, Id, PageIn, PaginationOut
from web.api.shapes import Json
from workflow import clock
from workflow.models import Department
from workflow.roles import Action
from workflow.services import departments
from workflow.wake import wake_clock


class DepartmentIn(Schema):
    name = String(required=True, validate=validate.Length(1, departments.MAX_NAME))


class ReplaceIn(Schema):
    replace_by = Id(
        load_default=None,
        data_key="replaceBy",
        metadata={"description": "Another one that takes its place wherever it is named."},
    )


class DepartmentEntryOut(Schema):
    id = String()
    hotelId = String()
    name = String()
    leadId = String(allow_none=True)


class DepartmentRow(DepartmentEntryOut):
    """The same, within the list."""


class DepartmentsOut(Schema):
    data = List(Nested(DepartmentRow))
    pagination = Nested(PaginationOut)


@api.get("/departments")
@api.input(PageIn, location="query")
@api.output(DepartmentsOut)
@needs(Action.INSIDE)
def list_departments(query_data: Json) -> Json:
    """The departments, by name."""
    visit = current_visit()
    with visit.sight.transaction():
        found = departments.of_hotels(visit.sight.hotel_ids)
    return listed(found, query_data, _shape)


@api.post("/departments")
@api.input(DepartmentIn)
@api.output(DepartmentEntryOut, status_code=201)
@needs(Action.HOTEL)
def create_department(json_data: Json) -> Json:
    """Adds a department. Its name stands once in the hotel, however it is written."""
    visit = current_visit()
    with visit.sight.transaction():
        made = departments.add(visit.seat.hotel_id, json_data["name"], actor=visit.actor, now=clock.now())
        return _shape(made)


@api.get("/departments/<id:id>")
@api.output(DepartmentEntryOut)
@needs(Action.INSIDE)
def get_department(id: int) -> Json:
    """One department."""
    visit = current_visit()
    with visit.sight.transaction():
        return _shape(departments.find(visit.sight.hotel_ids, id))


@api.patch("/departments/<id:id>")
@api.input(DepartmentIn)
@api.output(DepartmentEntryOut)
@needs(Action.HOTEL)
def change_department(id: int, json_data: Json) -> Json:
    """Renames a department; members, tickets and rules keep it."""
    visit = current_visit()
    with visit.sight.transaction():
        department = departments.find(visit.sight.hotel_ids, id)
        departments.rename(department, json_data["name"], actor=visit.actor, now=clock.now())
        return _shape(departments.find(visit.sight.hotel_ids, id))


@api.delete("/departments/<id:id>")
@api.input(ReplaceIn, location="query")
@api.output({}, status_code=204)
@api.doc(responses=BEING_MOVED)
@needs(Action.HOTEL)
def remove_department(id: int, query_data: Json) -> tuple[str, int]:
    """Removes a department; 409 while members, policies, rules or tickets name it, unless another one takes its place.

    With very many tickets the answer is 202: the desk moves them within minutes, and it is gone after the last.
    """
    visit = current_visit()
    replace_by = int(query_data["replace_by"]) if query_data["replace_by"] else None
    with visit.sight.transaction():
        department = departments.find(visit.sight.hotel_ids, id)
        is_gone = departments.remove(department, replace_by=replace_by, actor=visit.actor, now=clock.now())
    wake_clock()
    return "", 204 if is_gone else 202


def _shape(department: Department) -> Json:
    return {
        "id": str(department.id),
        "hotelId": str(department.hotel_id),
        "name": department.name,
        "leadId": None if department.lead_id is None else str(department.lead_id),
    }

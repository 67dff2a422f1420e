"""The hotel's rules of assignment, in order (R-WF-5)."""

from __future__ import annotations

from apiflask.fields import Integer, List, Nested, String
from marshmallow import validate

from web.access import current_visit, needs
from web.api.blueprint import api
from web.api.schema import Schema
from web.api.shapes import Json, id_or_none
from workflow import clock
from workflow.assignment import AssignmentRule
from workflow.models import Hotel
from workflow.roles import Action
from workflow.services import assignment_rules
from workflow.services.assignment_rules import PlacedRule
from workflow.values import Priority

_ID = validate.Regexp(r"^[0-9]{1,18}$")
IDS = ("categoryId", "departmentId", "toStaffId", "toDepartmentId", "toCategoryId")


class RuleIn(Schema):
    """All conditions that are named must hold. What follows: at least one of the fields that begin with "to"."""

    name = String(load_default="")
    position = Integer(
        allow_none=True, load_default=None, metadata={"description": "From 1; none: the last."}
    )
    categoryId = String(allow_none=True, load_default=None, validate=_ID)
    words = List(String(), load_default=list, metadata={"description": "One of them; a star for any ending."})
    roomsFrom = String(load_default="")
    roomsTo = String(load_default="")
    language = String(load_default="", validate=validate.Regexp(r"^([A-Za-z]{2,3})?$"))
    departmentId = String(allow_none=True, load_default=None, validate=_ID)
    toStaffId = String(allow_none=True, load_default=None, validate=_ID)
    toDepartmentId = String(allow_none=True, load_default=None, validate=_ID)
    toCategoryId = String(allow_none=True, load_default=None, validate=_ID)
    toPriority = String(allow_none=True, load_default=None, validate=validate.OneOf(list(Priority)))


class RuleOut(Schema):
    id = String()
    hotelId = String()
    position = Integer()
    name = String()
    categoryId = String(allow_none=True)
    words = List(String())
    roomsFrom = String()
    roomsTo = String()
    language = String()
    departmentId = String(allow_none=True)
    toStaffId = String(allow_none=True)
    toDepartmentId = String(allow_none=True)
    toCategoryId = String(allow_none=True)
    toPriority = String(allow_none=True)


class RuleRow(RuleOut):
    """The same, within the list."""


class RulesOut(Schema):
    data = List(Nested(RuleRow))


@api.get("/assignment-rules")
@api.output(RulesOut)
@needs(Action.DUTY)
def list_assignment_rules() -> Json:
    """The rules that give tickets away, in the order in which they are tried; the first that holds counts."""
    visit = current_visit()
    with visit.sight.transaction():
        return {"data": [_rule(one) for one in assignment_rules.of_hotels(visit.sight.hotel_ids)]}


@api.post("/assignment-rules")
@api.input(RuleIn)
@api.output(RuleOut, status_code=201)
@needs(Action.DUTY)
def add_assignment_rule(json_data: Json) -> Json:
    """Adds a rule for the tickets to come."""
    visit = current_visit()
    with visit.sight.transaction():
        made = assignment_rules.add(
            Hotel.get_by_id(visit.seat.hotel_id),
            _wanted(json_data),
            position=json_data["position"],
            actor=visit.actor,
            now=clock.now(),
        )
    return _rule(made)


@api.get("/assignment-rules/<id:id>")
@api.output(RuleOut)
@needs(Action.DUTY)
def get_assignment_rule(id: int) -> Json:
    """One assignment rule."""
    visit = current_visit()
    with visit.sight.transaction():
        return _rule(assignment_rules.find(visit.sight.hotel_ids, id))


@api.put("/assignment-rules/<id:id>")
@api.input(RuleIn)
@api.output(RuleOut)
@needs(Action.DUTY)
def change_assignment_rule(id: int, json_data: Json) -> Json:
    """Replaces a rule; with a position it moves there."""
    visit = current_visit()
    with visit.sight.transaction():
        hotel = Hotel.get_by_id(assignment_rules.find(visit.sight.hotel_ids, id).hotel_id)
        changed = assignment_rules.change(
            hotel,
            id,
            _wanted(json_data),
            position=json_data["position"],
            actor=visit.actor,
            now=clock.now(),
        )
    return _rule(changed)


@api.delete("/assignment-rules/<id:id>")
@api.output({}, status_code=204)
@needs(Action.DUTY)
def remove_assignment_rule(id: int) -> str:
    """Removes a rule; tickets that it gave away stay where they are."""
    visit = current_visit()
    with visit.sight.transaction():
        hotel = Hotel.get_by_id(assignment_rules.find(visit.sight.hotel_ids, id).hotel_id)
        assignment_rules.remove(hotel, id, actor=visit.actor, now=clock.now())
    return ""


def _wanted(body: Json) -> AssignmentRule:
    ids = {name: int(body[name]) if body[name] else None for name in IDS}
    return AssignmentRule(
        name=body["name"],
        category_id=ids["categoryId"],
        words=tuple(body["words"]),
        rooms_from=body["roomsFrom"],
        rooms_to=body["roomsTo"],
        language=body["language"],
        department_id=ids["departmentId"],
        to_staff_id=ids["toStaffId"],
        to_department_id=ids["toDepartmentId"],
        to_category_id=ids["toCategoryId"],
        to_priority=Priority(body["toPriority"]) if body["toPriority"] else None,
    )


def _rule(placed: PlacedRule) -> Json:
    rule = placed.rule
    return {
        "id": str(rule.id),
        "hotelId": str(placed.hotel_id),
        "position": placed.position,
        "name": rule.name,
        "categoryId": id_or_none(rule.category_id),
        "words": list(rule.words),
        "roomsFrom": rule.rooms_from,
        "roomsTo": rule.rooms_to,
        "language": rule.language,
        "departmentId": id_or_none(rule.department_id),
        "toStaffId": id_or_none(rule.to_staff_id),
        "toDepartmentId": id_or_none(rule.to_department_id),
        "toCategoryId": id_or_none(rule.to_category_id),
        "toPriority": rule.to_priority,
    }

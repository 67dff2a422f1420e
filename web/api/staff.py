"""Members of the hotel: who they are, disabling one, letting him in again."""

from __future__ import annotations

from apiflask.fields import List, Nested, String

from web.access import current_visit, needs
from web.api import shapes
from web.api.blueprint import api
from web.api.schema import Schema
from web.api.schemas import Moment, PaginationOut
from web.api.shapes import Json, moment
from workflow import clock
from workflow.roles import Action
from workflow.services import members
from workflow.services.members import Colleague


class StaffMemberOut(Schema):
    id = String()
    hotelId = String()
    name = String()
    email = String()
    role = String()
    departmentId = String(allow_none=True)
    disabledAt = Moment(allow_none=True)


class StaffMemberRow(StaffMemberOut):
    pass


class StaffMembersOut(Schema):
    data = List(Nested(StaffMemberRow))
    pagination = Nested(PaginationOut)


@api.get("/staff")
@api.output(StaffMembersOut)
@needs(Action.MEMBERS)
def list_staff() -> Json:
    """Every member, disabled ones too, by name."""
    visit = current_visit()
    with visit.sight.transaction():
        found = members.of_hotels(visit.sight.hotel_ids)
    return shapes.whole(found, _shape)


@api.post("/staff/<id:id>/disable")
@api.output(StaffMemberOut)
@needs(Action.MEMBERS)
def disable_member(id: int) -> Json:
    """Ends his sessions, reply addresses and links at once; what he wrote and has not gone out yet does not."""
    visit = current_visit()
    with visit.sight.transaction():
        colleague = members.find((visit.seat.hotel_id,), id)
        members.disable(
            colleague, by_staff_id=visit.person.staff_id, by_role=visit.seat.role, now=clock.now()
        )
        return _shape(members.find((visit.seat.hotel_id,), id))


@api.post("/staff/<id:id>/enable")
@api.output(StaffMemberOut)
@needs(Action.MEMBERS)
def enable_member(id: int) -> Json:
    """He may work here again, as what he was."""
    visit = current_visit()
    with visit.sight.transaction():
        members.enable(members.find((visit.seat.hotel_id,), id), by_role=visit.seat.role, now=clock.now())
        return _shape(members.find((visit.seat.hotel_id,), id))


def _shape(colleague: Colleague) -> Json:
    return {
        "id": str(colleague.staff_id),
        "hotelId": str(colleague.hotel_id),
        "name": colleague.name,
        "email": colleague.email,
        "role": colleague.role,
        "departmentId": None if colleague.department_id is None else str(colleague.department_id),
        "disabledAt": None if colleague.disabled_at is None else moment(colleague.disabled_at),
    }

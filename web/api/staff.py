"""Members of the hotel: who they are, disabling one, and what mails oneself wants."""

from __future__ import annotations

from apiflask.fields import Boolean, List, Nested, String

from web.access import Access, current_visit, needs
from web.api import shapes
from web.api.blueprint import api
from web.api.schema import Schema
from web.api.schemas import Moment, PaginationOut
from web.api.shapes import Json, moment
from workflow import clock
from workflow.errors import Forbidden
from workflow.roles import Action
from workflow.services import members, receipts
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


class ReceiptsIn(Schema):
    muted = Boolean(
        required=True,
        metadata={"description": "true: no receipt for what went well. What was not done is told always."},
    )


class ReceiptsOut(Schema):
    muted = Boolean()


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
        members.enable(members.find((visit.seat.hotel_id,), id), by_role=visit.seat.role)
        return _shape(members.find((visit.seat.hotel_id,), id))


@api.put("/me/receipts")
@api.input(ReceiptsIn)
@api.output(ReceiptsOut)
@needs(Access.SIGNED_IN)
def choose_receipts(json_data: Json) -> Json:
    """Whether you get a receipt by mail for each mail of yours that went well; in every hotel of the token."""
    visit = current_visit()
    staff_id = visit.person.staff_id
    if staff_id is None:
        raise Forbidden("A token is no person: it gets no receipts.")
    with visit.sight.transaction():
        for hotel_id in visit.sight.hotel_ids:
            (receipts.mute if json_data["muted"] else receipts.unmute)(hotel_id, staff_id)
    return {"muted": json_data["muted"]}


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

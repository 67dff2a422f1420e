"""Members of the hotel: who they are, inviting, changing, disabling, removing (R-WEB-2, R-STAFF-6)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from apiflask.fields import Boolean, List, Nested, String
from marshmallow import validate

from web.access import Visit, current_visit, needs
from web.api import shapes
from web.api.blueprint import api
from web.api.schema import Schema
from web.api.schemas import Id, Moment, PaginationOut, one_of
from web.api.shapes import Json, moment
from web.installation import current_desk
from workflow import clock
from workflow.roles import Action
from workflow.services import member_changes, members
from workflow.services.member_changes import MAX_EMAIL, MAX_NAME, By, Wanted
from workflow.services.members import Colleague
from workflow.values import Role
from workflow.wake import wake_clock

ROLES = [role.value for role in Role if role not in (Role.PLATFORM, Role.GUEST)]


class StaffPatchIn(Schema):
    name = String(
        validate=validate.Length(1, MAX_NAME),
        metadata={"description": "Only until the person has set a password: then the name is his own."},
    )
    role = String(validate=one_of(ROLES))
    departmentId = Id(allow_none=True)
    phone = String(validate=validate.Length(max=40), metadata={"description": "For alarms by WhatsApp."})
    language = String(
        validate=validate.Length(max=20), metadata={"description": "Of mails to him; empty: the hotel's."}
    )


class StaffIn(StaffPatchIn):
    name = String(required=True, validate=validate.Length(1, MAX_NAME))
    role = String(required=True, validate=one_of(ROLES))
    email = String(required=True, validate=validate.Length(3, MAX_EMAIL))


class StaffMemberOut(Schema):
    id = String()
    hotelId = String()
    name = String()
    email = String()
    role = String()
    departmentId = String(allow_none=True)
    phone = String()
    language = String()
    isInvited = Boolean(metadata={"description": "No password has been set yet."})
    hasTotp = Boolean()
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
    """The members of the hotel, disabled ones too, by name."""
    visit = current_visit()
    with visit.sight.transaction():
        found = members.of_hotels(visit.sight.hotel_ids)
    return shapes.whole(found, _shape)


@api.get("/staff/<id:id>")
@api.output(StaffMemberOut)
@needs(Action.MEMBERS)
def get_member(id: int) -> Json:
    """One member. His id is his account's: the same in every hotel he works in."""
    visit = current_visit()
    with visit.sight.transaction():
        return _shape(members.find((visit.seat.hotel_id,), id))


@api.post("/staff")
@api.input(StaffIn)
@api.output(StaffMemberOut, status_code=201)
@needs(Action.MEMBERS)
def invite_member(json_data: Json) -> Json:
    """Makes somebody a member and tells him by mail: with a link to set a password, which counts for seven days.

    Who has an account keeps its name and password. Nobody gives a role that may more than his own.
    """
    visit = current_visit()
    hotel_id = visit.seat.hotel_id
    wanted = _wanted(Wanted(json_data["name"], Role(json_data["role"])), json_data)
    with visit.sight.transaction():
        id = member_changes.invite(
            hotel_id, json_data["email"], wanted, by=by(visit), keys=current_desk().keys, now=clock.now()
        )
        made = members.find((hotel_id,), id)
    wake_clock()
    return _shape(made)


@api.patch("/staff/<id:id>")
@api.input(StaffPatchIn)
@api.output(StaffMemberOut)
@needs(Action.MEMBERS)
def change_member(id: int, json_data: Json) -> Json:
    """Changes the named fields of a member. Nobody changes his own role, a hotel keeps its last owner, only owners change owners."""
    visit = current_visit()
    with visit.sight.transaction():
        colleague = members.find((visit.seat.hotel_id,), id)
        wanted = _wanted(member_changes.wanted_of(colleague), json_data)
        member_changes.change(colleague, wanted, by=by(visit), now=clock.now())
        return _shape(members.find((visit.seat.hotel_id,), id))


@api.post("/staff/<id:id>/disable")
@api.output(StaffMemberOut)
@needs(Action.MEMBERS)
def disable_member(id: int) -> Json:
    """Disables a member: his sessions, tokens, reply addresses and links end at once; what he wrote and has not gone out does not go."""
    visit = current_visit()
    with visit.sight.transaction():
        colleague = members.find((visit.seat.hotel_id,), id)
        member_changes.disable(colleague, by=by(visit), now=clock.now())
        return _shape(members.find((visit.seat.hotel_id,), id))


@api.post("/staff/<id:id>/enable")
@api.output(StaffMemberOut)
@needs(Action.MEMBERS)
def enable_member(id: int) -> Json:
    """Enables a member again, as what he was."""
    visit = current_visit()
    with visit.sight.transaction():
        member_changes.enable(members.find((visit.seat.hotel_id,), id), by=by(visit), now=clock.now())
        return _shape(members.find((visit.seat.hotel_id,), id))


@api.delete("/staff/<id:id>")
@api.output({}, status_code=204)
@needs(Action.MEMBERS)
def remove_member(id: int) -> str:
    """Removes a member from this hotel; his name stays where he worked."""
    visit = current_visit()
    with visit.sight.transaction():
        member_changes.remove(members.find((visit.seat.hotel_id,), id), by=by(visit), now=clock.now())
    return ""


@api.post("/staff/<id:id>/invitation")
@api.output(StaffMemberOut)
@needs(Action.MEMBERS)
def invite_member_again(id: int) -> Json:
    """Mails a member another link to set his password, while none is set."""
    visit = current_visit()
    with visit.sight.transaction():
        colleague = members.find((visit.seat.hotel_id,), id)
        member_changes.invite_again(colleague, by=by(visit), keys=current_desk().keys, now=clock.now())
    wake_clock()
    return _shape(colleague)


@api.delete("/staff/<id:id>/totp")
@api.output(StaffMemberOut)
@needs(Action.MEMBERS)
def reset_member_totp(id: int) -> Json:
    """Takes a member's second factor away: he lost his phone. By an owner of all the hotels he works in."""
    visit = current_visit()
    with visit.sight.transaction():
        colleague = members.find((visit.seat.hotel_id,), id)
        member_changes.reset_second_factor(colleague, owned(visit), by=by(visit), now=clock.now())
        return _shape(members.find((visit.seat.hotel_id,), id))


def by(visit: Visit) -> By:
    return By(visit.actor, visit.seat.role)


def owned(visit: Visit) -> list[int]:
    """The hotels in which this person is owner, or looks after all."""
    return [seat.hotel_id for seat in visit.person.seats if seat.role in (Role.OWNER, Role.PLATFORM)]


def _wanted(before: Wanted, body: Json) -> Wanted:
    """With what the body names."""
    changes: dict[str, Any] = {name: body[name] for name in ("name", "phone", "language") if name in body}
    if "role" in body:
        changes["role"] = Role(body["role"])
    if "departmentId" in body:
        changes["department_id"] = None if body["departmentId"] is None else int(body["departmentId"])
    return replace(before, **changes)


def _shape(colleague: Colleague) -> Json:
    return {
        "id": str(colleague.staff_id),
        "hotelId": str(colleague.hotel_id),
        "name": colleague.name,
        "email": colleague.email,
        "role": colleague.role,
        "departmentId": None if colleague.department_id is None else str(colleague.department_id),
        "phone": colleague.phone,
        "language": colleague.language,
        "isInvited": colleague.is_invited,
        "hasTotp": colleague.has_second_factor,
        "disabledAt": None if colleague.disabled_at is None else moment(colleague.disabled_at),
    }

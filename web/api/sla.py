"""SLA policies, and who leads a department."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from apiflask.fields import Boolean, Integer, List, Nested, String
from marshmallow import validate

from web.access import current_visit, needs
from web.api.blueprint import api
from web.api.lists import listed
from web.api.schema import Schema
from web.api.schemas import Id, Moment, PageIn, PaginationOut
from web.api.shapes import Json, id_or_none, moment
from workflow import clock, clocks
from workflow.models import Department, SlaPolicy
from workflow.queries import tickets as ticket_queries
from workflow.roles import Action
from workflow.services import departments, sla_policies, sla_recompute
from workflow.services.sla_policies import PolicyDraft
from workflow.sla import Clock, ClockState, Target
from workflow.values import Priority
from workflow.wake import wake_clock

TARGETS = {
    "accepted": Target.ACCEPTED,
    "firstResponse": Target.FIRST_RESPONSE,
    "nextResponse": Target.NEXT_RESPONSE,
    "resolution": Target.RESOLUTION,
}


class Minutes(Integer):
    """Whole minutes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(strict=True, error_messages={"invalid": "Write whole minutes."}, **options)


class TargetsIn(Schema):
    accepted = Minutes(allow_none=True)
    firstResponse = Minutes(allow_none=True)
    nextResponse = Minutes(allow_none=True)
    resolution = Minutes(allow_none=True)


class WarnBefore(Schema):
    minutes = Minutes(allow_none=True)
    percent = Integer(strict=True, allow_none=True)


class StepIn(Schema):
    after = Minutes(load_default=0)
    to = String(required=True)


class PolicyPatchIn(Schema):
    name = String(validate=validate.Length(1, 200))
    priority = String(allow_none=True, metadata={"description": f"One of {', '.join(Priority)}."})
    category_id = Id(data_key="categoryId", allow_none=True)
    department_id = Id(data_key="departmentId", allow_none=True)
    calendar_id = Id(data_key="calendarId", allow_none=True)
    targets = Nested(TargetsIn, metadata={"description": "Minutes of open time; null: not promised."})
    warn_before = Nested(WarnBefore, data_key="warnBefore", allow_none=True)
    ladder = List(Nested(StepIn), metadata={"description": "Whom a breach tells, minutes after it."})


class PolicyIn(PolicyPatchIn):
    name = String(required=True, validate=validate.Length(1, 200))


class TargetsOut(TargetsIn):
    """The same, going out."""


class WarnOut(WarnBefore):
    """The same, going out."""


class StepOut(Schema):
    after = Integer()
    to = String()


class PolicyOut(Schema):
    id = String()
    hotelId = String()
    name = String()
    priority = String(allow_none=True)
    categoryId = String(allow_none=True)
    departmentId = String(allow_none=True)
    calendarId = String(allow_none=True)
    targets = Nested(TargetsOut)
    warnBefore = Nested(WarnOut, allow_none=True)
    ladder = List(Nested(StepOut))
    createdAt = Moment()
    updatedAt = Moment()


class PolicyRow(PolicyOut):
    """The same, within the list."""


class RecomputingOut(Schema):
    hotelId = String()
    done = Integer()
    total = Integer()


class PoliciesOut(Schema):
    data = List(Nested(PolicyRow))
    pagination = Nested(PaginationOut)
    recomputing = List(
        Nested(RecomputingOut), metadata={"description": "Hotels whose live tickets are getting new clocks."}
    )


class ClockOut(Schema):
    target = String()
    state = String(metadata={"description": "running, paused or stopped."})
    since = Moment()
    dueAt = Moment(allow_none=True)
    stoppedAt = Moment(allow_none=True)
    late = Boolean()


class ClocksOut(Schema):
    data = List(Nested(ClockOut))


class LeadIn(Schema):
    staff_id = Id(required=True, data_key="staffId", allow_none=True)


class DepartmentOut(Schema):
    id = String()
    name = String()
    leadId = String(allow_none=True)


@api.get("/sla-policies")
@api.input(PageIn, location="query")
@api.output(PoliciesOut)
@needs(Action.SLA)
def list_policies(query_data: Json) -> Json:
    """The SLA policies, and how far the last change has come."""
    visit = current_visit()
    with visit.sight.transaction():
        found = sla_policies.every(visit.sight.hotel_ids)
        running = [(id, sla_recompute.progress(id)) for id in visit.sight.hotel_ids]
    recomputing = [
        {"hotelId": str(id), "done": progress.done, "total": progress.total}
        for id, progress in running
        if progress is not None
    ]
    return {**listed(found, query_data, _shape), "recomputing": recomputing}


@api.post("/sla-policies")
@api.input(PolicyIn)
@api.output(PolicyOut, status_code=201)
@needs(Action.SLA)
def create_policy(json_data: Json) -> Json:
    """Adds an SLA policy. Live tickets get their clocks a little later, some hundreds at a time."""
    visit = current_visit()
    hotel_id = visit.seat.hotel_id
    with visit.sight.transaction():
        draft = _draft(PolicyDraft(name=json_data["name"]), json_data)
        made = sla_policies.create(hotel_id, draft, actor=visit.actor, now=clock.now())
    wake_clock()
    return _shape(made)


@api.get("/sla-policies/<id:id>")
@api.output(PolicyOut)
@needs(Action.SLA)
def get_policy(id: int) -> Json:
    """One SLA policy."""
    visit = current_visit()
    with visit.sight.transaction():
        return _shape(sla_policies.find(visit.sight.hotel_ids, id))


@api.patch("/sla-policies/<id:id>")
@api.input(PolicyPatchIn)
@api.output(PolicyOut)
@needs(Action.SLA)
def change_policy(id: int, json_data: Json) -> Json:
    """Changes the named fields of an SLA policy; targets that are not named stay."""
    visit = current_visit()
    with visit.sight.transaction():
        policy = sla_policies.find(visit.sight.hotel_ids, id)
        draft = _draft(sla_policies.draft_of(policy), json_data)
        changed = sla_policies.change(policy, draft, actor=visit.actor, now=clock.now())
    wake_clock()
    return _shape(changed)


@api.delete("/sla-policies/<id:id>")
@api.output({}, status_code=204)
@needs(Action.SLA)
def remove_policy(id: int) -> str:
    """Removes an SLA policy: its tickets fall under the next one that fits."""
    visit = current_visit()
    with visit.sight.transaction():
        policy = sla_policies.find(visit.sight.hotel_ids, id)
        sla_policies.remove(policy, actor=visit.actor, now=clock.now())
    wake_clock()
    return ""


@api.get("/tickets/<pid>/clocks")
@api.output(ClocksOut)
@needs(Action.INSIDE)
def list_clocks(pid: str) -> Json:
    """Where the SLA clocks of a ticket stand, by its history."""
    visit = current_visit()
    now = clock.now()
    with visit.sight.transaction():
        found = clocks.of_ticket(ticket_queries.find(visit.sight, pid))
    return {"data": [clock_json(one, now) for one in found]}


@api.put("/departments/<id:id>/lead")
@api.input(LeadIn)
@api.output(DepartmentOut)
@needs(Action.SLA)
def set_lead(id: int, json_data: Json) -> Json:
    """Sets who leads the department and is told at the step department_lead of the ladder; null: nobody."""
    visit = current_visit()
    staff_id = json_data["staff_id"]
    with visit.sight.transaction():
        department: Department = sla_policies.set_lead(
            departments.find(visit.sight.hotel_ids, id).hotel_id,
            id,
            int(staff_id) if staff_id else None,
            actor=visit.actor,
            now=clock.now(),
        )
    return {"id": str(department.id), "name": department.name, "leadId": id_or_none(department.lead_id)}


def _draft(before: PolicyDraft, body: Json) -> PolicyDraft:
    changes: dict[str, Any] = {name: body[name] for name in ("name", "priority", "ladder") if name in body}
    for name in ("category_id", "department_id", "calendar_id"):
        if name in body:
            changes[name] = int(body[name]) if body[name] else None
    for name, minutes in body.get("targets", {}).items():
        changes[f"{TARGETS[name]}_minutes"] = minutes
    if "warn_before" in body:
        warn = body["warn_before"] or {}
        changes |= {"warn_minutes": warn.get("minutes"), "warn_percent": warn.get("percent")}
    return replace(before, **changes)


def clock_json(one: Clock, now: datetime) -> Json:
    overdue = one.state is ClockState.RUNNING and one.due_at is not None and one.due_at <= now
    return {
        "target": next(name for name, target in TARGETS.items() if target is one.target),
        "state": one.state,
        "since": moment(one.since),
        "dueAt": moment(one.due_at),
        "stoppedAt": moment(one.stopped_at),
        "late": one.is_late or overdue,
    }


def _shape(policy: SlaPolicy) -> Json:
    warns = policy.warn_minutes is not None or policy.warn_percent is not None
    return {
        "id": str(policy.id),
        "hotelId": str(policy.hotel_id),
        "name": policy.name,
        "priority": policy.priority,
        "categoryId": id_or_none(policy.category_id),
        "departmentId": id_or_none(policy.department_id),
        "calendarId": id_or_none(policy.calendar_id),
        "targets": {name: getattr(policy, f"{target}_minutes") for name, target in TARGETS.items()},
        "warnBefore": {"minutes": policy.warn_minutes, "percent": policy.warn_percent} if warns else None,
        "ladder": policy.ladder,
        "createdAt": moment(policy.created_at),
        "updatedAt": moment(policy.updated_at),
    }

"""One change to many tickets, with a result for each (R-TKT-9)."""

from __future__ import annotations

from apiflask.fields import Boolean, Integer, List, Nested, String
from marshmallow import validate

from web import errors
from web.access import current_visit, needs
from web.api import schemas, ticket_schemas
from web.api.blueprint import api
from web.api.idempotency import Answer, once
from web.api.schema import Schema
from web.api.shapes import Json
from web.api.ticket_answers import number
from workflow import clock
from workflow.queries import tickets as ticket_queries
from workflow.roles import Action
from workflow.services import bulk
from workflow.services.bulk import Change, Result
from workflow.values import Priority, State
from workflow.wake import wake_clock

_TAGS = validate.Length(max=20)


class BulkSetIn(Schema):
    state = String(validate=schemas.one_of(ticket_schemas.STATES))
    assignee_id = schemas.Id(data_key="assigneeId", allow_none=True)
    priority = String(validate=schemas.one_of(ticket_schemas.PRIORITIES))
    add_tags = List(
        String(validate=validate.Length(1, 100)), load_default=list, data_key="addTags", validate=_TAGS
    )
    remove_tags = List(
        String(validate=validate.Length(1, 100)), load_default=list, data_key="removeTags", validate=_TAGS
    )


class BulkIn(Schema):
    pids = List(
        String(validate=validate.Length(1, 60)), required=True, validate=validate.Length(1, bulk.MOST)
    )
    set = Nested(BulkSetIn, required=True)


class BulkProblem(Schema):
    type = String()
    title = String()
    status = Integer()
    detail = String()
    allowed = List(
        String(), metadata={"description": "The states that can be asked for, when a state was refused."}
    )


class BulkResultRow(Schema):
    pid = String()
    ok = Boolean()
    problem = Nested(BulkProblem, metadata={"description": "Only when it is not ok."})


class BulkOut(Schema):
    results = List(Nested(BulkResultRow))


@api.post("/tickets/bulk")
@api.input(BulkIn)
@api.output(BulkOut)
@needs(Action.BULK)
def change_many(json_data: Json) -> Answer:
    """Changes many tickets, each whole or not at all; the others do not wait for it. A ticket named twice is done once."""
    visit = current_visit()
    asked = json_data["set"]
    wanted = Change(
        state=State(asked["state"]) if "state" in asked else None,
        assignee_id=(number(asked["assignee_id"]) or 0) if "assignee_id" in asked else None,
        priority=Priority(asked["priority"]) if "priority" in asked else None,
        add_tags=tuple(asked["add_tags"]),
        remove_tags=tuple(asked["remove_tags"]),
    )

    def work() -> Answer:
        done = bulk.change(
            json_data["pids"],
            wanted,
            find=lambda pid: ticket_queries.find(visit.sight, pid),
            actor=visit.actor,
            now=clock.now(),
        )
        return {"results": [_shape(result) for result in done]}, 200, {}

    with visit.sight.transaction():
        answered = once(visit, visit.seats[0].hotel_id, json_data, work)
    wake_clock()
    return answered


def _shape(result: Result) -> Json:
    if result.problem is None:
        return {"pid": result.pid, "ok": True}
    return {"pid": result.pid, "ok": False, "problem": errors.problem_of(result.problem).body()}

"""What is done to a ticket beside its fields: closing and opening again, passing on, snoozing, watching."""

from __future__ import annotations

from apiflask.fields import String
from marshmallow import validate

from web import assignment
from web.access import Visit, current_visit, needs
from web.api import schemas, ticket_schemas
from web.api.blueprint import api
from web.api.idempotency import Answer
from web.api.shapes import Json
from web.api.ticket_answers import change, number
from workflow import clock
from workflow.errors import Forbidden, Invalid
from workflow.models import Ticket
from workflow.roles import Action
from workflow.services import snooze, thanks, tickets, transfer, watching
from workflow.values import State


class TransferIn(ticket_schemas.VersionIn):
    assignee_id = schemas.Id(load_default=None, data_key="assigneeId")
    department_id = schemas.Id(load_default=None, data_key="departmentId")
    reason = String(load_default="", validate=validate.Length(max=2000))


class SnoozeIn(ticket_schemas.VersionIn):
    until = schemas.Instant(required=True)


@api.post("/tickets/<pid>/close")
@api.input(ticket_schemas.VersionIn)
@api.output(ticket_schemas.TicketOut)
@needs(Action.MOVE)
def close(pid: str, json_data: Json) -> Answer:
    """Closes the ticket."""
    return _move(pid, json_data, State.CLOSED)


@api.post("/tickets/<pid>/reopen")
@api.input(ticket_schemas.VersionIn)
@api.output(ticket_schemas.TicketOut)
@needs(Action.MOVE)
def reopen(pid: str, json_data: Json) -> Answer:
    """Opens a ticket again that was resolved or closed within the hotel's window: also the undo of a close."""
    return _move(pid, json_data, State.OPEN)


@api.post("/tickets/<pid>/transfer")
@api.input(TransferIn)
@api.output(ticket_schemas.TicketOut)
@needs(Action.TRANSFER)
def pass_on(pid: str, json_data: Json) -> Answer:
    """Passes a ticket on to a person or a department, with a reason that the new people read."""

    def work(visit: Visit, ticket: Ticket) -> None:
        person, department = number(json_data["assignee_id"]), number(json_data["department_id"])
        tickets.check_version(ticket, json_data["version"])
        reason, actor, now = json_data["reason"], visit.actor, clock.now()
        if (person is None) == (department is None):
            raise Invalid("Name a person or a department, one of the two.", "assigneeId")
        if person is not None:
            assignment.check(visit, ticket, person)
            transfer.to_person(ticket, person, reason, actor=actor, now=now, channel="api")
        elif department is not None:
            transfer.to_department(ticket, department, reason, actor=actor, now=now, channel="api")

    return change(pid, work)


@api.put("/tickets/<pid>/snooze")
@api.input(SnoozeIn)
@api.output(ticket_schemas.TicketOut)
@needs(Action.MOVE)
def put_aside(pid: str, json_data: Json) -> Answer:
    """Snoozes a ticket until a moment, or until the guest writes. A moment without a zone counts as UTC."""

    def work(visit: Visit, ticket: Ticket) -> None:
        until, version = json_data["until"], json_data["version"]
        snooze.until(ticket, until, actor=visit.actor, now=clock.now(), version=version)

    return change(pid, work)


@api.delete("/tickets/<pid>/snooze")
@api.output(ticket_schemas.TicketOut)
@needs(Action.MOVE)
def wake(pid: str) -> Answer:
    """Ends a snooze: the ticket is back in the queue at once."""
    return change(pid, lambda visit, ticket: _wake(visit, ticket))


@api.post("/tickets/<pid>/watch")
@api.output(ticket_schemas.TicketOut)
@needs(Action.WATCH)
def watch(pid: str) -> Answer:
    """Watches a ticket: whoever calls it hears of it from now on."""
    return change(pid, lambda visit, ticket: _watch(visit, ticket))


@api.delete("/tickets/<pid>/watch")
@api.output(ticket_schemas.TicketOut)
@needs(Action.WATCH)
def unwatch(pid: str) -> Answer:
    """Stops watching a ticket, for whoever calls it."""
    return change(pid, lambda visit, ticket: _unwatch(visit, ticket))


@api.post("/tickets/<pid>/messages/<id:id>/as-written")
@api.output(ticket_schemas.TicketOut)
@needs(Action.MOVE)
def treat_as_written(pid: str, id: int) -> Answer:
    """Counts a message as a guest's words that was taken for mere thanks: the undo."""

    def work(visit: Visit, ticket: Ticket) -> None:
        thanks.treat_as_written(ticket, id, actor=visit.actor, now=clock.now())

    return change(pid, work)


def _move(pid: str, body: Json, goal: State) -> Answer:
    def work(visit: Visit, ticket: Ticket) -> None:
        tickets.move(ticket, goal, actor=visit.actor, now=clock.now(), version=body["version"])

    return change(pid, work)


def _wake(visit: Visit, ticket: Ticket) -> None:
    snooze.wake(ticket, actor=visit.actor, now=clock.now())


def _watch(visit: Visit, ticket: Ticket) -> None:
    watching.watch(ticket, _person(), actor=visit.actor, now=clock.now())


def _unwatch(visit: Visit, ticket: Ticket) -> None:
    watching.unwatch(ticket, _person(), actor=visit.actor, now=clock.now())


def _person() -> int:
    staff_id = current_visit().person.staff_id
    if staff_id is None:
        raise Forbidden("A program has no mailbox: only a person watches a ticket.")
    return staff_id

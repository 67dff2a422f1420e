"""The forms of a ticket's page beside answering: passing on, snoozing, watching, tags, the undo of mere thanks.

Links, merging and splitting touch two tickets: web/panel/bonds.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Response, request

from web import assignment
from web.access import Visit, needs
from web.panel import handling
from web.panel.blueprint import panel
from web.panel.ticket_forms import row_id, seen_version, work_on
from workflow import clock
from workflow.errors import Invalid
from workflow.models import Hotel, Ticket
from workflow.roles import Action
from workflow.services import snooze, tags, thanks, tickets, transfer, watching
from workflow.values import State


@panel.post("/tickets/<pid>/close")
@needs(Action.MOVE)
def close(pid: str) -> Response:
    return _move(pid, State.CLOSED, done="closed")


@panel.post("/tickets/<pid>/reopen")
@needs(Action.MOVE)
def reopen(pid: str) -> Response:
    return _move(pid, State.OPEN, done="reopened")


@panel.post("/tickets/<pid>/transfer")
@needs(Action.TRANSFER)
def pass_on(pid: str) -> Response:
    kind, _, id = request.form.get("to", "").partition(":")
    reason = request.form.get("reason", "")

    def work(visit: Visit, ticket: Ticket) -> None:
        tickets.check_version(ticket, seen_version())
        actor, now = visit.actor, clock.now()
        if kind == "person":
            assignment.check(visit, ticket, row_id(id))
            transfer.to_person(ticket, row_id(id), reason, actor=actor, now=now, channel="panel")
        elif kind == "department":
            transfer.to_department(ticket, row_id(id), reason, actor=actor, now=now, channel="panel")
        else:
            raise Invalid("Choose whom it is passed on to.", "to")

    return work_on(pid, work, done="transferred")


@panel.post("/tickets/<pid>/snooze")
@needs(Action.MOVE)
def put_aside(pid: str) -> Response:
    said = request.form.get("until") or request.form.get("at", "")

    def work(visit: Visit, ticket: Ticket) -> None:
        zone = ZoneInfo(Hotel.get_by_id(ticket.hotel_id).time_zone)
        until = handling.read_moment(said, zone)
        if until is None:
            raise Invalid("Choose until when the ticket is put aside.", "until")
        snooze.until(ticket, until, actor=visit.actor, now=clock.now(), version=seen_version())

    return work_on(pid, work, done="snoozed")


@panel.post("/tickets/<pid>/wake")
@needs(Action.MOVE)
def wake(pid: str) -> Response:
    def work(visit: Visit, ticket: Ticket) -> None:
        snooze.wake(ticket, actor=visit.actor, now=clock.now(), version=seen_version())

    return work_on(pid, work, done="woken")


@panel.post("/tickets/<pid>/watch")
@needs(Action.WATCH)
def watch(pid: str) -> Response:
    def work(visit: Visit, ticket: Ticket) -> None:
        watching.watch(ticket, visit.person.staff_id or 0, actor=visit.actor, now=clock.now())

    return work_on(pid, work, done="watching")


@panel.post("/tickets/<pid>/unwatch")
@needs(Action.WATCH)
def unwatch(pid: str) -> Response:
    def work(visit: Visit, ticket: Ticket) -> None:
        watching.unwatch(ticket, visit.person.staff_id or 0, actor=visit.actor, now=clock.now())

    return work_on(pid, work, done="unwatched")


@panel.post("/tickets/<pid>/tags")
@needs(Action.EDIT)
def tag(pid: str) -> Response:
    names = request.form.getlist("tag")

    def work(visit: Visit, ticket: Ticket) -> None:
        tags.set_tags(ticket, names, actor=visit.actor, now=clock.now(), version=seen_version())

    return work_on(pid, work, done="edited")


@panel.post("/tickets/<pid>/messages/<id:id>/as-written")
@needs(Action.MOVE)
def treat_as_written(pid: str, id: int) -> Response:
    def work(visit: Visit, ticket: Ticket) -> None:
        thanks.treat_as_written(ticket, id, actor=visit.actor, now=clock.now())

    return work_on(pid, work, done="as-written")


def _move(pid: str, goal: State, *, done: str) -> Response:
    def work(visit: Visit, ticket: Ticket) -> None:
        tickets.move(ticket, goal, actor=visit.actor, now=clock.now(), version=seen_version())

    return work_on(pid, work, done=done)

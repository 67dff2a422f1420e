"""Two tickets and what they have to do with each other: linking, merging, splitting (R-TKT-5)."""

from __future__ import annotations

from apiflask.fields import Boolean, List, Nested, String
from marshmallow import validate

from web.access import Visit, current_visit, needs
from web.api import schemas, ticket_schemas
from web.api.blueprint import api
from web.api.idempotency import Answer
from web.api.schema import Schema
from web.api.shapes import Json
from web.api.ticket_answers import answer
from web.api.versions import check_if_match
from workflow import clock
from workflow.errors import NotFound
from workflow.models import Ticket
from workflow.queries import links as link_queries
from workflow.queries import tickets as ticket_queries
from workflow.queries.links import Link
from workflow.roles import Action
from workflow.services import links, merging, splitting
from workflow.values import LinkKind
from workflow.wake import wake_clock

KINDS = [kind for kind in LinkKind if kind is not LinkKind.SPLIT]


class LinkIn(Schema):
    pid = String(required=True, validate=validate.Length(1, 60))
    kind = String(load_default=str(LinkKind.RELATED), validate=schemas.one_of(list(KINDS)))


class UnlinkIn(Schema):
    pid = String(required=True, validate=validate.Length(1, 60))


class MergeIn(Schema):
    into = String(required=True, validate=validate.Length(1, 60))


class SplitIn(Schema):
    message_ids = List(schemas.Id(), required=True, data_key="messageIds", validate=validate.Length(1, 500))
    subject = String(required=True, validate=validate.Length(1, 500))


class LinkRow(Schema):
    pid = String()
    subject = String()
    kind = String()
    isOurs = Boolean(
        metadata={"description": "This ticket is `kind` of the other one; else the other one is of this."}
    )


class LinksOut(Schema):
    data = List(Nested(LinkRow))


@api.get("/tickets/<pid>/links")
@api.output(LinksOut)
@needs(Action.INSIDE)
def list_links(pid: str) -> Json:
    """The tickets that people linked to this one."""
    visit = current_visit()
    with visit.sight.transaction():
        found = link_queries.of_ticket(ticket_queries.find(visit.sight, pid), visit.sight)
    return {"data": [link_json(link) for link in found]}


@api.post("/tickets/<pid>/link")
@api.input(LinkIn)
@api.output(ticket_schemas.TicketOut)
@needs(Action.MERGE)
def link(pid: str, json_data: Json) -> Answer:
    """Links this ticket to another, as its duplicate, its follow-up, or related."""
    visit = current_visit()
    with visit.sight.transaction():
        ticket, other = lock_two(visit, pid, json_data["pid"])
        check_if_match(ticket)
        links.link(ticket, other, LinkKind(json_data["kind"]), actor=visit.actor, now=clock.now())
        row = ticket_queries.row(ticket)
    return answer(row)


@api.delete("/tickets/<pid>/link")
@api.input(UnlinkIn, location="query")
@api.output(ticket_schemas.TicketOut)
@needs(Action.MERGE)
def unlink(pid: str, query_data: Json) -> Answer:
    """Unlinks two tickets."""
    visit = current_visit()
    with visit.sight.transaction():
        ticket, other = lock_two(visit, pid, query_data["pid"])
        links.unlink(ticket, other, actor=visit.actor, now=clock.now())
        row = ticket_queries.row(ticket)
    return answer(row)


@api.post("/tickets/<pid>/merge")
@api.input(MergeIn)
@api.output(ticket_schemas.TicketOut)
@needs(Action.MERGE)
def merge(pid: str, json_data: Json) -> Answer:
    """Merges this ticket into another, which is answered. This one is closed, and its number leads there."""
    visit = current_visit()
    with visit.sight.transaction():
        ticket, into = lock_two(visit, pid, json_data["into"])
        check_if_match(ticket)
        merging.merge(ticket, into, actor=visit.actor, now=clock.now())
        row = ticket_queries.row(into)
    wake_clock()
    return answer(row)


@api.post("/tickets/<pid>/split")
@api.input(SplitIn)
@api.output(ticket_schemas.TicketOut, status_code=201)
@needs(Action.MERGE)
def split(pid: str, json_data: Json) -> Answer:
    """Splits the chosen messages off into a new ticket of the same guest, linked to this one."""
    visit = current_visit()
    with visit.sight.transaction():
        ticket = ticket_queries.find_to_change(visit.sight, pid)
        check_if_match(ticket)
        ids = [int(id) for id in json_data["message_ids"]]
        new = splitting.split(ticket, ids, json_data["subject"], actor=visit.actor, now=clock.now())
        row = ticket_queries.row(new)
    wake_clock()
    body, _, headers = answer(row)
    return body, 201, {**headers, "Location": f"/api/v1/tickets/{new.pid}"}


def link_json(link: Link) -> Json:
    return {"pid": link.pid, "subject": link.subject, "kind": link.kind, "isOurs": link.is_ours}


def lock_two(visit: Visit, pid: str, other_pid: str) -> tuple[Ticket, Ticket]:
    """Both in one order for all, so that two who link crosswise wait for each other. Raises NotFound."""
    found = [ticket_queries.find(visit.sight, one) for one in (pid, other_pid)]
    if found[0].id == found[1].id:
        return found[0], found[0]
    locked = merging.lock_both(found[0].id, found[1].id)
    for ticket in locked:
        if ticket.deleted_at is not None or not visit.sight.sees(ticket):
            raise NotFound("There is no ticket %(pid)s.", values={"pid": ticket.pid})
    return locked

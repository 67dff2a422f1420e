"""Tickets: list, open, read, change."""

from __future__ import annotations

from flask import request

from web import assignment
from web.access import Visit, current_visit, needs
from web.api import guest_shapes, guest_words, shapes, ticket_schemas
from web.api.blueprint import api
from web.api.idempotency import Answer, author, once
from web.api.lists import wanted_of
from web.api.shapes import Json
from web.api.ticket_answers import answer, change, number
from web.api.ticket_filters import filter_of, order_of
from workflow import clock, roles
from workflow.models import Ticket
from workflow.queries import tickets as ticket_queries
from workflow.roles import Action
from workflow.services import desk_tickets, edits, first_words, sent_ahead, tags, tickets
from workflow.services.desk_tickets import CameBy, Request
from workflow.services.edits import Edit
from workflow.services.first_words import FirstWords
from workflow.values import ChannelKind, Priority, Role, Rule, Source, State
from workflow.wake import wake_clock


@api.post("/tickets")
@api.input(ticket_schemas.NewTicketIn)
@api.output(ticket_schemas.TicketOut, status_code=201)
@needs(Action.OPEN)
def open_ticket(json_data: Json) -> Answer:
    """Opens a ticket for a guest; members on duty are told. With an Idempotency-Key, asking again opens no second one."""
    visit = current_visit()
    if visit.guest is not None:
        return guest_words.open_ticket(visit, visit.guest, json_data)
    seat = visit.seat
    wanted = Request(
        subject=json_data["subject"],
        description=json_data["description"],
        source=Source.AI_AGENT if seat.role is Role.AI_AGENT else Source.API,
        rule=Rule.API,
        priority=Priority(json_data["priority"]),
        guest_name=json_data["guest_name"],
        guest_email=json_data["guest_email"],
        guest_phone=json_data["guest_phone"],
        guest_id=number(json_data["guest_id"]),
        room_number=json_data["room_number"],
        room_id=number(json_data["room_id"]),
        category_id=number(json_data["category_id"]),
        department_id=number(json_data["department_id"]),
        came_by=CameBy(json_data["came_by"]) if json_data["came_by"] else None,
    )

    def work() -> Answer:
        ticket = _opened(visit, wanted, json_data)
        if json_data["tags"]:
            roles.require(seat.role, Action.EDIT)
            tags.set_tags(ticket, json_data["tags"], actor=visit.actor, now=clock.now())
        body, _, headers = answer(ticket_queries.row(ticket))
        return body, 201, {**headers, "Location": f"/api/v1/tickets/{ticket.pid}"}

    with visit.sight.transaction():
        opened = once(visit, seat.hotel_id, json_data, work)
    wake_clock()
    return opened


def _opened(visit: Visit, wanted: Request, body: Json) -> Ticket:
    """For a guest who asked, or with a first message for one whom the house writes to."""
    hotel_id, now, first = visit.seat.hotel_id, clock.now(), body["first_message"]
    if first is None:
        return desk_tickets.open_for_guest(hotel_id, wanted, actor=visit.actor, now=now)
    roles.require(visit.seat.role, Action.REPLY)
    ids = [int(id) for id in first["attachment_ids"]]
    files = sent_ahead.take(ids, hotel_id=hotel_id, author=author(visit), now=now) if ids else ()
    words = FirstWords(
        first["body"],
        ChannelKind(first["channel"]),
        first["to"],
        is_confirmed=first["confirmed"],
        files=files,
    )
    return first_words.write(hotel_id, wanted, words, actor=visit.actor, now=now)


@api.get("/tickets")
@api.input(ticket_schemas.TicketsIn, location="query")
@api.output(ticket_schemas.TicketsOut)
@needs(Action.VIEW)
def list_tickets(query_data: Json) -> Json:
    """The tickets one may see, newest first.

    With sort dueAt, priority or -updatedAt those that are not done. q: words of subject, messages, guest, room and number;
    "…" words that stand together; the last word may be a beginning. What was written is found a second or two later.
    """
    visit = current_visit()
    if query_data["deleted"]:
        roles.require(Role.GUEST if visit.guest is not None else visit.seats[0].role, Action.DELETE)
    if visit.guest is not None:
        guest_words.check_list(query_data)
    return list_of(visit, query_data)


def list_of(visit: Visit, query: Json) -> Json:
    """A page of the tickets he sees, narrowed and sorted by what the address says. Raises Invalid."""
    with visit.sight.transaction():
        found = ticket_queries.page(
            visit.sight, filter_of(visit, query), wanted_of(query), order=order_of(query)
        )
    return shapes.page(found, shapes.ticket_in_list if visit.guest is None else guest_shapes.ticket)


@api.get("/tickets/<pid>")
@api.output(ticket_schemas.TicketOut)
@needs(Action.VIEW)
def get_ticket(pid: str) -> Answer:
    """One ticket. The entity tag is its version."""
    visit = current_visit()
    with visit.sight.transaction():
        row = ticket_queries.row(ticket_queries.find(visit.sight, pid))
    return answer(row)


@api.patch("/tickets/<pid>")
@api.input(ticket_schemas.TicketPatchIn)
@api.output(ticket_schemas.TicketOut)
@needs(Action.MOVE)
def change_ticket(pid: str, json_data: Json) -> Answer:
    """Changes the named fields of a ticket, all or nothing."""

    def work(visit: Visit, ticket: Ticket) -> None:
        role = visit.seat.role
        tickets.check_version(ticket, json_data["version"])
        has_seen = _seen(ticket, json_data["version"]) is not None
        wanted = _edit(json_data)
        if wanted != Edit():
            roles.require(role, Action.EDIT)
            edits.edit(ticket, wanted, actor=visit.actor, now=clock.now())
        if "tags" in json_data:
            roles.require(role, Action.EDIT)
            tags.set_tags(tickets.lock(ticket.id), json_data["tags"], actor=visit.actor, now=clock.now())
        if "assignee_id" in json_data:
            current = tickets.lock(ticket.id)
            version = int(current.version) if has_seen else None
            assignment.give(visit, current, number(json_data["assignee_id"]), version=version)
        if "state" in json_data and json_data["state"] != (current := tickets.lock(ticket.id)).state:
            roles.require(role, Action.MOVE)
            tickets.move(current, State(json_data["state"]), actor=visit.actor, now=clock.now())

    return change(pid, work)


@api.put("/tickets/<pid>/status")
@api.input(ticket_schemas.StatusIn)
@api.output(ticket_schemas.TicketOut)
@needs(Action.MOVE)
def set_status(pid: str, json_data: Json) -> Answer:
    """Asks for a state; a refusal lists those that are allowed. The reason becomes an internal note."""

    def work(visit: Visit, ticket: Ticket) -> None:
        goal = State(json_data["state"])
        tickets.move(ticket, goal, actor=visit.actor, now=clock.now(), version=json_data["version"])
        if json_data["reason"].strip():
            roles.require(visit.seat.role, Action.NOTE)
            tickets.note(
                tickets.lock(ticket.id),
                json_data["reason"],
                actor=visit.actor,
                now=clock.now(),
                channel="api",
            )

    return change(pid, work)


@api.post("/tickets/<pid>/assign")
@api.input(ticket_schemas.AssignIn)
@api.output(ticket_schemas.TicketOut)
@needs(Action.TAKE)
def assign(pid: str, json_data: Json) -> Answer:
    """Gives the ticket to a member, or with null to nobody.

    To oneself it is a claim: of two who take it at once one gets it, the other 409 with the owner's name. To take over
    what a colleague has, send the version that shows it.
    """

    def work(visit: Visit, ticket: Ticket) -> None:
        assignment.give(
            visit, ticket, number(json_data["assignee_id"]), version=_seen(ticket, json_data["version"])
        )

    return change(pid, work)


def _seen(ticket: Ticket, version: int | None) -> int | None:
    """The version the caller saw: what he says, or the present one when his If-Match held."""
    return int(ticket.version) if version is None and "If-Match" in request.headers else version


def _edit(body: Json) -> Edit:
    return Edit(
        priority=Priority(body["priority"]) if "priority" in body else None,
        subject=body.get("subject"),
        category_id=(number(body["category_id"]) or 0) if "category_id" in body else None,
        department_id=(number(body["department_id"]) or 0) if "department_id" in body else None,
    )

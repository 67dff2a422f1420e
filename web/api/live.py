"""What a page that lives by polling asks (R-WEB-4): has this ticket changed, who else is there, and all its controls."""

from __future__ import annotations

from apiflask.fields import Boolean, Integer, List, Nested, String
from marshmallow import validate

from web import polling
from web.access import Visit, current_visit, needs
from web.api import schemas, shapes, ticket_schemas
from web.api.blueprint import api
from web.api.outsiders import PersonRow, person_json
from web.api.schema import Schema
from web.api.shapes import Json
from web.api.sla import ClockOut, clock_json
from web.api.ticket_bonds import LinkRow, link_json
from workflow import clock, clocks
from workflow.models import Ticket
from workflow.queries import links as link_queries
from workflow.queries import stamps
from workflow.queries import tickets as ticket_queries
from workflow.roles import Action
from workflow.services import claims, onlookers, participants, tickets, watching, ways
from workflow.services.onlookers import Onlooker


class OnlookerRow(Schema):
    id = String()
    name = String()
    isWriting = Boolean()


class OnlookersOut(Schema):
    data = List(Nested(OnlookerRow))


class ChangesIn(Schema):
    since = Integer(
        load_default=None,
        validate=validate.Range(min=0, max=2**62),
        metadata={"description": "A version one has."},
    )


class ChangesOut(Schema):
    version = Integer()
    isChanged = Boolean(metadata={"description": "The ticket has another version than `since`."})
    messages = Integer()
    lastMessageId = String(allow_none=True)
    presence = List(Nested(OnlookerRow))


class PresenceIn(Schema):
    writing = schemas.Switch(load_default=False)


class WatchersOut(Schema):
    data = List(Nested(schemas.NamedRow))


class WayRow(Schema):
    channel = String()
    to = String()


class WindowOut(Schema):
    isOpen = Boolean()
    endsAt = schemas.Moment()


class DeskOut(Schema):
    ticket = Nested(ticket_schemas.TicketRow)
    moves = List(String(), metadata={"description": "The states that can be asked for now."})
    clocks = List(Nested(ClockOut))
    ways = List(
        Nested(WayRow),
        metadata={"description": "How an answer can go; the first is taken unless another is named."},
    )
    window = Nested(
        WindowOut, allow_none=True, metadata={"description": "Of WhatsApp; null: he never wrote by it."}
    )
    watchers = List(Nested(schemas.NamedRow))
    participants = List(Nested(PersonRow))
    links = List(Nested(LinkRow))
    claims = Integer(metadata={"description": "Mails that claim to belong here and wait for a decision."})
    messages = Integer()
    presence = List(Nested(OnlookerRow))


def _tag(visit: Visit, pid: str) -> str:
    ticket = ticket_queries.find(visit.sight, pid)
    there = onlookers.others(ticket, visit.person.staff_id, now=clock.now())
    return polling.tag(visit, ticket.version, stamps.of_thread(ticket), there)


@api.get("/tickets/<pid>/changes")
@polling.polled(_tag)
@api.input(ChangesIn, location="query")
@api.output(ChangesOut)
@needs(Action.INSIDE)
def list_changes(pid: str, query_data: Json) -> Json:
    """What changed on a ticket since a moment. For asking every few seconds: with If-None-Match, 304 while nothing did."""
    visit = current_visit()
    with visit.sight.transaction():
        ticket = ticket_queries.find(visit.sight, pid)
        thread = stamps.of_thread(ticket)
        there = onlookers.others(ticket, visit.person.staff_id, now=clock.now())
    return {
        "version": ticket.version,
        "isChanged": query_data["since"] != ticket.version,
        "messages": thread.messages,
        "lastMessageId": str(thread.last_id) if thread.last_id else None,
        "presence": [_onlooker(one) for one in there],
    }


@api.get("/tickets/<pid>/desk")
@api.output(DeskOut)
@needs(Action.INSIDE)
def get_desk(pid: str) -> Json:
    """All that a ticket's page needs beside its messages, in one answer."""
    visit = current_visit()
    now = clock.now()
    with visit.sight.transaction():
        ticket = ticket_queries.find(visit.sight, pid)
        row = ticket_queries.row(ticket)
        return {
            "ticket": shapes.ticket(row),
            "moves": [str(state) for state in tickets.moves_now(ticket, now=now)],
            "clocks": [clock_json(one, now) for one in clocks.of_ticket(ticket)],
            "ways": [{"channel": way.channel, "to": way.to} for way in ways.of_ticket(ticket)],
            "window": _window(row),
            "watchers": _watchers(ticket),
            "participants": [person_json(person) for person in participants.people(ticket)],
            "links": [link_json(link) for link in link_queries.of_ticket(ticket, visit.sight)],
            "claims": len(claims.open_claims(ticket)),
            "messages": stamps.of_thread(ticket).messages,
            "presence": [_onlooker(one) for one in onlookers.others(ticket, visit.person.staff_id, now=now)],
        }


@api.get("/tickets/<pid>/watchers")
@api.output(WatchersOut)
@needs(Action.INSIDE)
def list_watchers(pid: str) -> Json:
    """The members who watch a ticket and hear of it though it is not theirs."""
    visit = current_visit()
    with visit.sight.transaction():
        return {"data": _watchers(ticket_queries.find(visit.sight, pid))}


@api.put("/tickets/<pid>/presence")
@api.input(PresenceIn)
@api.output(OnlookersOut)
@needs(Action.INSIDE)
def look(pid: str, json_data: Json) -> Json:
    """Says, every ten seconds, that one has the ticket open and perhaps writes. Answers who else is there."""
    visit = current_visit()
    me, now = visit.person.staff_id, clock.now()
    with visit.sight.transaction():
        ticket = ticket_queries.find(visit.sight, pid)
        if me is not None:
            onlookers.look(ticket, me, is_writing=json_data["writing"], now=now)
        return {"data": [_onlooker(one) for one in onlookers.others(ticket, me, now=now)]}


@api.delete("/tickets/<pid>/presence")
@api.output({}, status_code=204)
@needs(Action.INSIDE)
def leave(pid: str) -> str:
    """Says that one closed the ticket's page."""
    visit = current_visit()
    with visit.sight.transaction():
        ticket = ticket_queries.find(visit.sight, pid)
        if visit.person.staff_id is not None:
            onlookers.leave(ticket, visit.person.staff_id)
    return ""


def _window(row: ticket_queries.TicketRow) -> Json | None:
    if row.window_ends_at is None:
        return None
    return {"isOpen": row.window_ends_at > clock.now(), "endsAt": shapes.moment(row.window_ends_at)}


def _watchers(ticket: Ticket) -> list[Json]:
    return [{"id": str(one.staff_id), "name": one.name} for one in watching.watchers(ticket)]


def _onlooker(one: Onlooker) -> Json:
    return {"id": str(one.staff_id), "name": one.name, "isWriting": one.is_writing}

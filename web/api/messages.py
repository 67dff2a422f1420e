"""The thread of a ticket: what was said, saying more, and what happened."""

from __future__ import annotations

from web.access import Visit, current_visit, needs
from web.api import guest_shapes, guest_words, schemas, shapes
from web.api.blueprint import api
from web.api.idempotency import Answer, author, once
from web.api.lists import wanted_of
from web.api.shapes import Json
from web.api.versions import check_if_match
from workflow import clock, roles
from workflow.errors import Invalid, NotFound
from workflow.models import Ticket
from workflow.queries import thread
from workflow.queries import tickets as ticket_queries
from workflow.roles import Action
from workflow.services import canned, replies, sent_ahead, tickets, uploads
from workflow.values import ChannelKind
from workflow.wake import wake_clock


@api.post("/tickets/<pid>/messages")
@api.input(schemas.MessageIn)
@api.output(schemas.MessageOut, status_code=201)
@needs(Action.WRITE)
def say(pid: str, json_data: Json) -> Answer:
    """An answer to the guest, or with `internal` a note for the house; of a guest, his own words.

    With an Idempotency-Key, asking again is safe.
    """
    visit = current_visit()
    with visit.sight.transaction():
        ticket = ticket_queries.find_to_change(visit.sight, pid)
        answer = once(visit, ticket.hotel_id, json_data, lambda: _say(visit, ticket, json_data))
    wake_clock()
    return answer


def _say(visit: Visit, ticket: Ticket, body: Json) -> Answer:
    check_if_match(ticket)
    now = clock.now()
    if visit.guest is not None:
        return guest_words.write(visit.guest, ticket, body, by=author(visit))
    ids = [int(id) for id in body["attachment_ids"]]
    files = sent_ahead.take(ids, hotel_id=ticket.hotel_id, author=author(visit), now=now) if ids else ()
    words = _words(visit, ticket, body)
    if body["internal"]:
        roles.require(visit.seat.role, Action.NOTE)
        said = tickets.note(ticket, words, actor=visit.actor, now=now, channel="api")
        uploads.hang(said, files)
    else:
        roles.require(visit.seat.role, Action.REPLY)
        said = replies.send(
            ticket,
            words,
            actor=visit.actor,
            now=now,
            attachments=files,
            is_solution=body["solution"],
            channel=ChannelKind(body["channel"]) if body["channel"] else None,
        )
    shape = shapes.message(ticket, thread.message(ticket, said.id), with_files=visit.may(Action.VIEW_FILES))
    return shape, 201, {}


def _words(visit: Visit, ticket: Ticket, body: Json) -> str:
    """What was written, below the canned reply if one is named. Raises Invalid."""
    words = str(body["body"])
    if body["canned_id"] is None:
        return tickets.checked_body(words)
    try:
        reply = canned.find((ticket.hotel_id,), int(body["canned_id"]))
    except NotFound as error:
        raise Invalid(str(error), "cannedId") from None
    return canned.text_for(ticket, reply, member=visit.person.name, words=words)


@api.get("/tickets/<pid>/messages")
@api.input(schemas.PageIn, location="query")
@api.output(schemas.MessagesOut)
@needs(Action.VIEW)
def list_messages(pid: str, query_data: Json) -> Json:
    """The messages of a ticket, oldest first."""
    visit = current_visit()
    with_files = visit.may(Action.VIEW_FILES)
    with visit.sight.transaction():
        ticket = ticket_queries.find(visit.sight, pid)
        found = thread.messages_page(ticket, wanted_of(query_data), among=visit.sight.words(ticket))
    if visit.guest is not None:
        return shapes.page(found, lambda spoken: guest_shapes.message(ticket, spoken))
    return shapes.page(found, lambda spoken: shapes.message(ticket, spoken, with_files=with_files))


@api.get("/tickets/<pid>/events")
@api.input(schemas.PageIn, location="query")
@api.output(schemas.EventsOut)
@needs(Action.INSIDE)
def list_events(pid: str, query_data: Json) -> Json:
    """The timeline of a ticket, oldest first."""
    visit = current_visit()
    with visit.sight.transaction():
        ticket = ticket_queries.find(visit.sight, pid)
        found = thread.events_page(ticket, wanted_of(query_data))
    return shapes.page(found, shapes.event)

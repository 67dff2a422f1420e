"""The two lists that people work from, for asking again and again: with If-None-Match, 304 while nothing happened."""

from __future__ import annotations

from web import polling
from web.access import current_visit, needs
from web.api import ticket_schemas
from web.api.blueprint import api
from web.api.shapes import Json
from web.api.tickets import list_of
from workflow.errors import Forbidden
from workflow.roles import Action


@api.get("/queue")
@polling.polled(polling.queue_tag)
@api.input(ticket_schemas.QueueIn, location="query")
@api.output(ticket_schemas.TicketsOut)
@needs(Action.INSIDE)
def list_queue(query_data: Json) -> Json:
    """The tickets that are not done, what is due first; without what is snoozed unless it is asked for."""
    return list_of(current_visit(), query_data)


@api.get("/my-tickets")
@polling.polled(polling.queue_tag)
@api.input(ticket_schemas.QueueIn, location="query")
@api.output(ticket_schemas.TicketsOut)
@needs(Action.INSIDE)
def list_mine(query_data: Json) -> Json:
    """One's own tickets that are not done, in the order of the queue."""
    visit = current_visit()
    if visit.person.staff_id is None:
        raise Forbidden("A program has no tickets of its own: ask /tickets with an assignee.")
    return list_of(visit, {**query_data, "assignee": "me"})

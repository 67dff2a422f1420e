"""Guests' files that lie at the provider: fetched once more when that failed."""

from __future__ import annotations

from web.access import current_visit, needs
from web.api import schemas, shapes
from web.api.blueprint import api
from web.api.shapes import Json
from workflow import clock
from workflow.queries import thread
from workflow.queries import tickets as ticket_queries
from workflow.roles import Action
from workflow.services import media
from workflow.wake import wake_clock


@api.post("/tickets/<pid>/media/<id:id>/fetch")
@api.output(schemas.MessageOut)
@needs(Action.REPLY)
def fetch_again(pid: str, id: int) -> Json:
    """Fetches a guest's file again that could not be fetched. Answers with its message."""
    visit = current_visit()
    with visit.sight.transaction():
        ticket = ticket_queries.find_to_change(visit.sight, pid)
        message_id = media.fetch_again(ticket, id, now=clock.now())
        shape = shapes.message(ticket, thread.message(ticket, message_id), with_files=True)
    wake_clock()
    return shape

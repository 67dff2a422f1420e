"""Files hung on a ticket without an answer to anybody, and a held file let go."""

from __future__ import annotations

from flask import request

from web.access import current_visit, needs
from web.api import schemas, shapes
from web.api.blueprint import api
from web.api.shapes import Json
from web.installation import current_desk
from web.uploads import sent_files, takes_files
from workflow import clock
from workflow.errors import Invalid
from workflow.queries import thread
from workflow.queries import tickets as ticket_queries
from workflow.roles import Action
from workflow.services import held_files, tickets, uploads
from workflow.wake import wake_clock


@api.post("/tickets/<pid>/attachments")
@api.output(schemas.MessageOut, status_code=201)
@takes_files
@needs(Action.NOTE)
def attach(pid: str) -> tuple[Json, int]:
    """Hangs files on a ticket with an internal note: multipart/form-data, the field `file`, and `body` for its words.

    What goes to the guest is sent by POST /tickets/{pid}/messages with attachmentIds.
    """
    visit, now = current_visit(), clock.now()
    desk = current_desk()
    sent = sent_files("file")
    if not sent:
        raise Invalid("Send at least one file, in the field file of a multipart form.", "file")
    with visit.sight.transaction():
        hotel_id = ticket_queries.find(visit.sight, pid).hotel_id
    files = uploads.keep(sent, hotel_id=hotel_id, desk=desk, now=now)
    words = request.form.get("body", "").strip() or ", ".join(file.filename for file in files)
    with visit.sight.transaction():
        ticket = ticket_queries.find_to_change(visit.sight, pid)
        said = tickets.note(ticket, words, actor=visit.actor, now=now, channel="api")
        uploads.hang(said, files)
        with_files = visit.may(Action.VIEW_FILES)
        shape = shapes.message(ticket, thread.message(ticket, said.id), with_files=with_files)
    wake_clock()
    return shape, 201


@api.post("/tickets/<pid>/attachments/<id:id>/release")
@api.output(schemas.MessageOut)
@needs(Action.RELEASE_FILES)
def release(pid: str, id: int) -> Json:
    """Lets a file that the check has held be opened and sent from now on. Answers with its message."""
    visit = current_visit()
    with visit.sight.transaction():
        ticket = ticket_queries.find_to_change(visit.sight, pid)
        message_id = held_files.release(ticket, id, actor=visit.actor, now=clock.now())
        shape = shapes.message(ticket, thread.message(ticket, message_id), with_files=True)
    wake_clock()
    return shape

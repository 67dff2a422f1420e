"""What came, as it came: a mail's HTML in a frame that can do nothing, and the source of it, letter by letter."""

from __future__ import annotations

from flask import Response, current_app

from web.access import Visit, current_visit, needs
from web.downloads import download, framed
from web.html import safe_html
from web.panel.blueprint import panel
from workflow import clock
from workflow.desk import Desk
from workflow.errors import NotFound
from workflow.models import Attachment, Message, Ticket
from workflow.queries import tickets
from workflow.roles import Action
from workflow.services import stored_files
from workflow.services.inbox import load_raw


@panel.get("/tickets/<pid>/messages/<id:id>/html")
@needs(Action.VIEW)
def message_html(pid: str, id: int) -> Response:
    """For the frame on the ticket's page. Nothing is loaded from elsewhere, no script, no form. Raises NotFound."""
    visit = current_visit()
    with visit.sight.transaction():
        html = _message(visit, pid, id).body_html
    if not html:
        raise NotFound("This message came without HTML.")
    return framed(safe_html(html))


@panel.get("/tickets/<pid>/messages/<id:id>/source")
@needs(Action.VIEW_FILES)
def message_source(pid: str, id: int) -> Response:
    """The mail's bytes, to be saved; not while the check of files holds one that is in them. Raises NotFound, FileHeld."""
    visit = current_visit()
    desk: Desk = current_app.config["DESK"]
    with visit.sight.transaction():
        message = _message(visit, pid, id)
        raw = load_raw(message.inbox_id) if message.inbox_id and message.channel == "email" else b""
        files = [file.sha256 for file in Attachment.select().where(Attachment.message_id == message.id)]
    stored_files.check_may_leave(files, hotel_id=message.hotel_id, desk=desk, now=clock.now())
    if not raw:
        raise NotFound("The source of this message is not kept.")
    return download(raw, f"{pid}-{id}.eml", content_type="message/rfc822")


def _message(visit: Visit, pid: str, id: int) -> Message:
    """In the open transaction. Raises NotFound, also when it stands in another ticket."""
    ticket: Ticket = tickets.find(visit.sight, pid)
    message: Message | None = Message.get_or_none(
        Message.id == id, Message.ticket_id == ticket.id, Message.hotel_id == ticket.hotel_id
    )
    if message is None:
        raise NotFound("There is no such message.")
    return message

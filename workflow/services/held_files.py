"""A file that the check has held is let go by a person, who answers for it in the timeline. In the caller's transaction."""

from __future__ import annotations

from datetime import datetime

from workflow import apply
from workflow.errors import MoveRefused, NotFound
from workflow.models import Attachment, Ticket
from workflow.services import stored_files
from workflow.values import Actor, Decision, EventDraft

RELEASED = "file released"


def release(ticket: Ticket, id: int, *, actor: Actor, now: datetime) -> int:
    """The id of its message. Raises NotFound, MoveRefused for one that is not held."""
    file = Attachment.get_or_none(
        Attachment.id == id, Attachment.hotel_id == ticket.hotel_id, Attachment.ticket_id == ticket.id
    )
    if file is None or file.message_id is None:
        raise NotFound("There is no such file in this ticket.")
    if not stored_files.release(ticket.hotel_id, file.sha256):
        raise MoveRefused("This file is not held.", ())
    apply.write(ticket, Decision(events=(EventDraft(RELEASED, new=file.filename),)), actor=actor, now=now)
    return int(file.message_id)

"""Files sent ahead of the message that carries them."""

from __future__ import annotations

from flask import current_app

from web.access import current_visit, needs
from web.api import schemas
from web.api.blueprint import api
from web.api.idempotency import author
from web.api.shapes import Json
from web.uploads import sent_files, takes_files
from workflow import clock
from workflow.desk import Desk
from workflow.errors import Invalid
from workflow.roles import Action
from workflow.services import sent_ahead, uploads


@api.post("/uploads")
@api.output(schemas.AttachmentOut, status_code=201)
@takes_files
@needs(Action.WRITE)
def upload() -> tuple[Json, int]:
    """One file as multipart/form-data in the field `file`; its id goes into attachmentIds within a day."""
    visit = current_visit()
    desk: Desk = current_app.config["DESK"]
    hotel_id, now = visit.seat.hotel_id, clock.now()
    sent = sent_files("file")
    if len(sent) != 1:
        raise Invalid("Send one file, in the field file of a multipart form.", "file")
    (kept,) = uploads.keep(sent, hotel_id=hotel_id, desk=desk, now=now)
    with visit.sight.transaction():
        file = sent_ahead.add(kept, hotel_id=hotel_id, author=author(visit), now=now)
    shape = {
        "id": str(file.id),
        "filename": file.filename,
        "contentType": file.content_type,
        "size": file.size,
    }
    return shape, 201

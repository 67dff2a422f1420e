"""Attachments, as downloads."""

from __future__ import annotations

from apiflask.schemas import FileSchema
from flask import Response, current_app

from web.access import current_visit, needs
from web.api.blueprint import api
from web.downloads import download
from workflow import clock
from workflow.desk import Desk
from workflow.queries import thread
from workflow.roles import Action
from workflow.services import stored_files


@api.get("/attachments/<id:id>")
@api.output(FileSchema, content_type="application/octet-stream")
@needs(Action.VIEW_FILES)
def attachment(id: int) -> Response:
    """The bytes of a file."""
    visit = current_visit()
    with visit.sight.transaction():
        found = thread.attachment(visit.sight, id)
    desk: Desk = current_app.config["DESK"]
    content = stored_files.lent(found.hotel_id, found.sha256, desk=desk, now=clock.now())
    return download(content, found.filename)

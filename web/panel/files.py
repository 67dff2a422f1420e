"""Files of a ticket, as downloads."""

from __future__ import annotations

from flask import Response, current_app

from web.access import current_visit, needs
from web.downloads import download
from web.panel.blueprint import panel
from web.thumbnails import picture_or_sheet
from workflow import clock
from workflow.desk import Desk
from workflow.queries import thread
from workflow.roles import Action
from workflow.services import stored_files


@panel.get("/files/<id:id>")
@needs(Action.VIEW_FILES)
def file(id: int) -> Response:
    visit = current_visit()
    with visit.sight.transaction():
        found = thread.attachment(visit.sight, id)
    desk: Desk = current_app.config["DESK"]
    content = stored_files.lent(found.hotel_id, found.sha256, desk=desk, now=clock.now())
    return download(content, found.filename)


@panel.get("/files/<id:id>/thumbnail")
@needs(Action.VIEW_FILES)
def file_thumbnail(id: int) -> Response:
    visit = current_visit()
    with visit.sight.transaction():
        found = thread.attachment(visit.sight, id)
    return picture_or_sheet(found)

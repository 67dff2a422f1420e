"""The small picture of a file as an answer, for the panel and the API."""

from __future__ import annotations

from flask import Response, current_app

from web.downloads import picture
from workflow import clock, thumbnails
from workflow.desk import Desk
from workflow.errors import NotFound
from workflow.models import Attachment
from workflow.services import stored_files


def small_picture(file: Attachment) -> Response:
    """Raises NotFound, FileHeld: nothing is decoded that was not let through."""
    desk: Desk = current_app.config["DESK"]
    if file.content_type not in thumbnails.PICTURES:
        raise NotFound(thumbnails.NONE)
    stored_files.check_may_leave([file.sha256], hotel_id=file.hotel_id, desk=desk, now=clock.now())
    return picture(thumbnails.thumbnail(desk.files, file.hotel_id, file.sha256), thumbnails.CONTENT_TYPE)

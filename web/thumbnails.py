"""The small picture of a file as an answer, for the panel, the guests' page and the API."""

from __future__ import annotations

from flask import Response, current_app, redirect, url_for

from web.downloads import picture
from workflow import clock, thumbnails
from workflow.desk import Desk
from workflow.errors import NotFound
from workflow.models import Attachment
from workflow.services import small_pictures, stored_files


def small_picture(file: Attachment) -> Response:
    """Raises NotFound, FileHeld: nothing is decoded that was not let through."""
    desk: Desk = current_app.config["DESK"]
    if file.content_type not in thumbnails.PICTURES:
        raise NotFound(small_pictures.NONE)
    now = clock.now()
    stored_files.check_may_leave([file.sha256], hotel_id=file.hotel_id, desk=desk, now=now)
    made = small_pictures.small_picture(file.hotel_id, file.sha256, files=desk.files, now=now)
    return picture(made, thumbnails.CONTENT_TYPE)


def picture_or_sheet(file: Attachment) -> Response:
    """For a page: where there is none (yet), the drawing of a plain file, and not a broken picture. Raises FileHeld."""
    try:
        return small_picture(file)
    except NotFound:
        plain = redirect(url_for("static", filename="sheet.svg"), 302)
        assert isinstance(plain, Response)
        return plain

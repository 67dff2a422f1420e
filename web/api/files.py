"""Attachments, as downloads."""

from __future__ import annotations

from apiflask.fields import Boolean
from apiflask.schemas import FileSchema
from flask import Response, jsonify

from web.access import current_visit, needs
from web.api.blueprint import api
from web.api.schema import Schema
from web.api.shapes import Json
from web.downloads import download
from web.installation import current_desk
from web.thumbnails import small_picture
from workflow import clock, thumbnails
from workflow.queries import thread
from workflow.roles import Action
from workflow.services import lent_files, stored_files


class DownloadIn(Schema):
    redirect = Boolean(
        load_default=False,
        metadata={
            "description": "Answer with a redirect to an address that needs no token, to be fetched at once: it is good for a minute, and"
            " only while you may see the file yourself; from a bucket 15 seconds."
        },
    )


@api.get("/attachments/<id:id>")
@api.input(DownloadIn, location="query")
@api.output(FileSchema, content_type="application/octet-stream")
@api.doc(responses={302: "With `redirect`: Location is the address."})
@needs(Action.VIEW_FILES)
def attachment(id: int, query_data: Json) -> Response:
    """The bytes of a file, to be saved under its name."""
    visit = current_visit()
    with visit.sight.transaction():
        found = thread.attachment(visit.sight, id)
    desk = current_desk()
    if query_data["redirect"]:
        address = lent_files.address(found, token=visit.token, desk=desk, now=clock.now())
        sent_on = jsonify(url=address)
        sent_on.status_code, sent_on.headers["Location"] = 302, address
        return sent_on
    content = stored_files.lent(found.hotel_id, found.sha256, desk=desk, now=clock.now())
    return download(content, found.filename)


@api.get("/attachments/<id:id>/thumbnail")
@api.output(FileSchema, content_type=thumbnails.CONTENT_TYPE)
@needs(Action.VIEW_FILES)
def attachment_thumbnail(id: int) -> Response:
    """A small copy of a picture, upright and without what the camera wrote into it; 404 when none can be made."""
    visit = current_visit()
    with visit.sight.transaction():
        found = thread.attachment(visit.sight, id)
    return small_picture(found)

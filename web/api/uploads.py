"""Files sent ahead of the message that carries them: through us, or straight to the store by a signed address."""

from __future__ import annotations

from typing import cast

from apiflask import EmptySchema
from apiflask.fields import Dict, Integer, String
from flask import request
from marshmallow import ValidationError, validate
from werkzeug.exceptions import RequestEntityTooLarge

from web.access import Access, Visit, current_visit, needs
from web.api import schemas, shapes
from web.api.blueprint import api
from web.api.idempotency import author
from web.api.schema import Schema
from web.api.shapes import Json
from web.installation import current_desk
from web.uploads import sent_by_guest, sent_files, takes_files
from workflow import clock
from workflow.errors import Invalid
from workflow.models import UploadedFile
from workflow.roles import Action
from workflow.services import announced_uploads, sent_ahead, uploads

ONE_FILE = "Send one file, in the field file of a multipart form, or announce one as JSON."


class UploadIn(Schema):
    filename = String(required=True, validate=validate.Length(1, 500))
    size = Integer(required=True, strict=True, validate=validate.Range(0, uploads.MAX_BYTES))
    sha256 = String(required=True, validate=validate.Regexp(r"^[0-9a-f]{64}\Z"))
    content_type = String(load_default="", data_key="contentType", validate=validate.Length(0, 200))


class UploadOut(schemas.AttachmentOut):
    uploadUrl = String(metadata={"description": "Only of an announced one: where its bytes go."})
    method = String()
    headers = Dict(keys=String(), values=String(), metadata={"description": "To be sent as they are."})
    expiresAt = schemas.Moment()


@api.post("/uploads")
@api.input(UploadIn, validation=False)  # described; read by _asked, for a form comes here too
@api.output(UploadOut, status_code=201)
@takes_files
@needs(Action.WRITE)
def upload(json_data: object) -> tuple[Json, int]:
    """Sends a file ahead as multipart/form-data in the field `file`; its id goes into attachmentIds within a day.

    Or, as JSON, {filename, size, sha256, contentType?}: then the answer says where to send the bytes (`uploadUrl`,
    `method`, `headers`, until `expiresAt`), and POST /uploads/{id}/finish makes it a file. The kind of a file is read
    from its bytes, whatever contentType says.
    """
    visit = current_visit()
    return _announce(visit) if request.is_json else _direct(visit)


@api.put("/uploads/arriving/<token>")
@api.output(EmptySchema, status_code=204)
@takes_files
@needs(Access.EVERYBODY)
def arrive(token: str) -> tuple[str, int]:
    """Takes the bytes of an announced upload: the address itself is the proof."""
    desk = current_desk()
    file = announced_uploads.expected(token, desk=desk, now=clock.now())
    if (request.content_length or 0) > file.size:
        raise RequestEntityTooLarge
    desk.files.put_arrival(file.hotel_id, file.id, request.get_data(cache=False))
    return "", 204


@api.post("/uploads/<id:id>/finish")
@api.output(UploadOut)
@needs(Action.WRITE)
def finish_upload(id: int) -> Json:
    """Finishes an announced upload: its bytes are looked at. 422 when they are not what was announced."""
    visit, desk = current_visit(), current_desk()
    file = announced_uploads.finish(
        id, hotel_id=visit.seat.hotel_id, author=author(visit), desk=desk, now=clock.now()
    )
    return _shape(file)


def _direct(visit: Visit) -> tuple[Json, int]:
    hotel_id, now = visit.seat.hotel_id, clock.now()
    sent = sent_files("file") if visit.guest is None else sent_by_guest("file")
    if len(sent) != 1:
        raise Invalid(ONE_FILE, "file")
    (kept,) = uploads.keep(sent, hotel_id=hotel_id, desk=current_desk(), now=now)
    with visit.sight.transaction():
        file = sent_ahead.add(kept, hotel_id=hotel_id, author=author(visit), now=now)
    return _shape(file), 201


def _announce(visit: Visit) -> tuple[Json, int]:
    asked = _asked()
    with visit.sight.transaction():
        said = announced_uploads.announce(
            asked["filename"],
            asked["size"],
            asked["sha256"],
            hotel_id=visit.seat.hotel_id,
            author=author(visit),
            desk=current_desk(),
            now=clock.now(),
        )
    way = {
        "uploadUrl": said.url,
        "method": said.method,
        "headers": dict(said.headers),
        "expiresAt": shapes.moment(said.expires_at),
    }
    return {**_shape(said.file), **way}, 201


def _asked() -> Json:
    try:
        return cast(Json, UploadIn().load(request.get_json()))
    except ValidationError as error:
        field, reasons = next(iter(error.messages_dict.items()))
        raise Invalid(
            "%(field)s: %(why)s",
            str(field),
            values={"field": field, "why": reasons[0] if isinstance(reasons, list) else reasons},
        ) from None


def _shape(file: UploadedFile) -> Json:
    return {
        "id": str(file.id),
        "filename": file.filename,
        "contentType": file.content_type,
        "size": file.size,
    }

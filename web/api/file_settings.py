"""How large a file may be in this hotel (R-API-1)."""

from __future__ import annotations

from apiflask.fields import Boolean, Integer
from flask import current_app
from marshmallow import validate

from web.access import Visit, current_visit, needs
from web.api.blueprint import api
from web.api.schema import Schema
from web.api.shapes import Json
from workflow import clock
from workflow.roles import Action
from workflow.services import file_settings, uploads
from workflow.settings import Settings


class FileSettingsOut(Schema):
    maxMegabytes = Integer(metadata={"description": "Of one file. All files of one message together: 20."})
    checksFiles = Boolean(
        metadata={"description": "Whether a scanner looks at files before they are handed out."}
    )


class FileSettingsIn(Schema):
    max_megabytes = Integer(
        required=True,
        strict=True,
        data_key="maxMegabytes",
        validate=validate.Range(1, uploads.MAX_BYTES // uploads.MB),
    )


@api.get("/file-settings")
@api.output(FileSettingsOut)
@needs(Action.HOTEL)
def get_file_settings() -> Json:
    """What is checked in files before they may be opened."""
    visit = current_visit()
    with visit.sight.transaction():
        return _shape(visit)


@api.put("/file-settings")
@api.input(FileSettingsIn)
@api.output(FileSettingsOut)
@needs(Action.HOTEL)
def change_file_settings(json_data: Json) -> Json:
    """Changes what is checked in files before they may be opened."""
    visit = current_visit()
    with visit.sight.transaction():
        file_settings.set_limit(
            visit.seat.hotel_id, json_data["max_megabytes"], actor=visit.actor, now=clock.now()
        )
        return _shape(visit)


def _shape(visit: Visit) -> Json:
    settings: Settings = current_app.config["SETTINGS"]
    most = uploads.limit_of(visit.seat.hotel_id) // uploads.MB
    return {"maxMegabytes": most, "checksFiles": settings.checks_files}

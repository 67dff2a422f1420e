"""The JSON shapes of hotels and their settings."""

from __future__ import annotations

from apiflask.fields import Boolean, Dict, Float, List, Nested, String
from marshmallow import validate

from web.api.schema import Schema
from web.api.schemas import EventOut, Id, Moment, PaginationOut, Switch, one_of
from workflow import hotel_settings
from workflow.services.factor_demand import DEMANDABLE
from workflow.services.hotels import MAX_NAME

MOST_LANGUAGES = 20


def _days() -> Float:
    return Float(validate=validate.Range(min=0, max=365, error="A time is between 0 and 365 days."))


class HotelSettingsIn(Schema):
    reopenWindowDays = _days()
    waitingRemindsAfterDays = _days()
    waitingResolvesAfterDays = _days()
    resolvedClosesAfterDays = _days()
    colour = String(
        validate=validate.Length(max=20), metadata={"description": "Of the guests' page and cards."}
    )
    checkOutTime = String(validate=validate.Length(max=5), metadata={"description": "11:00, local time"})
    publicForm = Switch(metadata={"description": "Whether guests may write without a log-in."})
    wishes = List(
        String(validate=validate.Length(1, hotel_settings.MAX_WISH)),
        validate=validate.Length(max=hotel_settings.MAX_WISHES),
        metadata={"description": "What stands ready to be tapped on the guests' page."},
    )
    wishesByLanguage = Dict(
        keys=String(validate=validate.Length(2, 2)),
        values=List(
            String(validate=validate.Length(1, hotel_settings.MAX_WISH)),
            validate=validate.Length(max=hotel_settings.MAX_WISHES),
        ),
        validate=validate.Length(max=MOST_LANGUAGES),
        metadata={
            "description": "The same in other languages of the guests' page; one without any shows `wishes`."
        },
    )
    signWords = String(
        validate=validate.Length(max=hotel_settings.MAX_SIGN_WORDS),
        metadata={"description": "A greeting on rooms' signs; empty: none."},
    )
    signLanguages = List(
        String(validate=validate.Length(2, 2)),
        validate=validate.Length(max=hotel_settings.MAX_SIGN_LANGUAGES),
        metadata={"description": "What rooms' signs speak; none: the hotel's language and English."},
    )
    secondFactorRoles = List(
        String(validate=one_of([role.value for role in DEMANDABLE])),
        validate=validate.Length(max=len(DEMANDABLE)),
        metadata={"description": "Members with these roles set up a second factor before anything else."},
    )


class HotelSettingsOut(Schema):
    reopenWindowDays = Float(metadata={"description": "How long an ended ticket is opened again."})
    waitingRemindsAfterDays = Float(metadata={"description": "0: no reminder."})
    waitingResolvesAfterDays = Float()
    resolvedClosesAfterDays = Float()
    colour = String()
    checkOutTime = String()
    publicForm = Boolean()
    wishes = List(String())
    wishesByLanguage = Dict(keys=String(), values=List(String()))
    signWords = String()
    signLanguages = List(String())
    secondFactorRoles = List(String())


class HotelIn(Schema):
    code = String(
        required=True,
        validate=validate.Length(2, 8),
        metadata={"description": "Letters and digits; every ticket number begins with it."},
    )
    name = String(required=True, validate=validate.Length(1, MAX_NAME))
    timeZone = String(required=True, validate=validate.Length(1, 100))
    language = String(load_default="en", validate=validate.Length(2, 20))
    parentId = Id(load_default=None, allow_none=True)


class HotelPatchIn(Schema):
    name = String(validate=validate.Length(1, MAX_NAME))
    timeZone = String(validate=validate.Length(1, 100))
    language = String(validate=validate.Length(2, 20))
    parentId = Id(
        allow_none=True,
        metadata={"description": "The hotel whose owners and managers look after this one too; null: none."},
    )
    settings = Nested(HotelSettingsIn)


class HotelOut(Schema):
    id = String()
    code = String()
    name = String()
    timeZone = String()
    language = String()
    parentId = String(
        allow_none=True, metadata={"description": "null also for a parent that you do not see."}
    )
    archivedAt = Moment(allow_none=True)
    settings = Nested(HotelSettingsOut)


class HotelRow(HotelOut):
    """The same, within the list."""


class HotelsOut(Schema):
    data = List(Nested(HotelRow))
    pagination = Nested(PaginationOut)


class HotelEventsOut(Schema):
    data = List(Nested(EventOut))
    pagination = Nested(PaginationOut)

"""Hotels and the times they set for their tickets (R-WF-2, R-WF-3)."""

from __future__ import annotations

from datetime import timedelta

from apiflask.fields import Float, List, Nested, String
from marshmallow import validate

from web.access import Visit, current_visit, needs
from web.api import shapes
from web.api.blueprint import api
from web.api.schema import Schema
from web.api.schemas import PaginationOut
from web.api.shapes import Json
from workflow import clock
from workflow.errors import NotFound
from workflow.models import Hotel
from workflow.roles import Action
from workflow.services import hotel_times
from workflow.services.hotel_times import FIELDS, Times
from workflow.services.hotels import rules_of

_DAY = timedelta(days=1)


def _days() -> Float:
    return Float(validate=validate.Range(min=0, max=365, error="A time is between 0 and 365 days."))


class TimesIn(Schema):
    reopenWindowDays = _days()
    waitingRemindsAfterDays = _days()
    waitingResolvesAfterDays = _days()
    resolvedClosesAfterDays = _days()


class TimesOut(Schema):
    reopenWindowDays = Float(metadata={"description": "How long an ended ticket is opened again."})
    waitingRemindsAfterDays = Float(metadata={"description": "0: no reminder."})
    waitingResolvesAfterDays = Float()
    resolvedClosesAfterDays = Float()


class HotelPatchIn(Schema):
    settings = Nested(TimesIn, required=True)


class HotelOut(Schema):
    id = String()
    code = String()
    name = String()
    timeZone = String()
    language = String()
    settings = Nested(TimesOut)


class HotelRow(HotelOut):
    """The same, within the list."""


class HotelsOut(Schema):
    data = List(Nested(HotelRow))
    pagination = Nested(PaginationOut)


@api.get("/hotels")
@api.output(HotelsOut)
@needs(Action.VIEW)
def list_hotels() -> Json:
    """The hotels that the token covers."""
    visit = current_visit()
    with visit.sight.transaction():
        found = Hotel.select().where(Hotel.id.in_(list(visit.sight.hotel_ids))).order_by(Hotel.code)
        return shapes.whole(list(found), _shape)


@api.get("/hotels/<id:id>")
@api.output(HotelOut)
@needs(Action.VIEW)
def get_hotel(id: int) -> Json:
    """One hotel with its times, in days."""
    visit = current_visit()
    with visit.sight.transaction():
        return _shape(_find(visit, id))


@api.patch("/hotels/<id:id>")
@api.input(HotelPatchIn)
@api.output(HotelOut)
@needs(Action.HOTEL)
def change_hotel(id: int, json_data: Json) -> Json:
    """Sets the times that are named. Tickets that wait already count from when they began to."""
    visit = current_visit()
    given = json_data["settings"]
    times = {name: given[field] * _DAY for name, field in FIELDS.items() if field in given}
    with visit.sight.transaction():
        hotel = _find(visit, id)
        hotel_times.set_times(hotel.id, Times(**times), now=clock.now())
        return _shape(_find(visit, id))


def _find(visit: Visit, id: int) -> Hotel:
    """Raises NotFound, the same for a hotel of others."""
    if id not in visit.sight.hotel_ids:
        raise NotFound("There is no such hotel.")
    found: Hotel = Hotel.get_by_id(id)
    return found


def _shape(hotel: Hotel) -> Json:
    rules = rules_of(hotel.settings)
    return {
        "id": str(hotel.id),
        "code": hotel.code,
        "name": hotel.name,
        "timeZone": hotel.time_zone,
        "language": hotel.language,
        "settings": {field: round(getattr(rules, name) / _DAY, 6) for name, field in FIELDS.items()},
    }

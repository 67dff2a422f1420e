"""How long a hotel keeps deleted and closed tickets, and when closed ones leave its lists (R-TKT-7)."""

from __future__ import annotations

from dataclasses import replace

from apiflask.fields import Integer
from marshmallow import validate

from web.access import current_visit, needs
from web.api.blueprint import api
from web.api.schema import Schema
from web.api.shapes import Json
from workflow import clock
from workflow.keeping import LONGEST, Keeping, keeping_of
from workflow.models import Hotel
from workflow.roles import Action
from workflow.services import keeping

_FIELDS = {"deletedDays": "deleted", "closedDays": "closed", "archivedDays": "archived"}


class _Days(Integer):
    """0: for ever."""

    def __init__(self, description: str) -> None:
        super().__init__(
            strict=True, validate=validate.Range(0, LONGEST), metadata={"description": description}
        )


class KeepingIn(Schema):
    deletedDays = _Days("After so many days the words of a deleted ticket are gone for good; 0: never.")
    closedDays = _Days("The same for a closed ticket.")
    archivedDays = _Days(
        "After so many days a closed ticket leaves the lists; a search still finds it. 0: never."
    )


class KeepingOut(KeepingIn):
    pass


@api.get("/ticket-keeping")
@api.output(KeepingOut)
@needs(Action.HOTEL)
def get_keeping() -> Json:
    """How many days the hotel keeps deleted and closed tickets."""
    visit = current_visit()
    with visit.sight.transaction():
        return _shape(keeping_of(Hotel.get_by_id(visit.seat.hotel_id).settings))


@api.patch("/ticket-keeping")
@api.input(KeepingIn)
@api.output(KeepingOut)
@needs(Action.HOTEL)
def change_keeping(json_data: Json) -> Json:
    """Changes the named times. They count at once, also for what was deleted or closed before."""
    visit = current_visit()
    hotel_id = visit.seat.hotel_id
    with visit.sight.transaction():
        before = keeping_of(Hotel.get_by_id(hotel_id).settings)
        wanted = replace(before, **{_FIELDS[name]: days for name, days in json_data.items()})
        keeping.set_keeping(hotel_id, wanted, actor=visit.actor, now=clock.now())
    return _shape(wanted)


def _shape(found: Keeping) -> Json:
    return {name: getattr(found, field) for name, field in _FIELDS.items()}

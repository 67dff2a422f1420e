"""Hotels: what they are called, their group, the times they set for their tickets, their guests' page (R-WEB-2, R-WF-3)."""

from __future__ import annotations

from datetime import timedelta

from web.access import Visit, current_visit, needs
from web.api import shapes
from web.api.blueprint import api
from web.api.hotel_schemas import HotelEventsOut, HotelIn, HotelOut, HotelPatchIn, HotelsOut
from web.api.lists import listed, wanted_of
from web.api.schemas import PageIn
from web.api.shapes import Json, moment
from workflow import clock, hotel_settings
from workflow.database import hotel as hotel_transaction
from workflow.errors import Forbidden, Invalid, NotFound
from workflow.models import Hotel
from workflow.roles import Action
from workflow.services import factor_demand, hotel_changes, hotel_events, hotel_times
from workflow.services.hotel_changes import About, GuestPageChange
from workflow.services.hotel_events import HotelEvent
from workflow.services.hotel_times import FIELDS, Times
from workflow.services.hotels import create_hotel, rules_of
from workflow.services.member_changes import By
from workflow.values import Role

_DAY = timedelta(days=1)
_GROUPERS = (Role.PLATFORM, Role.OWNER)


@api.get("/hotels")
@api.input(PageIn, location="query")
@api.output(HotelsOut)
@needs(Action.INSIDE)
def list_hotels(query_data: Json) -> Json:
    """The hotels that the token covers, by code."""
    visit = current_visit()
    with visit.sight.transaction():
        found = list(Hotel.select().where(Hotel.id.in_(list(visit.sight.hotel_ids))).order_by(Hotel.code))
    return listed(found, query_data, lambda one: _shape(one, visit))


@api.get("/hotels/archived")
@api.input(PageIn, location="query")
@api.output(HotelsOut)
@needs(Action.PLATFORM)
def list_archived_hotels(query_data: Json) -> Json:
    """The hotels that are archived; for the platform."""
    visit = current_visit()
    return listed(hotel_changes.archived(), query_data, lambda one: _shape(one, visit))


@api.post("/hotels")
@api.input(HotelIn)
@api.output(HotelOut, status_code=201)
@needs(Action.CREATE_HOTEL)
def add_hotel(json_data: Json) -> Json:
    """Makes a hotel: by the platform, or by an owner as one of his group."""
    visit = current_visit()
    parent_id = int(json_data["parentId"]) if json_data["parentId"] else None
    if parent_id is None:
        _require_platform(visit)
    else:
        _check_parent(visit, parent_id)
    made = create_hotel(
        code=json_data["code"],
        name=json_data["name"],
        time_zone=json_data["timeZone"],
        language=json_data["language"],
        parent_id=parent_id,
        is_demo=False,
        actor=visit.actor,
        now=clock.now(),
    )
    with hotel_transaction(made.id):
        return _shape(Hotel.get_by_id(made.id), visit)


@api.get("/hotels/<id:id>")
@api.output(HotelOut)
@needs(Action.INSIDE)
def get_hotel(id: int) -> Json:
    """One hotel with its settings; times are in days."""
    visit = current_visit()
    with visit.sight.transaction():
        return _shape(_find(visit, id), visit)


@api.patch("/hotels/<id:id>")
@api.input(HotelPatchIn)
@api.output(HotelOut)
@needs(Action.HOTEL)
def change_hotel(id: int, json_data: Json) -> Json:
    """Changes the named fields of a hotel. Tickets that wait already count from when they began to."""
    visit, now = current_visit(), clock.now()
    given = json_data.get("settings", {})
    times = {name: given[field] * _DAY for name, field in FIELDS.items() if field in given}
    about = About(json_data.get("name"), json_data.get("timeZone"), json_data.get("language"))
    page = GuestPageChange(
        colour=given.get("colour"),
        check_out=given.get("checkOutTime"),
        public_form=given.get("publicForm"),
        wishes=given.get("wishes"),
        wishes_in=given.get("wishesByLanguage"),
        sign_words=given.get("signWords"),
        sign_languages=given.get("signLanguages"),
    )
    with visit.sight.transaction():
        hotel = _find(visit, id)
        if about != About():
            hotel_changes.change(hotel.id, about, actor=visit.actor, now=now)
        if "parentId" in json_data:
            _regroup(visit, hotel, json_data["parentId"])
        if page != GuestPageChange():
            hotel_changes.set_guest_page(hotel.id, page, actor=visit.actor, now=now)
        if "secondFactorRoles" in given:
            role = next(seat.role for seat in visit.seats if seat.hotel_id == hotel.id)
            factor_demand.demand(hotel.id, given["secondFactorRoles"], by=By(visit.actor, role), now=now)
        if times:
            hotel_times.set_times(hotel.id, Times(**times), actor=visit.actor, now=now)
        return _shape(_find(visit, id), visit)


@api.post("/hotels/<id:id>/archive")
@api.output({}, status_code=204)
@needs(Action.CREATE_HOTEL)
def archive_hotel(id: int) -> str:
    """Archives a hotel: its addresses and numbers are switched off and nobody works in it any more. Nothing is deleted."""
    visit = current_visit()
    if not visit.seats:
        raise NotFound("There is no such hotel.")
    with visit.sight.transaction():
        hotel_changes.archive(_find(visit, id).id, actor=visit.actor, now=clock.now())
    return ""


@api.post("/hotels/<id:id>/restore")
@api.output({}, status_code=204)
@needs(Action.PLATFORM)
def restore_hotel(id: int) -> str:
    """Brings an archived hotel back: its people work in it again; its addresses stay off until they switch them on."""
    hotel_changes.restore(id, actor=current_visit().actor, now=clock.now())
    return ""


@api.get("/hotels/<id:id>/events")
@api.input(PageIn, location="query")
@api.output(HotelEventsOut)
@needs(Action.HOTEL)
def list_hotel_events(id: int, query_data: Json) -> Json:
    """What was changed in the hotel's settings, and by whom, newest first."""
    visit = current_visit()
    wanted = wanted_of(query_data)
    with visit.sight.transaction():
        found = hotel_events.of_hotels([_find(visit, id).id], wanted)
    return shapes.page(found, _event)


def _event(event: HotelEvent) -> Json:
    return {
        "id": str(event.id),
        "at": moment(event.at),
        "actor": {
            "kind": event.actor_kind,
            "id": None if event.actor_id is None else str(event.actor_id),
            "name": event.actor_name,
        },
        "kind": event.kind,
        "field": event.field,
        "old": event.old,
        "new": event.new,
    }


def _regroup(visit: Visit, hotel: Hotel, parent: str | None) -> None:
    """Who owns the hotel and the parent that it gets or loses, or the platform. A parent that one does not see stays."""
    parent_id = int(parent) if parent else None
    sees_parent = hotel.parent_id is not None and visit.person.seat(hotel.parent_id) is not None
    if parent_id == hotel.parent_id or (parent_id is None and not sees_parent):
        return
    for concerned in (hotel.id, hotel.parent_id, parent_id):
        if concerned is not None and not _owns(visit, concerned):
            raise Forbidden("Only who owns both hotels, or the platform, changes a group.")
    hotel_changes.set_parent(hotel.id, parent_id, actor=visit.actor, now=clock.now())


def _owns(visit: Visit, hotel_id: int) -> bool:
    seat = visit.person.seat(hotel_id)
    return seat is not None and seat.role in _GROUPERS


def _check_parent(visit: Visit, parent_id: int) -> None:
    """Raises Invalid, the same for a hotel of others, for one that he does not own, and for none."""
    if not _owns(visit, parent_id):
        raise Invalid("There is no such hotel that you own.", "parentId")


def _require_platform(visit: Visit) -> None:
    if not visit.person.is_platform:
        raise Forbidden(
            "Only the platform's own people and tokens do this; an owner names his hotel as parentId."
        )


def _find(visit: Visit, id: int) -> Hotel:
    """Raises NotFound, the same for a hotel of others."""
    if id not in visit.sight.hotel_ids:
        raise NotFound("There is no such hotel.")
    found: Hotel = Hotel.get_by_id(id)
    return found


def _shape(hotel: Hotel, visit: Visit) -> Json:
    rules, page = rules_of(hotel.settings), hotel_settings.guest_page(hotel.settings)
    sees_parent = hotel.parent_id is not None and visit.person.seat(hotel.parent_id) is not None
    return {
        "id": str(hotel.id),
        "code": hotel.code,
        "name": hotel.name,
        "timeZone": hotel.time_zone,
        "language": hotel.language,
        "parentId": str(hotel.parent_id) if sees_parent else None,
        "archivedAt": moment(hotel.archived_at),
        "settings": {
            **{field: round(getattr(rules, name) / _DAY, 6) for name, field in FIELDS.items()},
            "colour": page.colour,
            "checkOutTime": f"{page.check_out:%H:%M}",
            "publicForm": page.public_form,
            "wishes": list(page.wishes),
            "wishesByLanguage": {code: list(wishes) for code, wishes in page.wishes_in.items()},
            "signWords": page.sign_words,
            "signLanguages": list(page.sign_languages),
            "secondFactorRoles": list(factor_demand.of_settings(hotel.settings)),
        },
    }

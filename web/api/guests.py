"""Guests: who they are, by which addresses they write, and two that are one (R-TKT-5)."""

from __future__ import annotations

from web.access import Visit, current_visit, needs
from web.api import guest_schemas as shaped
from web.api import shapes
from web.api.blueprint import api
from web.api.lists import wanted_of
from web.api.shapes import Json
from web.api.stays import stay_shape
from workflow import clock
from workflow.queries import guests as guest_queries
from workflow.queries import stays as stay_queries
from workflow.queries.guests import GuestRow, MergedRow
from workflow.roles import Action
from workflow.services import guest_merging, guest_records
from workflow.services.guest_records import Address


@api.get("/guests")
@api.input(shaped.GuestsIn, location="query")
@api.output(shaped.GuestsOut)
@needs(Action.GUESTS)
def list_guests(query_data: Json) -> Json:
    """The guests of the hotel, the newest first; without those who became part of another or were erased."""
    visit = current_visit()
    wanted = wanted_of(query_data)
    with visit.sight.transaction():
        found = guest_queries.page(visit.sight.hotel_ids, query_data["q"], wanted, room=query_data["room"])
    return shapes.page(found, guest_shape)


@api.post("/guests")
@api.input(shaped.GuestIn)
@api.output(shaped.GuestOut, status_code=201)
@needs(Action.GUESTS)
def create_guest(json_data: Json) -> Json:
    """Adds a guest. An address that another guest of the hotel has is refused, 409."""
    visit = current_visit()
    addresses = _addresses(json_data["addresses"])
    with visit.sight.transaction():
        made = guest_records.create(
            visit.seat.hotel_id,
            json_data["name"],
            json_data["language"],
            addresses,
            actor=visit.actor,
            now=clock.now(),
        )
        return _whole(visit, made.id)


@api.get("/guests/<id:id>")
@api.output(shaped.GuestOut)
@needs(Action.GUESTS)
def get_guest(id: int) -> Json:
    """One guest with his stays; his tickets are at GET /tickets?guest=ID."""
    visit = current_visit()
    with visit.sight.transaction():
        return _whole(visit, id)


@api.patch("/guests/<id:id>")
@api.input(shaped.GuestPatchIn)
@api.output(shaped.GuestOut)
@needs(Action.GUESTS)
def change_guest(id: int, json_data: Json) -> Json:
    """Changes a guest's name, language or addresses: all or nothing."""
    visit = current_visit()
    added = _addresses(json_data["add_addresses"])
    with visit.sight.transaction():
        guest = guest_records.lock(guest_records.find(visit.sight.hotel_ids, id).hotel_id, id)
        guest_records.change(guest, name=json_data["name"], language=json_data["language"], actor=visit.actor)
        for address_id in json_data["remove_address_ids"]:
            guest_records.remove_address(guest, int(address_id), actor=visit.actor)
        guest_records.add_addresses(guest, added, actor=visit.actor)
        return _whole(visit, id)


@api.post("/guests/<id:id>/merge")
@api.input(shaped.MergeGuestIn)
@api.output(shaped.GuestOut)
@needs(Action.GUESTS)
def merge_guest(id: int, json_data: Json) -> Json:
    """Merges a guest into another, who is the answer and has all that was his. It can be undone."""
    visit = current_visit()
    into_id = int(json_data["into"])
    with visit.sight.transaction():
        hotel_id = guest_records.find(visit.sight.hotel_ids, id).hotel_id
        guest_merging.merge(hotel_id, id, into_id, actor=visit.actor, now=clock.now())
        return _whole(visit, into_id)


@api.post("/guests/<id:id>/unmerge")
@api.output(shaped.GuestOut)
@needs(Action.GUESTS)
def part_guest(id: int) -> Json:
    """Undoes the merge of this guest into another: both are as they were. Refused when that cannot be exact."""
    visit = current_visit()
    with visit.sight.transaction():
        hotel_id = guest_records.find(visit.sight.hotel_ids, id).hotel_id
        guest_merging.undo(hotel_id, id, actor=visit.actor, now=clock.now())
        return _whole(visit, id)


def guest_shape(guest: GuestRow) -> Json:
    return {
        "id": str(guest.id),
        "hotelId": str(guest.hotel_id),
        "name": guest.name,
        "language": guest.language,
        "addresses": [{"id": str(one.id), "kind": one.kind, "value": one.value} for one in guest.addresses],
        "ticketCount": guest.tickets,
        "room": guest.room,
        "mergedInto": guest.merged_into and {"id": str(guest.merged_into.id), "name": guest.merged_into.name},
        "createdAt": shapes.moment(guest.created_at),
    }


def _whole(visit: Visit, id: int) -> Json:
    """In the open transaction. Raises NotFound."""
    guest = guest_queries.row(visit.sight.hotel_ids, id)
    stays = stay_queries.of_guest(guest.hotel_id, guest.id)
    merged = guest_queries.merged_into(guest)
    return {
        **guest_shape(guest),
        "stays": [stay_shape(stay) for stay in stays],
        "merged": [_merged(one) for one in merged],
    }


def _merged(one: MergedRow) -> Json:
    return {"id": str(one.id), "name": one.name, "mergedAt": shapes.moment(one.at), "mergedBy": one.by}


def _addresses(sent: list[Json]) -> list[Address]:
    """Raises Invalid."""
    return [guest_records.checked_address(one["kind"], one["value"]) for one in sent]

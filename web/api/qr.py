"""QR codes for guests (R-QR-1 to R-QR-3): issuing, exchanging for a session, revoking; cards and signs to print."""

from __future__ import annotations

from dataclasses import replace

from apiflask.schemas import FileSchema
from flask import Response

from web import printing
from web.access import Access, current_visit, needs
from web.api import qr_schemas, schemas, shapes
from web.api.blueprint import api
from web.api.lists import wanted_of
from web.api.shapes import Json, moment
from web.installation import current_desk
from web.redeeming import redeem
from workflow import clock
from workflow.models import Guest
from workflow.queries import qr as qr_queries
from workflow.queries.qr import CodeRow, SessionRow
from workflow.queries.tickets import Named
from workflow.roles import Action
from workflow.services import qr_codes, qr_limits, room_signs
from workflow.services.qr_limits import QrLimits

_PDF = FileSchema(type="string", format="binary")


@api.post("/qr/generate")
@api.input(qr_schemas.GenerateIn)
@api.output(qr_schemas.GeneratedOut, status_code=201)
@needs(Action.QR)
def generate_code(json_data: Json) -> tuple[Json, int]:
    """Makes a code for a guest who is in this room now; it works once. At most a week, and never past check-out."""
    visit, desk = current_visit(), current_desk()
    with visit.sight.transaction():
        issued = qr_codes.issue(
            visit.seat.hotel_id,
            guest_id=int(json_data["guest_id"]),
            room_id=int(json_data["room_id"]),
            minutes=json_data["minutes"],
            actor=visit.actor,
            keys=desk.keys,
            now=clock.now(),
        )
        language = Guest.get_by_id(int(json_data["guest_id"])).language
    url = printing.link_of_code(issued.token, language)
    return {"qrUrl": url, "token": issued.token, "expiresAt": moment(issued.expires_at)}, 201


@api.post("/qr/validate")
@api.input(qr_schemas.ValidateIn)
@api.output(qr_schemas.ValidatedOut)
@needs(Access.EVERYBODY)
def validate_code(json_data: Json) -> Json:
    """Exchanges a code for a guest's session, once. 10 a minute from an address and 5 for a guest, unless the hotel says else."""
    redeemed = redeem(json_data["token"])
    return {
        "sessionToken": redeemed.session_token,
        "guestId": str(redeemed.guest_id),
        "hotelId": str(redeemed.hotel_id),
        "roomId": str(redeemed.room_id),
    }


@api.get("/qr")
@api.input(schemas.PageIn, location="query")
@api.output(qr_schemas.CodesOut)
@needs(Action.QR)
def list_codes(query_data: Json) -> Json:
    """The codes that nobody has used and that are still good, newest first; never the codes themselves."""
    visit = current_visit()
    with visit.sight.transaction():
        found = qr_queries.codes(visit.sight.hotel_ids, wanted_of(query_data), now=clock.now())
    return shapes.page(found, _code)


@api.post("/qr/<id:id>/revoke")
@api.output({}, status_code=204)
@needs(Action.QR)
def revoke_code(id: int) -> str:
    """Revokes a code: it lets nobody in any more, and who came in by it is out."""
    visit = current_visit()
    with visit.sight.transaction():
        qr_codes.revoke(visit.seat.hotel_id, id, actor=visit.actor, now=clock.now())
    return ""


@api.post("/qr/cards")
@api.input(qr_schemas.CardsIn)
@api.output(_PDF, content_type="application/pdf")
@needs(Action.QR)
def print_cards(json_data: Json) -> Response:
    """Prints a card for each guest with a new code: good from check-in to check-out, once. All of them, or none."""
    visit = current_visit()
    pairs = [(int(card["guest_id"]), int(card["room_id"])) for card in json_data["cards"]]
    return printing.cards(visit, pairs, is_sheet=json_data["sheet"])


@api.post("/qr/signs")
@api.input(qr_schemas.SignsIn)
@api.output(_PDF, content_type="application/pdf")
@needs(Action.QR)
def print_signs(json_data: Json) -> Response:
    """Prints the signs of rooms: a room's code stays the same until it is revoked."""
    return printing.signs(
        current_visit(), [int(id) for id in json_data["room_ids"]], is_sheet=json_data["sheet"]
    )


@api.post("/qr/signs/<id:id>/revoke")
@api.output({}, status_code=204)
@needs(Action.QR)
def revoke_sign(id: int) -> str:
    """Revokes the sign of a room (id): its code opens nothing any more; the next print has a new one."""
    visit = current_visit()
    with visit.sight.transaction():
        room_signs.revoke(visit.seat.hotel_id, id, actor=visit.actor, now=clock.now())
    return ""


@api.get("/qr/sessions")
@api.input(schemas.PageIn, location="query")
@api.output(qr_schemas.GuestSessionsOut)
@needs(Action.QR)
def list_guest_sessions(query_data: Json) -> Json:
    """The sessions of guests who are in now, newest first."""
    visit = current_visit()
    with visit.sight.transaction():
        found = qr_queries.sessions(visit.sight.hotel_ids, wanted_of(query_data), now=clock.now())
    return shapes.page(found, _session)


@api.post("/qr/sessions/<id:id>/revoke")
@api.output({}, status_code=204)
@needs(Action.QR)
def revoke_guest_session(id: int) -> str:
    """Ends one session of a guest, on this one device."""
    visit = current_visit()
    with visit.sight.transaction():
        qr_codes.revoke_session(visit.seat.hotel_id, id, actor=visit.actor, now=clock.now())
    return ""


@api.get("/qr/limits")
@api.output(qr_schemas.LimitsOut)
@needs(Action.HOTEL)
def get_limits() -> Json:
    """How often codes may be redeemed in a minute."""
    visit = current_visit()
    with visit.sight.transaction():
        return _limits(qr_limits.of_hotel(visit.seat.hotel_id))


@api.patch("/qr/limits")
@api.input(qr_schemas.LimitsIn)
@api.output(qr_schemas.LimitsOut)
@needs(Action.HOTEL)
def change_limits(json_data: Json) -> Json:
    """Changes the named limits, from the next redeem on."""
    visit = current_visit()
    with visit.sight.transaction():
        hotel_id = visit.seat.hotel_id
        wanted = replace(qr_limits.of_hotel(hotel_id), **json_data)
        qr_limits.set_limits(hotel_id, wanted, actor=visit.actor, now=clock.now())
        return _limits(wanted)


def _limits(limits: QrLimits) -> Json:
    return {"perAddress": limits.per_address, "perGuest": limits.per_guest}


def _code(row: CodeRow) -> Json:
    return {
        "id": str(row.id),
        "hotelId": str(row.hotel_id),
        "guest": {"id": str(row.guest.id), "name": row.guest.name},
        "room": _room(row.room),
        "stayId": str(row.stay_id),
        "isCard": row.is_card,
        "isActive": row.is_active,
        "issuedBy": row.issued_by,
        "issuedAt": moment(row.issued_at),
        "expiresAt": moment(row.expires_at),
    }


def _session(row: SessionRow) -> Json:
    return {
        "id": str(row.id),
        "hotelId": str(row.hotel_id),
        "guest": {"id": str(row.guest.id), "name": row.guest.name},
        "room": _room(row.room),
        "stayId": str(row.stay_id),
        "bySign": row.by_sign,
        "openedAt": moment(row.opened_at),
    }


def _room(room: Named) -> Json:
    return {"id": str(room.id), "number": room.name}

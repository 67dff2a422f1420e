"""The PMS door (R-PMS-1): signed by the hotel's PMS as Standard Webhooks says. And the connection it signs with.

Nothing of a body is looked at before its signature.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any, TypeVar

from apiflask.fields import Boolean, Date, List, Nested, String
from flask import g, request
from marshmallow import validate

from web.access import Access, current_visit, needs
from web.api import schemas, shapes
from web.api.blueprint import api
from web.api.schema import Schema
from web.api.shapes import Json
from web.installation import current_desk
from workflow import clock, stay_lines
from workflow.database import hotel
from workflow.roles import Action
from workflow.services import guest_records, pms, pms_stays, pms_tickets, stays
from workflow.services.pms_stays import Said
from workflow.services.pms_tickets import TicketWord
from workflow.services.stay_feed import StayWord, Taken
from workflow.standard_webhooks import Signed
from workflow.wake import wake_clock

MAX_STAYS = 500
View = TypeVar("View", bound=Callable[..., Any])


def _text(most: int) -> String:
    return String(load_default="", allow_none=True, validate=validate.Length(max=most))


def _many(most: int) -> Any:
    return List(
        String(validate=validate.Length(max=guest_records.MAX_EMAIL)),
        load_default=list,
        validate=validate.Length(max=most),
    )


class PmsGuestIn(Schema):
    name = _text(guest_records.MAX_NAME)
    emails = _many(10)
    phones = _many(10)
    language = _text(20)


class PmsStayIn(Schema):
    confirmation = String(required=True, validate=validate.Length(1, stays.MAX_CONFIRMATION))
    guest = Nested(PmsGuestIn, required=True)
    room = String(allow_none=True, validate=validate.Length(max=stays.MAX_ROOM))
    arrival = Date(required=True)
    departure = Date(required=True)
    status = String(required=True, validate=schemas.one_of(sorted(stay_lines.STATUSES)))
    updated_at = schemas.Instant(
        load_default=None,
        data_key="updatedAt",
        metadata={"description": "When this was true; without it, webhook-timestamp counts."},
    )


class PmsStaysIn(Schema):
    stays = List(Nested(PmsStayIn), required=True, validate=validate.Length(1, MAX_STAYS))


class TakenOut(Schema):
    stayId = String(allow_none=True)
    guestId = String(allow_none=True)
    outcome = String()
    warnings = List(String())


class PmsStaysOut(Schema):
    stays = List(Nested(TakenOut), metadata={"description": "In the order of the body."})


class PmsTicketGuestIn(PmsGuestIn):
    """The same, within a ticket."""


class PmsTicketIn(Schema):
    subject = _text(500)
    description = _text(200_000)
    priority = _text(40)
    status = _text(40)
    room = _text(stays.MAX_ROOM)
    confirmation = _text(stays.MAX_CONFIRMATION)
    guest = Nested(PmsTicketGuestIn, load_default=dict)
    category = _text(100)
    department = _text(100)
    comment = _text(20_000)
    updated_at = schemas.Instant(load_default=None, data_key="updatedAt")


class PmsSyncIn(Schema):
    external_id = String(
        required=True, data_key="externalId", validate=validate.Length(1, pms_tickets.MAX_ID)
    )
    event = String(required=True, validate=validate.Length(1, 100))
    ticket = Nested(PmsTicketIn, required=True)


class PmsSyncOut(Schema):
    ticketId = String()
    pid = String()
    state = String()
    outcome = String()
    warnings = List(String())


class PmsOut(Schema):
    isConnected = Boolean()
    madeAt = schemas.Moment(allow_none=True)
    madeBy = String()
    formerUntil = schemas.Moment(allow_none=True)
    heardAt = schemas.Moment(allow_none=True)


class PmsSecretOut(PmsOut):
    secret = String(metadata={"description": "Shown this once."})


def signed_by_pms(view: View) -> View:
    """Whoever calls is the PMS of a hotel; everybody else gets the same 401, whatever the reason."""

    @wraps(view)
    def checked(*arguments: Any, **named: Any) -> Any:
        g.pms_hotel, g.pms_signed = pms.who_signed(
            request.headers.get("Bellhop-Hotel", ""),
            dict(request.headers),
            request.get_data(cache=True),
            keys=current_desk().keys,
            now=clock.now(),
        )
        return view(*arguments, **named)

    return checked  # type: ignore[return-value]


@api.post("/webhooks/pms/stays")
@signed_by_pms
@api.input(PmsStaysIn)
@api.output(PmsStaysOut)
@needs(Access.EVERYBODY)
def take_stays(json_data: Json) -> Json:
    """Takes stays as the PMS knows them: all of them, or none. Older word does not undo newer one."""
    said = [Said(_stay(one), one["updated_at"]) for one in json_data["stays"]]
    now = clock.now()

    def work(signed: Signed) -> pms.Answer:
        taken = pms_stays.take(g.pms_hotel, said, sent_at=_sent_at(signed), now=now)
        return {"stays": [_taken(one) for one in taken]}

    return _once(work, now=now)


@api.post("/webhooks/pms/ticket-sync")
@signed_by_pms
@api.input(PmsSyncIn)
@api.output(PmsSyncOut)
@needs(Access.EVERYBODY)
def sync_ticket(json_data: Json) -> Json:
    """Takes a ticket that lives in the PMS: opened once by its externalId, then kept as the PMS says."""
    word = _ticket(json_data)
    at = json_data["ticket"]["updated_at"]
    now = clock.now()

    def work(signed: Signed) -> pms.Answer:
        done = pms_tickets.sync(g.pms_hotel, word, as_of=min(at or _sent_at(signed), now), now=now)
        return {
            "ticketId": str(done.ticket.id),
            "pid": done.ticket.pid,
            "state": done.ticket.state,
            "outcome": done.outcome,
            "warnings": list(done.warnings),
        }

    answer = _once(work, now=now)
    wake_clock()
    return answer


@api.get("/pms")
@api.output(PmsOut)
@needs(Action.PMS)
def get_pms() -> Json:
    """The connection to the PMS, without its secret."""
    visit = current_visit()
    with visit.sight.transaction():
        return _connection(visit.seat.hotel_id)


@api.post("/pms/secret")
@api.output(PmsSecretOut, status_code=201)
@needs(Action.PMS)
def new_pms_secret() -> Json:
    """Connects the PMS, or changes the secret it signs with: the one before is taken for another day."""
    visit = current_visit()
    hotel_id = visit.seat.hotel_id
    with visit.sight.transaction():
        secret = pms.new_secret(hotel_id, keys=current_desk().keys, actor=visit.actor, now=clock.now())
        return {**_connection(hotel_id), "secret": secret}


@api.delete("/pms")
@api.output({}, status_code=204)
@needs(Action.PMS)
def disconnect_pms() -> str:
    """Disconnects the PMS: nothing that it sends is taken any more."""
    visit = current_visit()
    with visit.sight.transaction():
        pms.disconnect(visit.seat.hotel_id, actor=visit.actor, now=clock.now())
    return ""


def _once(work: Callable[[Signed], pms.Answer], *, now: datetime) -> Json:
    signed: Signed = g.pms_signed
    with hotel(g.pms_hotel):
        return pms.once(g.pms_hotel, signed, lambda: work(signed), now=now)


def _stay(sent: Json) -> StayWord:
    guest = sent["guest"]
    return StayWord(
        confirmation=sent["confirmation"],
        name=guest["name"] or "",
        arrival=sent["arrival"],
        departure=sent["departure"],
        status=stay_lines.status_of(sent["status"]),
        room=sent["room"] or "" if "room" in sent else None,
        emails=guest["emails"],
        phones=guest["phones"],
        language=guest["language"] or "",
    )


def _ticket(sent: Json) -> TicketWord:
    ticket = sent["ticket"]
    guest = ticket["guest"]
    plain = ("subject", "description", "priority", "status", "room", "confirmation", "category", "department")
    return TicketWord(
        external_id=sent["external_id"],
        event=sent["event"],
        guest_name=guest.get("name") or "",
        emails=guest.get("emails") or (),
        comment=ticket["comment"] or "",
        **{name: ticket[name] or "" for name in plain},
    )


def _taken(one: Taken) -> Json:
    return {
        "stayId": None if one.stay_id is None else str(one.stay_id),
        "guestId": None if one.guest_id is None else str(one.guest_id),
        "outcome": one.outcome,
        "warnings": list(one.warnings),
    }


def _connection(hotel_id: int) -> Json:
    found = pms.connection(hotel_id)
    if found is None:
        return {"isConnected": False, "madeAt": None, "madeBy": "", "formerUntil": None, "heardAt": None}
    return {
        "isConnected": True,
        "madeAt": shapes.moment(found.made_at),
        "madeBy": found.made_by,
        "formerUntil": shapes.moment(found.former_until),
        "heardAt": shapes.moment(found.heard_at),
    }


def _sent_at(signed: Signed) -> datetime:
    return datetime.fromtimestamp(signed.timestamp, UTC)

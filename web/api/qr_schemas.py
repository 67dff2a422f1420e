"""The JSON shapes of QR codes, cards, signs and guests' sessions."""

from __future__ import annotations

from apiflask.fields import Boolean, Integer, List, Nested, String
from marshmallow import validate

from web.api.schema import Schema
from web.api.schemas import Id, Moment, NamedOut, PaginationOut, RoomOut, Switch
from workflow.qr_token import MAX_LENGTH
from workflow.services.qr_codes import LONGEST_MINUTES
from workflow.services.qr_limits import MOST

MAX_AT_ONCE = 200


class GenerateIn(Schema):
    guest_id = Id(required=True, data_key="guestId")
    room_id = Id(required=True, data_key="roomId")
    minutes = Integer(
        load_default=60,
        strict=True,
        data_key="expiresInMinutes",
        validate=validate.Range(1, LONGEST_MINUTES),
    )


class GeneratedOut(Schema):
    qrUrl = String()
    token = String(metadata={"description": "Shown this once; the desk keeps only its SHA-256."})
    expiresAt = Moment()


class ValidateIn(Schema):
    token = String(required=True, validate=validate.Length(1, MAX_LENGTH))


class ValidatedOut(Schema):
    sessionToken = String(metadata={"description": "A bearer token of the role guest, good until check-out."})
    guestId = String()
    hotelId = String()
    roomId = String()


class CardIn(Schema):
    guest_id = Id(required=True, data_key="guestId")
    room_id = Id(required=True, data_key="roomId")


class CardsIn(Schema):
    cards = List(Nested(CardIn), required=True, validate=validate.Length(1, MAX_AT_ONCE))
    sheet = Switch(
        load_default=False, metadata={"description": "true: four cards to a page of A4; else A6 each."}
    )


class SignsIn(Schema):
    room_ids = List(Id(), required=True, data_key="roomIds", validate=validate.Length(1, MAX_AT_ONCE))
    sheet = Switch(load_default=False)


class CodeRowOut(Schema):
    id = String()
    hotelId = String()
    guest = Nested(NamedOut)
    room = Nested(RoomOut)
    stayId = String()
    isCard = Boolean()
    isActive = Boolean(metadata={"description": "false: a card before check-in."})
    issuedBy = String()
    issuedAt = Moment()
    expiresAt = Moment()


class CodesOut(Schema):
    data = List(Nested(CodeRowOut))
    pagination = Nested(PaginationOut)


class GuestSessionRowOut(Schema):
    id = String()
    hotelId = String()
    guest = Nested(NamedOut)
    room = Nested(RoomOut)
    stayId = String()
    bySign = Boolean(metadata={"description": "Opened by a room's sign and a last name."})
    openedAt = Moment()


class GuestSessionsOut(Schema):
    data = List(Nested(GuestSessionRowOut))
    pagination = Nested(PaginationOut)


class LimitsIn(Schema):
    per_address = Integer(strict=True, data_key="perAddress", validate=validate.Range(1, MOST))
    per_guest = Integer(strict=True, data_key="perGuest", validate=validate.Range(1, MOST))


class LimitsOut(Schema):
    perAddress = Integer(metadata={"description": "Redeems a minute from one IP address."})
    perGuest = Integer(metadata={"description": "Redeems a minute for one guest."})

"""The JSON shapes of guests and stays."""

from __future__ import annotations

from apiflask.fields import Date, Integer, List, Nested, String
from marshmallow import validate

from web.api import schemas
from web.api.schema import Schema
from workflow.services.guest_records import KINDS, MAX_ADDRESSES, MAX_EMAIL, MAX_NAME
from workflow.services.stays import MAX_CONFIRMATION, MAX_ROOM
from workflow.values import StayStatus

STATUSES = list(StayStatus)


class AddressIn(Schema):
    kind = String(required=True, validate=schemas.one_of(list(KINDS)))
    value = String(
        required=True,
        validate=validate.Length(1, MAX_EMAIL),
        metadata={"description": "A mail address, or a number with its country, like +4930123456."},
    )


class GuestsIn(schemas.PageIn):
    q = String(
        load_default="",
        validate=validate.Length(max=200),
        metadata={"description": "Part of a name or an address; a number, a room, a confirmation."},
    )
    room = String(load_default="", validate=validate.Length(max=MAX_ROOM))


class GuestIn(Schema):
    name = String(load_default="", validate=validate.Length(max=MAX_NAME))
    language = String(load_default="", validate=validate.Length(max=20))
    addresses = List(Nested(AddressIn), load_default=list, validate=validate.Length(max=MAX_ADDRESSES))


class AddressInRow(AddressIn):
    """The same, in a change."""


class GuestPatchIn(Schema):
    name = String(load_default=None, validate=validate.Length(max=MAX_NAME))
    language = String(load_default=None, validate=validate.Length(max=20))
    add_addresses = List(
        Nested(AddressInRow),
        load_default=list,
        data_key="addAddresses",
        validate=validate.Length(max=MAX_ADDRESSES),
    )
    remove_address_ids = List(
        schemas.Id(),
        load_default=list,
        data_key="removeAddressIds",
        validate=validate.Length(max=MAX_ADDRESSES),
    )


class MergeGuestIn(Schema):
    into = schemas.Id(required=True)


class AddressOut(Schema):
    id = String()
    kind = String()
    value = String()


class StayOut(Schema):
    id = String()
    hotelId = String()
    confirmation = String()
    guest = Nested(schemas.NamedOut)
    room = Nested(schemas.RoomOut, allow_none=True)
    arrival = Date()
    departure = Date()
    status = String(validate=schemas.one_of(STATUSES))
    checkedInAt = schemas.Moment(allow_none=True)
    checkedOutAt = schemas.Moment(allow_none=True)


class StayRow(StayOut):
    """The same, within a list."""


class StaysOut(Schema):
    data = List(Nested(StayRow))
    pagination = Nested(schemas.PaginationOut)


class MergedOut(Schema):
    id = String()
    name = String()
    mergedAt = schemas.Moment()
    mergedBy = String()


class GuestRowOut(Schema):
    id = String()
    hotelId = String()
    name = String()
    language = String()
    addresses = List(Nested(AddressOut))
    ticketCount = Integer()
    room = String(metadata={"description": "Of the stay he is on, or of the next one."})
    mergedInto = Nested(schemas.NamedOut, allow_none=True)
    createdAt = schemas.Moment()


class GuestStayRow(StayOut):
    """The same, within a guest."""


class GuestOut(GuestRowOut):
    stays = List(Nested(GuestStayRow))
    merged = List(Nested(MergedOut), metadata={"description": "Who became part of this guest."})


class GuestsOut(Schema):
    data = List(Nested(GuestRowOut))
    pagination = Nested(schemas.PaginationOut)


class StaysIn(schemas.PageIn):
    in_house = Date(
        load_default=None,
        data_key="inHouse",
        metadata={"description": "In the house on this day, or expected."},
    )
    arriving = Date(load_default=None)
    departing = Date(load_default=None)
    status = String(load_default=None, validate=schemas.one_of(STATUSES))
    room = String(load_default="", validate=validate.Length(max=MAX_ROOM))
    guest = schemas.Id(load_default=None)
    confirmation = String(load_default="", validate=validate.Length(max=MAX_CONFIRMATION))


class StayIn(Schema):
    confirmation = String(required=True, validate=validate.Length(1, MAX_CONFIRMATION))
    guest_id = schemas.Id(required=True, data_key="guestId")
    room = String(load_default="", validate=validate.Length(max=MAX_ROOM))
    arrival = Date(required=True)
    departure = Date(required=True)


class StayPatchIn(Schema):
    room = String(
        load_default=None, validate=validate.Length(max=MAX_ROOM), metadata={"description": '"": no room.'}
    )
    arrival = Date(load_default=None)
    departure = Date(load_default=None)
    status = String(
        load_default=None,
        validate=schemas.one_of(STATUSES),
        metadata={"description": "in_house checks in, departed checks out."},
    )


class ImportLineOut(Schema):
    line = Integer()
    confirmation = String()
    outcome = String(
        validate=schemas.one_of(["created", "updated", "unchanged", "older", "erased", "refused"])
    )
    reason = String()
    field = String()
    stayId = String(allow_none=True)
    warnings = List(String())


class ImportOut(Schema):
    taken = Integer()
    refused = Integer()
    lines = List(Nested(ImportLineOut))

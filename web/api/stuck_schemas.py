"""The JSON shapes of what got stuck: mails, effects and deadlines."""

from __future__ import annotations

from apiflask.fields import Integer, List, Nested, String
from marshmallow import validate

from web.api import schemas
from web.api.schema import Schema
from workflow.services.stuck_bulk import StuckKind


class DropIn(Schema):
    reason = String(required=True, validate=validate.Length(1, 500))


class RetryAllIn(Schema):
    kind = String(required=True, validate=schemas.one_of(list(StuckKind)))


class RetriedOut(Schema):
    retried = Integer()


class QuarantineOut(Schema):
    id = String()
    hotelId = String()
    state = String()
    door = String()
    sender = String()
    recipient = String()
    subject = String()
    reason = String()
    size = Integer()
    receivedAt = schemas.Moment()
    ticketPid = String(allow_none=True)
    author = String(
        allow_none=True,
        metadata={"description": "The member whose answer it is: it can be released. Null: it cannot."},
    )
    words = String()


class QuarantineRow(QuarantineOut):
    pass


class QuarantinesOut(Schema):
    data = List(Nested(QuarantineRow))
    pagination = Nested(schemas.PaginationOut)


class EffectOut(Schema):
    id = String()
    hotelId = String()
    kind = String()
    state = String()
    error = String()
    attempts = Integer()
    inboxId = String(allow_none=True)
    ticketPid = String(allow_none=True)
    createdAt = schemas.Moment()
    finishedAt = schemas.Moment(allow_none=True)


class EffectRow(EffectOut):
    pass


class EffectsOut(Schema):
    data = List(Nested(EffectRow))
    pagination = Nested(schemas.PaginationOut)


class DeadlineOut(Schema):
    id = String()
    hotelId = String()
    kind = String()
    state = String()
    error = String()
    attempts = Integer()
    ticketPid = String(allow_none=True)
    dueAt = schemas.Moment()
    finishedAt = schemas.Moment(allow_none=True)


class DeadlineRow(DeadlineOut):
    pass


class DeadlinesOut(Schema):
    data = List(Nested(DeadlineRow))
    pagination = Nested(schemas.PaginationOut)

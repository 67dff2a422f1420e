"""The JSON shapes of the contract, for reading requests and for the OpenAPI document.

A list nests a class of its own (`…Row`): APIFlask cannot name a shape that it met inside a list before.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from apiflask.fields import AwareDateTime, Boolean, Dict, Field, Integer, List, Nested, String
from marshmallow import ValidationError, validate

from web.api.schema import Schema
from workflow.notices import MAX_LIMIT, MAX_MINUTES
from workflow.queries.paging import MAX_PAGE_SIZE


def one_of(values: list[Any]) -> validate.OneOf:
    return validate.OneOf([str(value) for value in values], error="Must be one of: {choices}.")


class Id(String):
    """An id: digits in a string."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            validate=validate.Regexp(r"^[0-9]{1,18}\Z", error="An id has digits only."), **options
        )


class NotYet(Field[Any]):
    """A field of the contract that this version cannot serve: better refused than ignored."""

    def __init__(self, sentence: str, **options: Any) -> None:
        super().__init__(metadata={"description": sentence}, allow_none=True, **options)
        self._sentence = sentence

    def _deserialize(self, value: Any, attr: Any, data: Any, **_: Any) -> Any:
        raise ValidationError(self._sentence)


class Moment(String):
    """RFC 3339, UTC."""

    def __init__(self, *, metadata: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(metadata={"format": "date-time", **(metadata or {})}, **options)


class Instant(AwareDateTime):
    """A moment that is sent: read as UTC, whatever zone it names; without one it counts as UTC."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="iso", default_timezone=UTC, **options)

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> Any:
        try:
            return super()._deserialize(value, attr, data, **options).astimezone(UTC)
        except OverflowError:
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE) from None


class Switch(Boolean):
    """true or false of a JSON body; words and numbers are neither. Queries have Boolean."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> Any:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class LogInIn(Schema):
    email = String(required=True, validate=validate.Length(1, 320))
    password = String(required=True, validate=validate.Length(1, 1000))
    totp = String(
        load_default="",
        validate=validate.Length(max=40),
        metadata={"description": "A code, or a recovery code."},
    )
    deviceToken = String(
        load_default="",
        validate=validate.Length(max=200),
        metadata={
            "description": "As the last log-in here answered it: then failed log-ins of others do not stop this one."
        },
    )


class StaffOut(Schema):
    id = String(allow_none=True)
    name = String()
    email = String()


class MembershipOut(Schema):
    hotelId = String()
    code = String()
    role = String()


class MeOut(Schema):
    staff = Nested(StaffOut)
    memberships = List(Nested(MembershipOut))
    totpDemandedBy = List(
        String(),
        metadata={
            "description": "Hotels that demand a second factor of one's role. While one has none, a session opens"
            " nothing but /me, /me/totp and the log-out; everything else is refused as `totp-demanded`."
        },
    )


class NotificationsIn(Schema):
    quietHours = String(required=True, validate=validate.Length(1, 20))


class NotificationsOut(Schema):
    quietHours = String()
    hotelQuietHours = String()


class NotificationSettingsIn(Schema):
    quietHours = String(validate=validate.Length(1, 20))
    single = Integer(strict=True, validate=validate.Range(0, MAX_LIMIT))
    singleNew = Integer(strict=True, validate=validate.Range(0, MAX_LIMIT))
    windowMinutes = Integer(strict=True, validate=validate.Range(1, MAX_MINUTES))


class NotificationSettingsOut(NotificationSettingsIn):
    pass


class SessionOut(MeOut):
    token = String()
    expiresAt = Moment()
    deviceToken = String(
        metadata={"description": "To be sent with the next log-in; it opens nothing by itself."}
    )


BEING_MOVED = {202: "It goes once the last of its tickets has been changed."}
"""Of routes that remove what very many tickets may name (workflow/services/replacing)."""


class PageIn(Schema):
    page = Integer(load_default=1, validate=validate.Range(min=1, max=10_000))
    page_size = Integer(load_default=50, data_key="pageSize", validate=validate.Range(1, MAX_PAGE_SIZE))
    cursor = String(load_default="", validate=validate.Length(max=100))


class PaginationOut(Schema):
    total = Integer()
    totalIsEstimate = Boolean()
    page = Integer()
    pageSize = Integer()
    totalPages = Integer()
    nextCursor = String(allow_none=True)


class NamedOut(Schema):
    id = String()
    name = String()


class NamedRow(NamedOut):
    """The same, within a list."""


class RoomOut(Schema):
    id = String()
    number = String()


class AuthorOut(Schema):
    kind = String()
    id = String(allow_none=True)
    name = String()


class MessageIn(Schema):
    body = String(load_default="", validate=validate.Length(0, 200_000))
    internal = Switch(load_default=False)
    solution = Switch(load_default=False)
    channel = String(
        load_default=None,
        allow_none=True,
        validate=one_of(["email", "whatsapp"]),
        metadata={"description": "By which way; without it the one that the guest used last in this ticket."},
    )
    attachment_ids = List(Id(), load_default=list, data_key="attachmentIds", validate=validate.Length(max=50))
    canned_id = Id(
        load_default=None,
        allow_none=True,
        data_key="cannedId",
        metadata={"description": "A canned reply to send; the body, if any, follows below it."},
    )


class AttachmentOut(Schema):
    id = String()
    filename = String()
    contentType = String()
    size = Integer()
    check = String(
        metadata={
            "description": "unchecked, waiting, clean, held or released; only the last two ask for a person."
        }
    )
    thumbnailUrl = String(allow_none=True, metadata={"description": "Of a picture: a small one, as WebP."})


class DeliveryOut(Schema):
    state = String()
    at = Moment(allow_none=True)
    error = String(allow_none=True)


class MissingFileOut(Schema):
    id = String()
    contentType = String()
    state = String(metadata={"description": "waiting, or failed: then it can be fetched again."})
    error = String()


class MessageOut(Schema):
    id = String()
    ticketId = String()
    direction = String()
    channel = String()
    author = Nested(AuthorOut)
    body = String()
    bodyHtml = String(allow_none=True)
    fullText = String()
    isInternal = Boolean()
    isSolution = Boolean()
    isAutomatic = Boolean()
    automaticReason = String(metadata={"description": "Why it is automatic, or probably so."})
    isPoliteness = Boolean(metadata={"description": "It only thanks: the ticket was left as it was."})
    attachments = List(Nested(AttachmentOut))
    delivery = Nested(DeliveryOut)
    remark = String(metadata={"description": "What one must know of how it came, or went."})
    missingFiles = List(Nested(MissingFileOut))
    placedBy = String()
    createdAt = Moment()


class MessageRow(MessageOut):
    pass


class MessagesOut(Schema):
    data = List(Nested(MessageRow))
    pagination = Nested(PaginationOut)


class EventOut(Schema):
    id = String()
    at = Moment()
    actor = Nested(AuthorOut)
    kind = String()
    field = String()
    old = String(allow_none=True)
    new = String(allow_none=True)


class EventsOut(Schema):
    data = List(Nested(EventOut))
    pagination = Nested(PaginationOut)


class StatsOut(Schema):
    tickets = Dict(keys=String(), values=Integer())
    unassigned = Integer()
    mine = Integer(metadata={"description": "Of whoever asks; 0 for a token."})
    overdue = Integer()
    snoozed = Integer(metadata={"description": "They count in the others too."})
    stuck = Nested(
        Schema.from_dict(
            {name: Integer() for name in ("quarantined", "held", "effects", "deadlines", "answers")},
            name="StuckOut",
        ),
        allow_none=True,
    )

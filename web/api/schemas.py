"""The JSON shapes of the contract, for reading requests and for the OpenAPI document.

A list nests a class of its own (`…Row`): APIFlask cannot name a shape that it met inside a list before.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from apiflask.fields import AwareDateTime, Boolean, Dict, Field, Integer, List, Nested, String
from marshmallow import ValidationError, validate
from webargs.fields import DelimitedList

from web.api.schema import Schema
from workflow.notices import MAX_LIMIT, MAX_MINUTES
from workflow.queries.paging import MAX_PAGE_SIZE
from workflow.values import Priority, Source, State

STATES, PRIORITIES, SOURCES = [list(kind) for kind in (State, Priority, Source)]
SORTS = ["createdAt", "-createdAt", "dueAt", "priority", "-updatedAt", "relevance"]


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


class LogInIn(Schema):
    email = String(required=True, validate=validate.Length(1, 320))
    password = String(required=True, validate=validate.Length(1, 1000))
    totp = String(
        load_default="",
        validate=validate.Length(max=40),
        metadata={"description": "A code, or a recovery code."},
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


class TicketsIn(PageIn):
    state = DelimitedList(String(validate=one_of(STATES)), load_default=list)
    priority = DelimitedList(String(validate=one_of(PRIORITIES)), load_default=list)
    source = DelimitedList(String(validate=one_of(SOURCES)), load_default=list)
    assignee = String(
        load_default="",
        validate=validate.Regexp(r"^(me|none|[0-9]{1,18})?\Z", error="Say me, none or an id."),
    )
    department = Id(load_default=None)
    category = Id(load_default=None)
    guest = Id(load_default=None)
    tag = String(load_default="", validate=validate.Length(max=100))
    room = String(load_default="", validate=validate.Length(max=100))
    q = String(load_default="", validate=validate.Length(max=200))
    since = Instant(load_default=None, data_key="from")
    until = Instant(load_default=None, data_key="to")
    overdue = Boolean(load_default=False)
    snoozed = Boolean(load_default=None, metadata={"description": "true: only those; false: none of them."})
    archived = Boolean(
        load_default=None,
        metadata={
            "description": "true: only what closed long ago; false: that too; without it, none unless q is given."
        },
    )
    deleted = Boolean(load_default=False, metadata={"description": "true: only those that were deleted."})
    sort = String(load_default="-createdAt", validate=one_of(SORTS))


class QueueIn(TicketsIn):
    snoozed = Boolean(load_default=False, metadata={"description": "true: only those; false: none of them."})
    sort = String(load_default="dueAt", validate=one_of(SORTS))


class ExportIn(TicketsIn):
    """The filters of a list; an export has no pages."""

    class Meta:
        exclude = ("page", "page_size", "cursor")


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


class CreatorOut(Schema):
    kind = String()
    id = String(allow_none=True)


class TicketOut(Schema):
    id = String()
    pid = String()
    hotelId = String()
    source = String()
    state = String()
    priority = String()
    subject = String()
    description = String()
    guest = Nested(NamedOut, allow_none=True)
    room = Nested(RoomOut, allow_none=True)
    stayId = String(allow_none=True)
    category = Nested(NamedOut, allow_none=True)
    department = Nested(NamedOut, allow_none=True)
    assignee = Nested(NamedOut, allow_none=True)
    tags = List(String())
    watchers = List(Nested(NamedRow))
    snoozedUntil = Moment(allow_none=True)
    linkedPid = String(
        allow_none=True, metadata={"description": "The ticket this one follows or became part of."}
    )
    createdAt = Moment()
    updatedAt = Moment()
    createdBy = Nested(CreatorOut)
    updatedBy = Nested(CreatorOut)
    deletedAt = Moment(allow_none=True)
    deletedById = String(allow_none=True, metadata={"description": "Of the member or the token."})
    firstResponseAt = Moment(allow_none=True)
    resolvedAt = Moment(allow_none=True)
    closedAt = Moment(allow_none=True)
    dueAt = Moment(allow_none=True)
    windowEndsAt = Moment(
        allow_none=True, metadata={"description": "Until when WhatsApp takes free text to this guest."}
    )
    viewCount = Integer()
    version = Integer()
    placedBy = String()


class LatestOut(Schema):
    words = String(metadata={"description": "The beginning of the latest message."})
    direction = String()
    channel = String()
    at = Moment(allow_none=True)


class TicketRow(TicketOut):
    """With what a list shows of its thread."""

    latest = Nested(LatestOut)
    isUnread = Boolean(
        metadata={"description": "The latest words are not one's own, and one has not opened them."}
    )


class TicketsOut(Schema):
    data = List(Nested(TicketRow))
    pagination = Nested(PaginationOut)


class FirstMessageIn(Schema):
    """The house writes first. Without `to`, to the address on the record of the guest whom guestId names."""

    body = String(required=True, validate=validate.Length(1, 200_000))
    channel = String(load_default="email", validate=one_of(["email", "whatsapp"]))
    to = String(load_default="", validate=validate.Length(max=320))
    confirmed = Boolean(
        load_default=False,
        metadata={"description": "A person looked at `to`: it may be one that stands on no record."},
    )
    attachment_ids = List(Id(), load_default=list, data_key="attachmentIds", validate=validate.Length(max=50))


class NewTicketIn(Schema):
    subject = String(required=True, validate=validate.Length(1, 500))
    description = String(load_default="", validate=validate.Length(max=200_000))
    priority = String(load_default=str(Priority.MEDIUM), validate=one_of(PRIORITIES))
    guest_id = Id(load_default=None, data_key="guestId")
    guest_name = String(load_default="", data_key="guestName", validate=validate.Length(max=200))
    guest_email = String(load_default="", data_key="guestEmail", validate=validate.Length(max=320))
    guest_phone = String(
        load_default="",
        data_key="guestPhone",
        validate=validate.Length(max=40),
        metadata={"description": "With the country, like +4930123456: answers can go there by WhatsApp."},
    )
    room_id = Id(load_default=None, data_key="roomId")
    room_number = String(load_default="", data_key="roomNumber", validate=validate.Length(max=100))
    category_id = Id(load_default=None, data_key="categoryId")
    department_id = Id(load_default=None, data_key="departmentId")
    tags = List(String(validate=validate.Length(1, 100)), load_default=list, validate=validate.Length(max=50))
    came_by = String(
        load_default=None,
        allow_none=True,
        data_key="cameBy",
        validate=one_of(["phone", "walk-in"]),
        metadata={"description": "How the guest reached the desk; the timeline says so."},
    )
    first_message = Nested(FirstMessageIn, load_default=None, allow_none=True, data_key="firstMessage")


class VersionIn(Schema):
    version = Integer(load_default=None, strict=True, validate=validate.Range(min=1))


class TicketPatchIn(VersionIn):
    state = String(validate=one_of(STATES))
    priority = String(validate=one_of(PRIORITIES))
    subject = String(validate=validate.Length(1, 500))
    assignee_id = Id(data_key="assigneeId", allow_none=True)
    category_id = Id(data_key="categoryId", allow_none=True)
    department_id = Id(data_key="departmentId", allow_none=True)
    tags = List(String(validate=validate.Length(1, 100)), validate=validate.Length(max=50))


class StatusIn(VersionIn):
    state = String(required=True, validate=one_of(STATES))
    reason = String(load_default="", validate=validate.Length(max=2000))


class AssignIn(VersionIn):
    assignee_id = Id(required=True, data_key="assigneeId", allow_none=True)


class MessageIn(Schema):
    body = String(load_default="", validate=validate.Length(0, 200_000))
    internal = Boolean(load_default=False)
    solution = Boolean(load_default=False)
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

"""The JSON shapes of tickets, their lists, and what is asked of one."""

from __future__ import annotations

from apiflask.fields import Boolean, Integer, List, Nested, String
from marshmallow import validate
from webargs.fields import DelimitedList

from web.api.schema import Schema
from web.api.schemas import (
    Id,
    Instant,
    Moment,
    NamedOut,
    NamedRow,
    PageIn,
    PaginationOut,
    RoomOut,
    Switch,
    one_of,
)
from workflow.values import Priority, Source, State

STATES, PRIORITIES, SOURCES = [list(kind) for kind in (State, Priority, Source)]
SORTS = ["createdAt", "-createdAt", "dueAt", "priority", "-updatedAt", "relevance"]


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
    words = String(metadata={"description": "The beginning of the latest message, automatic ones left out."})
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
    confirmed = Switch(
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

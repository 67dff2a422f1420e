"""Values of the core as the JSON of the contract: camelCase, ids as strings, times RFC 3339 in UTC."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from web.html import safe_html
from workflow import thumbnails
from workflow.models import Ticket
from workflow.queries.paging import Page
from workflow.queries.stuck import DeadDeadline, DeadEffect, StuckMail
from workflow.queries.thread import File, TimelineEntry, Utterance
from workflow.queries.tickets import Named, TicketRow
from workflow.queries.whatsapp import Missing
from workflow.services.accounts import Principal
from workflow.values import Direction, EffectState

Json = dict[str, Any]
Row = TypeVar("Row")


def moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def ticket(row: TicketRow) -> Json:
    return {
        "id": str(row.id),
        "pid": row.pid,
        "hotelId": str(row.hotel_id),
        "source": row.source,
        "state": row.state,
        "priority": row.priority,
        "subject": row.subject,
        "description": row.description,
        "guest": _named(row.guest),
        "room": {"id": str(row.room.id), "number": row.room.name} if row.room else None,
        "stayId": id_or_none(row.stay_id),
        "category": _named(row.category),
        "department": _named(row.department),
        "assignee": _named(row.assignee),
        "tags": list(row.tags),
        "watchers": [_named(watcher) for watcher in row.watchers],
        "snoozedUntil": moment(row.snoozed_until),
        "linkedPid": row.linked_pid,
        "createdAt": moment(row.created_at),
        "updatedAt": moment(row.updated_at),
        "createdBy": {"kind": row.created_by_kind, "id": id_or_none(row.created_by_id)},
        "updatedBy": {"kind": row.updated_by_kind, "id": id_or_none(row.updated_by_id)},
        "deletedAt": moment(row.deleted_at),
        "deletedById": id_or_none(row.deleted_by_id),
        "firstResponseAt": moment(row.first_response_at),
        "resolvedAt": moment(row.resolved_at),
        "closedAt": moment(row.closed_at),
        "dueAt": moment(row.due_at),
        "windowEndsAt": moment(row.window_ends_at),
        "viewCount": row.view_count,
        "version": row.version,
        "placedBy": row.placed_by,
    }


def ticket_in_list(row: TicketRow) -> Json:
    """With what a list shows of its thread."""
    return {
        **ticket(row),
        "latest": {
            "words": row.latest_words,
            "direction": row.latest_direction,
            "channel": row.latest_channel,
            "at": moment(row.latest_at),
        },
        "isUnread": row.is_unread,
    }


def message(of: Ticket, spoken: Utterance, *, with_files: bool) -> Json:
    shape: Json = {
        "id": str(spoken.id),
        "ticketId": str(of.id),
        "direction": spoken.direction,
        "channel": spoken.channel,
        "author": {
            "kind": spoken.author_kind,
            "id": id_or_none(spoken.author_id),
            "name": spoken.author_name,
        },
        "body": spoken.body,
        "bodyHtml": safe_html(spoken.body_html) if spoken.body_html else None,
        "isInternal": spoken.direction == Direction.NOTE,
        "isSolution": spoken.is_solution,
        "isAutomatic": spoken.is_automatic,
        "automaticReason": spoken.auto_reason,
        "isPoliteness": spoken.is_politeness,
        "attachments": [attachment(file) for file in spoken.files] if with_files else [],
        "delivery": {
            "state": spoken.delivery_state,
            "at": moment(spoken.delivery_at),
            "error": spoken.delivery_error,
        },
        "remark": spoken.remark,
        "missingFiles": [_missing(file) for file in spoken.missing] if with_files else [],
        "placedBy": spoken.placed_by,
        "createdAt": moment(spoken.created_at),
    }
    if spoken.full_text is not None:
        shape["fullText"] = spoken.full_text
    return shape


def _missing(file: Missing) -> Json:
    return {"id": str(file.id), "contentType": file.content_type, "state": file.state, "error": file.error}


def attachment(file: File) -> Json:
    return {
        "id": str(file.id),
        "filename": file.filename,
        "contentType": file.content_type,
        "size": file.size,
        "check": file.check,
        "thumbnailUrl": thumbnail_url(file.id, file.content_type),
    }


def thumbnail_url(id: int, content_type: str) -> str | None:
    """Of a picture; it may turn out that none can be made of it."""
    return f"/api/v1/attachments/{id}/thumbnail" if content_type in thumbnails.PICTURES else None


def event(entry: TimelineEntry) -> Json:
    return {
        "id": str(entry.id),
        "at": moment(entry.at),
        "actor": {"kind": entry.actor_kind, "id": id_or_none(entry.actor_id), "name": entry.actor_name},
        "kind": entry.kind,
        "field": entry.field,
        "old": entry.old,
        "new": entry.new,
    }


def stuck_mail(mail: StuckMail) -> Json:
    return {
        "id": str(mail.id),
        "hotelId": str(mail.hotel_id),
        "state": mail.state,
        "door": mail.door,
        "sender": mail.sender,
        "recipient": mail.recipient,
        "subject": mail.subject,
        "reason": mail.reason,
        "size": mail.size,
        "receivedAt": moment(mail.received_at),
        "ticketPid": mail.pid,
        "author": mail.author,
        "words": mail.words,
    }


def effect(dead: DeadEffect) -> Json:
    return {
        "id": str(dead.id),
        "hotelId": str(dead.hotel_id),
        "kind": dead.kind,
        "state": EffectState.DEAD,
        "error": dead.error,
        "attempts": dead.attempts,
        "inboxId": id_or_none(dead.inbox_id),
        "ticketPid": dead.pid,
        "createdAt": moment(dead.created_at),
        "finishedAt": moment(dead.finished_at),
    }


def deadline(dead: DeadDeadline) -> Json:
    return {
        "id": str(dead.id),
        "hotelId": str(dead.hotel_id),
        "kind": dead.kind,
        "state": "dead",
        "error": dead.error,
        "attempts": dead.attempts,
        "ticketPid": dead.pid,
        "dueAt": moment(dead.due_at),
        "finishedAt": moment(dead.finished_at),
    }


def person(person: Principal) -> Json:
    id = None if person.staff_id is None else str(person.staff_id)
    return {
        "staff": {"id": id, "name": person.name, "email": person.email},
        "memberships": [
            {"hotelId": str(seat.hotel_id), "code": seat.code, "role": seat.role} for seat in person.seats
        ],
        "totpDemandedBy": list(person.factor_demanded_by),
    }


def page(found: Page[Row], shape: Callable[[Row], Json]) -> Json:
    """A list as every route gives it (R-WEB-5)."""
    return {
        "data": [shape(row) for row in found.rows],
        "pagination": {
            "total": found.total,
            "totalIsEstimate": found.total_is_estimate,
            "page": found.page,
            "pageSize": found.page_size,
            "totalPages": found.total_pages,
            "nextCursor": found.next_cursor or None,
        },
    }


def whole(rows: Sequence[Row], shape: Callable[[Row], Json]) -> Json:
    """A short list that has one page only."""
    return page(Page(tuple(rows), len(rows), False, 1, max(1, len(rows)), ""), shape)


def _named(named: Named | None) -> Json | None:
    return None if named is None else {"id": str(named.id), "name": named.name}


def id_or_none(id: int | None) -> str | None:
    return None if id is None else str(id)

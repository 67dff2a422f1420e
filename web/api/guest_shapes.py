"""A guest's own tickets as JSON: the contract's fields that he may know, the others are left out (R-WEB-2).

Who works on it, notes, tags, clocks, placement and delivery are the house's own affair.
"""

from __future__ import annotations

from web.api.shapes import Json, attachment, moment
from web.html import safe_html
from workflow.models import Ticket
from workflow.queries.thread import Utterance
from workflow.queries.tickets import TicketRow
from workflow.values import ActorKind


def ticket(row: TicketRow) -> Json:
    return {
        "id": str(row.id),
        "pid": row.pid,
        "hotelId": str(row.hotel_id),
        "source": row.source,
        "state": row.state,
        "subject": row.subject,
        "description": row.description if row.created_by_kind == ActorKind.GUEST else "",
        "room": {"id": str(row.room.id), "number": row.room.name} if row.room else None,
        "stayId": None if row.stay_id is None else str(row.stay_id),
        "createdAt": moment(row.created_at),
        "resolvedAt": moment(row.resolved_at),
        "closedAt": moment(row.closed_at),
        "version": row.version,
    }


def message(of: Ticket, spoken: Utterance) -> Json:
    return {
        "id": str(spoken.id),
        "ticketId": str(of.id),
        "direction": spoken.direction,
        "channel": spoken.channel,
        "author": {"kind": spoken.author_kind, "id": None, "name": shown_name(spoken)},
        "body": spoken.body,
        "bodyHtml": safe_html(spoken.body_html) if spoken.body_html else None,
        "isInternal": False,
        "isSolution": spoken.is_solution,
        "attachments": [attachment(file) for file in spoken.files],
        "createdAt": moment(spoken.created_at),
    }


def shown_name(spoken: Utterance) -> str:
    """A member's first name, and nobody else's: a guest knows his own, and a program has none."""
    if spoken.author_kind != ActorKind.STAFF:
        return ""
    return next(iter(spoken.author_name.split()), "")

"""What webhooks say: tickets and messages as the tables show them now, without what is nobody else's business.

In the open transaction. Never among it: names, addresses and phone numbers of guests, descriptions, words of messages
and notes. Who needs them asks the API, with a token that may.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from workflow.card_numbers import mask
from workflow.database import rows

Json = dict[str, object]

HIDDEN = "****"
_ADDRESS = re.compile(r"[^\s@<>\"',;:()]{1,64}@[^\s@<>\"',;:()]{1,255}")
_PHONE = re.compile(
    r"(?<![\w.])(?:\+|00)\d(?:[ ()./-]{0,2}\d){6,14}(?!\w)|(?<![\w.])0\d(?:[ ()./-]{0,2}\d){6,13}(?!\w)"
)

_TICKETS = """
SELECT t.id, t.pid, t.hotel_id, t.source, t.state, t.priority, t.subject, t.guest_id, t.room_id, r.number, t.stay_id,
  t.category_id, c.name, t.department_id, d.name, t.assignee_id, s.name,
  (SELECT coalesce(jsonb_agg(g.name ORDER BY g.name), '[]') FROM ticket_tags p JOIN tags g ON g.id = p.tag_id
   WHERE p.ticket_id = t.id),
  t.created_at, t.updated_at, t.first_response_at, t.resolved_at, t.closed_at, t.due_at, t.version, t.placed_by
FROM tickets t LEFT JOIN rooms r ON r.id = t.room_id LEFT JOIN categories c ON c.id = t.category_id
LEFT JOIN departments d ON d.id = t.department_id LEFT JOIN staff s ON s.id = t.assignee_id
WHERE t.id = ANY(%s)
"""
# The newest of its kind is the one that the timeline has just told of.
_MESSAGES = """
SELECT DISTINCT ON (m.ticket_id) m.ticket_id, m.id, m.direction, m.channel, m.author_kind, m.author_id, m.author_name,
  m.is_solution, m.is_automatic, m.delivery_state, m.delivery_at, m.created_at,
  (SELECT count(*) FROM attachments a WHERE a.message_id = m.id)
FROM messages m WHERE m.ticket_id = ANY(%s) AND m.direction = %s AND (%s OR m.delivery_state = 'failed')
ORDER BY m.ticket_id, m.id DESC
"""
_DIRECTION = {"answered": "out", "noted": "note", "answer failed": "out"}
"""Of the message that a line of the timeline tells of; all others are the guest's."""


def body(
    key: str, type: str, *, at: datetime, hotel_id: int, sequence: int, data: Mapping[str, object]
) -> str:
    """The text that is signed and sent."""
    whole = {
        "id": key,
        "type": type,
        "time": moment(at),
        "hotelId": str(hotel_id),
        "sequence": sequence,
        "data": data,
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def tickets(ids: Sequence[int]) -> dict[int, Json]:
    """By id, in one statement."""
    return {row[0]: _ticket(*row) for row in rows(_TICKETS, (list(ids),))}


def messages(ticket_ids: Sequence[int], kind: str) -> dict[int, Json]:
    """By ticket: the message that a line of the timeline of this kind tells of."""
    wanted = (list(ticket_ids), _DIRECTION.get(kind, "in"), kind != "answer failed")
    return {ticket_id: _message(ticket_id, *row) for ticket_id, *row in rows(_MESSAGES, wanted)}


def without_contacts(text: str) -> str:
    """A subject: card numbers, mail addresses and phone numbers made unreadable."""
    return _PHONE.sub(HIDDEN, _ADDRESS.sub(HIDDEN, mask(text)))


def moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _ticket(
    id: int,
    pid: str,
    hotel_id: int,
    source: str,
    state: str,
    priority: str,
    subject: str,
    guest_id: int | None,
    room_id: int | None,
    room: str | None,
    stay_id: int | None,
    category_id: int | None,
    category: str | None,
    department_id: int | None,
    department: str | None,
    assignee_id: int | None,
    assignee: str | None,
    tags: list[str],
    created_at: datetime,
    updated_at: datetime,
    first_response_at: datetime | None,
    resolved_at: datetime | None,
    closed_at: datetime | None,
    due_at: datetime | None,
    version: int,
    placed_by: str,
) -> Json:
    return {
        "id": str(id),
        "pid": pid,
        "hotelId": str(hotel_id),
        "source": source,
        "state": state,
        "priority": priority,
        "subject": without_contacts(subject),
        "guest": None if guest_id is None else {"id": str(guest_id)},
        "room": None if room_id is None else {"id": str(room_id), "number": room},
        "stayId": None if stay_id is None else str(stay_id),
        "category": _named(category_id, category),
        "department": _named(department_id, department),
        "assignee": _named(assignee_id, assignee),
        "tags": tags,
        "createdAt": moment(created_at),
        "updatedAt": moment(updated_at),
        "firstResponseAt": moment(first_response_at),
        "resolvedAt": moment(resolved_at),
        "closedAt": moment(closed_at),
        "dueAt": moment(due_at),
        "version": version,
        "placedBy": placed_by,
    }


def _message(
    ticket_id: int,
    id: int,
    direction: str,
    channel: str,
    author_kind: str,
    author_id: int | None,
    author_name: str,
    is_solution: bool,
    is_automatic: bool,
    delivery_state: str,
    delivery_at: datetime | None,
    created_at: datetime,
    attachments: int,
) -> Json:
    author: Json = {"kind": author_kind, "id": None if author_id is None else str(author_id)}
    if author_kind == "staff":
        author["name"] = author_name
    return {
        "id": str(id),
        "ticketId": str(ticket_id),
        "direction": direction,
        "channel": channel,
        "author": author,
        "isInternal": direction == "note",
        "isSolution": is_solution,
        "isAutomatic": is_automatic,
        "attachmentCount": attachments,
        "delivery": {"state": delivery_state, "at": moment(delivery_at)},
        "createdAt": moment(created_at),
    }


def _named(id: int | None, name: str | None) -> Json | None:
    return None if id is None else {"id": str(id), "name": name}

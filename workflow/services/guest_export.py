"""All that is held about one guest, as he may have it (R-PRIV-1): values for JSON, files by name. In the open transaction.

It follows the same ways as erasing (personal_data), so that what is exported is what would be erased.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from workflow.database import database
from workflow.services import personal_data

Exported = dict[str, object]

# By the name it has in the export. %(…)s: personal_data.Held.values.
_PARTS: Mapping[str, str] = {
    "guests": "SELECT id, name, language, created_at FROM guests WHERE id = ANY(%(guests)s) ORDER BY id",
    "addresses": "SELECT kind, value FROM guest_addresses WHERE guest_id = ANY(%(guests)s) ORDER BY id",
    "stays": "SELECT s.confirmation, r.number AS room, s.arrival, s.departure, s.status, s.checked_in_at,"
    " s.checked_out_at FROM stays s LEFT JOIN rooms r ON r.id = s.room_id"
    " WHERE s.guest_id = ANY(%(guests)s) ORDER BY s.arrival",
    "whatsapp": "SELECT name, phone, wa_id, user_id, last_heard_at, stopped_at FROM whatsapp_contacts"
    " WHERE id = ANY(%(contacts)s) ORDER BY id",
    "tickets": "SELECT t.id, t.pid, t.source, t.state, t.subject, t.description, t.requester_name,"
    " t.requester_address, t.language, r.number AS room, t.created_at, t.resolved_at, t.closed_at"
    " FROM tickets t LEFT JOIN rooms r ON r.id = t.room_id WHERE t.id = ANY(%(tickets)s) ORDER BY t.id",
    "messages": "SELECT m.id, t.pid, m.direction, m.channel, m.author_kind,"
    " CASE WHEN m.author_kind = 'staff' THEN '' ELSE m.author_name END AS author_name,"
    " CASE WHEN m.author_kind = 'staff' THEN '' ELSE m.author_address END AS author_address,"
    " m.subject, m.body, m.full_text, m.recipients, m.created_at"
    " FROM messages m JOIN tickets t ON t.id = m.ticket_id WHERE m.id = ANY(%(messages)s) ORDER BY m.id",
    "files": "SELECT a.id, t.pid, a.message_id, a.filename, a.content_type, a.size, a.sha256 FROM attachments a"
    " JOIN tickets t ON t.id = a.ticket_id"
    " WHERE a.ticket_id = ANY(%(tickets)s) OR a.message_id = ANY(%(messages)s) ORDER BY a.id",
    "timeline": "SELECT t.pid, e.at, e.actor_kind, e.kind, e.field, e.old, e.new FROM events e"
    " JOIN tickets t ON t.id = e.ticket_id WHERE e.ticket_id = ANY(%(tickets)s) ORDER BY e.id",
    "participations": "SELECT t.pid, p.address, p.name, p.state FROM participants p"
    " JOIN tickets t ON t.id = p.ticket_id WHERE p.address = ANY(%(addresses)s) ORDER BY t.pid",
    "mails": "SELECT id, door, received_at, sender, envelope_from, subject, size, state FROM inbox"
    " WHERE id = ANY(%(mails)s) ORDER BY id",
    "automaticMails": "SELECT address, at FROM automatic_mails WHERE hotel_id = %(hotel)s"
    " AND address = ANY(%(addresses)s) ORDER BY at",
    "mutedAddresses": "SELECT address, reason, muted_at FROM muted_addresses WHERE hotel_id = %(hotel)s"
    " AND address = ANY(%(addresses)s)",
    "blocked": "SELECT pattern, blocked_at FROM blocked_senders WHERE hotel_id = %(hotel)s"
    " AND pattern = ANY(%(addresses)s)",
    "pageSessions": "SELECT created_at, expires_at, revoked_at FROM guest_sessions"
    " WHERE guest_id = ANY(%(guests)s) ORDER BY id",
}


def export(hotel_id: int, guest_id: int, *, now: datetime) -> Exported:
    """Names in camelCase, times RFC 3339. Raises NotFound, Invalid for one who became part of another."""
    held = personal_data.of_guest(hotel_id, guest_id)
    parts: Exported = {name: _rows(statement, held.values) for name, statement in _PARTS.items()}
    return {"guestId": str(guest_id), "exportedAt": _value(now), **parts}


def _rows(statement: str, values: Mapping[str, object]) -> list[Exported]:
    cursor = database.execute_sql(statement, values)
    names = [_camel(column.name) for column in cursor.description]
    return [
        {name: _value(value) for name, value in zip(names, row, strict=True)} for row in cursor.fetchall()
    ]


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)


def _value(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value

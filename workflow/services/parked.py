"""Answers that wait for the guest's next WhatsApp, because the 24 hours were over: released once each, in order.

Whether they may go now is decided again when they are about to (workflow/services/whatsapp_out).
"""

from __future__ import annotations

from datetime import datetime

from workflow.database import database, rows
from workflow.models import WhatsappContact
from workflow.values import DeliveryState, EffectKind

# messages_parked, effects_in_line serve it. Whatever was written after the first that is freed, and has not begun to go,
# takes its place behind it: ids of effects, which stand in one line, follow those of messages.
_RELEASE = """
WITH freed AS (
  UPDATE messages SET delivery_state = %(pending)s, delivery_at = NULL, delivery_error = NULL
  WHERE contact_id = %(contact)s AND delivery_state = 'parked' RETURNING id, hotel_id, ticket_id),
later AS (
  UPDATE effects SET state = 'done', finished_at = %(now)s, result = '{"detail": "It follows what was parked before it."}'
  WHERE line = hashtextextended('send_whatsapp ' || %(contact)s, 0) AND state IN ('waiting', 'queued')
    AND NOT payload ? 'template' AND message_id > (SELECT min(id) FROM freed)
  RETURNING message_id AS id, hotel_id, ticket_id)
INSERT INTO effects (hotel_id, kind, look_at, ticket_id, message_id, payload, created_at)
SELECT hotel_id, %(kind)s, %(now)s, ticket_id, id, jsonb_build_object('contact', %(contact)s::text), %(now)s
FROM (SELECT * FROM freed UNION SELECT * FROM later) AS going ORDER BY id
RETURNING id
"""


def release(contact: WhatsappContact, *, now: datetime) -> int:
    """All of this person's, in the open transaction that holds his row. How many go now."""
    cursor = database.execute_sql(
        _RELEASE,
        {
            "pending": DeliveryState.PENDING,
            "contact": contact.id,
            "now": now,
            "kind": EffectKind.SEND_WHATSAPP,
        },
    )
    return len(cursor.fetchall())


def waits(contact: WhatsappContact) -> bool:
    return bool(
        rows(
            "SELECT id FROM messages WHERE contact_id = %s AND delivery_state = 'parked' LIMIT 1",
            (contact.id,),
        )
    )

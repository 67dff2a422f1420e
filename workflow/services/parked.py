"""Answers that wait for the guest's next WhatsApp, because the 24 hours were over: released once each, in order.

Whether they may go now is decided again when they are about to (workflow/services/whatsapp_out).
"""

from __future__ import annotations

from datetime import datetime

from workflow.database import rows
from workflow.models import WhatsappContact
from workflow.values import DeliveryState, EffectKind

# messages_parked serves both. Ids of effects follow those of messages: they stand in one line.
_RELEASE = """
WITH freed AS (
  UPDATE messages SET delivery_state = %s, delivery_at = NULL, delivery_error = NULL
  WHERE contact_id = %s AND delivery_state = 'parked' RETURNING id, hotel_id, ticket_id)
INSERT INTO effects (hotel_id, kind, look_at, ticket_id, message_id, payload, created_at)
SELECT hotel_id, %s, %s, ticket_id, id, jsonb_build_object('contact', %s::text), %s FROM freed ORDER BY id
RETURNING id
"""


def release(contact: WhatsappContact, *, now: datetime) -> int:
    """All of this person's, in the open transaction that holds his row. How many."""
    kind = EffectKind.SEND_WHATSAPP
    return len(rows(_RELEASE, (DeliveryState.PENDING, contact.id, kind, now, contact.id, now)))


def waits(contact: WhatsappContact) -> bool:
    return bool(
        rows(
            "SELECT id FROM messages WHERE contact_id = %s AND delivery_state = 'parked' LIMIT 1",
            (contact.id,),
        )
    )

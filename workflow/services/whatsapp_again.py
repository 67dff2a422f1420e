"""A WhatsApp that failed, sent once more: only the parts that the guest does not have."""

from __future__ import annotations

from datetime import datetime

from workflow.database import rows
from workflow.models import Message
from workflow.values import DeliveryState, EffectKind, EffectState

_FORGET_FAILED = """
UPDATE provider_messages SET past_sids = array_append(past_sids, sid), sid = NULL, state = 'waiting', code = NULL,
  updated_at = %s
WHERE message_id = %s AND state = %s
"""
_REVIVE = """
UPDATE effects SET state = %s, attempts = 0, losses = 0, look_at = %s, error = NULL, result = NULL, finished_at = NULL
WHERE id = (SELECT max(id) FROM effects WHERE message_id = %s AND kind = %s)
"""


def send_rest(message: Message, *, now: datetime) -> None:
    """In the open transaction; the message is marked as on its way. A part of unknown fate is looked up first."""
    rows(_FORGET_FAILED, (now, message.id, DeliveryState.FAILED))
    rows(_REVIVE, (EffectState.WAITING, now, message.id, EffectKind.SEND_WHATSAPP))

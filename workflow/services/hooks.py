"""What the webhook door keeps: a guest's message as an inbox row, a report as it came. Nothing is decided here.

2xx only after these have committed. What follows is done by a worker, from workflow/services/whatsapp_in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from workflow.database import hotel, rows
from workflow.services.inbox import Incoming, Route, clean
from workflow.services.whatsapp_channels import Number
from workflow.values import EffectKind
from workflow.wake import wake_clock

_KEEP_REPORT = """
WITH kept AS (
  INSERT INTO provider_reports (hotel_id, channel_id, sid, status, code, at) VALUES (%s, %s, %s, %s, %s, %s)
  ON CONFLICT DO NOTHING RETURNING hotel_id, sid)
INSERT INTO effects (hotel_id, kind, look_at, payload, created_at)
SELECT hotel_id, %s, %s, jsonb_build_object('sid', sid), %s FROM kept
RETURNING id
"""


def message(number: Number, form: Mapping[str, str], raw: bytes, *, now: datetime) -> Incoming:
    """The form as the inbox keeps it: the bytes as they came, for whatever a later reader finds in them."""
    return Incoming(
        route=Route(number.channel_id, number.hotel_id, True),
        door="whatsapp",
        received_at=now,
        raw=raw,
        envelope_from=form.get("From", "")[:200],
        envelope_to=form.get("To", "")[:200],
    )


def keep_report(number: Number, form: Mapping[str, str], *, now: datetime) -> None:
    """In a transaction of its own. The same report again changes nothing. Raises StoreUnavailable."""
    sid, status = clean(form.get("MessageSid", ""))[:64], clean(form.get("MessageStatus", ""))[:32]
    code = form.get("ErrorCode", "")
    with hotel(number.hotel_id):
        kept = rows(
            _KEEP_REPORT,
            (
                number.hotel_id,
                number.channel_id,
                sid,
                status,
                int(code) if code.isdecimal() and len(code) < 9 else None,
                now,
                EffectKind.APPLY_REPORT,
                now,
                now,
            ),
        )
    if kept:
        wake_clock()

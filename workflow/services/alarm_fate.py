"""What became of an alarm by WhatsApp. One that did not arrive shows on the ticket; the mail goes its own way (R-TKT-12)."""

from __future__ import annotations

from datetime import datetime

from workflow import apply
from workflow.database import rows
from workflow.models import Effect, Staff
from workflow.services import tickets
from workflow.values import SYSTEM, Decision, DeliveryState, EffectState, EventDraft
from workflow.whatsapp.reports import reason_of, state_of

_ALARM = """
SELECT id FROM effects WHERE hotel_id = %s AND kind = 'send_alarm_whatsapp' AND result ->> 'sid' = %s FOR UPDATE
"""


def after_trouble(effect_id: int, error: str, *, now: datetime) -> None:
    """It was given up, or it is tried again."""
    effect = Effect.get_by_id(effect_id)
    if effect.state == EffectState.DEAD:
        _show(effect, error, now=now)


def apply_reports(hotel_id: int, sid: str, *, now: datetime) -> None:
    """The provider took an alarm and could not deliver it. Said once, whatever is reported. effects_alarm_sid serves it."""
    found = rows(_ALARM, (hotel_id, sid))
    effect = Effect.get_by_id(found[0][0]) if found else None
    if effect is None or "failed" in effect.result:
        return
    reports = rows(
        "SELECT status, code FROM provider_reports WHERE hotel_id = %s AND sid = %s", (hotel_id, sid)
    )
    failures = [code for status, code in reports if state_of(status) is DeliveryState.FAILED]
    if failures:
        error = reason_of(next(filter(None, failures), None))
        Effect.update(result={**effect.result, "failed": error}).where(Effect.id == effect.id).execute()
        _show(effect, error, now=now)


def _show(effect: Effect, error: str, *, now: datetime) -> None:
    name = Staff.get_by_id(effect.member_id).name
    reason = error.replace("guest", "member")  # the provider's reasons are worded for guests
    event = EventDraft("alarm not delivered", old=name, new=reason)
    apply.write(tickets.lock(int(effect.ticket_id or 0)), Decision(events=(event,)), actor=SYSTEM, now=now)

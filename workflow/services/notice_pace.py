"""Whether a notice that a worker has claimed goes now, later, or takes all that waits for its reader with it.

Decided when it is about to go, not when it is written: settings, priority and what else came meanwhile count as they
are then, and intake asks nothing. In the open transaction; the rules are workflow/notices'.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from psycopg2.extras import Json

from workflow import notices
from workflow.database import rows
from workflow.models import Effect, Hotel, Ticket
from workflow.notices import Limits, Pace, Pending
from workflow.reasons import because
from workflow.services import notice_settings
from workflow.values import EffectState, Notice, Priority

_PENDING = """
SELECT count(*), min(created_at) FROM effects
WHERE kind = 'send_notice' AND hotel_id = %s AND member_id = %s AND state IN ('waiting', 'queued', 'inflight')
  AND (payload ->> 'notice' = 'new_ticket') = %s
"""
_SENT = """
SELECT count(*) FROM effects
WHERE kind = 'send_notice' AND hotel_id = %s AND member_id = %s AND state = 'done' AND finished_at > %s
  AND (payload ->> 'notice' = 'new_ticket') = %s AND result ->> 'to' IS NOT NULL
"""
_TAKE_ALONG = """
UPDATE effects SET state = 'done', finished_at = %s, error = NULL, result = %s
WHERE id IN (SELECT e.id FROM effects e JOIN tickets t ON t.id = e.ticket_id AND t.priority <> 'urgent'
             WHERE e.kind = 'send_notice' AND e.hotel_id = %s AND e.member_id = %s
               AND e.state IN ('waiting', 'queued', 'inflight') AND e.id <> %s ORDER BY e.id LIMIT %s)
  AND state IN ('waiting', 'queued', 'inflight')
RETURNING id
"""
MOST_IN_ONE_MAIL = 200


class Turn(Enum):
    GOES = "goes"
    WENT = "went"  # another notice took it along


@dataclass(frozen=True, slots=True)
class Later:
    """It is not the time: look at it again then."""

    until: datetime


def of_notice(effect: Effect, ticket: Ticket, hotel: Hotel, *, now: datetime) -> Later | Turn:
    """It goes with the ids in its payload's `together`, if there are any. Asked again, it says the same."""
    if "together" in effect.payload:
        return Turn.GOES
    if not _is_left_in_turn(effect):
        return Turn.WENT
    is_urgent = ticket.priority == Priority.URGENT
    limits = notice_settings.of_hotel(hotel).limits
    decided = notices.pace(
        _pending(effect, limits, now=now),
        limits,
        is_new=_is_new(effect),
        is_urgent=is_urgent,
        quiet_until=None if is_urgent else notice_settings.quiet_until(hotel, effect.member_id or 0, now=now),
        now=now,
    )
    if isinstance(decided, datetime):
        return Later(decided)
    if decided is Pace.TOGETHER:
        _take_along(effect, now=now)
    return Turn.GOES


def _is_left_in_turn(effect: Effect) -> bool:
    """Workers with notices for one person decide one after the other; False when one took this along meanwhile."""
    rows(
        "SELECT pg_advisory_xact_lock(hashtextextended('notices ' || %s, %s))",
        (str(effect.member_id), effect.hotel_id),
    )
    return bool(rows("SELECT state FROM effects WHERE id = %s", (effect.id,)) == [(EffectState.INFLIGHT,)])


def _pending(effect: Effect, limits: Limits, *, now: datetime) -> Pending:
    """notices_pending and notices_sent serve it."""
    whose = (effect.hotel_id, effect.member_id)
    number, oldest = rows(_PENDING, (*whose, _is_new(effect)))[0]
    sent = rows(_SENT, (*whose, now - limits.window, _is_new(effect)))[0][0]
    return Pending(number, oldest or effect.created_at, sent)


def _take_along(effect: Effect, *, now: datetime) -> None:
    """They are done with this one; its payload keeps which they were, so that a second try is the same mail."""
    result = {"detail": because("It went with others in one mail."), "with": effect.id}
    found = rows(
        _TAKE_ALONG, (now, Json(result), effect.hotel_id, effect.member_id, effect.id, MOST_IN_ONE_MAIL)
    )
    if not found:
        return
    ids = " ".join(str(id) for (id,) in sorted(found))
    effect.payload = {**effect.payload, "together": ids}
    Effect.update(payload=effect.payload).where(Effect.id == effect.id).execute()


def _is_new(effect: Effect) -> bool:
    return bool(effect.payload["notice"] == Notice.NEW_TICKET)

"""Which of the effects that are due go to the workers next: hotel by hotel in turn, each line in its order.

Runs as the clock, which sees ids and times of all hotels and no content. What Redis loses comes up again after a
moment; what ended with its worker is counted, stands back a little, and is then handed over alone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from workflow import holders
from workflow.database import as_clock, rows
from workflow.values import EffectKind, EffectState


class Lane(StrEnum):
    """What shares a way and its limits: a jam in one lane does not hold up another."""

    INTAKE = "intake"
    RELAY = "relay"
    PROVIDER = "provider"
    FILES = "files"  # not by Redis either: worker/file_keeper takes it
    HOOKS = "hooks"  # not by Redis: worker/hook_sender takes it endpoint by endpoint


LANES: dict[EffectKind, Lane] = {
    EffectKind.PROCESS_INBOX: Lane.INTAKE,
    EffectKind.SEND_ANSWER: Lane.RELAY,
    EffectKind.SEND_COPY: Lane.RELAY,
    EffectKind.SEND_NOTICE: Lane.RELAY,
    EffectKind.SEND_RECEIPT: Lane.RELAY,
    EffectKind.SEND_PROBE: Lane.RELAY,
    EffectKind.SEND_WHATSAPP: Lane.PROVIDER,
    EffectKind.RECONCILE_WHATSAPP: Lane.PROVIDER,
    EffectKind.APPLY_REPORT: Lane.PROVIDER,
    EffectKind.FETCH_MEDIA: Lane.PROVIDER,
    EffectKind.CHECK_NUMBER: Lane.PROVIDER,
    EffectKind.SEND_HANDOVER: Lane.RELAY,
    EffectKind.SEND_ACCOUNT_MAIL: Lane.RELAY,
    EffectKind.SEND_ALARM: Lane.RELAY,
    EffectKind.SEND_ALARM_WHATSAPP: Lane.PROVIDER,
    EffectKind.CHECK_FILE: Lane.FILES,
    EffectKind.REMOVE_FILE: Lane.FILES,
    EffectKind.SEND_WEBHOOK: Lane.HOOKS,
    EffectKind.SEND_ENDPOINT_OFF: Lane.RELAY,
}


WHATSAPP_KINDS = frozenset(kind for kind, lane in LANES.items() if lane is Lane.PROVIDER)


@dataclass(frozen=True, slots=True)
class Handed:
    """An effect for a worker. `alone`: its worker ended the last time, so nothing is done beside it."""

    id: int
    kind: EffectKind
    alone: bool


IN_REDIS = timedelta(seconds=10)
"""Before what lies in Redis is handed over again: it may have been lost there, or with the worker that had fetched it."""

STAND_BACK = timedelta(seconds=2)
"""For each time that an effect was lost: what it may have taken down with it goes first."""

_WAIT_BEHIND = timedelta(seconds=2)
_MOST_LOST = 1000

# effects_held serves both.
_HOLDERS = "SELECT DISTINCT holder FROM effects WHERE state = 'inflight' AND holder <> ''"
_LOSE = """
UPDATE effects SET state = 'waiting', losses = losses + 1,
  look_at = %s + (losses + (holder = ANY(%s))::int) * %s
WHERE id IN (SELECT id FROM effects WHERE state = 'inflight' AND (look_at <= %s OR holder = ANY(%s))
             ORDER BY look_at, id LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING id
"""
_AGAIN = "UPDATE effects SET look_at = %s WHERE state = 'queued' AND look_at > %s RETURNING id"

# effects_due (kind, hotel_id, look_at, id) gives the hotels with something to do by leaps, and of each its first ones;
# effects_in_line, who goes first. Who has somebody before him waits, and is looked at again when that one is.
_HAND_OVER = """
WITH RECURSIVE pending AS (
  (SELECT kind, hotel_id FROM effects WHERE state IN ('waiting', 'queued') ORDER BY kind, hotel_id LIMIT 1)
  UNION ALL
  SELECT next.kind, next.hotel_id FROM pending CROSS JOIN LATERAL (
    SELECT kind, hotel_id FROM effects
    WHERE state IN ('waiting', 'queued') AND (kind, hotel_id) > (pending.kind, pending.hotel_id)
    ORDER BY kind, hotel_id LIMIT 1) AS next
), due AS (
  SELECT mine.id, mine.look_at, row_number() OVER (PARTITION BY hotel_id ORDER BY mine.look_at, mine.id) AS turn
  FROM pending CROSS JOIN LATERAL (
    SELECT id, look_at FROM effects
    WHERE kind = pending.kind AND hotel_id = pending.hotel_id AND state IN ('waiting', 'queued') AND look_at <= %s
    ORDER BY look_at, id LIMIT %s) AS mine
  WHERE pending.kind = ANY(%s)
), chosen AS (
  SELECT id FROM effects
  WHERE id IN (SELECT id FROM due ORDER BY turn, look_at, id LIMIT %s)
    AND state IN ('waiting', 'queued') AND look_at <= %s
  ORDER BY id FOR UPDATE SKIP LOCKED
), ahead AS (
  SELECT mine.id, first.id AS behind, first.again_at
  FROM chosen JOIN effects AS mine USING (id) LEFT JOIN LATERAL (
    SELECT id, CASE WHEN state = 'waiting' THEN greatest(look_at, %s) ELSE %s END AS again_at
    FROM effects WHERE line = mine.line AND id < mine.id AND state IN ('waiting', 'queued', 'inflight')
    ORDER BY id DESC LIMIT 1) AS first ON true
)
UPDATE effects SET behind = ahead.behind,
  state = CASE WHEN ahead.behind IS NULL THEN 'queued' ELSE 'waiting' END,
  look_at = coalesce(ahead.again_at, %s)
FROM ahead WHERE effects.id = ahead.id
RETURNING effects.id, kind, state, losses > 0
"""


def hand_over(
    *,
    now: datetime,
    limit: int,
    kinds: Collection[EffectKind] = tuple(EffectKind),
    lease: timedelta = IN_REDIS,
) -> list[Handed]:
    """Due effects of these kinds, marked as given to Redis; from each hotel in turn."""
    soon = now + _WAIT_BEHIND
    parameters = (
        now,
        limit,
        [kind.value for kind in kinds],
        limit,
        now,
        soon,
        soon,
        now + min(lease, IN_REDIS),
    )
    with as_clock():
        found = rows(_HAND_OVER, parameters)
    return [
        Handed(id, EffectKind(kind), alone)
        for id, kind, state, alone in sorted(found)
        if state == EffectState.QUEUED
    ]


def take_back_lost(*, now: datetime) -> int:
    """Claims whose lease is over, or whose process is seen to have ended: the effects wait again. How many.

    A process that ended had fetched others from Redis; nobody knows which, so all that lie there are handed over again.
    """
    with as_clock():
        gone = [holder for (holder,) in rows(_HOLDERS) if holders.is_gone(holder)]
        if gone:
            rows(_AGAIN, (now, now))
        return len(rows(_LOSE, (now, gone, STAND_BACK, now, gone, _MOST_LOST)))

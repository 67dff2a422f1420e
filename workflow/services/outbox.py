"""The life of an effect: handed to Redis by a clock, claimed by a worker with a fence, finished or put off.

Every step runs as the clock, which sees ids and times of all hotels and no content. A worker that died or was
paused loses its claim when the lease ends: whoever claims next raises the fence, and the late one's finish fails.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.database import as_clock, rows
from workflow.models import Effect
from workflow.values import EffectKind, EffectState


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to do an effect until its lease ends. attempts counts this one too."""

    id: int
    hotel_id: int
    kind: EffectKind
    fence: int
    attempts: int


STORE_PAUSE = timedelta(seconds=10)
"""Before something is tried again that failed because our own database or file store was away."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When to try again: the delays between tries, then dead."""

    delays: tuple[timedelta, ...]

    def after(self, attempts: int, *, scale: float) -> timedelta | None:
        """The pause after so many tries, with up to a fifth of jitter; None = no more."""
        if attempts > len(self.delays):
            return None
        return self.delays[attempts - 1] * scale * (1 + random.random() / 5)


def _minutes(*values: float) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=value) for value in values)


SCHEDULES: dict[EffectKind, Schedule] = {
    EffectKind.PROCESS_INBOX: Schedule(_minutes(0.05, 0.5, 2, 5)),
    EffectKind.SEND_ANSWER: Schedule(_minutes(0.25, 1, 5, 15, 30, 60, 120, 240, 480, 960, 1440)),
    EffectKind.SEND_COPY: Schedule(_minutes(0.25, 1, 5, 15, 30, 60, 120, 240, 480, 960, 1440)),
    EffectKind.SEND_NOTICE: Schedule(_minutes(0.25, 1, 5, 15, 30, 60, 120, 240, 480, 960)),
    EffectKind.SEND_HANDOVER: Schedule(_minutes(0.25, 1, 5, 15, 30, 60)),
    EffectKind.SEND_ALARM: Schedule(_minutes(0.1, 0.25, 1, 2)),
    EffectKind.SEND_PROBE: Schedule(_minutes(0.1, 0.25, 1, 2)),
}

# effects_due (look_at, id) serves both sweeps: rows not due are never read.
_HAND_OVER = """
UPDATE effects SET state = 'queued', look_at = %s
WHERE id IN (SELECT id FROM effects WHERE state IN ('waiting', 'queued', 'inflight') AND look_at <= %s
             ORDER BY look_at, id LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING id, kind
"""
_CLAIM = """
UPDATE effects SET state = 'inflight', attempts = attempts + 1, fence = fence + 1, look_at = %s
WHERE id IN (SELECT id FROM effects WHERE id = ANY(%s)
             AND (state = 'queued' OR (state IN ('waiting', 'inflight') AND look_at <= %s))
             ORDER BY id FOR UPDATE SKIP LOCKED)
RETURNING id, hotel_id, kind, fence, attempts
"""
_HAND_OVER_DEADLINES = """
UPDATE deadlines SET look_at = %s
WHERE id IN (SELECT id FROM deadlines WHERE state = 'armed' AND look_at <= %s
             ORDER BY look_at, id LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING id, hotel_id
"""


def hand_over(*, now: datetime, lease: timedelta, limit: int) -> list[tuple[int, EffectKind]]:
    """Due effects, marked as given to Redis. If Redis loses them they come up again when the lease time ends."""
    with as_clock():
        found = rows(_HAND_OVER, (now + lease, now, limit))
    return [(id, EffectKind(kind)) for id, kind in sorted(found)]


def hand_over_deadlines(*, now: datetime, lease: timedelta, limit: int) -> list[tuple[int, int]]:
    """Due deadlines as (id, hotel id), not shown again before the lease time ends."""
    with as_clock():
        return [(id, hotel_id) for id, hotel_id in rows(_HAND_OVER_DEADLINES, (now + lease, now, limit))]


def claim(ids: Sequence[int], *, now: datetime, lease: timedelta) -> list[Claim]:
    """Those of the effects that may be done now, each counted as tried before the work begins."""
    with as_clock():
        found = rows(_CLAIM, (now + lease, list(ids), now))
    return [
        Claim(id, hotel_id, EffectKind(kind), fence, attempts)
        for id, hotel_id, kind, fence, attempts in sorted(found)
    ]


def holds(claim: Claim) -> bool:
    """Whether the claim still stands, asked once more before the outside is told anything."""
    with as_clock():
        return bool(
            rows(
                "SELECT id FROM effects WHERE id = %s AND fence = %s AND state = 'inflight'",
                (claim.id, claim.fence),
            )
        )


def renew(claim: Claim, *, now: datetime, lease: timedelta) -> bool:
    """Holds the claim for another lease. False: somebody else has it, stop."""
    with as_clock():
        return bool(
            rows(
                "UPDATE effects SET look_at = %s WHERE id = %s AND fence = %s AND state = 'inflight' RETURNING id",
                (now + lease, claim.id, claim.fence),
            )
        )


def renew_all(claims: Sequence[Claim], *, now: datetime, lease: timedelta) -> set[Claim]:
    """Holds the claims for another lease; those that somebody else has meanwhile are not among the result."""
    with as_clock():
        found = rows(
            "UPDATE effects SET look_at = %s FROM unnest(%s::bigint[], %s::bigint[]) AS mine (id, fence)"
            " WHERE effects.id = mine.id AND effects.fence = mine.fence AND effects.state = 'inflight'"
            " RETURNING effects.id",
            (now + lease, [claim.id for claim in claims], [claim.fence for claim in claims]),
        )
    kept = {id for (id,) in found}
    return {claim for claim in claims if claim.id in kept}


def release(claims: Sequence[Claim], *, until: datetime) -> None:
    """Gives the claims back untried: our own store was away, and that is no fault of what was to be done."""
    with as_clock():
        rows(
            "UPDATE effects SET state = 'waiting', attempts = attempts - 1, look_at = %s"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS mine (id, fence)"
            " WHERE effects.id = mine.id AND effects.fence = mine.fence AND effects.state = 'inflight'"
            " RETURNING effects.id",
            (until, [claim.id for claim in claims], [claim.fence for claim in claims]),
        )


def lock_held(claims: Sequence[Claim]) -> set[Claim]:
    """Locks the effects in the open transaction and returns the claims that still stand."""
    found = rows(
        "SELECT id, fence FROM effects WHERE id = ANY(%s) AND state = 'inflight' ORDER BY id FOR UPDATE",
        ([claim.id for claim in claims],),
    )
    standing = dict(found)
    return {claim for claim in claims if standing.get(claim.id) == claim.fence}


def finish(claim: Claim, *, now: datetime, result: dict[str, object] | None = None) -> bool:
    """In the open transaction: done. False when the claim was lost meanwhile."""
    return _end(claim, EffectState.DONE, now=now, result=result)


def finish_all(claims: Sequence[Claim], *, now: datetime) -> None:
    """In the open transaction, for claims that lock_held has locked: done."""
    Effect.update(state=EffectState.DONE, finished_at=now, error=None).where(
        Effect.id.in_([claim.id for claim in claims])
    ).execute()


def bury(claim: Claim, error: str, *, now: datetime) -> bool:
    """In the open transaction: dead, listed, re-run only by a person."""
    return _end(claim, EffectState.DEAD, now=now, error=error)


def put_off(claim: Claim, error: str, *, until: datetime) -> bool:
    """In the open transaction: to be tried again at `until`."""
    return bool(
        Effect.update(state=EffectState.WAITING, look_at=until, error=error)
        .where(Effect.id == claim.id, Effect.fence == claim.fence, Effect.state == EffectState.INFLIGHT)
        .execute()
    )


def _end(
    claim: Claim,
    state: EffectState,
    *,
    now: datetime,
    result: dict[str, object] | None = None,
    error: str | None = None,
) -> bool:
    return bool(
        Effect.update(state=state, finished_at=now, result=result, error=error)
        .where(Effect.id == claim.id, Effect.fence == claim.fence, Effect.state == EffectState.INFLIGHT)
        .execute()
    )

"""The work on an effect: claimed by a worker with a fence, finished, put off or given up. Handing over is dispatch's.

Every step runs as the clock, which sees ids and times of all hotels and no content. A worker that died or was
paused loses its claim when the lease ends: whoever claims next raises the fence, and the late one's finish fails.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg2.extras import Json

from workflow import holders
from workflow.database import as_clock, rows
from workflow.models import Effect
from workflow.schedules import TRIES_A_MINUTE, least_pause
from workflow.values import EffectKind, EffectState


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to do an effect until its lease ends. attempts counts this one too; losses, those that ended with
    their worker."""

    id: int
    hotel_id: int
    kind: EffectKind
    fence: int
    attempts: int
    losses: int = 0
    until: datetime | None = None

    @property
    def ends_its_worker(self) -> bool:
        """Whether it has been lost so often that it is no longer tried."""
        return self.losses >= MOST_LOSSES


STORE_PAUSE = timedelta(seconds=10)
"""Before something is tried again that failed because our own database or file store was away."""

MOST_LOSSES = 5
"""More than a worker that is killed by chance can do to one effect; fewer than would hurt the others."""

_LEAST_PAUSES = [least_pause(attempts) for attempts in range(1, TRIES_A_MINUTE + 2)]

IN_LINE = frozenset({EffectKind.SEND_ANSWER, EffectKind.SEND_COPY, EffectKind.SEND_WHATSAPP})
"""What stands in a line (0086_whatsapp_answers.sql): when it ends the next one goes."""

_END = """
UPDATE effects SET state = %s, finished_at = %s, result = %s, error = %s
WHERE id = %s AND fence = %s AND state = 'inflight' RETURNING id
"""
_NEXT = "UPDATE effects SET look_at = %s, behind = NULL WHERE behind = %s AND state = 'waiting' RETURNING id"

# Older ones of the same line go first, whatever Redis says.
_CLAIM = """
UPDATE effects SET state = 'inflight', attempts = attempts + 1, fence = fence + 1, behind = NULL, holder = %s,
  look_at = %s + greatest(%s, (%s)[least(attempts + 1, %s)])
WHERE id IN (
  SELECT id FROM effects AS mine
  WHERE id = ANY(%s) AND (state = 'queued' OR (state = 'waiting' AND look_at <= %s))
    AND NOT EXISTS (SELECT FROM effects AS older WHERE older.line = mine.line AND older.id < mine.id
                    AND older.state IN ('waiting', 'queued', 'inflight'))
  ORDER BY id FOR UPDATE SKIP LOCKED)
RETURNING id, hotel_id, kind, fence, attempts, losses, look_at
"""


def claim(ids: Sequence[int], *, now: datetime, lease: timedelta) -> list[Claim]:
    """Those of the effects that may be done now, each counted as tried before the work begins.

    After the sixth try the lease is longer: an effect that ends its workers is tried six times a minute at most.
    """
    parameters = (holders.ours(), now, lease, _LEAST_PAUSES, len(_LEAST_PAUSES), list(ids), now)
    with as_clock():
        found = rows(_CLAIM, parameters)
    return [Claim(id, hotel_id, EffectKind(kind), *rest) for id, hotel_id, kind, *rest in sorted(found)]


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
                "UPDATE effects SET look_at = greatest(look_at, %s)"
                " WHERE id = %s AND fence = %s AND state = 'inflight' RETURNING id",
                (now + lease, claim.id, claim.fence),
            )
        )


def renew_all(claims: Sequence[Claim], *, now: datetime, lease: timedelta) -> set[Claim]:
    """Holds the claims for another lease; those that somebody else has meanwhile are not among the result."""
    with as_clock():
        found = rows(
            "UPDATE effects SET look_at = greatest(look_at, %s) FROM unnest(%s::bigint[], %s::bigint[]) AS mine (id, fence)"
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
    parameters = (state, now, Json(result) if result is not None else None, error, claim.id, claim.fence)
    ended = bool(rows(_END, parameters))
    if ended and claim.kind in IN_LINE:
        rows(_NEXT, (now, claim.id))
    return ended

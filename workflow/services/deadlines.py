"""The work on a deadline that has come: taken by one worker, counted before it begins, put off when it fails, then dead.

Redis has no part in it. Taking runs as the clock, which sees ids and times of all hotels; what a deadline does is
timers'. A deadline that was tried before is taken alone, and after the others: it may have ended its worker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.database import as_clock, rows
from workflow.models import Deadline
from workflow.schedules import DEADLINES, TRIES_A_MINUTE, least_pause

LEASE = timedelta(seconds=10)
"""Firing is a matter of milliseconds, and only the one that finds it armed does it: so a lost one comes up soon."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A deadline to be fired before `until`. attempts counts this try too."""

    id: int
    hotel_id: int
    attempts: int
    until: datetime

    @property
    def ends_its_worker(self) -> bool:
        """Whether its last try was lost, so that it is no longer tried."""
        return self.attempts > DEADLINES.tries


_LEAST_PAUSES = [least_pause(attempts) for attempts in range(1, TRIES_A_MINUTE + 2)]

# deadlines_due and deadlines_due_again (look_at, id): rows not due are never read.
_TAKE = """
UPDATE deadlines SET attempts = 1, look_at = %s
WHERE id IN (SELECT id FROM deadlines WHERE state = 'armed' AND attempts = 0 AND look_at <= %s
             ORDER BY look_at, id LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING id, hotel_id, attempts, look_at
"""
_TAKE_AGAIN = """
UPDATE deadlines SET attempts = attempts + 1, look_at = %s + greatest(%s, (%s)[least(attempts + 1, %s)])
WHERE id = (SELECT id FROM deadlines WHERE state = 'armed' AND attempts > 0 AND look_at <= %s
            ORDER BY look_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, hotel_id, attempts, look_at
"""


def take(*, now: datetime, limit: int, lease: timedelta = LEASE) -> list[Taken]:
    """Due ones that nobody has tried yet, the longest due first."""
    with as_clock():
        return [Taken(*row) for row in sorted(rows(_TAKE, (now + lease, now, limit)))]


def take_again(*, now: datetime, lease: timedelta = LEASE) -> list[Taken]:
    """One that was tried before and is due again."""
    parameters = (now, lease, _LEAST_PAUSES, len(_LEAST_PAUSES), now)
    with as_clock():
        return [Taken(*row) for row in rows(_TAKE_AGAIN, parameters)]


def give_back(taken: Sequence[Taken], *, at: datetime) -> None:
    """Untried: their time ran out, or the database was away."""
    with as_clock():
        rows(
            "UPDATE deadlines SET attempts = deadlines.attempts - 1, look_at = %s"
            " FROM unnest(%s::bigint[], %s::int[]) AS mine (id, attempts)"
            " WHERE deadlines.id = mine.id AND deadlines.attempts = mine.attempts AND state = 'armed'"
            " RETURNING deadlines.id",
            (at, [one.id for one in taken], [one.attempts for one in taken]),
        )


def put_off(taken: Taken, error: str, *, scale: float, now: datetime) -> None:
    """In the open transaction: tried again later, or dead when its tries are used up."""
    pause = DEADLINES.after(taken.attempts, scale=scale)
    if pause is None:
        bury(taken, error, now=now)
    else:
        _change(taken, look_at=now + pause, error=error)


def bury(taken: Taken, error: str, *, now: datetime) -> None:
    """In the open transaction: dead, listed, tried again only by a person."""
    _change(taken, state="dead", error=error, finished_at=now)


def _change(taken: Taken, **changes: object) -> None:
    Deadline.update(**changes).where(Deadline.id == taken.id, Deadline.state == "armed").execute()

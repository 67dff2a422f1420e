"""How much may go to the relay: so many mails a minute, and nothing for a while after it said that it is too much.

Shared by all workers through rows: a mail takes a slot, which is free again some seconds later. Each call is a short
transaction of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.database import as_clock, rows

_SHARES = (
    12  # of a minute: so much of the limit may go at once, and the next mail's turn is at most a share away
)
_FIRST_REST = timedelta(seconds=15)
_LONGEST_REST = timedelta(minutes=15)
_CALM = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Pace:
    """`slots` mails may go at once, each of which makes its slot free again after `period`."""

    slots: int
    period: timedelta


_ROOM = """
SELECT count(*), count(*) FILTER (WHERE free_at <= %s),
  coalesce((SELECT until > %s FROM relay_rest), false)
FROM relay_slots WHERE slot <= %s
"""
_TAKE = """
UPDATE relay_slots SET free_at = %s
WHERE slot = (SELECT slot FROM relay_slots WHERE slot <= %s AND free_at <= %s
              ORDER BY free_at, slot LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING slot
"""
# Of several refusals in a moment the first one counts. Rests double, and begin anew after a calm time.
_REST = """
INSERT INTO relay_rest (until, rests) VALUES (%s, 1)
ON CONFLICT (only_row) DO UPDATE SET
  rests = CASE WHEN relay_rest.until < %s THEN 1 ELSE relay_rest.rests + 1 END,
  until = %s + least(%s, %s * (CASE WHEN relay_rest.until < %s THEN 1 ELSE 2 ^ least(relay_rest.rests, 10) END))
WHERE relay_rest.until <= %s
RETURNING until
"""


def pace_of(mails_a_minute: int) -> Pace:
    """Never more than so many in any minute; a few less where the number does not divide."""
    slots = max(1, mails_a_minute // _SHARES)
    share = timedelta(minutes=1) / (mails_a_minute // slots)
    return Pace(slots, share + timedelta.resolution)  # never a rounding too short


def room(pace: Pace | None, *, now: datetime, most: int) -> int:
    """How many mails may be handed over now, `most` at the most; 0 while the relay has its rest."""
    with as_clock():
        made, free, rests = rows(_ROOM, (now, now, pace.slots if pace else 0))[0]
        if pace and made < pace.slots:
            rows(
                "INSERT INTO relay_slots SELECT slot, %s FROM generate_series(1, %s) AS slot"
                " ON CONFLICT DO NOTHING RETURNING slot",
                (now, pace.slots),
            )
            free = pace.slots
    return 0 if rests else min(most, free if pace else most)


def take_slot(pace: Pace, *, now: datetime) -> bool:
    """Whether one more mail may go now; if so, it counts."""
    with as_clock():
        return bool(rows(_TAKE, (now + pace.period, pace.slots, now)))


def rest(*, now: datetime, scale: float, least: timedelta = timedelta()) -> None:
    """Nothing goes to the relay for a while: for `least` if it named a time itself."""
    first, calm = max(_FIRST_REST * scale, least), now - _CALM
    longest = max(_LONGEST_REST * scale, least)
    with as_clock():
        rows(_REST, (now + first, calm, now, longest, first, calm, now))


def rests_until() -> datetime | None:
    """The end of the last rest, which may be over."""
    with as_clock():
        found = rows("SELECT until FROM relay_rest")
    return found[0][0] if found else None

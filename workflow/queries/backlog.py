"""How many tickets were not done at the end of each day of a hotel, by what the timeline says of their states.

Counted back from what is live now: each ticket that came later was not there, each that was done later was still open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflow import machine
from workflow.database import rows
from workflow.queries.ticket_filter import LIVE
from workflow.queries.ticket_report import Stretch, days


@dataclass(frozen=True, slots=True)
class Day:
    """came: tickets of the day; live: not done when it ended (today: now)."""

    day: date
    came: int
    live: int


# tickets_by_state; tickets_by_time; events_by_time.
_LIVE_NOW = "SELECT count(*) FROM tickets WHERE hotel_id = %s AND deleted_at IS NULL AND state = ANY(%s)"
_CAME = """
SELECT (created_at AT TIME ZONE %s)::date, count(*) FROM tickets
WHERE hotel_id = %s AND deleted_at IS NULL AND created_at >= %s GROUP BY 1
"""
_MOVED = """
SELECT (e.at AT TIME ZONE %s)::date, count(*) FILTER (WHERE e.old = ANY(%s)) - count(*) FILTER (WHERE e.new = ANY(%s))
FROM events e JOIN tickets t ON t.id = e.ticket_id AND t.hotel_id = e.hotel_id
WHERE e.hotel_id = %s AND e.kind = 'state' AND e.at >= %s AND t.deleted_at IS NULL
  AND (e.old = ANY(%s)) <> (e.new = ANY(%s)) GROUP BY 1
"""


def backlog(over: Stretch) -> tuple[Day, ...]:
    """Day by day."""
    done = [str(state) for state in machine.DONE]
    live = rows(_LIVE_NOW, (over.hotel_id, list(LIVE)))[0][0]
    came = dict(rows(_CAME, (over.time_zone, over.hotel_id, over.since)))
    moved = dict(rows(_MOVED, (over.time_zone, done, done, over.hotel_id, over.since, done, done)))
    shown = days(over)
    found = []
    for day in sorted({*shown, *came, *moved}, reverse=True):
        found.append(Day(day, came.get(day, 0), live))
        live -= came.get(day, 0) + moved.get(day, 0)
    return tuple(one for one in reversed(found) if one.day in set(shown))

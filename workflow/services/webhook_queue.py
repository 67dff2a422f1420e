"""Whose turn it is: endpoints with something due are taken one at a time, the longest unserved first.

As the clock, which sees ids and times and no content. One thread serves an endpoint, so a slow one holds up no other;
after it could not be reached it rests.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.database import as_clock, rows

# A few hundred endpoints at most; effects_of_endpoint gives the first that is due of each.
_TAKE = """
UPDATE webhook_endpoints SET lease_until = %s WHERE id = (
  SELECT e.id FROM webhook_endpoints e
  WHERE (e.lease_until IS NULL OR e.lease_until <= %s) AND (e.rest_until IS NULL OR e.rest_until <= %s)
    AND EXISTS (SELECT FROM effects f WHERE f.endpoint_id = e.id AND f.state = 'waiting' AND f.look_at <= %s)
  ORDER BY e.lease_until NULLS FIRST, e.id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, hotel_id
"""
_DUE = """
SELECT id FROM effects WHERE endpoint_id = %s AND state = 'waiting' AND look_at <= %s ORDER BY id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Turn:
    """The right to send to an endpoint for a while."""

    endpoint_id: int
    hotel_id: int


def take(*, now: datetime, lease: timedelta) -> Turn | None:
    """The next endpoint that nobody serves and something is due for."""
    with as_clock():
        found = rows(_TAKE, (now + lease, now, now, now))
    return Turn(*found[0]) if found else None


def due(turn: Turn, *, now: datetime, limit: int) -> list[int]:
    """Its effects, in the order of what happened."""
    with as_clock():
        return [id for (id,) in rows(_DUE, (turn.endpoint_id, now, limit))]


def hold(turn: Turn, *, until: datetime) -> None:
    """For as long; with a moment that has come, given back."""
    with as_clock():
        rows(
            "UPDATE webhook_endpoints SET lease_until = %s WHERE id = %s RETURNING id",
            (until, turn.endpoint_id),
        )

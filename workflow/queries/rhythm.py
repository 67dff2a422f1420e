"""When in the week tickets come: how many in each hour of each weekday, on the hotel's clocks."""

from __future__ import annotations

from collections.abc import Mapping

from workflow.database import rows
from workflow.queries.ticket_report import Stretch

# tickets_by_time serves it.
_CAME = """
SELECT extract(isodow FROM came)::int, extract(hour FROM came)::int, count(*) FROM (
  SELECT created_at AT TIME ZONE %s AS came FROM tickets
  WHERE hotel_id = %s AND created_at >= %s AND created_at < %s AND deleted_at IS NULL
) AS one GROUP BY 1, 2
"""


def rhythm(over: Stretch) -> Mapping[tuple[int, int], int]:
    """By weekday (1 is Monday) and hour; what is not there is none."""
    found = rows(_CAME, (over.time_zone, over.hotel_id, over.since, over.until))
    return {(weekday, hour): count for weekday, hour, count in found}

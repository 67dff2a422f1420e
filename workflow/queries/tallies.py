"""How many tickets that are not done there are of each kind that a chip leads to; one look at the live ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workflow.database import rows
from workflow.queries.sight import Sight
from workflow.queries.sql import Condition, all_of
from workflow.queries.ticket_filter import LIVE


@dataclass(frozen=True, slots=True)
class Tallies:
    """mine: of whoever asks; snoozed ones count in each of the others too."""

    unassigned: int
    mine: int
    overdue: int
    snoozed: int


# tickets_by_state serves it.
_TALLY = """
SELECT count(*) FILTER (WHERE t.assignee_id IS NULL), count(*) FILTER (WHERE t.assignee_id = %s),
  count(*) FILTER (WHERE t.due_at < %s), count(*) FILTER (WHERE t.snoozed_until > %s)
FROM tickets t WHERE {where}
"""


def live_tallies(sight: Sight, *, now: datetime) -> Tallies:
    """Of the tickets this person may see, in the open transaction."""
    live = Condition("t.deleted_at IS NULL AND t.state = ANY(%s)", (list(LIVE),))
    where = all_of((sight.condition(), live))
    return Tallies(*rows(_TALLY.format(where=where.sql), (sight.staff_id, now, now, *where.values))[0])

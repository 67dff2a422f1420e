"""How many tickets that are not done there are of each kind: one look serves every chip above a list, and the tabs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workflow.database import rows
from workflow.queries import ticket_ids
from workflow.queries.sight import Sight
from workflow.queries.ticket_filter import Filter
from workflow.queries.ticket_order import Order
from workflow.values import Priority, State


@dataclass(frozen=True, slots=True)
class Kind:
    """What chips tell tickets apart by, and how many there are of it."""

    state: State
    priority: Priority
    assignee_id: int | None
    is_overdue: bool
    is_snoozed: bool
    number: int


# tickets_by_state serves it: only what is not done is read, however much is closed.
_KINDS = """
SELECT t.state, t.priority, t.assignee_id, coalesce(t.due_at < %s, false), coalesce(t.snoozed_until > %s, false),
  count(*)
FROM tickets t WHERE {where} GROUP BY 1, 2, 3, 4, 5
"""


def kinds(sight: Sight, filter: Filter, *, now: datetime) -> tuple[Kind, ...]:
    """Of the tickets this person may see and the filter leaves, in the open transaction."""
    where = ticket_ids.condition(sight, filter, Order.DUE_FIRST)
    found = rows(_KINDS.format(where=where.sql), (now, now, *where.values))
    return tuple(
        Kind(State(state), Priority(priority), assignee_id, is_overdue, is_snoozed, int(number))
        for state, priority, assignee_id, is_overdue, is_snoozed, number in found
    )

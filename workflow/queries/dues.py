"""When what is due in a list gets urgent: by the clocks that warn and tell, so by opening hours, never by the wall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workflow import clocks, sla
from workflow.queries.tickets import TicketRow
from workflow.sla import Clock, ClockState, Policy
from workflow.values import State
from workflow.whatsapp.window import WARNED_BEFORE


@dataclass(frozen=True, slots=True)
class Due:
    """counts_down: no closed hours lie before it, so that the time left is the time on the wall."""

    at: datetime
    soon_at: datetime
    counts_down: bool


def of_rows(rows: Sequence[TicketRow], *, now: datetime) -> dict[int, Due]:
    """By ticket, those that are due. In the open transaction; two questions for all of them."""
    waiting = [row for row in rows if row.due_at is not None and State(row.state) not in sla.DONE]
    if not waiting:
        return {}
    policies = clocks.policies_of({row.hotel_id for row in waiting})
    facts = clocks.history([row.id for row in waiting if policies[row.hotel_id]])
    found = {
        row.id: _due(row, _next(row, policies[row.hotel_id], facts.get(row.id, [])), now) for row in waiting
    }
    return {id: due for id, due in found.items() if due is not None}


def _next(row: TicketRow, policies: Sequence[Policy], facts: Sequence[sla.Fact]) -> Clock | None:
    """The clock that is due at the row's moment."""
    policy = sla.match(
        policies,
        priority=row.priority,
        category_id=row.category.id if row.category else None,
        department_id=row.department.id if row.department else None,
    )
    running = sla.clocks(row.created_at, facts, policy) if policy else ()
    return next(
        (one for one in running if one.state is ClockState.RUNNING and one.due_at == row.due_at), None
    )


def _due(row: TicketRow, clock: Clock | None, now: datetime) -> Due | None:
    """Without a clock of a policy it is the end of WhatsApp's 24 hours, or a moment that somebody set."""
    if row.due_at is None:
        return None
    if clock is not None and clock.soon_at is not None:
        return Due(row.due_at, clock.soon_at, clock.counts_down(now))
    if row.window_ends_at == row.due_at:
        return Due(row.due_at, row.due_at - WARNED_BEFORE, True)
    return Due(row.due_at, row.due_at - (row.due_at - row.created_at) * sla.LAST_PART, True)

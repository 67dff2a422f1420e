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
    """By ticket, those that are due. In the open transaction; two questions for all of them, none for what is over."""
    live = [row for row in rows if row.due_at is not None and State(row.state) not in sla.DONE]
    found = {row.id: Due(row.due_at, row.due_at, True) for row in live if row.due_at and row.due_at <= now}
    coming = [row for row in live if row.id not in found]
    policies = clocks.policies_of({row.hotel_id for row in coming}) if coming else {}
    facts = clocks.history([row.id for row in coming if policies[row.hotel_id]])
    for row in coming:
        clock = _next(row, policies[row.hotel_id], facts.get(row.id, []))
        found[row.id] = _due(row, clock, now=now)
    return found


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


def _due(row: TicketRow, clock: Clock | None, *, now: datetime) -> Due:
    """Without a clock of a policy it is the end of WhatsApp's 24 hours, or a moment that somebody set."""
    at = row.due_at or now
    if clock is not None and clock.soon_at is not None:
        return Due(at, clock.soon_at, clock.counts_down(now))
    if row.window_ends_at == at:
        return Due(at, at - WARNED_BEFORE, True)
    return Due(at, at - (at - row.created_at) * sla.LAST_PART, True)

"""Who may give a ticket to whom: taking it or giving back one's own is less than handing it to others."""

from __future__ import annotations

from web.access import Visit
from workflow import roles
from workflow.models import Ticket
from workflow.roles import Action


def check(visit: Visit, ticket: Ticket, assignee_id: int | None) -> None:
    """Raises Forbidden."""
    me = visit.person.staff_id
    is_own_affair = me is not None and (
        assignee_id == me or (assignee_id is None and ticket.assignee_id == me)
    )
    action = Action.TAKE if is_own_affair else Action.ASSIGN
    for seat in visit.seats:
        roles.require(seat.role, action)

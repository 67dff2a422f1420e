"""Who may give a ticket to whom: taking it or giving back one's own is less than handing it to others."""

from __future__ import annotations

from web.access import Visit
from workflow import clock, roles
from workflow.models import Ticket
from workflow.roles import Action
from workflow.services import taking, tickets


def check(visit: Visit, ticket: Ticket, assignee_id: int | None) -> None:
    """Raises Forbidden."""
    me = visit.person.staff_id
    is_own_affair = me is not None and (
        assignee_id == me or (assignee_id is None and ticket.assignee_id == me)
    )
    action = Action.TAKE if is_own_affair else Action.ASSIGN
    for seat in visit.seats:
        roles.require(seat.role, action)


def give(visit: Visit, ticket: Ticket, assignee_id: int | None, *, version: int | None) -> None:
    """To the member who asks, to another, or to nobody. version: the one he saw, None when he does not say.

    Raises Forbidden, AlreadyTaken, and what services/tickets.assign raises.
    """
    check(visit, ticket, assignee_id)
    now = clock.now()
    if assignee_id is not None and assignee_id == visit.person.staff_id:
        taking.take(ticket, actor=visit.actor, now=now, version=version)
    else:
        tickets.assign(ticket, assignee_id, actor=visit.actor, now=now, version=version)

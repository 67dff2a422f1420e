"""A ticket that has ended, for its page: where it goes on when it was merged, else what an answer does to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from web.languages import N_, gettext
from workflow import apply, machine
from workflow.errors import NotFound
from workflow.models import Ticket
from workflow.queries import tickets as ticket_queries
from workflow.queries.sight import Sight
from workflow.roles import Action
from workflow.services import tickets
from workflow.values import State

LEFT_OF_MERGED = frozenset({Action.INSIDE, Action.VIEW, Action.VIEW_FILES, Action.EXPORT, Action.DELETE})
"""What can still be done with a ticket that became part of another one."""

_OPENS = {
    State.RESOLVED: N_("An answer leaves the ticket resolved. When the guest writes again, it opens."),
    State.CLOSED: N_("An answer leaves the ticket closed. When the guest writes again, it opens."),
}
_STAYS = {
    State.RESOLVED: N_("An answer leaves the ticket resolved. When the guest writes again, a new one opens."),
    State.CLOSED: N_("An answer leaves the ticket closed. When the guest writes again, a new one opens."),
}


@dataclass(frozen=True, slots=True)
class GoesOn:
    """The ticket that all is done in now."""

    pid: str
    subject: str
    is_seen: bool  # by the person who looks


def goes_on(ticket: Ticket, sight: Sight) -> GoesOn | None:
    """In the open transaction; None for a ticket that is part of no other."""
    into = tickets.survivor(ticket)
    if into is None:
        return None
    try:
        ticket_queries.find(sight, into.pid)
    except NotFound:
        return GoesOn(into.pid, "", False)
    return GoesOn(into.pid, into.subject, True)


def of_answer(ticket: Ticket, *, now: datetime) -> str:
    """What an answer does to a ticket that is done, before one writes it; "" for all others. In the open transaction."""
    state = State(ticket.state)
    if state not in machine.DONE:
        return ""
    opens = machine.may_reopen(apply.snapshot(ticket), now=now, rules=tickets.hotel_rules(ticket))
    return gettext((_OPENS if opens else _STAYS)[state])

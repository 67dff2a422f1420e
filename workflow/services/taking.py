"""Taking a ticket: of two members who take it at once, exactly one gets it, and the other is told who (R-WF-5).

In the caller's transaction, the ticket locked: whoever waits for the lock sees the owner that the other one made.
"""

from __future__ import annotations

from datetime import datetime

from workflow import refusals
from workflow.errors import AlreadyTaken
from workflow.models import Staff, Ticket
from workflow.services import emergencies, tickets
from workflow.values import Actor


def take(ticket: Ticket, *, actor: Actor, now: datetime, version: int | None = None) -> int:
    """The ticket is the actor's. Returns the new version; his own ticket stays his, and its alarm is accepted.

    Somebody else's ticket is taken over only by who has seen whose it is: by its present version. Raises AlreadyTaken
    with the owner's name, MoveRefused for one that is done, Invalid for who is no member, VersionStale.
    """
    assert actor.id is not None
    owner = ticket.assignee_id
    if owner == actor.id:
        return emergencies.accept(ticket, actor=actor, now=now)
    if owner is not None and version != ticket.version:
        found = Staff.get_or_none(Staff.id == owner)
        name = found.name if found else "A colleague"
        raise AlreadyTaken(refusals.WAS_QUICKER, values={"name": name})
    if owner is None:
        version = None  # nobody has it: whatever else changed meanwhile does not matter
    return tickets.assign(ticket, actor.id, actor=actor, now=now, version=version)

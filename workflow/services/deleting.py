"""Deleting a ticket and bringing it back (R-TKT-7). In the caller's transaction, the ticket locked.

A deleted ticket leaves every list, clock and notice; nothing of it is lost until workflow/services/purging takes it.
"""

from __future__ import annotations

from datetime import datetime

from workflow import apply
from workflow.database import rows
from workflow.errors import MoveRefused
from workflow.models import Ticket
from workflow.services import purging, tickets, timers
from workflow.values import Actor, Decision, EventDraft

IN_SPAM = "This ticket lies in the spam folder: bring it back from there."
PURGED = "The words of this ticket were deleted for good: it cannot come back."


def delete(ticket: Ticket, *, actor: Actor, now: datetime, version: int | None = None) -> int:
    """It is out of sight. Returns the new version. Raises MoveRefused for one that is deleted already, VersionStale.

    An answer that a person has sent still goes out: he was told that it would.
    """
    tickets.check_version(ticket, version)
    if ticket.deleted_at is not None:
        raise MoveRefused("This ticket is deleted already.", ())
    decision = Decision(
        changes={"deleted_at": now, "deleted_by_id": actor.id}, events=(EventDraft("deleted"),)
    )
    written = apply.write(ticket, decision, actor=actor, now=now)
    purging.look_when_due(ticket.hotel_id, now=now)
    return written


def restore(ticket: Ticket, *, actor: Actor, now: datetime) -> int:
    """It is back as it was; the times of its state begin anew. Returns the new version. Raises MoveRefused."""
    if ticket.purged_at is not None:
        raise MoveRefused(PURGED, ())
    if _lies_in_spam(ticket):
        raise MoveRefused(IN_SPAM, ())
    decision = Decision(changes={"deleted_at": None, "deleted_by_id": None}, events=(EventDraft("restored"),))
    apply.write(ticket, decision, actor=actor, now=now)
    timers.arm_again(ticket, now=now)
    return int(ticket.version)


def _lies_in_spam(ticket: Ticket) -> bool:
    found = rows(
        "SELECT EXISTS (SELECT FROM inbox WHERE ticket_id = %s AND hotel_id = %s AND state = 'spam')",
        (ticket.id, ticket.hotel_id),
    )
    return bool(found[0][0])

"""What two tickets have to do with each other (R-TKT-5). In the caller's transaction, both tickets locked.

A ticket is "duplicate", "follow_up" or "split" of another, or both are "related". Reading: workflow/queries/links.
"""

from __future__ import annotations

from datetime import datetime

from workflow import apply
from workflow.errors import Invalid, NotFound
from workflow.models import Ticket, TicketLink
from workflow.values import Actor, Decision, EventDraft, LinkKind


def link(ticket: Ticket, other: Ticket, kind: LinkKind, *, actor: Actor, now: datetime) -> int:
    """The ticket is `kind` of the other from now on; said again, the new kind counts. Returns the ticket's version.

    Raises Invalid for a ticket and itself, or one of another hotel.
    """
    if ticket.id == other.id or ticket.hotel_id != other.hotel_id:
        raise Invalid("A ticket can only be linked to another one of the same hotel.", "pid")
    before = _between(ticket, other)
    if (
        before is not None
        and before.kind == kind
        and (kind is LinkKind.RELATED or before.ticket_id == ticket.id)
    ):
        return int(ticket.version)
    if before is not None:
        _delete(before)
    TicketLink.insert(
        hotel_id=ticket.hotel_id, ticket_id=ticket.id, other_id=other.id, kind=kind, created_at=now
    ).execute()
    _write(other, EventDraft("linked", kind, None, ticket.pid), actor=actor, now=now)
    return _write(ticket, EventDraft("linked", kind, None, other.pid), actor=actor, now=now)


def unlink(ticket: Ticket, other: Ticket, *, actor: Actor, now: datetime) -> int:
    """They have nothing to do with each other. Returns the ticket's version. Raises NotFound."""
    before = _between(ticket, other)
    if before is None:
        raise NotFound("This ticket is not linked to %(pid)s.", values={"pid": other.pid})
    _delete(before)
    _write(other, EventDraft("unlinked", before.kind, ticket.pid, None), actor=actor, now=now)
    return _write(ticket, EventDraft("unlinked", before.kind, other.pid, None), actor=actor, now=now)


def _between(ticket: Ticket, other: Ticket) -> TicketLink | None:
    found: TicketLink | None = TicketLink.get_or_none(
        ((TicketLink.ticket_id == ticket.id) & (TicketLink.other_id == other.id))
        | ((TicketLink.ticket_id == other.id) & (TicketLink.other_id == ticket.id))
    )
    return found


def _delete(found: TicketLink) -> None:
    TicketLink.delete().where(
        TicketLink.ticket_id == found.ticket_id, TicketLink.other_id == found.other_id
    ).execute()


def _write(ticket: Ticket, event: EventDraft, *, actor: Actor, now: datetime) -> int:
    return apply.write(ticket, Decision(events=(event,)), actor=actor, now=now)

"""Two tickets become one (R-TKT-5): what was said moves over, the emptied one is closed and leads to the other.

Its number, reply addresses and Message-IDs keep leading there (workflow/services/evidence). In the caller's
transaction, both tickets locked.
"""

from __future__ import annotations

from datetime import datetime

from workflow import apply, clocks, machine
from workflow.database import rows
from workflow.errors import Invalid
from workflow.models import Ticket
from workflow.services import tickets
from workflow.values import Actor, Decision, EventDraft, Notice, State, Trigger

_WAITS = frozenset({State.OPEN, State.IN_PROGRESS, State.WAITING_INTERNAL})
"""States in which the house has something to do."""

# Automatic mail of the desk stays where it was sent from. A stranger's words stay a stranger's in the other ticket.
_MOVE_MESSAGES = """
UPDATE messages SET ticket_id = %s,
  author_kind = CASE WHEN direction = 'in' AND author_kind = 'guest' AND author_address <> %s
    AND NOT EXISTS (SELECT FROM participants p WHERE p.ticket_id = %s AND p.address = messages.author_address
                    AND p.state = 'accepted')
    THEN 'outsider' ELSE author_kind END
WHERE ticket_id = %s AND hotel_id = %s AND NOT (direction = 'out' AND is_automatic) RETURNING id
"""
_MOVE_WATCHERS = """
INSERT INTO watchers (hotel_id, ticket_id, staff_id)
SELECT hotel_id, %s, staff_id FROM watchers WHERE ticket_id = %s AND hotel_id = %s ON CONFLICT DO NOTHING
"""


def lock_both(first_id: int, second_id: int) -> tuple[Ticket, Ticket]:
    """In one order for all, so that two mergers wait for each other. Raises NotFound."""
    locked = {id: tickets.lock(id) for id in sorted({first_id, second_id})}
    return locked[first_id], locked[second_id]


def merge(ticket: Ticket, into: Ticket, *, actor: Actor, now: datetime) -> int:
    """Returns how many messages moved. Raises Invalid for tickets that cannot become one."""
    if ticket.id == into.id or ticket.hotel_id != into.hotel_id:
        raise Invalid("A ticket can only be merged into another one of the same hotel.", "into")
    if ticket.merged_into_id is not None or into.merged_into_id is not None:
        raise Invalid("One of these tickets was merged before.", "into")
    if into.deleted_at is not None:
        raise Invalid("The other ticket was deleted.", "into")
    moved = rows(_MOVE_MESSAGES, (into.id, into.requester_address, into.id, ticket.id, ticket.hotel_id))
    ids = [id for (id,) in moved]
    rows("UPDATE attachments SET ticket_id = %s WHERE message_id = ANY(%s)", (into.id, ids))
    rows(_MOVE_WATCHERS, (into.id, ticket.id, ticket.hotel_id))
    waits = ticket.state in _WAITS
    apply.write(ticket, _closed(ticket, into, now=now), actor=actor, now=now)
    taken_in = _waiting(into, actor=actor, now=now) if waits else Decision()
    event = EventDraft("merged in", clocks.UNANSWERED if waits else "", new=ticket.pid)
    apply.write(into, taken_in.with_events(event), actor=actor, now=now)
    return len(ids)


def _waiting(into: Ticket, *, actor: Actor, now: datetime) -> Decision:
    """What nobody has answered waits on in the other ticket, as if the guest wrote there now; its people are told."""
    decision = machine.decide(
        apply.snapshot(into), Trigger.GUEST_WROTE, now=now, rules=tickets.hotel_rules(into)
    )
    if "state" not in decision.changes:
        return decision
    shown = tickets.last_guest_message(into.id)
    return decision.with_effects(*tickets.tell(into, Notice.GUEST_WROTE, shown, now=now, but_not=actor.id))


def _closed(ticket: Ticket, into: Ticket, *, now: datetime) -> Decision:
    decision = Decision()
    if ticket.state != State.CLOSED:
        decision = machine.decide(
            apply.snapshot(ticket), Trigger.SET_CLOSED, now=now, rules=tickets.hotel_rules(ticket)
        )
    return decision.with_changes(merged_into_id=into.id, linked_id=into.id).with_events(
        EventDraft("merged into", new=into.pid)
    )

"""Which tickets a WhatsApp may belong to: those of the message it quotes, and those of the person who writes (R-WA-5)."""

from __future__ import annotations

from workflow.database import rows
from workflow.matching import Candidate
from workflow.models import Ticket, WhatsappContact
from workflow.values import State

# provider_messages_sid and messages_by_provider_sid serve it.
_QUOTED = """
SELECT m.ticket_id, m.contact_id FROM provider_messages p JOIN messages m ON m.id = p.message_id WHERE p.hotel_id = %s AND p.sid = %s
UNION ALL SELECT ticket_id, contact_id FROM messages WHERE hotel_id = %s AND provider_sid = %s LIMIT 1
"""
# tickets_by_contact and tickets_by_guest serve it.
_LATEST = """
SELECT id FROM tickets
WHERE hotel_id = %s AND (contact_id = %s OR guest_id = %s) AND deleted_at IS NULL AND merged_into_id IS NULL
ORDER BY state IN ('resolved', 'closed'), id DESC LIMIT 1
"""


def quoted(contact: WhatsappContact, sid: str) -> Candidate | None:
    """The ticket of the message with this sid, or the one it was merged into, if either is this person's. Locked."""
    if not sid:
        return None
    found = rows(_QUOTED, (contact.hotel_id, sid, contact.hotel_id, sid))
    if not found:
        return None
    ((ticket_id, contact_id),) = found
    first = _locked(ticket_id)
    ticket = _followed(first)
    is_his = contact_id == contact.id or is_of(contact, first) or is_of(contact, ticket)
    if ticket.deleted_at is not None or not is_his:
        return None
    return _candidate(ticket)


def his(contact: WhatsappContact, ticket_id: int) -> Ticket | None:
    """The ticket, or the one it was merged into, if it is this person's. Locked."""
    ticket = _followed(_locked(ticket_id))
    return ticket if ticket.deleted_at is None and is_of(contact, ticket) else None


def latest(contact: WhatsappContact) -> Candidate | None:
    """The person's newest ticket that goes on, also one that came by mail; else his newest that ended. Locked."""
    found = rows(_LATEST, (contact.hotel_id, contact.id, contact.guest_id))
    return _candidate(_locked(found[0][0])) if found else None


def is_of(contact: WhatsappContact, ticket: Ticket) -> bool:
    """Whether it is this person's: he wrote in it, or the same guest record did."""
    by_record = contact.guest_id is not None and contact.guest_id == ticket.guest_id
    return bool(by_record or ticket.contact_id == contact.id)


def _followed(ticket: Ticket) -> Ticket:
    met = {ticket.id}
    while ticket.merged_into_id is not None and ticket.merged_into_id not in met:
        met.add(ticket.merged_into_id)
        ticket = _locked(ticket.merged_into_id)
    return ticket


def _locked(ticket_id: int) -> Ticket:
    return Ticket.select().where(Ticket.id == ticket_id).for_update().get()


def _candidate(ticket: Ticket) -> Candidate:
    return Candidate(
        ticket_id=ticket.id,
        state=State(ticket.state),
        closed_at=ticket.closed_at,
        resolved_at=ticket.resolved_at,
        author_takes_part=True,
    )

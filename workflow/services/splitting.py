"""Chosen messages of a ticket become a new one of the same guest, linked to it (R-TKT-5). In the caller's transaction.

What answers the moved mails comes to the new ticket; the old one's number and reply addresses stay the old one's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from workflow import apply
from workflow.database import rows
from workflow.errors import Invalid
from workflow.models import Message, Ticket
from workflow.services import links, tickets
from workflow.values import (
    Actor,
    Decision,
    DeliveryState,
    Direction,
    EventDraft,
    LinkKind,
    Notice,
    Priority,
    Rule,
    Source,
)


def split(ticket: Ticket, message_ids: Sequence[int], subject: str, *, actor: Actor, now: datetime) -> Ticket:
    """The new ticket: open, nobody's, with all that is known of the guest; its people are told.

    Raises Invalid for messages that are not of this ticket, on their way, or all that it has; MoveRefused for a
    ticket that was merged.
    """
    tickets.refuse_merged(ticket)
    moved = _messages(ticket, message_ids)
    first = next((message for message in moved if message.direction == Direction.IN), moved[0])
    new = tickets.open_ticket(
        tickets.NewTicket(
            hotel_id=ticket.hotel_id,
            source=Source(ticket.source),
            subject=_checked_subject(subject),
            description=first.body,
            received_at=now,
            placed_by=Rule.SPLIT,
            priority=Priority(ticket.priority),
            channel_id=ticket.channel_id,
            requester_address=ticket.requester_address,
            requester_name=ticket.requester_name,
            language=ticket.language,
            guest_id=ticket.guest_id,
            stay_id=ticket.stay_id,
            room_id=ticket.room_id,
            category_id=ticket.category_id,
            department_id=ticket.department_id,
        ),
        actor=actor,
        now=now,
    )
    ids = [message.id for message in moved]
    rows("UPDATE messages SET ticket_id = %s WHERE id = ANY(%s)", (new.id, ids))
    rows("UPDATE attachments SET ticket_id = %s WHERE message_id = ANY(%s)", (new.id, ids))
    _take_participants(ticket, new)
    links.link(new, ticket, LinkKind.SPLIT, actor=actor, now=now)
    apply.write(ticket, Decision(events=(EventDraft("split", new=new.pid),)), actor=actor, now=now)
    told = tickets.tell(new, Notice.NEW_TICKET, first.id, now=now, but_not=actor.id)
    apply.write(new, Decision(effects=told), actor=actor, now=now)
    return new


def _messages(ticket: Ticket, ids: Sequence[int]) -> list[Message]:
    """In the order of the thread."""
    wanted = {id for id in ids if id < 2**63}
    found = list(
        Message.select()
        .where(
            Message.ticket_id == ticket.id, Message.hotel_id == ticket.hotel_id, Message.id.in_(list(wanted))
        )
        .order_by(Message.id)
    )
    if not found or len(found) != len(set(ids)):
        raise Invalid("Choose messages of this ticket.", "messageIds")
    if any(message.is_automatic and message.direction == Direction.OUT for message in found):
        raise Invalid("An automatic mail of the desk stays where it was sent from.", "messageIds")
    if any(message.delivery_state in (DeliveryState.PENDING, DeliveryState.DELAYED) for message in found):
        raise Invalid("One of these answers is still on its way: wait until it is sent.", "messageIds")
    left = rows(
        "SELECT EXISTS (SELECT FROM messages WHERE ticket_id = %s AND NOT id = ANY(%s)"
        " AND NOT (direction = 'out' AND is_automatic))",
        (ticket.id, list(wanted)),
    )
    if not left[0][0] and not _has_words_of_its_own(ticket):
        raise Invalid("These are all its messages: leave at least one where it is.", "messageIds")
    return found


def _has_words_of_its_own(ticket: Ticket) -> bool:
    """What was written down at the desk stands in the description, and in no message."""
    return ticket.source in (Source.PANEL, Source.API, Source.AI_AGENT) and bool(ticket.description)


def _checked_subject(subject: str) -> str:
    subject = " ".join(subject.replace("\x00", "").split())[: tickets.MAX_SUBJECT]
    if not subject:
        raise Invalid("The new ticket needs a subject.", "subject")
    return subject


def _take_participants(ticket: Ticket, new: Ticket) -> None:
    """Who took part in the one takes part in the other: his words may be among those that moved."""
    rows(
        "INSERT INTO participants (hotel_id, ticket_id, address, name, state, reason)"
        " SELECT hotel_id, %s, address, name, state, reason FROM participants WHERE ticket_id = %s",
        (new.id, ticket.id),
    )

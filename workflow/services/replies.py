"""An answer to the guest: the words become a message of the thread, and an effect that sends it.

In the caller's transaction; the sending itself is the worker's, from workflow/services/delivery.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from workflow import apply, machine
from workflow.body_marker import without_markers
from workflow.errors import Invalid
from workflow.ledger import Ledger, joined
from workflow.models import Attachment, Message, Ticket
from workflow.services import messages, participants, standing, tickets
from workflow.values import (
    SYSTEM,
    Actor,
    ActorKind,
    ChannelKind,
    Decision,
    DeliveryState,
    Direction,
    EffectDraft,
    EffectKind,
    EventDraft,
    Trigger,
)


def send(
    ticket: Ticket,
    body: str,
    *,
    actor: Actor,
    now: datetime,
    attachments: Sequence[Attachment] = (),
    is_solution: bool = False,
    inbox_id: int | None = None,
    version: int | None = None,
    ledger: Ledger | None = None,
) -> Message:
    """A member's words to the guest. Raises Invalid (no words, nowhere to send them), MoveRefused, VersionStale."""
    tickets.check_version(ticket, version)
    words = tickets.checked_body(body) if body.strip() or not attachments else ""
    decision = machine.decide(
        apply.snapshot(ticket), Trigger.ANSWER_SENT, now=now, rules=tickets.hotel_rules(ticket)
    )
    copied = participants.accepted(ticket)
    standing.forget(ticket.hotel_id, ticket.requester_address)
    with joined(ledger) as book:
        message = _outgoing(
            book,
            ticket,
            words,
            actor=actor,
            now=now,
            copied=copied,
            is_solution=is_solution,
            inbox_id=inbox_id,
        )
        messages.attach(book, message, attachments)
        decision = _taken_by_author(decision, ticket, actor)
        decision = decision.with_events(EventDraft("answered")).with_effects(
            EffectDraft(EffectKind.SEND_ANSWER, message_id=message.id),
            *(
                EffectDraft(EffectKind.SEND_COPY, message_id=message.id, payload={"to": address})
                for address in copied
            ),
        )
        apply.write(ticket, decision, actor=actor, now=now, ledger=book)
    return message


def _taken_by_author(decision: Decision, ticket: Ticket, actor: Actor) -> Decision:
    """Who answers a ticket that nobody has, has it: the guest's next mail goes to him alone."""
    if ticket.assignee_id is not None or actor.kind is not ActorKind.STAFF or actor.id is None:
        return decision
    return decision.with_changes(assignee_id=actor.id).with_events(
        EventDraft("assigned", "assignee", None, actor.name)
    )


def acknowledge(ticket: Ticket, words: str, *, now: datetime, ledger: Ledger | None = None) -> Message:
    """The desk's automatic first answer, which carries the ticket's number. No state changes."""
    return _automatic(ticket, words, EventDraft("acknowledged"), now=now, ledger=ledger)


def remind(ticket: Ticket, words: str, *, now: datetime, ledger: Ledger | None = None) -> Message:
    """The desk asks the guest once more. No state changes."""
    return _automatic(ticket, words, EventDraft("reminded"), now=now, ledger=ledger)


def _automatic(
    ticket: Ticket, words: str, event: EventDraft, *, now: datetime, ledger: Ledger | None
) -> Message:
    with joined(ledger) as book:
        message = _outgoing(book, ticket, words, actor=SYSTEM, now=now, is_automatic=True)
        decision = Decision(
            events=(event,),
            effects=(EffectDraft(EffectKind.SEND_ANSWER, message_id=message.id),),
        )
        apply.write(ticket, decision, actor=SYSTEM, now=now, ledger=book)
    return message


def _outgoing(
    book: Ledger,
    ticket: Ticket,
    body: str,
    *,
    actor: Actor,
    now: datetime,
    copied: Sequence[str] = (),
    is_solution: bool = False,
    is_automatic: bool = False,
    inbox_id: int | None = None,
) -> Message:
    if not ticket.requester_address or ticket.channel_id is None:
        raise Invalid("There is no address to answer to: this ticket was not written by mail.", "body")
    return messages.add(
        book,
        Message(
            hotel_id=ticket.hotel_id,
            ticket_id=ticket.id,
            direction=Direction.OUT,
            channel=ChannelKind.EMAIL,
            author_kind=actor.kind,
            author_id=actor.id,
            author_name=actor.name,
            body=without_markers(body),
            recipients=[ticket.requester_address, *copied],
            is_solution=is_solution,
            is_automatic=is_automatic,
            delivery_state=DeliveryState.PENDING,
            inbox_id=inbox_id,
            created_at=now,
        ),
    )

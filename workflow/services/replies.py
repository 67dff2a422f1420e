"""An answer to the guest: the words become a message of the thread, and an effect that sends it.

In the caller's transaction; the sending itself is the worker's, from workflow/services/delivery.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from workflow import apply, machine
from workflow.errors import Invalid
from workflow.models import Attachment, Message, Ticket
from workflow.services import tickets
from workflow.values import (
    SYSTEM,
    Actor,
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
) -> Message:
    """A member's words to the guest. Raises Invalid (no words, nowhere to send them), MoveRefused, VersionStale."""
    tickets.check_version(ticket, version)
    words = tickets.checked_body(body) if body.strip() or not attachments else ""
    before = apply.snapshot(ticket)
    decision = machine.decide(before, Trigger.ANSWER_SENT, now=now, rules=tickets.hotel_rules(ticket))
    message = _outgoing(ticket, words, actor=actor, now=now, is_solution=is_solution, inbox_id=inbox_id)
    for file in attachments:
        file.message_id = message.id
        file.save()
    decision = decision.with_events(EventDraft("answered")).with_effects(
        EffectDraft(EffectKind.SEND_ANSWER, message_id=message.id)
    )
    apply.write(before, decision, actor=actor, now=now)
    return message


def acknowledge(ticket: Ticket, words: str, *, now: datetime) -> Message:
    """The desk's automatic first answer, which carries the ticket's number. No state changes."""
    message = _outgoing(ticket, words, actor=SYSTEM, now=now, is_automatic=True)
    decision = Decision(
        events=(EventDraft("acknowledged"),),
        effects=(EffectDraft(EffectKind.SEND_ANSWER, message_id=message.id),),
    )
    apply.write(apply.snapshot(ticket), decision, actor=SYSTEM, now=now)
    return message


def _outgoing(
    ticket: Ticket,
    body: str,
    *,
    actor: Actor,
    now: datetime,
    is_solution: bool = False,
    is_automatic: bool = False,
    inbox_id: int | None = None,
) -> Message:
    if not ticket.requester_address or ticket.channel_id is None:
        raise Invalid("There is no address to answer to: this ticket was not written by mail.", "body")
    return Message.create(
        hotel_id=ticket.hotel_id,
        ticket_id=ticket.id,
        direction=Direction.OUT,
        channel=ChannelKind.EMAIL,
        author_kind=actor.kind,
        author_id=actor.id,
        author_name=actor.name,
        body=body,
        recipients=[ticket.requester_address],
        is_solution=is_solution,
        is_automatic=is_automatic,
        delivery_state=DeliveryState.PENDING,
        inbox_id=inbox_id,
        created_at=now,
    )

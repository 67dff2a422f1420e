"""An answer to the guest: the words become a message of the thread, and an effect that sends it.

In the caller's transaction; the sending itself is the worker's, from workflow/services/delivery.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from workflow import apply, machine
from workflow.body_marker import without_markers
from workflow.ledger import Ledger, joined
from workflow.models import Attachment, Message, Ticket
from workflow.services import messages, participants, standing, tickets, ways
from workflow.services.ways import Way
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
    Notice,
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
    channel: ChannelKind | None = None,
    ledger: Ledger | None = None,
) -> Message:
    """A member's words to the guest, by the channel he used last unless another is named. Raises Invalid (no words,
    nowhere to send them), MoveRefused, VersionStale.
    """
    tickets.check_version(ticket, version)
    tickets.refuse_merged(ticket)
    words = tickets.checked_body(body) if body.strip() or not attachments else ""
    decision = machine.decide(
        apply.snapshot(ticket), Trigger.ANSWER_SENT, now=now, rules=tickets.hotel_rules(ticket)
    )
    way = ways.chosen(ticket, channel)
    copied = participants.accepted(ticket)
    standing.forget(ticket.hotel_id, ticket.requester_address)
    with joined(ledger) as book:
        message = _outgoing(
            book,
            ticket,
            words,
            way,
            actor=actor,
            now=now,
            copied=copied,
            is_solution=is_solution,
            inbox_id=inbox_id,
        )
        messages.attach(book, message, attachments)
        decision = _taken_by_author(decision, ticket, actor)
        decision = decision.with_events(EventDraft("answered")).with_effects(
            *_sending(way, message),
            *(
                EffectDraft(EffectKind.SEND_COPY, message_id=message.id, payload={"to": address})
                for address in copied
            ),
            *tickets.tell_colleagues(ticket, Notice.ANSWERED, message.id, author=actor),
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


def acknowledge(
    ticket: Ticket,
    words: str,
    *,
    now: datetime,
    channel: ChannelKind = ChannelKind.EMAIL,
    ledger: Ledger | None = None,
) -> Message:
    """The desk's automatic first answer, which carries the ticket's number. No state changes."""
    way = ways.chosen(ticket, channel)
    return _automatic(ticket, words, EventDraft("acknowledged"), way, now=now, ledger=ledger)


def remind(ticket: Ticket, words: str, *, now: datetime, ledger: Ledger | None = None) -> Message:
    """The desk asks the guest once more. No state changes."""
    return _automatic(ticket, words, EventDraft("reminded"), ways.chosen(ticket), now=now, ledger=ledger)


def _automatic(
    ticket: Ticket, words: str, event: EventDraft, way: Way, *, now: datetime, ledger: Ledger | None
) -> Message:
    with joined(ledger) as book:
        message = _outgoing(book, ticket, words, way, actor=SYSTEM, now=now, is_automatic=True)
        decision = Decision(events=(event,), effects=_sending(way, message))
        apply.write(ticket, decision, actor=SYSTEM, now=now, ledger=book)
    return message


def _sending(way: Way, message: Message) -> tuple[EffectDraft, ...]:
    """Nothing has to be sent to the guest's page: it shows the thread."""
    if way.channel is ChannelKind.QR:
        return ()
    if way.contact_id is None:
        return (EffectDraft(EffectKind.SEND_ANSWER, message_id=message.id),)
    payload = {"contact": str(way.contact_id)}
    return (EffectDraft(EffectKind.SEND_WHATSAPP, message_id=message.id, payload=payload),)


def _outgoing(
    book: Ledger,
    ticket: Ticket,
    body: str,
    way: Way,
    *,
    actor: Actor,
    now: datetime,
    copied: Sequence[str] = (),
    is_solution: bool = False,
    is_automatic: bool = False,
    inbox_id: int | None = None,
) -> Message:
    return messages.add(
        book,
        Message(
            hotel_id=ticket.hotel_id,
            ticket_id=ticket.id,
            direction=Direction.OUT,
            channel=way.channel,
            author_kind=actor.kind,
            author_id=actor.id,
            author_name=actor.name,
            body=without_markers(body),
            recipients=[way.to, *copied],
            is_solution=is_solution,
            is_automatic=is_automatic,
            delivery_state=DeliveryState.NONE if way.channel is ChannelKind.QR else DeliveryState.PENDING,
            inbox_id=inbox_id,
            contact_id=way.contact_id,
            created_at=now,
        ),
    )

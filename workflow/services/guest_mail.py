"""A guest writes: into a thread he takes part in, or a new ticket with its acknowledgement and notices."""

from __future__ import annotations

from workflow import apply, machine, matching
from workflow.acknowledgement import acknowledgement_words
from workflow.authenticity import Verdict
from workflow.matching import Placement
from workflow.models import Message, Ticket
from workflow.reading import Auto
from workflow.services import evidence, messages, replies, tickets
from workflow.services.mail_context import Arrival, Outcome, Surroundings
from workflow.texts import choose
from workflow.values import (
    Actor,
    ActorKind,
    ChannelKind,
    Decision,
    DeliveryState,
    Direction,
    EffectDraft,
    EventDraft,
    InboxState,
    Notice,
    Rule,
    Source,
    Trigger,
)


def write(arrival: Arrival, around: Surroundings) -> Outcome:
    """Puts the mail where it belongs."""
    placement = matching.place(
        evidence.facts(arrival, around), now=around.now, rules=around.context(arrival).rules
    )
    if placement.ticket_id is not None:
        return _into_thread(arrival, around.tickets[placement.ticket_id], placement.rule, around)
    return _new_ticket(arrival, placement, around)


def _into_thread(arrival: Arrival, ticket: Ticket, rule: Rule, around: Surroundings) -> Outcome:
    mail, context, known = arrival.mail, around.context(arrival), around.guest(arrival)
    takes_part = evidence.takes_part(ticket, mail.from_address, known)
    actor = Actor(
        ActorKind.GUEST if takes_part else ActorKind.OUTSIDER,
        known.guest_id if known else None,
        mail.from_name or mail.from_address,
    )
    message = _store(arrival, ticket, actor, rule, around)
    if mail.auto is Auto.YES:
        decision = Decision(events=(EventDraft("automatic mail", new=mail.auto_reason),))
    else:
        decision = machine.decide(
            apply.snapshot(ticket), Trigger.GUEST_WROTE, now=around.now, rules=context.rules
        )
        decision = decision.with_events(EventDraft("guest wrote")).with_effects(
            *_notices(arrival, ticket, Notice.GUEST_WROTE, message, around)
        )
    apply.write(ticket, decision, actor=actor, now=around.now, ledger=around.ledger)
    return Outcome(InboxState.PROCESSED, ticket_id=ticket.id, message_id=message.id)


def _new_ticket(arrival: Arrival, placement: Placement, around: Surroundings) -> Outcome:
    mail, context, known = arrival.mail, around.context(arrival), around.guest(arrival)
    actor = Actor(
        ActorKind.GUEST, known.guest_id if known else None, mail.from_name or mail.from_address or "Unknown"
    )
    ticket = tickets.open_ticket(
        tickets.NewTicket(
            hotel_id=arrival.row.hotel_id,
            source=Source.EMAIL,
            subject=mail.subject or "(no subject)",
            description=mail.visible_text,
            received_at=arrival.row.received_at,
            placed_by=placement.rule,
            channel_id=context.channel.id,
            requester_address=mail.from_address,
            requester_name=known.name if known and known.name else mail.from_name,
            language=choose(known.language if known else "", context.hotel.language),
            guest_id=known.guest_id if known else None,
            stay_id=known.stay_id if known else None,
            room_id=known.room_id if known else None,
            linked_id=placement.linked_id,
        ),
        actor=actor,
        now=around.now,
        hotel=context.hotel,
        ledger=around.ledger,
    )
    around.add_thread(arrival, ticket)
    message = _store(arrival, ticket, actor, placement.rule, around)
    told = _notices(arrival, ticket, Notice.NEW_TICKET, message, around)
    apply.write(ticket, Decision(effects=told), actor=actor, now=around.now, ledger=around.ledger)
    if _may_acknowledge(arrival, around):
        _acknowledge(arrival, ticket, around)
    return Outcome(InboxState.PROCESSED, ticket_id=ticket.id, message_id=message.id)


def _notices(
    arrival: Arrival, ticket: Ticket, notice: Notice, message: Message, around: Surroundings
) -> tuple[EffectDraft, ...]:
    """The mails to members; none about quiet mail, which is older than the connection of its mailbox."""
    if arrival.row.quiet:
        return ()
    return tickets.tell(ticket, notice, message.id, people=around.context(arrival).members)


def _may_acknowledge(arrival: Arrival, around: Surroundings) -> bool:
    """Only to a person, known or verified; to an address nobody knows once a day (R-MAIL-10)."""
    mail = arrival.mail
    if arrival.row.quiet or not arrival.row.envelope_from:
        return False
    if mail.auto is not Auto.NO or not mail.from_address:
        return False
    if around.guest(arrival) is not None:
        return True
    if (arrival.row.hotel_id, mail.from_address) in around.acknowledged:
        return False
    return arrival.finding.verdict is Verdict.PASS


def _acknowledge(arrival: Arrival, ticket: Ticket, around: Surroundings) -> None:
    words = acknowledgement_words(
        ticket.language,
        guest_name=ticket.requester_name,
        pid=ticket.pid,
        hotel_name=around.context(arrival).hotel.name,
    )
    replies.acknowledge(ticket, words, now=around.now, ledger=around.ledger)
    around.acknowledged.add((ticket.hotel_id, arrival.mail.from_address))


def _store(arrival: Arrival, ticket: Ticket, actor: Actor, rule: Rule, around: Surroundings) -> Message:
    mail, row = arrival.mail, arrival.row
    message = messages.add(
        around.ledger,
        Message(
            hotel_id=row.hotel_id,
            ticket_id=ticket.id,
            direction=Direction.IN,
            channel=ChannelKind.EMAIL,
            author_kind=actor.kind,
            author_id=actor.id,
            author_name=actor.name,
            author_address=mail.from_address,
            subject=mail.subject[: tickets.MAX_SUBJECT],
            body=mail.visible_text,
            full_text=mail.text if mail.text != mail.visible_text else None,
            body_html=mail.html or None,
            is_automatic=mail.auto is Auto.YES,
            rfc_message_id=mail.message_id or None,
            placed_by=rule,
            verdict=arrival.finding.verdict,
            verdict_reason=arrival.finding.reason,
            delivery_state=DeliveryState.NONE,
            inbox_id=row.id,
            created_at=row.received_at,
        ),
    )
    messages.attach(around.ledger, message, messages.files_of(mail, now=around.now))
    return message

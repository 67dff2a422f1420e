"""A guest writes: into a thread he takes part in, or a new ticket with its acknowledgement and notices."""

from __future__ import annotations

from datetime import datetime, timedelta

from workflow import apply, machine, matching
from workflow.acknowledgement import acknowledgement_words
from workflow.authenticity import Verdict
from workflow.database import rows
from workflow.matching import Placement
from workflow.models import Inbox, Message, Ticket
from workflow.reading import Auto, Mail
from workflow.reply_address import ReplyTo, Token
from workflow.services import evidence, guests, replies, tickets
from workflow.services.mail_context import Context, Outcome, attach
from workflow.texts import choose
from workflow.values import (
    Actor,
    ActorKind,
    ChannelKind,
    Decision,
    DeliveryState,
    Direction,
    EventDraft,
    InboxState,
    Notice,
    Rule,
    Source,
    Trigger,
)

ONE_ACKNOWLEDGEMENT = timedelta(days=1)  # a day, to an address nobody knows (R-MAIL-10)


def write(row: Inbox, mail: Mail, reply: ReplyTo | Token, *, context: Context, now: datetime) -> Outcome:
    known = guests.find(row.hotel_id, mail.from_address, on=guests.today(context.hotel.time_zone, now))
    facts = evidence.facts(mail, reply, known, context)
    placement = matching.place(facts, now=now, rules=context.rules)
    if placement.ticket_id is not None:
        return _into_thread(row, mail, placement, known, context=context, now=now)
    return _new_ticket(row, mail, placement, known, context=context, now=now)


def _into_thread(
    row: Inbox,
    mail: Mail,
    placement: Placement,
    known: guests.Known | None,
    *,
    context: Context,
    now: datetime,
) -> Outcome:
    ticket = tickets.lock(placement.ticket_id or 0)
    takes_part = evidence.takes_part(ticket, mail.from_address, known)
    actor = Actor(
        ActorKind.GUEST if takes_part else ActorKind.OUTSIDER,
        known.guest_id if known else None,
        mail.from_name or mail.from_address,
    )
    message = _store(row, mail, ticket, actor, placement.rule, context=context, now=now)
    before = apply.snapshot(ticket)
    if mail.auto is Auto.YES:
        decision = Decision(events=(EventDraft("automatic mail", new=mail.auto_reason),))
    else:
        decision = machine.decide(before, Trigger.GUEST_WROTE, now=now, rules=context.rules)
        decision = decision.with_events(EventDraft("guest wrote")).with_effects(
            *tickets.tell(ticket, Notice.GUEST_WROTE, message.id)
        )
    apply.write(before, decision, actor=actor, now=now)
    return Outcome(InboxState.PROCESSED, ticket_id=ticket.id, message_id=message.id)


def _new_ticket(
    row: Inbox,
    mail: Mail,
    placement: Placement,
    known: guests.Known | None,
    *,
    context: Context,
    now: datetime,
) -> Outcome:
    actor = Actor(
        ActorKind.GUEST, known.guest_id if known else None, mail.from_name or mail.from_address or "Unknown"
    )
    language = choose(known.language if known else "", context.hotel.language)
    ticket = tickets.open_ticket(
        tickets.NewTicket(
            hotel_id=row.hotel_id,
            source=Source.EMAIL,
            subject=mail.subject or "(no subject)",
            description=mail.visible_text,
            received_at=row.received_at,
            placed_by=placement.rule,
            channel_id=context.channel.id,
            requester_address=mail.from_address,
            requester_name=known.name if known and known.name else mail.from_name,
            language=language,
            guest_id=known.guest_id if known else None,
            stay_id=known.stay_id if known else None,
            room_id=known.room_id if known else None,
            linked_id=placement.linked_id,
        ),
        actor=actor,
        now=now,
    )
    message = _store(row, mail, ticket, actor, placement.rule, context=context, now=now)
    apply.write(
        apply.snapshot(ticket),
        Decision(effects=tickets.tell(ticket, Notice.NEW_TICKET, message.id)),
        actor=actor,
        now=now,
    )
    if _may_acknowledge(row, mail, known, context=context, now=now):
        words = acknowledgement_words(
            language, guest_name=ticket.requester_name, pid=ticket.pid, hotel_name=context.hotel.name
        )
        replies.acknowledge(ticket, words, now=now)
    return Outcome(InboxState.PROCESSED, ticket_id=ticket.id, message_id=message.id)


def _may_acknowledge(
    row: Inbox, mail: Mail, known: guests.Known | None, *, context: Context, now: datetime
) -> bool:
    """Only to a person, known or verified; to an address nobody knows once a day (R-MAIL-10)."""
    if mail.auto is not Auto.NO or not mail.from_address or not row.envelope_from:
        return False
    if known is not None:
        return True
    if context.verdict(mail, row) is not Verdict.PASS:
        return False
    return not rows(
        "SELECT 1 FROM tickets t JOIN messages m ON m.ticket_id = t.id"
        " WHERE t.hotel_id = %s AND t.requester_address = %s AND t.created_at > %s"
        " AND m.is_automatic AND m.direction = 'out' LIMIT 1",
        (row.hotel_id, mail.from_address, now - ONE_ACKNOWLEDGEMENT),
    )


def _store(
    row: Inbox, mail: Mail, ticket: Ticket, actor: Actor, rule: Rule, *, context: Context, now: datetime
) -> Message:
    message = Message.create(
        hotel_id=row.hotel_id,
        ticket_id=ticket.id,
        direction=Direction.IN,
        channel=ChannelKind.EMAIL,
        author_kind=actor.kind,
        author_id=actor.id,
        author_name=actor.name,
        author_address=mail.from_address,
        subject=mail.subject[:500],
        body=mail.visible_text,
        full_text=mail.text if mail.text != mail.visible_text else None,
        body_html=mail.html or None,
        is_automatic=mail.auto is Auto.YES,
        rfc_message_id=mail.message_id or None,
        placed_by=rule,
        verdict=context.verdict(mail, row),
        delivery_state=DeliveryState.NONE,
        inbox_id=row.id,
        created_at=row.received_at,
    )
    for attachment in attach(ticket, mail, now=now):
        attachment.message_id = message.id
        attachment.save()
    return message

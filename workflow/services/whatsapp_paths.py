"""The one path of an answer at the moment it is to go (R-WA-6): free, parked behind a template, by mail, or not at all.

In the caller's transaction, which holds the person's row: his next message finds what was parked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow import apply
from workflow.models import Effect, Message, Ticket, WhatsappContact
from workflow.reasons import because
from workflow.services import alarm_routes, contacts, delivery, parked, tickets, ways
from workflow.services.whatsapp_channels import Number
from workflow.values import (
    SYSTEM,
    ActorKind,
    ChannelKind,
    Decision,
    DeliveryState,
    Direction,
    EffectDraft,
    EffectKind,
    EventDraft,
)
from workflow.whatsapp import window
from workflow.whatsapp.window import Path, Ways

TEMPLATE_EVERY = timedelta(hours=24)
TEMPLATE_WORDS = because("A template of the hotel asks the guest to tap, so that the answer may follow.")

OVER = because("The 24 hours in which WhatsApp takes free text are over")
STOPPED = because("The guest asked to get no messages by WhatsApp (STOP)")
MOVED = because("The guest's number belongs to somebody else by now")


@dataclass(frozen=True, slots=True)
class Choice:
    """reason: why it does not go freely, a sentence; mail_address for Path.MAIL."""

    path: Path
    reason: str = ""
    mail_address: str = ""


def choose(
    message: Message,
    ticket: Ticket,
    contact: WhatsappContact,
    number: Number,
    *,
    has_begun: bool,
    now: datetime,
) -> Choice:
    """has_begun: the guest has a part of it on his phone, so the rest does not go by mail."""
    mail_address = "" if has_begun or message.is_automatic else _mail_address(ticket)
    is_there = contacts.is_reached(contact)
    open_ways = Ways(
        last_heard=contact.last_heard_at,
        has_template=bool(number.account.templates)
        and not contact.template_error
        and not message.is_automatic,
        mail_address=mail_address,
        prefers_mail=number.account.prefers_mail,
        has_stopped=contact.stopped_at is not None or not is_there,
    )
    path = window.path_of(open_ways, now=now)
    if path is Path.FREE:
        return Choice(path)
    why = MOVED if not is_there else STOPPED if contact.stopped_at is not None else OVER
    return Choice(path, _sentence(path, why, contact), mail_address)


def take(
    choice: Choice,
    message: Message,
    ticket: Ticket,
    contact: WhatsappContact,
    number: Number,
    *,
    now: datetime,
) -> None:
    """Writes down that it does not go freely, and what happens instead."""
    if choice.path is Path.MAIL:
        _by_mail(choice, message, ticket, now=now)
    elif choice.path is Path.PARKED:
        _park(choice, message, ticket, contact, number, now=now)
    else:
        delivery.answer_failed(message, choice.reason, now=now)


def wants_template(contact: WhatsappContact, *, now: datetime) -> bool:
    """Whether a template that was to go still makes sense."""
    is_open = window.is_open(contact.last_heard_at, now=now)
    may_hear = contact.stopped_at is None and contacts.is_reached(contact)
    return not is_open and may_hear and parked.waits(contact)


def drop_template(message: Message) -> None:
    Message.update(
        delivery_state=DeliveryState.NONE, remark=because("Not sent: the guest wrote before.")
    ).where(Message.id == message.id).execute()


def template_failed(contact: WhatsappContact, reason: str, *, now: datetime) -> None:
    """The guest was never asked: what waits for his tap takes another path."""
    WhatsappContact.update(template_error=reason).where(WhatsappContact.id == contact.id).execute()
    parked.release(contact, now=now)


def _mail_address(ticket: Ticket) -> str:
    way = next((way for way in ways.of_ticket(ticket) if way.channel is ChannelKind.EMAIL), None)
    return way.to if way else ""


def _sentence(path: Path, why: str, contact: WhatsappContact) -> str:
    if path is Path.MAIL:
        return because("%(why)s: it went by mail.", why=why)
    if path is Path.PARKED:
        return because("%(why)s: it waits for the guest to tap.", why=why)
    if why is OVER and contact.template_error:
        why = because(
            "%(why)s, and the guest could not be asked to tap: %(refusal)s",
            why=why,
            refusal=contact.template_error,
        )
    elif why is OVER:
        why = because("%(why)s, and there is no template to ask the guest to tap", why=why)
    return because("%(why)s; no other way to the guest is known.", why=why)


def _by_mail(choice: Choice, message: Message, ticket: Ticket, *, now: datetime) -> None:
    _, *copied = message.recipients
    Message.update(
        channel=ChannelKind.EMAIL, recipients=[choice.mail_address, *copied], remark=choice.reason
    ).where(Message.id == message.id).execute()
    decision = Decision(
        events=(EventDraft("goes by mail", new=choice.reason),),
        effects=(EffectDraft(EffectKind.SEND_ANSWER, message_id=message.id),),
    )
    apply.write(tickets.lock(ticket.id), decision, actor=SYSTEM, now=now)


def _park(
    choice: Choice,
    message: Message,
    ticket: Ticket,
    contact: WhatsappContact,
    number: Number,
    *,
    now: datetime,
) -> None:
    Message.update(
        delivery_state=DeliveryState.PARKED, delivery_at=now, delivery_error=None, remark=""
    ).where(Message.id == message.id).execute()
    decision = Decision(events=(EventDraft("parked", new=choice.reason),))
    apply.write(tickets.lock(ticket.id), decision, actor=SYSTEM, now=now)
    if contact.template_at is None or now - contact.template_at >= TEMPLATE_EVERY:
        WhatsappContact.update(template_at=now).where(WhatsappContact.id == contact.id).execute()
        _send_template(ticket, contact, number, now=now)


def _send_template(ticket: Ticket, contact: WhatsappContact, number: Number, *, now: datetime) -> None:
    """A message of the thread like any other, so that people see it and its fate."""
    content_sid = alarm_routes.template_of(number.account.templates, ticket.language)
    message = Message.create(
        hotel_id=ticket.hotel_id,
        ticket_id=ticket.id,
        direction=Direction.OUT,
        channel=ChannelKind.WHATSAPP,
        author_kind=ActorKind.SYSTEM,
        author_name=SYSTEM.name,
        body=TEMPLATE_WORDS,
        recipients=[contact.phone or contact.wa_id or contact.user_id],
        is_automatic=True,
        delivery_state=DeliveryState.PENDING,
        contact_id=contact.id,
        created_at=now,
    )
    Effect.create(
        hotel_id=ticket.hotel_id,
        kind=EffectKind.SEND_WHATSAPP,
        look_at=now,
        ticket_id=ticket.id,
        message_id=message.id,
        payload={"contact": str(contact.id), "template": content_sid},
        created_at=now,
    )

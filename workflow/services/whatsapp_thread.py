"""One WhatsApp of a guest, with all that is known around it, written into a ticket's thread (R-WA-2, R-WA-3).

In the caller's transaction. Files stay at the provider: an effect each fetches them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from workflow import apply
from workflow.automatic_mail import A_PERSON, AN_HOUR, is_told
from workflow.database import rows
from workflow.ledger import Ledger
from workflow.models import Channel, Hotel, Inbox, MediaWaiting, Message, Ticket, WhatsappContact
from workflow.reasons import because
from workflow.services import care, contacts, conversations, messages
from workflow.services.assignment import Assigner
from workflow.values import (
    SYSTEM,
    Actor,
    ActorKind,
    ChannelKind,
    DeadlineDraft,
    DeadlineKind,
    Decision,
    DeliveryState,
    Direction,
    EffectDraft,
    EffectKind,
    Rule,
)
from workflow.whatsapp import window
from workflow.whatsapp.form import Incoming

FROM_LIST = "list"  # an inbox row's peer: it was found in the provider's list, the webhook had missed it
LOST_IN_LIST = because(
    "The webhook missed this message; it was found in Twilio's list, which has no buttons, quotes or locations."
)


@dataclass(frozen=True, slots=True)
class Heard:
    """One message with all that is known around it."""

    row: Inbox
    said: Incoming
    channel: Channel
    contact: WhatsappContact
    hotel: Hotel
    assigner: Assigner
    ledger: Ledger
    now: datetime

    def author_in(self, ticket: Ticket) -> Actor:
        """In somebody else's ticket, which his own was merged into, he is an outsider."""
        kind = ActorKind.GUEST if conversations.is_of(self.contact, ticket) else ActorKind.OUTSIDER
        return replace(self.author, kind=kind)

    @property
    def author(self) -> Actor:
        return Actor(
            ActorKind.GUEST, self.contact.guest_id, self.contact.name or contacts.shown(self.contact)
        )


def store(heard: Heard, ticket: Ticket, rule: Rule, *, is_politeness: bool = False) -> Message:
    said, row = heard.said, heard.row
    message = messages.add(
        heard.ledger,
        Message(
            hotel_id=row.hotel_id,
            ticket_id=ticket.id,
            direction=Direction.IN,
            channel=ChannelKind.WHATSAPP,
            author_kind=heard.author_in(ticket).kind,
            author_id=heard.contact.guest_id,
            author_name=heard.author.name,
            author_address=contacts.shown(heard.contact),
            body=said.text,
            is_politeness=is_politeness,
            placed_by=rule,
            verdict="pass",
            verdict_reason=because("WhatsApp vouches for who wrote."),
            delivery_state=DeliveryState.NONE,
            inbox_id=row.id,
            provider_sid=said.sid,
            contact_id=heard.contact.id,
            remark=LOST_IN_LIST if row.peer == FROM_LIST else "",
            created_at=row.received_at,
        ),
    )
    if said.media:
        _fetch_later(heard, ticket, message)
    return message


def _fetch_later(heard: Heard, ticket: Ticket, message: Message) -> None:
    """A row and an effect for each file; the words stand in the ticket at once (R-WA-3)."""
    heard.ledger.flush()
    effects = []
    for position, medium in enumerate(heard.said.media):
        waiting = MediaWaiting.create(
            hotel_id=ticket.hotel_id,
            channel_id=heard.channel.id,
            ticket_id=ticket.id,
            message_id=message.id,
            position=position,
            url=medium.url,
            content_type=medium.content_type,
            created_at=heard.now,
        )
        payload = {"media": str(waiting.id)}
        effects.append(EffectDraft(EffectKind.FETCH_MEDIA, message_id=message.id, payload=payload))
    apply.write(ticket, Decision(effects=tuple(effects)), actor=SYSTEM, now=heard.now, ledger=heard.ledger)


def look_after(heard: Heard, ticket: Ticket, message: Message, words: str, *, is_new: bool) -> None:
    care.look_after(
        care.Said(
            ticket, message.id, words, is_new=is_new, is_told=is_told_of(heard, ticket), by_person=True
        ),
        heard.assigner,
        alarmed=set(),
        now=heard.now,
        ledger=heard.ledger,
    )


def is_told_of(heard: Heard, ticket: Ticket) -> bool:
    """Members read of many messages in a row here, not by a mail each."""
    (lately,) = rows(
        "SELECT count(*) FROM messages WHERE ticket_id = %s AND direction = 'in' AND created_at > %s",
        (ticket.id, heard.now - AN_HOUR),
    )[0]
    return is_told(A_PERSON, earlier_within_hour=lately)


def watch_window(heard: Heard, ticket: Ticket) -> None:
    """The end of the 24 hours is a moment to look at the ticket: before it, so that there is time to answer."""
    warned_at = window.warned_at(heard.contact.last_heard_at)
    if warned_at <= heard.now:
        return
    armed = DeadlineDraft(DeadlineKind.WINDOW_CLOSES, warned_at)
    decision = Decision(arm=(armed,), cancel=(DeadlineKind.WINDOW_CLOSES,))
    apply.write(ticket, decision, actor=SYSTEM, now=heard.now, ledger=heard.ledger)

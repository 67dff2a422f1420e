"""A guest's WhatsApp, from the kept form to its ticket (R-WA-2 to R-WA-5, R-WA-9). In the caller's transaction.

Faults, tries and quarantine are intake's, as for mails. Files stay at the provider: an effect each fetches them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

from workflow import apply, machine
from workflow.acknowledgement import whatsapp_acknowledgement
from workflow.automatic_mail import A_PERSON, AN_HOUR, is_told
from workflow.database import rows
from workflow.desk import Desk
from workflow.ledger import Ledger
from workflow.matching import Placement
from workflow.models import Channel, Guest, Hotel, Inbox, MediaWaiting, Message, Ticket, WhatsappContact
from workflow.services import (
    assignment,
    care,
    contacts,
    conversations,
    guests,
    messages,
    parked,
    replies,
    stay_question,
    thanks,
    tickets,
    whatsapp_channels,
)
from workflow.services.assignment import Assigner
from workflow.services.hotels import rules_of
from workflow.services.inbox import load_raw
from workflow.services.mail_context import Outcome
from workflow.services.stay_question import Chosen
from workflow.texts import choose
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
    EventDraft,
    InboxState,
    Notice,
    Rule,
    Source,
    Trigger,
)
from workflow.whatsapp import form, window
from workflow.whatsapp.form import Incoming, Wish
from workflow.whatsapp.placement import place

FROM_LIST = "list"  # an inbox row's peer: it was found in the provider's list, the webhook had missed it
LOST_IN_LIST = "The webhook missed this message; it was found in Twilio's list, which has no buttons, quotes or locations."
MAX_SUBJECT = 80


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

    @property
    def author(self) -> Actor:
        return Actor(
            ActorKind.GUEST, self.contact.guest_id, self.contact.name or contacts.shown(self.contact)
        )


def handle(row: Inbox, *, desk: Desk, now: datetime) -> Outcome:
    """Does what the message asks for, once however often it comes."""
    fields = dict(parse_qsl(load_raw(row.id).decode("utf-8", "replace"), keep_blank_values=True))
    said = form.read(fields)
    if not _is_first(row, said):
        return Outcome(InboxState.IGNORED, "This message has come before.")
    channel = contacts.lock(row.channel_id)
    whatsapp_channels.note_account(channel, said.account_sid)
    contact = contacts.meet(channel, said, at=row.received_at)
    hotel = Hotel.get_by_id(row.hotel_id)
    assigner = assignment.of_hotel(hotel, now=now)
    heard = Heard(row, said, channel, contact, hotel, assigner, Ledger(), now)
    outcome = _placed(heard)
    heard.ledger.flush()
    assignment.keep_turns([assigner])
    parked.release(contact, now=now)
    return outcome


def digest_of(account_sid: str, sid: str) -> bytes:
    """What a number's messages are told apart by (R-WA-2)."""
    return hashlib.sha256(f"whatsapp\n{account_sid}\n{sid}".encode()).digest()


def _is_first(row: Inbox, said: Incoming) -> bool:
    """Notes the message as had; one that a person has read again finds its own key."""
    digest = digest_of(said.account_sid, said.sid)
    return bool(
        rows(
            "WITH kept AS (INSERT INTO mail_keys (channel_id, digest, hotel_id, inbox_id) VALUES (%s, %s, %s, %s)"
            "   ON CONFLICT DO NOTHING RETURNING inbox_id)"
            " SELECT inbox_id FROM kept UNION ALL"
            " SELECT inbox_id FROM mail_keys WHERE channel_id = %s AND digest = %s AND inbox_id = %s",
            (row.channel_id, digest, row.hotel_id, row.id, row.channel_id, digest, row.id),
        )
    )


def _placed(heard: Heard) -> Outcome:
    quoted = conversations.quoted(heard.contact, heard.said.quoted_sid)
    latest = conversations.latest(heard.contact)
    rules = rules_of(heard.hotel.settings)
    placement = place(quoted, latest, now=heard.now, rules=rules)
    if heard.said.wish is not None:
        return _wished(heard, heard.said.wish, placement)
    chosen = stay_question.answer(heard.contact, heard.said.text, now=heard.now)
    if chosen is not None:
        return _chosen(heard, chosen)
    if placement.ticket_id is None:
        return _new_ticket(heard, placement)
    return _into_thread(heard, tickets.lock(placement.ticket_id), placement.rule)


def _wished(heard: Heard, wish: Wish, placement: Placement) -> Outcome:
    """STOP and START are about the channel: kept in the thread, but no ticket moves or opens for them (R-WA-9)."""
    has_stopped = wish is Wish.STOP
    WhatsappContact.update(stopped_at=heard.now if has_stopped else None).where(
        WhatsappContact.id == heard.contact.id
    ).execute()
    if placement.ticket_id is None:
        return Outcome(
            InboxState.PROCESSED, f"The guest wrote {wish.upper()}, and has no ticket that goes on."
        )
    event = EventDraft("guest stopped whatsapp" if has_stopped else "guest started whatsapp")
    return _kept(heard, tickets.lock(placement.ticket_id), placement.rule, Decision(events=(event,)))


def _chosen(heard: Heard, chosen: Chosen) -> Outcome:
    """The guest said which of his stays it is."""
    event = EventDraft("stay chosen", "room", None, chosen.room or None)
    decision = Decision(changes={"stay_id": chosen.stay_id, "room_id": chosen.room_id}, events=(event,))
    return _kept(heard, tickets.lock(chosen.ticket_id), Rule.LIVE_TICKET, decision)


def _kept(heard: Heard, ticket: Ticket, rule: Rule, decision: Decision) -> Outcome:
    """In the thread, and nobody is told."""
    message = _store(heard, ticket, rule)
    apply.write(ticket, decision, actor=heard.author, now=heard.now, ledger=heard.ledger)
    return Outcome(InboxState.PROCESSED, ticket_id=ticket.id, message_id=message.id)


def _into_thread(heard: Heard, ticket: Ticket, rule: Rule) -> Outcome:
    said, contact = heard.said, heard.contact
    if said.is_tap and parked.waits(contact):
        return _kept(heard, ticket, rule, _decision(heard, ticket, EventDraft("guest tapped")))
    only_thanks = _only_thanks(heard, ticket)
    message = _store(heard, ticket, rule, is_politeness=only_thanks)
    if only_thanks:
        decision = _decision(heard, ticket, thanks.LEFT)
        people = heard.assigner.people
        told = tickets.tell(ticket, Notice.GUEST_WROTE, message.id, now=heard.now, people=people)
        decision = decision.with_effects(*told) if _is_told(heard, ticket) else decision
        apply.write(ticket, decision, actor=heard.author, now=heard.now, ledger=heard.ledger)
    else:
        moved = machine.decide(
            apply.snapshot(ticket), Trigger.GUEST_WROTE, now=heard.now, rules=rules_of(heard.hotel.settings)
        )
        moved = moved.with_events(EventDraft("guest wrote")).with_changes(**_ways(heard, ticket))
        apply.write(ticket, moved, actor=heard.author, now=heard.now, ledger=heard.ledger)
        _look_after(heard, ticket, message, said.text, is_new=False)
    _watch_window(heard, ticket)
    return Outcome(InboxState.PROCESSED, ticket_id=ticket.id, message_id=message.id)


def _decision(heard: Heard, ticket: Ticket, event: EventDraft) -> Decision:
    return Decision(changes=_ways(heard, ticket), events=(event,))


def _ways(heard: Heard, ticket: Ticket) -> Mapping[str, object]:
    """A ticket that came by mail can be answered by WhatsApp from now on."""
    return {} if ticket.contact_id == heard.contact.id else {"contact_id": heard.contact.id}


def _only_thanks(heard: Heard, ticket: Ticket) -> bool:
    people = (member.name for member in heard.assigner.people)
    names = (ticket.requester_name, heard.contact.name, heard.hotel.name, *people)
    return thanks.are_all(ticket, heard.said.text, names=names, has_files=bool(heard.said.media))


def _new_ticket(heard: Heard, placement: Placement) -> Outcome:
    contact, hotel = heard.contact, heard.hotel
    guest = Guest.get_or_none(Guest.id == contact.guest_id)
    offered = stay_question.choices(contact.guest_id, on=guests.today(hotel.time_zone, heard.now))
    stay = offered[0] if len(offered) == 1 else None
    ticket = tickets.open_ticket(
        tickets.NewTicket(
            hotel_id=hotel.id,
            source=Source.WHATSAPP,
            subject=_subject(heard.said),
            description=heard.said.text,
            received_at=heard.row.received_at,
            placed_by=placement.rule,
            channel_id=heard.channel.id,
            contact_id=contact.id,
            requester_address=contacts.shown(contact),
            requester_name=guest.name if guest and guest.name else contact.name,
            language=choose(guest.language if guest else "", hotel.language),
            guest_id=contact.guest_id,
            stay_id=stay.stay_id if stay else None,
            room_id=stay.room_id if stay else None,
            linked_id=placement.linked_id,
        ),
        actor=heard.author,
        now=heard.now,
        hotel=hotel,
        ledger=heard.ledger,
    )
    message = _store(heard, ticket, placement.rule)
    _look_after(heard, ticket, message, heard.said.text, is_new=True)
    _watch_window(heard, ticket)
    words = whatsapp_acknowledgement(ticket.language, pid=ticket.pid)
    if len(offered) > 1:
        words = f"{words}\n\n{stay_question.words(ticket.language, offered)}"
        stay_question.note(contact, ticket.id, offered, now=heard.now)
    if contact.stopped_at is None:
        replies.acknowledge(ticket, words, channel=ChannelKind.WHATSAPP, now=heard.now, ledger=heard.ledger)
    return Outcome(InboxState.PROCESSED, ticket_id=ticket.id, message_id=message.id)


def _subject(said: Incoming) -> str:
    """A WhatsApp has none: its first words, or what came."""
    first = next(iter(said.text.splitlines()), "").strip()
    if not first:
        return "A file by WhatsApp" if len(said.media) == 1 else f"{len(said.media)} files by WhatsApp"
    if len(first) <= MAX_SUBJECT:
        return first
    return f"{first[: MAX_SUBJECT - 1].rpartition(' ')[0] or first[: MAX_SUBJECT - 1]}…"


def _look_after(heard: Heard, ticket: Ticket, message: Message, words: str, *, is_new: bool) -> None:
    care.look_after(
        care.Said(ticket, message.id, words, is_new=is_new, is_told=_is_told(heard, ticket), by_person=True),
        heard.assigner,
        alarmed=set(),
        now=heard.now,
        ledger=heard.ledger,
    )


def _is_told(heard: Heard, ticket: Ticket) -> bool:
    """Members read of many messages in a row here, not by a mail each."""
    (lately,) = rows(
        "SELECT count(*) FROM messages WHERE ticket_id = %s AND direction = 'in' AND created_at > %s",
        (ticket.id, heard.now - AN_HOUR),
    )[0]
    return is_told(A_PERSON, earlier_within_hour=lately)


def _watch_window(heard: Heard, ticket: Ticket) -> None:
    """The end of the 24 hours is a moment to look at the ticket: before it, so that there is time to answer."""
    warned_at = window.warned_at(heard.contact.last_heard_at)
    if warned_at <= heard.now:
        return
    armed = DeadlineDraft(DeadlineKind.WINDOW_CLOSES, warned_at)
    decision = Decision(arm=(armed,), cancel=(DeadlineKind.WINDOW_CLOSES,))
    apply.write(ticket, decision, actor=SYSTEM, now=heard.now, ledger=heard.ledger)


def _store(heard: Heard, ticket: Ticket, rule: Rule, *, is_politeness: bool = False) -> Message:
    said, row = heard.said, heard.row
    message = messages.add(
        heard.ledger,
        Message(
            hotel_id=row.hotel_id,
            ticket_id=ticket.id,
            direction=Direction.IN,
            channel=ChannelKind.WHATSAPP,
            author_kind=ActorKind.GUEST,
            author_id=heard.contact.guest_id,
            author_name=heard.author.name,
            author_address=contacts.shown(heard.contact),
            body=said.text,
            is_politeness=is_politeness,
            placed_by=rule,
            verdict="pass",
            verdict_reason="WhatsApp vouches for who wrote.",
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

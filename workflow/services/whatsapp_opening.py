"""A ticket that begins with a WhatsApp: its guest and stay, its subject, what the guest hears at once (R-WA-4, R-WA-5)."""

from __future__ import annotations

from workflow.acknowledgement import whatsapp_acknowledgement
from workflow.matching import Placement
from workflow.models import Guest
from workflow.services import (
    contacts,
    guests,
    replies,
    room_greetings,
    stay_question,
    tickets,
    whatsapp_thread,
)
from workflow.services.mail_context import Outcome
from workflow.services.whatsapp_thread import Heard
from workflow.spoken_language import language_for
from workflow.texts import say
from workflow.values import ChannelKind, InboxState, Source
from workflow.whatsapp.form import Incoming

MAX_SUBJECT = 80


def open_ticket(heard: Heard, placement: Placement) -> Outcome:
    contact, hotel = heard.contact, heard.hotel
    guest = Guest.get_or_none(Guest.id == contact.guest_id)
    offered = stay_question.choices(contact.guest_id, on=guests.today(hotel.time_zone, heard.now))
    stay = offered[0] if len(offered) == 1 else None
    ticket = tickets.open_ticket(
        tickets.NewTicket(
            hotel_id=hotel.id,
            source=Source.WHATSAPP,
            subject=_subject(heard.said, hotel.language),
            description=heard.said.text,
            received_at=heard.row.received_at,
            placed_by=placement.rule,
            channel_id=heard.channel.id,
            contact_id=contact.id,
            requester_address=contacts.shown(contact),
            requester_name=guest.name if guest and guest.name else contact.name,
            language=language_for(guest.language if guest else "", heard.said.text, hotel=hotel.language),
            guest_id=contact.guest_id,
            stay_id=stay.stay_id if stay else None,
            room_id=room_greetings.room_of(hotel.id, heard.said.text, now=heard.now)
            or (stay.room_id if stay else None),
            linked_id=placement.linked_id,
        ),
        actor=heard.author,
        now=heard.now,
        hotel=hotel,
        ledger=heard.ledger,
    )
    message = whatsapp_thread.store(heard, ticket, placement.rule)
    whatsapp_thread.look_after(heard, ticket, message, heard.said.text, is_new=True)
    whatsapp_thread.watch_window(heard, ticket)
    words = whatsapp_acknowledgement(ticket.language, pid=ticket.pid)
    if len(offered) > 1:
        words = f"{words}\n\n{stay_question.words(ticket.language, offered)}"
        stay_question.note(contact, ticket.id, offered, now=heard.now)
    if contact.stopped_at is None:
        replies.acknowledge(ticket, words, channel=ChannelKind.WHATSAPP, now=heard.now, ledger=heard.ledger)
    return Outcome(InboxState.PROCESSED, ticket_id=ticket.id, message_id=message.id)


def _subject(said: Incoming, language: str) -> str:
    """A WhatsApp has none: its first words, or what came."""
    first = next(iter(said.text.splitlines()), "").strip()
    if not first:
        number = str(len(said.media))
        return (
            say(language, "A file by WhatsApp")
            if number == "1"
            else say(language, "%(number)s files by WhatsApp", {"number": number})
        )
    if len(first) <= MAX_SUBJECT:
        return first
    return f"{first[: MAX_SUBJECT - 1].rpartition(' ')[0] or first[: MAX_SUBJECT - 1]}…"

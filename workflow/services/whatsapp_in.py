"""A guest's WhatsApp, from the kept form to its ticket (R-WA-2 to R-WA-5, R-WA-9). In the caller's transaction.

Faults, tries and quarantine are intake's, as for mails. Files stay at the provider: an effect each fetches them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qsl

from workflow import apply, machine
from workflow.database import rows
from workflow.desk import Desk
from workflow.ledger import Ledger
from workflow.matching import Placement
from workflow.models import Hotel, Inbox, Ticket, WhatsappContact
from workflow.reasons import because
from workflow.services import (
    assignment,
    contacts,
    conversations,
    erased,
    parked,
    stay_question,
    thanks,
    tickets,
    whatsapp_alarm_answers,
    whatsapp_channels,
    whatsapp_opening,
    whatsapp_thread,
)
from workflow.services.hotels import rules_of
from workflow.services.inbox import load_raw
from workflow.services.mail_context import Outcome
from workflow.services.stay_question import Chosen
from workflow.services.whatsapp_thread import Heard
from workflow.values import (
    Decision,
    EventDraft,
    InboxState,
    Notice,
    Rule,
    Trigger,
)
from workflow.whatsapp import form
from workflow.whatsapp.form import Incoming, Wish
from workflow.whatsapp.placement import place


def handle(row: Inbox, *, desk: Desk, now: datetime) -> Outcome:
    """Does what the message asks for, once however often it comes."""
    fields = dict(parse_qsl(load_raw(row.id).decode("utf-8", "replace"), keep_blank_values=True))
    said = form.read(fields)
    if not _is_first(row, said):
        if erased.forget_again([(row.id, row.channel_id, digest_of(said.account_sid, said.sid))], now=now):
            row.envelope_from = ""
        return Outcome(InboxState.IGNORED, because("This message has come before."))
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
    if heard.said.wish is Wish.STOP or (heard.said.wish and heard.contact.stopped_at is not None):
        return _wished(heard, heard.said.wish, placement)
    of_member = whatsapp_alarm_answers.answer(heard)
    if of_member is not None:
        return of_member
    chosen = stay_question.answer(heard.contact, heard.said.text, now=heard.now)
    asked_in = conversations.his(heard.contact, chosen.ticket_id) if chosen else None
    if chosen is not None and asked_in is not None:
        return _chosen(heard, chosen, asked_in)
    if placement.ticket_id is None:
        return whatsapp_opening.open_ticket(heard, placement)
    return _into_thread(heard, tickets.lock(placement.ticket_id), placement.rule)


def _wished(heard: Heard, wish: Wish, placement: Placement) -> Outcome:
    """STOP, and START after it, are about the channel: kept in the thread, but no ticket moves or opens (R-WA-9)."""
    has_stopped = wish is Wish.STOP
    WhatsappContact.update(stopped_at=heard.now if has_stopped else None).where(
        WhatsappContact.id == heard.contact.id
    ).execute()
    if placement.ticket_id is None:
        return Outcome(
            InboxState.PROCESSED,
            because("The guest wrote %(word)s, and has no ticket that goes on.", word=wish.upper()),
        )
    event = EventDraft("guest stopped whatsapp" if has_stopped else "guest started whatsapp")
    return _kept(heard, tickets.lock(placement.ticket_id), placement.rule, Decision(events=(event,)))


def _chosen(heard: Heard, chosen: Chosen, ticket: Ticket) -> Outcome:
    """The guest said which of his stays it is."""
    event = EventDraft("stay chosen", "room", None, chosen.room or None)
    decision = Decision(changes={"stay_id": chosen.stay_id, "room_id": chosen.room_id}, events=(event,))
    return _kept(heard, ticket, Rule.LIVE_TICKET, decision)


def _kept(heard: Heard, ticket: Ticket, rule: Rule, decision: Decision) -> Outcome:
    """In the thread, and nobody is told."""
    message = whatsapp_thread.store(heard, ticket, rule)
    apply.write(ticket, decision, actor=heard.author_in(ticket), now=heard.now, ledger=heard.ledger)
    return Outcome(InboxState.PROCESSED, ticket_id=ticket.id, message_id=message.id)


def _into_thread(heard: Heard, ticket: Ticket, rule: Rule) -> Outcome:
    said, contact = heard.said, heard.contact
    if said.is_tap and parked.waits(contact):
        return _kept(heard, ticket, rule, _decision(heard, ticket, EventDraft("guest tapped")))
    only_thanks = _only_thanks(heard, ticket)
    message = whatsapp_thread.store(heard, ticket, rule, is_politeness=only_thanks)
    if only_thanks:
        decision = _decision(heard, ticket, thanks.LEFT)
        people = heard.assigner.people
        told = tickets.tell(ticket, Notice.GUEST_WROTE, message.id, now=heard.now, people=people)
        decision = decision.with_effects(*told) if whatsapp_thread.is_told_of(heard, ticket) else decision
        apply.write(ticket, decision, actor=heard.author_in(ticket), now=heard.now, ledger=heard.ledger)
    else:
        moved = machine.decide(
            apply.snapshot(ticket), Trigger.GUEST_WROTE, now=heard.now, rules=rules_of(heard.hotel.settings)
        )
        moved = moved.with_events(EventDraft("guest wrote")).with_changes(**_ways(heard, ticket))
        apply.write(ticket, moved, actor=heard.author_in(ticket), now=heard.now, ledger=heard.ledger)
        whatsapp_thread.look_after(heard, ticket, message, said.text, is_new=False)
    whatsapp_thread.watch_window(heard, ticket)
    return Outcome(InboxState.PROCESSED, ticket_id=ticket.id, message_id=message.id)


def _decision(heard: Heard, ticket: Ticket, event: EventDraft) -> Decision:
    return Decision(changes=_ways(heard, ticket), events=(event,))


def _ways(heard: Heard, ticket: Ticket) -> Mapping[str, object]:
    """The guest's ticket that came by mail can be answered by WhatsApp from now on; somebody else's never reaches him."""
    is_way = ticket.contact_id != heard.contact.id and conversations.is_of(heard.contact, ticket)
    return {"contact_id": heard.contact.id} if is_way else {}


def _only_thanks(heard: Heard, ticket: Ticket) -> bool:
    people = (member.name for member in heard.assigner.people)
    names = (ticket.requester_name, heard.contact.name, heard.hotel.name, *people)
    return thanks.are_all(ticket, heard.said.text, names=names, has_files=bool(heard.said.media))

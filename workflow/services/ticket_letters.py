"""Letters about a ticket, made of the rows that letter_rows has read: answers and copies to guests, notices to members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from workflow import reason_words
from workflow.desk import Desk
from workflow.duty import Member
from workflow.errors import DeliveryFailed
from workflow.letter import Alarm, Letter, LetterKind
from workflow.models import Effect, Message, Ticket
from workflow.reasons import because
from workflow.reply_address import Purpose, ReplyTo, make_message_id
from workflow.services import digests, letter_parts
from workflow.services.letter_rows import LetterRows, Utterance
from workflow.sla import WORDS, Target
from workflow.values import ActorKind, ChannelKind, Direction, EffectKind, Notice, Rule


def answer(effect: Effect, rows: LetterRows, *, desk: Desk, now: datetime) -> Letter | None:
    """To the requester; a copy is the same letter in another envelope. None for what spam was to get."""
    message, ticket = rows.messages[effect.message_id or 0], rows.tickets[effect.ticket_id or 0]
    hotel, channel = rows.hotels[ticket.hotel_id], rows.desks[ticket.id]
    if ticket.deleted_at is not None and message.is_automatic:
        return None
    if not may_speak(message, rows.members[hotel.id]):
        raise DeliveryFailed(because("Its author was disabled before it went out."), permanent=True)
    to, *copied = message.recipients
    is_copy = effect.kind == EffectKind.SEND_COPY
    if is_copy and message.channel == ChannelKind.WHATSAPP:
        to, copied = str(effect.payload["to"]), []  # the answer itself is no mail
    back = (Purpose.EFFECT, effect.id) if is_copy else (Purpose.BOUNCE, message.id)
    domain = channel.address.rpartition("@")[2]
    earlier = [said for said in rows.threads[ticket.id] if said.id < message.id]
    is_automatic = bool(message.is_automatic)
    facts = letter_parts.facts(ticket, rows.beside, desk=desk, now=now)
    to_name = ticket.requester_name
    if is_automatic and ticket.placed_by == Rule.FORM:  # a stranger's words go to nobody in the hotel's name
        facts, to_name = replace(facts, subject=""), ""
    return Letter(
        kind=LetterKind.ACKNOWLEDGEMENT if is_automatic else LetterKind.ANSWER,
        message_id=make_message_id(f"m{message.id}", ticket.id, domain=domain, keys=desk.keys),
        hotel_id=hotel.id,
        hotel_name=channel.display_name or hotel.name,
        desk_address=channel.address,
        to_address=to,
        cc=tuple(copied),
        goes_to=str(effect.payload["to"]) if is_copy else "",
        to_name=to_name,
        reply_to=letter_parts.signed(channel, ReplyTo(Purpose.GUEST, ticket.id, 0), desk=desk, now=now),
        envelope_from=""
        if is_automatic
        else letter_parts.signed(channel, ReplyTo(back[0], ticket.id, back[1]), desk=desk, now=now),
        language=ticket.language or hotel.language,
        ticket=facts,
        words=message.body,
        in_reply_to=_last_of_guest(earlier),
        references=_references(ticket, earlier, domain=domain, desk=desk),
        enclosures=rows.enclosures[message.id],
        body_marker=letter_parts.marker(ReplyTo(Purpose.GUEST, ticket.id, 0), desk=desk, now=now),
        is_automatic=is_automatic,
    )


def may_speak(message: Message, members: Sequence[Member]) -> bool:
    """Whether its author is still a member: who was disabled says nothing more in the hotel's name (R-STAFF-6)."""
    if message.author_kind != ActorKind.STAFF or message.is_automatic:
        return True
    return any(member.staff_id == message.author_id for member in members)


def notice(effect: Effect, member: Member, rows: LetterRows, *, desk: Desk, now: datetime) -> Letter:
    """In the open transaction: one that takes others along reads those."""
    message, ticket = rows.messages.get(effect.message_id or 0), rows.tickets[effect.ticket_id or 0]
    hotel, channel = rows.hotels[ticket.hotel_id], rows.desks[ticket.id]
    domain = channel.address.rpartition("@")[2]
    first = make_message_id(f"t{member.staff_id}", ticket.id, domain=domain, keys=desk.keys)
    is_failure = effect.payload["notice"] == Notice.ANSWER_FAILED
    reason = rows.messages.get(int(effect.payload.get("reason", 0)))
    letter = Letter(
        kind=LetterKind(effect.payload["notice"]),
        message_id=make_message_id(f"e{effect.id}", ticket.id, domain=domain, keys=desk.keys),
        hotel_id=hotel.id,
        hotel_name=hotel.name,
        desk_address=channel.address,
        to_address=member.email,
        to_name=member.name,
        reply_to=letter_parts.signed(
            channel, ReplyTo(Purpose.STAFF, ticket.id, member.staff_id), desk=desk, now=now
        ),
        envelope_from=letter_parts.signed(
            channel, ReplyTo(Purpose.EFFECT, ticket.id, effect.id), desk=desk, now=now
        ),
        language=member.language or hotel.language,
        ticket=letter_parts.facts(ticket, rows.beside, desk=desk, now=now),
        words=message.body if message else ticket.description,
        author_name=message.author_name if message else "",
        in_reply_to=first,
        references=(first,),
        enclosures=rows.enclosures[message.id] if message and not is_failure else (),
        body_marker=letter_parts.marker(
            ReplyTo(Purpose.STAFF, ticket.id, member.staff_id), desk=desk, now=now
        ),
        error=reason_words.said(member.language or hotel.language, message.delivery_error or "")
        if message and is_failure
        else "",
        target=WORDS[Target(effect.payload["target"])] if "target" in effect.payload else "",
        due=_due(str(effect.payload.get("due", "")), ZoneInfo(hotel.time_zone)),
        alarm=Alarm(effect.payload["phrase"], int(effect.payload["number"]))
        if "phrase" in effect.payload
        else None,
        reason=reason.body if reason else "",
        passed_on_by=reason.author_name if reason else "",
    )
    return (
        digests.of_notice(letter, effect, channel, desk=desk, now=now)
        if "together" in effect.payload
        else letter
    )


def _due(moment: str, zone: ZoneInfo) -> str:
    """The moment a clock of the ticket was or is due, in the hotel's time; "" when the notice is about something else."""
    return f"{datetime.fromisoformat(moment).astimezone(zone):%Y-%m-%d %H:%M}" if moment else ""


def _references(ticket: Ticket, earlier: Sequence[Utterance], *, domain: str, desk: Desk) -> tuple[str, ...]:
    """Message-IDs of the conversation with the guest so far, oldest first."""
    ids = (
        make_message_id(f"m{said.id}", ticket.id, domain=domain, keys=desk.keys)
        if said.direction == Direction.OUT
        else said.rfc_message_id
        for said in earlier
    )
    return tuple(id for id in ids if id)


def _last_of_guest(earlier: Sequence[Utterance]) -> str:
    ids = (said.rfc_message_id for said in reversed(earlier) if said.direction == Direction.IN)
    return next((id for id in ids if id), "")

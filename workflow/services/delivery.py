"""What goes out: an effect becomes a letter, and what the transport said is written down.

Each function is one short transaction of the caller; nothing here speaks to the network.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from workflow import apply, machine
from workflow.database import rows
from workflow.desk import Desk
from workflow.duty import Member
from workflow.errors import DeliveryFailed
from workflow.ledger import Ledger
from workflow.letter import Alarm, Letter, LetterKind
from workflow.models import Channel, Effect, Hotel, Message, Ticket
from workflow.reply_address import Purpose, ReplyTo, make_message_id
from workflow.schedules import SCHEDULES
from workflow.services import (
    digests,
    emergencies,
    handover_letters,
    letter_parts,
    notice_pace,
    outbox,
    probes,
    receipt_letters,
    tickets,
)
from workflow.services.hotels import members
from workflow.services.notice_pace import Later, Turn
from workflow.services.outbox import Claim
from workflow.sla import WORDS, Target
from workflow.values import (
    SYSTEM,
    ActorKind,
    ChannelKind,
    Decision,
    DeliveryState,
    Direction,
    EffectKind,
    EventDraft,
    Notice,
    Trigger,
)


@dataclass(frozen=True, slots=True)
class Sent:
    """What the transport said: its reply, and where the mail lies when it was only kept."""

    detail: str
    kept: str | None = None


def letter_of(claim: Claim, *, desk: Desk, now: datetime) -> Letter | Later | None:
    """All that composing needs; None when there is nothing left to send (the recipient is gone)."""
    effect = Effect.get_by_id(claim.id)
    if claim.kind is EffectKind.SEND_PROBE:
        return probes.letter_of(effect, desk=desk, now=now)
    if claim.kind is EffectKind.SEND_RECEIPT:
        return receipt_letters.letter_of(effect, desk=desk, now=now)
    if claim.kind is EffectKind.SEND_HANDOVER:
        return handover_letters.letter_of(effect, desk=desk, now=now)
    ticket = Ticket.get_by_id(effect.ticket_id)
    hotel = Hotel.get_by_id(ticket.hotel_id)
    channel = letter_parts.desk_address(ticket)
    if channel is None:
        return None
    if claim.kind in (EffectKind.SEND_ANSWER, EffectKind.SEND_COPY):
        return _answer(effect, ticket, hotel, channel, desk=desk, now=now)
    if ticket.deleted_at is not None:
        return None
    if claim.kind is EffectKind.SEND_ALARM and not emergencies.is_still_wanted(effect, ticket):
        return None
    member = next((each for each in members(hotel.id) if each.staff_id == effect.member_id), None)
    if member is None:
        return None  # no longer a member: nothing of the hotel goes to him
    if claim.kind is EffectKind.SEND_NOTICE:
        turn = notice_pace.of_notice(effect, ticket, hotel, now=now)
        if turn is not Turn.GOES:
            return turn if isinstance(turn, Later) else None
    return _notice(effect, ticket, hotel, channel, member, desk=desk, now=now)


def record_sent(claim: Claim, letter: Letter, sent: Sent, *, now: datetime) -> bool:
    """Writes down that it went. False: the claim was lost meanwhile, somebody else records it."""
    if claim.kind is EffectKind.SEND_PROBE:
        return probes.record_sent(claim, sent.detail, kept=bool(sent.kept), now=now)
    result: dict[str, object] = {
        "to": letter.goes_to or letter.to_address,
        "subject": letter.ticket.subject,
        "kind": letter.kind,
        "message_id": letter.message_id,
        "detail": sent.detail,
        "kept": sent.kept,
    }
    if not outbox.finish(claim, now=now, result=result):
        return False
    if claim.kind is EffectKind.SEND_ANSWER:
        state = DeliveryState.KEPT if sent.kept else DeliveryState.SENT
        Message.update(delivery_state=state, delivery_at=now, delivery_error=None).where(
            Message.id == _message_id(claim)
        ).execute()
    return True


def record_nothing_to_send(claim: Claim, *, now: datetime) -> None:
    outbox.finish(claim, now=now, result={"detail": "The recipient is gone: nothing was sent."})


def record_trouble(
    claim: Claim, error: str, *, permanent: bool, retry_after: int | None, desk: Desk, now: datetime
) -> None:
    """Puts the mail off, or gives it up: then the message is marked failed and its author told."""
    pause = SCHEDULES[claim.kind].after(
        claim.attempts, scale=desk.settings.retry_scale, retry_after=retry_after
    )
    if pause is not None and not permanent:
        if outbox.put_off(claim, error, until=now + pause):
            _show_put_off(claim, error)
        return
    if claim.kind is EffectKind.SEND_PROBE:
        probes.record_given_up(claim, error, now=now)
        return
    if not outbox.bury(claim, error, now=now):
        return
    if claim.kind in (EffectKind.SEND_ANSWER, EffectKind.SEND_WHATSAPP):
        answer_failed(Message.get_by_id(_message_id(claim)), error, now=now)
    elif claim.kind is EffectKind.SEND_COPY:
        _copy_failed(claim, error, now=now)


def _show_put_off(claim: Claim, error: str) -> None:
    """What waits says why: on the message, or on the channel's test."""
    if claim.kind is EffectKind.SEND_PROBE:
        probes.record_put_off(claim, error)
    elif claim.kind in (EffectKind.SEND_ANSWER, EffectKind.SEND_WHATSAPP):
        Message.update(delivery_error=error).where(Message.id == _message_id(claim)).execute()


def answer_failed(
    message: Message,
    error: str,
    *,
    now: datetime,
    ticket: Ticket | None = None,
    ledger: Ledger | None = None,
) -> None:
    """The guest did not get this: it shows on the message, the ticket needs a person, the author is told.

    An automatic mail has no author, and nobody waits for it: it only shows.
    """
    Message.update(delivery_state=DeliveryState.FAILED, delivery_error=error, delivery_at=now).where(
        Message.id == message.id
    ).execute()
    ticket = ticket or tickets.lock(message.ticket_id)
    if message.is_automatic:
        event = EventDraft("automatic mail failed", new=error)
        apply.write(ticket, Decision(events=(event,)), actor=SYSTEM, now=now, ledger=ledger)
        return
    decision = machine.decide(
        apply.snapshot(ticket), Trigger.DELIVERY_FAILED, now=now, rules=tickets.hotel_rules(ticket)
    )
    if message.author_kind == ActorKind.STAFF and message.author_id is not None and may_speak(message):
        told = [tickets.notice(Notice.ANSWER_FAILED, message.author_id, message.id)]
    else:
        told = list(tickets.tell(ticket, Notice.ANSWER_FAILED, message.id, now=now))
    decision = decision.with_events(EventDraft("answer failed", new=error)).with_effects(*told)
    apply.write(ticket, decision, actor=SYSTEM, now=now, ledger=ledger)


def _copy_failed(claim: Claim, error: str, *, now: datetime) -> None:
    """Somebody who was to get a copy did not: the requester did, so nothing else changes."""
    effect = Effect.get_by_id(claim.id)
    ticket = tickets.lock(Message.get_by_id(effect.message_id).ticket_id)
    event = EventDraft("copy failed", old=str(effect.payload["to"]), new=error)
    apply.write(ticket, Decision(events=(event,)), actor=SYSTEM, now=now)


def _answer(
    effect: Effect, ticket: Ticket, hotel: Hotel, channel: Channel, *, desk: Desk, now: datetime
) -> Letter | None:
    """To the requester; a copy is the same letter in another envelope. None for what spam was to get."""
    message = Message.get_by_id(effect.message_id)
    if ticket.deleted_at is not None and message.is_automatic:
        return None
    if not may_speak(message):
        raise DeliveryFailed("Its author was disabled before it went out.", permanent=True)
    to, *copied = message.recipients
    is_copy = effect.kind == EffectKind.SEND_COPY
    if is_copy and message.channel == ChannelKind.WHATSAPP:
        to, copied = str(effect.payload["to"]), []  # the answer itself is no mail
    back = (Purpose.EFFECT, effect.id) if is_copy else (Purpose.BOUNCE, message.id)
    domain = channel.address.rpartition("@")[2]
    earlier = _thread(ticket, before=message.id, domain=domain, desk=desk)
    is_automatic = bool(message.is_automatic)
    return Letter(
        kind=LetterKind.ACKNOWLEDGEMENT if is_automatic else LetterKind.ANSWER,
        message_id=make_message_id(f"m{message.id}", ticket.id, domain=domain, keys=desk.keys),
        hotel_id=hotel.id,
        hotel_name=channel.display_name or hotel.name,
        desk_address=channel.address,
        to_address=to,
        cc=tuple(copied),
        goes_to=str(effect.payload["to"]) if is_copy else "",
        to_name=ticket.requester_name,
        reply_to=letter_parts.signed(channel, ReplyTo(Purpose.GUEST, ticket.id, 0), desk=desk, now=now),
        envelope_from=""
        if is_automatic
        else letter_parts.signed(channel, ReplyTo(back[0], ticket.id, back[1]), desk=desk, now=now),
        language=ticket.language or hotel.language,
        ticket=letter_parts.facts(ticket, desk=desk, now=now),
        words=message.body,
        in_reply_to=_last_of_guest(ticket, before=message.id),
        references=earlier,
        enclosures=letter_parts.enclosures(message.id),
        body_marker=letter_parts.marker(ReplyTo(Purpose.GUEST, ticket.id, 0), desk=desk, now=now),
        is_automatic=is_automatic,
    )


def may_speak(message: Message) -> bool:
    """Whether its author is still a member: who was disabled says nothing more in the hotel's name (R-STAFF-6)."""
    if message.author_kind != ActorKind.STAFF or message.is_automatic:
        return True
    return any(member.staff_id == message.author_id for member in members(message.hotel_id))


def _notice(
    effect: Effect,
    ticket: Ticket,
    hotel: Hotel,
    channel: Channel,
    member: Member,
    *,
    desk: Desk,
    now: datetime,
) -> Letter:
    message = Message.get_or_none(Message.id == effect.message_id)
    domain = channel.address.rpartition("@")[2]
    first = make_message_id(f"t{member.staff_id}", ticket.id, domain=domain, keys=desk.keys)
    is_failure = effect.payload["notice"] == Notice.ANSWER_FAILED
    reason = Message.get_or_none(Message.id == int(effect.payload.get("reason", 0)))
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
        language=hotel.language,
        ticket=letter_parts.facts(ticket, desk=desk, now=now),
        words=message.body if message else ticket.description,
        author_name=message.author_name if message else "",
        in_reply_to=first,
        references=(first,),
        enclosures=letter_parts.enclosures(message.id) if message and not is_failure else (),
        body_marker=letter_parts.marker(
            ReplyTo(Purpose.STAFF, ticket.id, member.staff_id), desk=desk, now=now
        ),
        error=(message.delivery_error or "") if message and is_failure else "",
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


def _thread(ticket: Ticket, *, before: int, domain: str, desk: Desk) -> tuple[str, ...]:
    """Message-IDs of the conversation with the guest so far, oldest first."""
    found = rows(
        "SELECT id, direction, rfc_message_id FROM messages"
        " WHERE ticket_id = %s AND id < %s AND direction IN ('in', 'out') ORDER BY id",
        (ticket.id, before),
    )
    ids = (
        make_message_id(f"m{id}", ticket.id, domain=domain, keys=desk.keys)
        if direction == Direction.OUT
        else rfc_message_id
        for id, direction, rfc_message_id in found
    )
    return tuple(id for id in ids if id)


def _last_of_guest(ticket: Ticket, *, before: int) -> str:
    found = rows(
        "SELECT rfc_message_id FROM messages WHERE ticket_id = %s AND id < %s AND direction = 'in'"
        " AND rfc_message_id IS NOT NULL ORDER BY id DESC LIMIT 1",
        (ticket.id, before),
    )
    return found[0][0] if found else ""


def _message_id(claim: Claim) -> int:
    return int(rows("SELECT message_id FROM effects WHERE id = %s", (claim.id,))[0][0])

"""What goes out: an effect becomes a letter, and what the transport said is written down.

Each function is one short transaction of the caller; nothing here speaks to the network.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workflow import apply, machine
from workflow.database import rows
from workflow.desk import Desk
from workflow.ledger import Ledger
from workflow.letter import Letter
from workflow.models import Effect, Message, Ticket
from workflow.schedules import SCHEDULES
from workflow.services import (
    account_letters,
    assignment,
    emergencies,
    handover_letters,
    notice_pace,
    outbox,
    probes,
    receipt_letters,
    ticket_letters,
    tickets,
    webhook_letters,
)
from workflow.services.hotels import members
from workflow.services.letter_rows import TO_GUESTS, LetterRows
from workflow.services.notice_pace import Later, Turn
from workflow.services.outbox import Claim
from workflow.values import (
    SYSTEM,
    ActorKind,
    Decision,
    DeliveryState,
    EffectDraft,
    EffectKind,
    EventDraft,
    Notice,
    Trigger,
)

_SHOW_SENT = """
UPDATE messages SET delivery_state = %s, delivery_at = %s, delivery_error = NULL
FROM effects WHERE effects.id = %s AND messages.id = effects.message_id
"""


@dataclass(frozen=True, slots=True)
class Sent:
    """What the transport said: its reply, and where the mail lies when it was only kept."""

    detail: str
    kept: str | None = None


def letter_of(claim: Claim, found: LetterRows, *, desk: Desk, now: datetime) -> Letter | Later | None:
    """All that composing needs; None when there is nothing left to send (the recipient is gone).

    What goes to guests needs `found` alone, the rest an open transaction too.
    """
    effect = found.effects[claim.id]
    if claim.kind is EffectKind.SEND_PROBE:
        return probes.letter_of(effect, desk=desk, now=now)
    if claim.kind is EffectKind.SEND_RECEIPT:
        return receipt_letters.letter_of(effect, desk=desk, now=now)
    if claim.kind is EffectKind.SEND_HANDOVER:
        return handover_letters.letter_of(effect, desk=desk, now=now)
    if claim.kind is EffectKind.SEND_ENDPOINT_OFF:
        return webhook_letters.letter_of(effect, desk=desk)
    if claim.kind is EffectKind.SEND_ACCOUNT_MAIL:
        return account_letters.letter_of(effect, desk=desk, now=now)
    ticket = found.tickets[effect.ticket_id or 0]
    if ticket.id not in found.desks:
        return None
    if claim.kind in TO_GUESTS:
        return ticket_letters.answer(effect, found, desk=desk, now=now)
    if ticket.deleted_at is not None:
        return None
    if claim.kind is EffectKind.SEND_ALARM and not emergencies.is_still_wanted(effect, ticket):
        return None
    of_hotel = found.members[ticket.hotel_id]
    member = next((each for each in of_hotel if each.staff_id == effect.member_id), None)
    if member is None:
        return None  # no longer a member: nothing of the hotel goes to him
    if claim.kind is EffectKind.SEND_NOTICE:
        turn = notice_pace.of_notice(effect, ticket, found.hotels[ticket.hotel_id], now=now)
        if turn is not Turn.GOES:
            return turn if isinstance(turn, Later) else None
    return ticket_letters.notice(effect, member, found, desk=desk, now=now)


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
        "kept": None if claim.kind is EffectKind.SEND_ACCOUNT_MAIL else sent.kept,  # never for others' eyes
    }
    if not outbox.finish(claim, now=now, result=result):
        return False
    if claim.kind is EffectKind.SEND_ANSWER:
        state = DeliveryState.KEPT if sent.kept else DeliveryState.SENT
        rows(_SHOW_SENT, (state, now, claim.id))
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
    """The guest did not get this: it shows on the message, the ticket needs a person, the author is told. When its
    owner is at home by now, it is everybody's on duty, and they are told too.

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
    decision = decision.with_events(EventDraft("answer failed", new=error))
    apply.write(ticket, decision, actor=SYSTEM, now=now, ledger=ledger)
    given_back = assignment.given_back(ticket, now=now)
    apply.write(ticket, given_back, actor=SYSTEM, now=now, ledger=ledger)
    author = message.author_id if message.author_kind == ActorKind.STAFF and may_speak(message) else None
    told: tuple[EffectDraft, ...] = ()
    if author is not None:
        told = (tickets.notice(Notice.ANSWER_FAILED, author, message.id),)
    if author is None or given_back.changes:
        told += tickets.tell(ticket, Notice.ANSWER_FAILED, message.id, now=now, but_not=author)
    apply.write(ticket, Decision(effects=told), actor=SYSTEM, now=now, ledger=ledger)


def _copy_failed(claim: Claim, error: str, *, now: datetime) -> None:
    """Somebody who was to get a copy did not: the requester did, so nothing else changes."""
    effect = Effect.get_by_id(claim.id)
    ticket = tickets.lock(Message.get_by_id(effect.message_id).ticket_id)
    event = EventDraft("copy failed", old=str(effect.payload["to"]), new=error)
    apply.write(ticket, Decision(events=(event,)), actor=SYSTEM, now=now)


def may_speak(message: Message) -> bool:
    """Whether its author is still a member, in the open transaction."""
    return ticket_letters.may_speak(message, members(message.hotel_id))


def _message_id(claim: Claim) -> int:
    return int(rows("SELECT message_id FROM effects WHERE id = %s", (claim.id,))[0][0])

"""A delivery report about a mail of ours (R-MAIL-11): the message shows it, its author is told, the address is muted.

A report counts only with the signed envelope address of that mail, or its signed Message-ID; others do nothing.
"""

from __future__ import annotations

from workflow import apply
from workflow.database import rows
from workflow.models import Effect, Membership, Message, Ticket
from workflow.reading import Bounce, BouncedRecipient
from workflow.reasons import because
from workflow.reply_address import Purpose, ReplyTo, SentRow, read_message_id
from workflow.services import delivery, muting, tickets
from workflow.services.mail_context import Arrival, Outcome, Surroundings
from workflow.values import (
    SYSTEM,
    Decision,
    DeliveryState,
    Direction,
    EffectKind,
    EventDraft,
    InboxState,
)

NOT_OURS = Outcome(InboxState.IGNORED, because("A delivery report about a mail that is not ours."))


def handle(arrival: Arrival, bounce: Bounce, around: Surroundings) -> Outcome:
    """Does what the report asks for, in the open transaction."""
    row, is_signed_address = _reported(arrival, bounce, around)
    if row is None:
        return NOT_OURS
    hotel_id = arrival.row.hotel_id
    if row.kind == "m":
        message = Message.get_or_none(
            Message.id == row.id, Message.hotel_id == hotel_id, Message.direction == Direction.OUT
        )
        if message is None or not (is_signed_address or _names_one_of(bounce, message.recipients)):
            return NOT_OURS
        return _of_answer(message, bounce, around)
    effect = Effect.get_or_none(Effect.id == row.id, Effect.hotel_id == hotel_id)
    if effect is None or not (is_signed_address or _names_one_of(bounce, _recipients(effect))):
        return NOT_OURS
    if effect.kind == EffectKind.SEND_COPY:
        return _of_copy(effect, bounce, around)
    return _of_notice(effect, bounce, around)


def _reported(arrival: Arrival, bounce: Bounce, around: Surroundings) -> tuple[SentRow | None, bool]:
    """The row whose mail it is about, and whether the signed envelope address says so."""
    reply = arrival.reply
    if isinstance(reply, ReplyTo) and reply.recipient_id:
        kind = {Purpose.BOUNCE: "m", Purpose.EFFECT: "e"}.get(reply.purpose)
        if kind is not None:
            return SentRow(reply.ticket_id, kind, reply.recipient_id), True
    row = read_message_id(bounce.original_message_id, keys=around.context(arrival).desk.keys)
    return (row if row is not None and row.kind in "me" else None), False


def _names_one_of(bounce: Bounce, recipients: list[str]) -> bool:
    """Whether the report is about somebody we wrote to; one that names nobody is taken at its word."""
    named = {recipient.address for recipient in bounce.recipients if recipient.address}
    return not named or bool(named & {address.lower() for address in recipients})


def _recipients(effect: Effect) -> list[str]:
    """To whom the notice or the copy went."""
    if effect.kind == EffectKind.SEND_COPY:
        return [str(effect.payload["to"])]
    return [email for (email,) in rows("SELECT email FROM staff WHERE id = %s", (effect.member_id,))]


def _of_answer(message: Message, bounce: Bounce, around: Surroundings) -> Outcome:
    ticket = _ticket(message.ticket_id, around)
    about = _about(bounce, message.recipients)
    if not bounce.permanent:
        _delayed(message, ticket, about, around)
    elif message.delivery_state != DeliveryState.FAILED:
        delivery.answer_failed(message, _reason(about), now=around.now, ticket=ticket, ledger=around.ledger)
    if bounce.permanent:
        for address in message.recipients[:1]:
            muting.mute(message.hotel_id, address, _reason(about), now=around.now)
    return Outcome(InboxState.PROCESSED, because("A delivery report."), ticket.id, message.id)


def _delayed(message: Message, ticket: Ticket, about: BouncedRecipient | None, around: Surroundings) -> None:
    """Others keep trying: it shows on the message, and nobody has to do anything yet."""
    waiting = (DeliveryState.SENT, DeliveryState.KEPT, DeliveryState.DELAYED)
    if message.delivery_state not in waiting:
        return
    Message.update(
        delivery_state=DeliveryState.DELAYED, delivery_error=_reason(about), delivery_at=around.now
    ).where(Message.id == message.id, Message.delivery_state.in_(waiting)).execute()
    if message.delivery_state != DeliveryState.DELAYED:
        event = EventDraft("answer delayed", new=_reason(about))
        apply.write(ticket, Decision(events=(event,)), actor=SYSTEM, now=around.now, ledger=around.ledger)


def _of_copy(effect: Effect, bounce: Bounce, around: Surroundings) -> Outcome:
    ticket = _ticket(Message.get_by_id(effect.message_id).ticket_id, around)
    address = str(effect.payload["to"])
    if bounce.permanent:
        reason = _reason(_about(bounce, [address]))
        muting.mute(effect.hotel_id, address, reason, now=around.now)
        event = EventDraft("copy failed", old=address, new=reason)
        apply.write(ticket, Decision(events=(event,)), actor=SYSTEM, now=around.now, ledger=around.ledger)
    return Outcome(
        InboxState.PROCESSED,
        because("A delivery report about the copy to %(address)s.", address=address),
        ticket.id,
    )


def _of_notice(effect: Effect, bounce: Bounce, around: Surroundings) -> Outcome:
    """It shows on the member and on the page of what is stuck, until a mail from him arrives."""
    about = next(iter(bounce.recipients), None)
    if bounce.permanent:
        Membership.update(mail_error=_reason(about), mail_failed_at=around.now).where(
            Membership.hotel_id == effect.hotel_id, Membership.staff_id == effect.member_id
        ).execute()
    return Outcome(
        InboxState.PROCESSED, because("A delivery report about a notice to a member."), effect.ticket_id
    )


def _about(bounce: Bounce, recipients: list[str]) -> BouncedRecipient | None:
    """What the report says of the first of these; of anybody when it names none of them."""
    ours = {address.lower() for address in recipients}
    named = [recipient for recipient in bounce.recipients if recipient.address in ours]
    return next(iter([*named, *bounce.recipients]), None)


def _reason(about: BouncedRecipient | None) -> str:
    said = (about.diagnostic or about.status) if about else ""
    return said or because("returned without a reason")


def _ticket(id: int, around: Surroundings) -> Ticket:
    """The ticket as this batch works on it, locked."""
    if id not in around.tickets:
        around.tickets[id] = tickets.lock(id)
    return around.tickets[id]


def heal_member(arrival: Arrival, around: Surroundings) -> None:
    """A mail from a member arrived: his address works."""
    member = around.context(arrival).member(arrival.mail.from_address)
    if member is not None and member.mail_error:
        rows(
            "UPDATE memberships SET mail_error = '', mail_failed_at = NULL WHERE hotel_id = %s AND staff_id = %s",
            (arrival.row.hotel_id, member.staff_id),
        )

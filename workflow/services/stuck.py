"""What people do about what got stuck: have it tried again, or give it up with a reason.

In the caller's transaction; what is stuck is listed by workflow/queries/stuck.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from workflow.errors import Invalid, MoveRefused, NotFound
from workflow.models import Deadline, Effect, Inbox, Message
from workflow.reasons import because
from workflow.services import webhook_deliveries, whatsapp_again
from workflow.values import Actor, ChannelKind, DeliveryState, EffectKind, EffectState, InboxState

MAX_REASON = 500


def retry_mail(hotel_id: int, inbox_id: int, *, now: datetime) -> None:
    """A mail in quarantine is read again, with all its tries. Raises NotFound, MoveRefused for one that is held."""
    mail = _lock_mail(hotel_id, inbox_id)
    if mail.state != InboxState.QUARANTINED:
        raise MoveRefused(
            "This mail is held: reading it again would only hold it again. It can be dropped with a reason.",
            ("drop",),
        )
    Inbox.update(state=InboxState.RECEIVED, reason="", processed_at=None).where(Inbox.id == mail.id).execute()
    read_again(mail, now=now)


def read_again(mail: Inbox, *, now: datetime) -> None:
    """A worker reads this mail once more, with all its tries."""
    if not _revive(Effect.inbox_id == mail.id, Effect.kind == EffectKind.PROCESS_INBOX, now=now):
        _due_now(mail.hotel_id, EffectKind.PROCESS_INBOX, now=now, inbox_id=mail.id)


def drop_mail(hotel_id: int, inbox_id: int, reason: str, *, actor: Actor, now: datetime) -> None:
    """Nothing comes of this mail; its bytes stay. Raises NotFound, Invalid without a reason."""
    mail = _lock_mail(hotel_id, inbox_id)
    why = _checked(reason)
    Inbox.update(
        state=InboxState.IGNORED,
        reason=because("Dropped by %(name)s: %(why)s", name=actor.name, why=why),
        processed_at=now,
    ).where(Inbox.id == mail.id).execute()
    _give_up(Effect.inbox_id == mail.id, Effect.state == EffectState.DEAD, why=why, actor=actor, now=now)


def retry_effect(hotel_id: int, effect_id: int, *, now: datetime) -> None:
    """A dead effect is due again, with all its tries. Raises NotFound."""
    effect = _lock_dead(hotel_id, effect_id)
    if effect.kind == EffectKind.PROCESS_INBOX and effect.inbox_id is not None:
        retry_mail(hotel_id, effect.inbox_id, now=now)
        return
    if effect.kind == EffectKind.SEND_ANSWER and effect.message_id is not None:
        _mark_pending(effect.message_id)
    if effect.kind == EffectKind.SEND_WEBHOOK:
        webhook_deliveries.wait_again(int(effect.payload["delivery"]))
    if effect.kind == EffectKind.SEND_WHATSAPP and effect.message_id is not None:
        send_again(hotel_id, effect.message_id, now=now)
        return
    _revive(Effect.id == effect.id, now=now)


def drop_effect(hotel_id: int, effect_id: int, reason: str, *, actor: Actor, now: datetime) -> None:
    """Nobody tries this any more. Raises NotFound, Invalid without a reason."""
    effect = _lock_dead(hotel_id, effect_id)
    _give_up(Effect.id == effect.id, why=_checked(reason), actor=actor, now=now)


def retry_deadline(hotel_id: int, deadline_id: int, *, now: datetime) -> None:
    """A dead deadline is due again, with all its tries. Raises NotFound, MoveRefused when a newer one stands in its place."""
    deadline = _lock_dead_deadline(hotel_id, deadline_id)
    newer = Deadline.select().where(
        Deadline.hotel_id == hotel_id,
        Deadline.kind == deadline.kind,
        Deadline.subject == deadline.subject,
        Deadline.ticket_id.is_null()
        if deadline.ticket_id is None
        else Deadline.ticket_id == deadline.ticket_id,
        Deadline.state == "armed",
    )
    if newer.exists():
        raise MoveRefused("A newer deadline stands in its place: this one can be dropped.", ("drop",))
    Deadline.update(state="armed", attempts=0, error="", look_at=now, finished_at=None).where(
        Deadline.id == deadline.id
    ).execute()


def drop_deadline(hotel_id: int, deadline_id: int, reason: str, *, actor: Actor, now: datetime) -> None:
    """It will not be done. Raises NotFound, Invalid without a reason."""
    deadline = _lock_dead_deadline(hotel_id, deadline_id)
    why = because("Dropped by %(name)s: %(why)s", name=actor.name, why=_checked(reason))
    Deadline.update(state="cancelled", error=why, finished_at=now).where(Deadline.id == deadline.id).execute()


def send_again(hotel_id: int, message_id: int, *, now: datetime) -> None:
    """An answer that failed goes out once more, under its own Message-ID. Raises NotFound, MoveRefused."""
    message = (
        Message.select()
        .where(Message.id == message_id, Message.hotel_id == hotel_id)
        .for_update()
        .get_or_none()
    )
    if message is None:
        raise NotFound("There is no such answer.")
    if message.delivery_state != DeliveryState.FAILED:
        raise MoveRefused("This answer has not failed: it is sent, or being sent again already.", ())
    _mark_pending(message.id)
    if message.channel == ChannelKind.WHATSAPP:
        whatsapp_again.send_rest(message, now=now)
    elif not _revive(Effect.message_id == message.id, Effect.kind == EffectKind.SEND_ANSWER, now=now):
        _due_now(
            hotel_id, EffectKind.SEND_ANSWER, now=now, ticket_id=message.ticket_id, message_id=message.id
        )


def _lock_mail(hotel_id: int, inbox_id: int) -> Inbox:
    mail = (
        Inbox.select()
        .where(
            Inbox.id == inbox_id,
            Inbox.hotel_id == hotel_id,
            Inbox.state.in_([InboxState.HELD, InboxState.QUARANTINED]),
        )
        .for_update()
        .get_or_none()
    )
    if mail is None:
        raise NotFound("This mail is not stuck any more.")
    return mail


def _lock_dead(hotel_id: int, effect_id: int) -> Effect:
    effect = (
        Effect.select()
        .where(Effect.id == effect_id, Effect.hotel_id == hotel_id, Effect.state == EffectState.DEAD)
        .for_update()
        .get_or_none()
    )
    if effect is None:
        raise NotFound("This effect is not dead any more.")
    return effect


def _lock_dead_deadline(hotel_id: int, deadline_id: int) -> Deadline:
    deadline = (
        Deadline.select()
        .where(Deadline.id == deadline_id, Deadline.hotel_id == hotel_id, Deadline.state == "dead")
        .for_update()
        .get_or_none()
    )
    if deadline is None:
        raise NotFound("This deadline is not dead any more.")
    return deadline


def _mark_pending(message_id: int) -> None:
    Message.update(delivery_state=DeliveryState.PENDING, delivery_error=None, delivery_at=None).where(
        Message.id == message_id
    ).execute()


def _revive(*conditions: Any, now: datetime) -> int:
    """The fence stays: a late worker of before must not finish the new try."""
    revived: int = (
        Effect.update(
            state=EffectState.WAITING,
            attempts=0,
            losses=0,
            look_at=now,
            error=None,
            result=None,
            finished_at=None,
        )
        .where(*conditions)
        .execute()
    )
    return revived


def _due_now(hotel_id: int, kind: EffectKind, *, now: datetime, **about: int) -> None:
    Effect.create(hotel_id=hotel_id, kind=kind, look_at=now, created_at=now, **about)


def _give_up(*conditions: Any, why: str, actor: Actor, now: datetime) -> None:
    Effect.update(state=EffectState.DONE, finished_at=now, result={"dropped": why, "by": actor.name}).where(
        *conditions
    ).execute()


def _checked(reason: str) -> str:
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise Invalid("Say why this is dropped.", "reason")
    if len(reason) > MAX_REASON:
        raise Invalid("A reason has at most %(most)s characters.", "reason", values={"most": MAX_REASON})
    return reason

"""What the provider reported of our messages, joined into their delivery, whatever order it comes in (R-WA-7).

A report may be here before the message's sid is known: it is kept by the door, and applied when the sid is.
"""

from __future__ import annotations

from datetime import datetime
from functools import reduce

from workflow.database import rows
from workflow.models import Effect, Message, ProviderMessage, WhatsappContact
from workflow.services import alarm_fate, contacts, delivery, outbox, tickets, whatsapp_paths
from workflow.services.outbox import Claim
from workflow.values import DeliveryState, EffectKind
from workflow.whatsapp.reports import OUTSIDE_WINDOW, joined, reason_of, state_of

WAITING, ASKED = "waiting", "asked"  # states of a part that the provider does not have, or may not have
_ORDER = (DeliveryState.PENDING, DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.READ)


def apply_claimed(claim: Claim, *, now: datetime) -> None:
    """The effect of one report: all reports of its sid are looked at. In the open transaction."""
    if claim not in outbox.lock_held([claim]):
        return
    sid = str(Effect.get_by_id(claim.id).payload["sid"])
    hold(sid)
    apply_known(claim.hotel_id, sid, now=now)
    outbox.finish(claim, now=now)


def hold(sid: str) -> None:
    """Until the transaction ends: whoever learns the sid and whoever applies its reports do not miss each other."""
    rows("SELECT pg_advisory_xact_lock(hashtextextended('provider message ' || %s, 0))", (sid,))


def apply_known(hotel_id: int, sid: str, *, now: datetime) -> None:
    """Joins what was reported of the sid into its message, if it is one of ours; of an alarm, into the ticket."""
    part = ProviderMessage.get_or_none(ProviderMessage.hotel_id == hotel_id, ProviderMessage.sid == sid)
    if part is None:
        alarm_fate.apply_reports(hotel_id, sid, now=now)
        return
    message = _locked(part)
    part = ProviderMessage.get_by_id(part.id)
    reports = rows(
        "SELECT status, code FROM provider_reports WHERE hotel_id = %s AND sid = %s", (hotel_id, sid)
    )
    if part.sid == sid and reports:
        states = [found for status, _ in reports if (found := state_of(status)) is not None]
        state = reduce(joined, states, DeliveryState(part.state))
        code = next((code for status, code in reports if state_of(status) is DeliveryState.FAILED), part.code)
        _change(part, state=state, code=code, updated_at=now)
    part = ProviderMessage.get_by_id(part.id)
    if part.state == DeliveryState.FAILED:
        _failed(part, message, now=now)
    else:
        settle(message, now=now)


def state_or_pending(status: str) -> DeliveryState:
    """Of a message the provider just took."""
    return state_of(status) or DeliveryState.PENDING


def settle(message: Message, *, now: datetime) -> None:
    """The message is where the least of its parts is; a failure stays."""
    if message.delivery_state not in _ORDER:
        return
    found = rows("SELECT state FROM provider_messages WHERE message_id = %s", (message.id,))
    reached = [DeliveryState(state) if state in _ORDER else DeliveryState.PENDING for (state,) in found]
    least = min(reached, key=_ORDER.index, default=DeliveryState.PENDING)
    if least != message.delivery_state:
        Message.update(delivery_state=least, delivery_at=now, delivery_error=None).where(
            Message.id == message.id
        ).execute()


def _locked(part: ProviderMessage) -> Message:
    """Person, ticket, message, in the order in which every transaction takes them."""
    message = Message.get_by_id(part.message_id)
    contacts.lock_person(int(message.contact_id or 0))
    tickets.lock(message.ticket_id)
    return Message.select().where(Message.id == message.id).for_update().get()


def _failed(part: ProviderMessage, message: Message, *, now: datetime) -> None:
    contact = WhatsappContact.get_by_id(message.contact_id)
    if _is_template(message):
        whatsapp_paths.template_failed(contact, reason_of(part.code), now=now)
    elif part.code == OUTSIDE_WINDOW and message.delivery_state != DeliveryState.FAILED:
        _outside(part, message, contact, now=now)
        return
    if message.delivery_state != DeliveryState.FAILED:
        delivery.answer_failed(message, reason_of(part.code), now=now)


def _outside(part: ProviderMessage, message: Message, contact: WhatsappContact, *, now: datetime) -> None:
    """WhatsApp says that the window was closed: the guest has nothing of this part, which takes another path now."""
    heard: datetime | None = contact.last_heard_at
    if heard is not None and heard <= part.asked_at:
        WhatsappContact.update(last_heard_at=None).where(WhatsappContact.id == contact.id).execute()
    _change(part, past_sids=[*part.past_sids, part.sid], sid=None, state=WAITING, code=None, updated_at=now)
    if message.delivery_state == DeliveryState.PARKED:
        return
    Message.update(delivery_state=DeliveryState.PENDING, delivery_at=None).where(
        Message.id == message.id
    ).execute()
    _send_rest(message, contact, now=now)


def _send_rest(message: Message, contact: WhatsappContact, *, now: datetime) -> None:
    """Unless somebody is at it already."""
    is_going = rows(
        "SELECT id FROM effects WHERE message_id = %s AND kind = %s AND state IN ('waiting', 'queued', 'inflight') LIMIT 1",
        (message.id, EffectKind.SEND_WHATSAPP),
    )
    if not is_going:
        Effect.create(
            hotel_id=message.hotel_id,
            kind=EffectKind.SEND_WHATSAPP,
            look_at=now,
            ticket_id=message.ticket_id,
            message_id=message.id,
            payload={"contact": str(contact.id)},
            created_at=now,
        )


def _change(part: ProviderMessage, **changes: object) -> None:
    ProviderMessage.update(**changes).where(ProviderMessage.id == part.id).execute()


def _is_template(message: Message) -> bool:
    return bool(
        rows(
            "SELECT id FROM effects WHERE message_id = %s AND kind = %s AND payload ? 'template' LIMIT 1",
            (message.id, EffectKind.SEND_WHATSAPP),
        )
    )

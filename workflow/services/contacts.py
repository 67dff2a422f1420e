"""Who writes by WhatsApp (R-WA-4): by the business-scoped id, then WhatsApp's own, then the number. No path needs a number.

A number or id that somebody else has now is taken from whoever had it: its history stays with him. In the caller's
transaction, which holds the number's row (`lock`), so that nobody is met twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from workflow.database import rows
from workflow.errors import Invalid
from workflow.models import Channel, GuestAddress, WhatsappContact
from workflow.services import parked
from workflow.services.whatsapp_channels import PREFIX, checked_number
from workflow.values import ChannelKind
from workflow.whatsapp.form import Incoming


def lock(channel_id: int) -> Channel:
    """The number's row, until the transaction ends; a door that keeps messages does not wait for it."""
    rows("SELECT id FROM channels WHERE id = %s FOR NO KEY UPDATE", (channel_id,))
    return Channel.get_by_id(channel_id)


def lock_person(contact_id: int) -> WhatsappContact:
    """His row, until the transaction ends: taken before that of any ticket or message."""
    _lock([contact_id])
    return WhatsappContact.get_by_id(contact_id)


def meet(channel: Channel, said: Incoming, *, at: datetime) -> WhatsappContact:
    """The person who wrote at that moment, with what is known of him by now. His row is locked."""
    found = _known(channel, said)
    owner = guest_of(channel.hotel_id, said.phone)
    contact = next((one for one in found if _is_same(one, said, owner)), None)
    others = [one for one in found if contact is None or one.id != contact.id]
    for other in others:
        _take_from(other, said, at=at)
    contact = contact or WhatsappContact(hotel_id=channel.hotel_id, channel_id=channel.id, created_at=at)
    contact.user_id = said.user_id or contact.user_id
    contact.wa_id = said.wa_id or contact.wa_id
    contact.phone = said.phone or contact.phone
    contact.name = said.name or contact.name
    contact.address = said.sender or contact.address
    contact.is_new_owner = contact.is_new_owner or bool(others)
    contact.template_error = ""
    names_him = bool(others) and all(other.guest_id not in (None, owner) for other in others)
    if contact.guest_id is None and (names_him or not contact.is_new_owner):
        contact.guest_id = owner
    contact.save()
    heard_before: datetime = contact.last_heard_at or at
    WhatsappContact.update(last_heard_at=max(at, heard_before)).where(
        WhatsappContact.id == contact.id
    ).execute()
    return WhatsappContact.get_by_id(contact.id)


def reach(hotel_id: int, number: str, *, now: datetime) -> WhatsappContact:
    """Somebody whom the house writes to first (R-TKT-11). Raises Invalid: no such number, or none of the hotel's own."""
    try:
        phone = checked_number(number)
    except Invalid as error:
        raise Invalid(error.sentence, "guestPhone", values=error.values) from None
    channel = (
        Channel.select()
        .where(Channel.hotel_id == hotel_id, Channel.kind == ChannelKind.WHATSAPP, Channel.enabled)
        .order_by(Channel.id)
        .first()
    )
    if channel is None:
        raise Invalid("The hotel has no WhatsApp number to write from.", "guestPhone")
    lock(channel.id)
    known = WhatsappContact.get_or_none(
        WhatsappContact.channel_id == channel.id, WhatsappContact.phone == phone
    )
    if known is not None:
        return known
    return WhatsappContact.create(
        hotel_id=hotel_id,
        channel_id=channel.id,
        phone=phone,
        address=f"{PREFIX}{phone}",
        guest_id=guest_of(hotel_id, phone),
        created_at=now,
    )


def guest_of(hotel_id: int, phone: str) -> int | None:
    """The guest whose record carries this number."""
    if not phone:
        return None
    found = GuestAddress.get_or_none(
        GuestAddress.hotel_id == hotel_id, GuestAddress.kind == "phone", GuestAddress.value == phone
    )
    return int(found.guest_id) if found else None


def is_reached(contact: WhatsappContact) -> bool:
    """Whether his address still leads to him: nobody else wrote from it, and no other guest's record carries it."""
    if not contact.address or contact.user_id or contact.guest_id is None:
        return bool(contact.address)
    return guest_of(contact.hotel_id, contact.phone) in (None, contact.guest_id)


def shown(contact: WhatsappContact) -> str:
    """How people read whom they write to: the number, or what stands for it."""
    return str(contact.phone or contact.wa_id or contact.user_id)


def _known(channel: Channel, said: Incoming) -> Sequence[WhatsappContact]:
    """All that share a name with him, the steadiest first; whatsapp_contacts_user, _wa and _phone serve it."""
    by = [
        column == value
        for column, value in (
            (WhatsappContact.user_id, said.user_id),
            (WhatsappContact.wa_id, said.wa_id),
            (WhatsappContact.phone, said.phone),
        )
        if value
    ]
    if not by:
        return ()
    condition = by[0]
    for other in by[1:]:
        condition = condition | other
    ids = [
        one.id for one in WhatsappContact.select().where(WhatsappContact.channel_id == channel.id, condition)
    ]
    _lock(ids)
    found = WhatsappContact.select().where(WhatsappContact.id.in_(ids))
    return sorted(
        found,
        key=lambda one: (one.user_id != said.user_id or not said.user_id, one.wa_id != said.wa_id, one.id),
    )


def _lock(ids: Sequence[int]) -> None:
    """In one order. Rows that point to a person do not wait for it."""
    rows("SELECT id FROM whatsapp_contacts WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", (list(ids),))


def _is_same(contact: WhatsappContact, said: Incoming, owner: int | None) -> bool:
    """Not when a steadier name, or the guest record that carries the number by now (`owner`), says otherwise."""
    if contact.user_id and said.user_id:
        return bool(contact.user_id == said.user_id)
    if owner is not None and contact.guest_id not in (None, owner):
        return False
    if contact.wa_id and said.wa_id:
        return bool(contact.wa_id == said.wa_id)
    return bool(contact.phone and contact.phone == said.phone)


def _take_from(other: WhatsappContact, said: Incoming, *, at: datetime) -> None:
    """What belongs to the one who wrote is no way to this one any more; what waited for his tap takes another."""
    if other.wa_id == said.wa_id:
        other.wa_id = ""
    if other.phone == said.phone:
        other.phone = ""
    if other.address == said.sender:
        other.address = ""
    other.save()
    if not other.address:
        parked.release(other, now=at)

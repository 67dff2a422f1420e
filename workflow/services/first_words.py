"""The house writes to a guest first, by mail or WhatsApp (R-TKT-11): a ticket that begins with our own message.

Never to a wrong person: the address stands on the chosen guest's record, or was typed and confirmed. In the caller's
transaction; how the words go is workflow/services/replies' and, outside WhatsApp's window, whatsapp_paths'.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from workflow.database import rows
from workflow.errors import Invalid
from workflow.models import Attachment, Channel, Ticket, WhatsappContact
from workflow.reply_address import base_address
from workflow.services import contacts, desk_tickets, muting, replies
from workflow.services.desk_tickets import Request
from workflow.services.hotels import members
from workflow.services.whatsapp_channels import checked_number
from workflow.values import Actor, ChannelKind
from workflow.whatsapp import window

NOT_CONFIRMED = "This address does not stand on the record of a chosen guest: confirm that it is right."
NO_GUEST = "Choose a guest, or type an address and confirm it."
ANOTHERS = "This address stands on another guest's record: choose that guest, or another address."
STOPPED = "This guest asked to get no messages by WhatsApp (STOP): write by mail."
NO_TEMPLATE = (
    "WhatsApp takes a first message only as an approved template, and the hotel has none: write by mail."
)
MOVED = "This number belongs to somebody else by now."
_KINDS = {ChannelKind.EMAIL: "email", ChannelKind.WHATSAPP: "phone"}
_NONE_KNOWN = {
    ChannelKind.EMAIL: "No mail address of this guest is known: type one.",
    ChannelKind.WHATSAPP: "No number of this guest is known: type one.",
}


@dataclass(frozen=True, slots=True)
class FirstWords:
    """to "": the address on the record of the guest whom the request names. is_confirmed: a person looked at it."""

    body: str
    channel: ChannelKind
    to: str = ""
    is_confirmed: bool = False
    files: Sequence[Attachment] = ()


def write(hotel_id: int, request: Request, first: FirstWords, *, actor: Actor, now: datetime) -> Ticket:
    """The ticket, with the message on its way. It is the author's. Raises Invalid, naming the field."""
    address = _address(hotel_id, request.guest_id, first)
    request = replace(request, guest_id=request.guest_id or _owner(hotel_id, first.channel, address))
    if first.channel is ChannelKind.EMAIL:
        _check_mail(hotel_id, address)
        request = replace(request, guest_email=address, guest_phone="")
    else:
        contact = contacts.reach(hotel_id, address, now=now)
        if contact.guest_id is not None and request.guest_id not in (None, contact.guest_id):
            raise Invalid(ANOTHERS, "to")
        _check_whatsapp(contact, now=now)
        request = replace(request, guest_phone=address)
    ticket = desk_tickets.open_by_house(hotel_id, request, actor=actor, now=now)
    replies.send(
        ticket, first.body, actor=actor, now=now, attachments=first.files, channel=ChannelKind(first.channel)
    )
    return ticket


def _address(hotel_id: int, guest_id: int | None, first: FirstWords) -> str:
    """Where it goes, checked against the record."""
    typed = _checked(first) if first.to.strip() else ""
    if not typed:
        if guest_id is None:
            raise Invalid(NO_GUEST, "to")
        return _on_record(hotel_id, guest_id, first.channel)
    owner = _owner(hotel_id, first.channel, typed)
    if owner is not None and guest_id is not None and owner != guest_id:
        raise Invalid(ANOTHERS, "to")
    if (owner is None or guest_id is None) and not first.is_confirmed:
        raise Invalid(NOT_CONFIRMED, "to")
    return typed


def _checked(first: FirstWords) -> str:
    if first.channel is ChannelKind.EMAIL:
        try:
            return desk_tickets.checked_address(first.to)
        except Invalid as error:
            raise Invalid(error.sentence, "to", values=error.values) from None
    try:
        return checked_number(first.to)
    except Invalid as error:
        raise Invalid(error.sentence, "to", values=error.values) from None


def _on_record(hotel_id: int, guest_id: int, channel: ChannelKind) -> str:
    found = rows(
        "SELECT value FROM guest_addresses WHERE hotel_id = %s AND guest_id = %s AND kind = %s ORDER BY id LIMIT 1",
        (hotel_id, min(guest_id, 2**63 - 1), _KINDS[channel]),
    )
    if not found:
        raise Invalid(_NONE_KNOWN[channel], "to")
    return str(found[0][0])


def _owner(hotel_id: int, channel: ChannelKind, address: str) -> int | None:
    """The guest whose record carries it."""
    found = rows(
        "SELECT guest_id FROM guest_addresses WHERE hotel_id = %s AND kind = %s AND value = %s",
        (hotel_id, _KINDS[channel], address),
    )
    return int(found[0][0]) if found else None


def _check_mail(hotel_id: int, address: str) -> None:
    """Raises Invalid for an address that nothing should go to."""
    if any(member.email == address for member in members(hotel_id)):
        raise Invalid("A member of this hotel reads this address: it is no guest's.", "to")
    if rows("SELECT 1 FROM bellhop_channel(%s)", (base_address(address),)):
        raise Invalid("This is a desk's own address.", "to")
    blocked = rows(
        "SELECT 1 FROM blocked_senders WHERE hotel_id = %s AND pattern IN (%s, %s) LIMIT 1",
        (hotel_id, address, "@" + address.rpartition("@")[2]),
    )
    if blocked:
        raise Invalid("This address is blocked: take it off the list of blocked senders first.", "to")
    muted = muting.find(hotel_id, address)
    if muted is not None:
        raise Invalid("Mail to this address comes back: %(reason)s", "to", values={"reason": muted.reason})


def _check_whatsapp(contact: WhatsappContact, *, now: datetime) -> None:
    if not contacts.is_reached(contact):
        raise Invalid(MOVED, "to")
    if contact.stopped_at is not None:
        raise Invalid(STOPPED, "to")
    has_template = bool(Channel.get_by_id(contact.channel_id).settings.get("templates"))
    if not window.is_open(contact.last_heard_at, now=now) and not (
        has_template and not contact.template_error
    ):
        raise Invalid(NO_TEMPLATE, "to")

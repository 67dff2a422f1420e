"""By which ways an answer can reach the guest of a ticket, and which one it takes when nobody chooses (R-WA-6)."""

from __future__ import annotations

from dataclasses import dataclass

from workflow import refusals
from workflow.database import rows
from workflow.errors import Invalid
from workflow.models import GuestAddress, Ticket, WhatsappContact
from workflow.services import contacts
from workflow.values import ChannelKind, Source

_NOT_THAT_WAY = {
    ChannelKind.EMAIL: "No mail address of this guest is known, or the hotel has none to write from.",
    ChannelKind.WHATSAPP: "This guest has not written by WhatsApp, or his number belongs to somebody else by now.",
    ChannelKind.QR: "This guest has not written on his page.",
}


PAGE = "the guest's page"


@dataclass(frozen=True, slots=True)
class Way:
    """to: a mail address, a number as people read it, or the guest's page."""

    channel: ChannelKind
    to: str
    contact_id: int | None = None


def chosen(ticket: Ticket, wanted: ChannelKind | None = None) -> Way:
    """The way the guest used last in this ticket, or the wanted one. Raises Invalid when it does not lead to him."""
    is_only_mail = wanted is None and ticket.contact_id is None and ticket.guest_id is None  # no need to look
    channel = ChannelKind.EMAIL if is_only_mail else wanted
    found = (_way(ticket, channel),) if channel is not None else of_ticket(ticket)
    way = next((one for one in found if one is not None), None)
    if way is None:
        raise Invalid(_refusal(ticket, wanted), "body" if wanted is None else "channel")
    return way


def of_ticket(ticket: Ticket) -> tuple[Way, ...]:
    """All that lead to the guest, the one he used last first."""
    found = (_way(ticket, channel) for channel in _in_order(ticket))
    return tuple(way for way in found if way is not None)


def mail_address(ticket: Ticket) -> str:
    """The requester's own, else the one on his guest record."""
    if "@" in ticket.requester_address:
        return str(ticket.requester_address)
    if ticket.guest_id is None:
        return ""
    found = (
        GuestAddress.select()
        .where(
            GuestAddress.hotel_id == ticket.hotel_id,
            GuestAddress.guest_id == ticket.guest_id,
            GuestAddress.kind == "email",
        )
        .order_by(GuestAddress.id)
        .first()
    )
    return str(found.value) if found else ""


def contact_of(ticket: Ticket) -> WhatsappContact | None:
    """Who wrote in it by WhatsApp, else the same guest where he wrote last."""
    if ticket.contact_id is not None:
        return WhatsappContact.get_by_id(ticket.contact_id)
    if ticket.guest_id is None:
        return None
    found: WhatsappContact | None = (
        WhatsappContact.select()
        .where(WhatsappContact.hotel_id == ticket.hotel_id, WhatsappContact.guest_id == ticket.guest_id)
        .order_by(WhatsappContact.last_heard_at.desc(), WhatsappContact.id.desc())
        .first()
    )
    return found


def _way(ticket: Ticket, channel: ChannelKind) -> Way | None:
    if channel is ChannelKind.QR:
        return Way(channel, PAGE) if _wrote_on_page(ticket) else None
    if channel is ChannelKind.WHATSAPP:
        contact = contact_of(ticket)
        if contact is None or not contacts.is_reached(contact):
            return None
        return Way(channel, contacts.shown(contact), contact.id)
    address = mail_address(ticket)
    return Way(channel, address) if address and _writes_mail(ticket) else None


def _wrote_on_page(ticket: Ticket) -> bool:
    return bool(
        rows(
            "SELECT 1 FROM messages WHERE ticket_id = %s AND direction = 'in' AND channel = 'qr' LIMIT 1",
            (ticket.id,),
        )
    )


def _in_order(ticket: Ticket) -> tuple[ChannelKind, ...]:
    """messages_of_ticket serves it. The guest's page comes last: it shows what went another way too."""
    found = rows(
        "SELECT channel FROM messages WHERE ticket_id = %s AND direction = 'in' ORDER BY id DESC LIMIT 1",
        (ticket.id,),
    )
    last = found[0][0] if found else ("whatsapp" if ticket.source == Source.WHATSAPP else "email")
    ways = (ChannelKind.EMAIL, ChannelKind.WHATSAPP)
    return (*(ways if last != ChannelKind.WHATSAPP else ways[::-1]), ChannelKind.QR)


def _writes_mail(ticket: Ticket) -> bool:
    if ticket.contact_id is None:
        return ticket.channel_id is not None
    return bool(
        rows(
            "SELECT id FROM channels WHERE hotel_id = %s AND kind = %s AND enabled LIMIT 1",
            (ticket.hotel_id, ChannelKind.EMAIL),
        )
    )


def _refusal(ticket: Ticket, wanted: ChannelKind | None) -> str:
    if ticket.contact_id is None and wanted in (None, ChannelKind.EMAIL):
        return refusals.NOWHERE
    return _NOT_THAT_WAY[wanted or ChannelKind.WHATSAPP]

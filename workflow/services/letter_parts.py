"""What every letter about a ticket is made of: its facts in words, the desk it comes from, signed addresses, files."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from workflow import machine
from workflow.body_marker import make_marker
from workflow.desk import Desk
from workflow.letter import Enclosure, TicketFacts
from workflow.models import Attachment, Channel, Guest, Hotel, Room, Staff, Ticket
from workflow.reply_address import ReplyTo, make_reply_address
from workflow.values import ChannelKind, State


def desk_address(ticket: Ticket) -> Channel | None:
    """The desk address the ticket came to, else any of the hotel's: a number sends no mail."""
    own = Channel.get_or_none(Channel.id == ticket.channel_id, Channel.kind == ChannelKind.EMAIL)
    others = Channel.select().where(
        Channel.hotel_id == ticket.hotel_id, Channel.kind == ChannelKind.EMAIL, Channel.enabled
    )
    return own or next(iter(others.order_by(Channel.id)), None)


def facts(ticket: Ticket, *, desk: Desk, now: datetime) -> TicketFacts:
    guest = Guest.get_or_none(Guest.id == ticket.guest_id)
    room = Room.get_or_none(Room.id == ticket.room_id)
    assignee = Staff.get_or_none(Staff.id == ticket.assignee_id)
    name = guest.name if guest and guest.name else ticket.requester_name
    return TicketFacts(
        pid=ticket.pid,
        subject=ticket.subject,
        state=machine.words(State(ticket.state)),
        priority=ticket.priority,
        guest=" ".join(
            filter(None, (name, f"<{ticket.requester_address}>" if ticket.requester_address else ""))
        ),
        room=room.number if room else "",
        assignee=assignee.name if assignee else "",
        panel_url=f"{desk.settings.public_url}/tickets/{ticket.pid}",
        due=_due(ticket, now=now),
        is_overdue=ticket.due_at is not None and ticket.due_at <= now,
    )


def _due(ticket: Ticket, *, now: datetime) -> str:
    """When it is due by the hotel's clocks, with the day when that is not today; "" for what waits for nothing."""
    if ticket.due_at is None or State(ticket.state) in machine.DONE:
        return ""
    zone = ZoneInfo(Hotel.get_by_id(ticket.hotel_id).time_zone)
    due = ticket.due_at.astimezone(zone)
    return f"{due:%H:%M}" if due.date() == now.astimezone(zone).date() else f"{due:%Y-%m-%d %H:%M}"


def signed(channel: Channel, reply: ReplyTo, *, desk: Desk, now: datetime) -> str:
    """The desk's address with a token."""
    return make_reply_address(channel.address, reply, keys=desk.keys, now=now)


def marker(reply: ReplyTo, *, desk: Desk, now: datetime) -> str:
    return make_marker(reply, keys=desk.keys, now=now)


def enclosures(message_id: int) -> tuple[Enclosure, ...]:
    found = Attachment.select().where(Attachment.message_id == message_id).order_by(Attachment.id)
    return tuple(Enclosure(file.filename, file.content_type, file.sha256, file.size) for file in found)

"""What every letter about a ticket is made of: its facts in words, the desk it comes from, signed addresses, files."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from workflow import machine
from workflow.body_marker import make_marker
from workflow.database import rows
from workflow.desk import Desk
from workflow.letter import TicketFacts
from workflow.models import Channel, Guest, Hotel, Room, Staff, Ticket
from workflow.reply_address import ReplyTo, make_reply_address
from workflow.values import State

_DESKS = "SELECT id FROM channels WHERE hotel_id = ANY(%s) AND kind = 'email'"


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside some tickets, by id."""

    hotels: Mapping[int, Hotel]
    guests: Mapping[int, Guest]
    rooms: Mapping[int, Room]
    staff: Mapping[int, Staff]


def read_beside(tickets: Collection[Ticket]) -> Beside:
    return Beside(
        hotels=Hotel.by_ids(ticket.hotel_id for ticket in tickets),
        guests=Guest.by_ids(ticket.guest_id for ticket in tickets),
        rooms=Room.by_ids(ticket.room_id for ticket in tickets),
        staff=Staff.by_ids(ticket.assignee_id for ticket in tickets),
    )


def desk_address(ticket: Ticket) -> Channel | None:
    """The desk address the ticket came to, else any of the hotel's: a number sends no mail."""
    return desk_addresses([ticket]).get(ticket.id)


def desk_addresses(tickets: Collection[Ticket]) -> dict[int, Channel]:
    """The same for some tickets, by their ids."""
    found = Channel.by_ids(id for (id,) in rows(_DESKS, ([ticket.hotel_id for ticket in tickets],)))
    chosen = {}
    for ticket in tickets:
        others = (one for one in found.values() if one.hotel_id == ticket.hotel_id and one.enabled)
        desk = found.get(ticket.channel_id or 0) or min(others, key=lambda one: one.id, default=None)
        if desk is not None:
            chosen[ticket.id] = desk
    return chosen


def facts(ticket: Ticket, beside: Beside, *, desk: Desk, now: datetime) -> TicketFacts:
    guest = beside.guests.get(ticket.guest_id or 0)
    room = beside.rooms.get(ticket.room_id or 0)
    assignee = beside.staff.get(ticket.assignee_id or 0)
    name = guest.name if guest and guest.name else ticket.requester_name
    zone = ZoneInfo(beside.hotels[ticket.hotel_id].time_zone)
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
        due=_due(ticket, zone, now=now),
        is_overdue=ticket.due_at is not None and ticket.due_at <= now,
    )


def _due(ticket: Ticket, zone: ZoneInfo, *, now: datetime) -> str:
    """When it is due by the hotel's clocks, with the day when that is not today; "" for what waits for nothing."""
    if ticket.due_at is None or State(ticket.state) in machine.DONE:
        return ""
    due = ticket.due_at.astimezone(zone)
    return f"{due:%H:%M}" if due.date() == now.astimezone(zone).date() else f"{due:%Y-%m-%d %H:%M}"


def signed(channel: Channel, reply: ReplyTo, *, desk: Desk, now: datetime) -> str:
    """The desk's address with a token."""
    return make_reply_address(channel.address, reply, keys=desk.keys, now=now)


def marker(reply: ReplyTo, *, desk: Desk, now: datetime) -> str:
    return make_marker(reply, keys=desk.keys, now=now)

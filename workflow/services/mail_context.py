"""What is known around a mail while it is handled, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workflow.authenticity import Trust, Verdict, verdict
from workflow.desk import Desk
from workflow.duty import Member
from workflow.models import Attachment, Channel, Hotel, Inbox, Ticket
from workflow.reading import Mail
from workflow.services.hotels import members, rules_of
from workflow.values import HotelRules, InboxState


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the mail."""

    state: InboxState
    reason: str = ""
    ticket_id: int | None = None
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the hotel and the desk address a mail came to."""

    desk: Desk
    hotel: Hotel
    channel: Channel
    rules: HotelRules
    members: Sequence[Member]

    def member(self, address: str) -> Member | None:
        return next((member for member in self.members if member.email == address), None)

    def verdict(self, mail: Mail, row: Inbox) -> Verdict:
        """What is known about the mail's sender."""
        return verdict(mail, peer=row.peer, trust=self.trust())

    def trust(self) -> Trust:
        return Trust(
            relays=self.desk.settings.trusted_relays,
            authserv_id=str(self.channel.settings.get("authserv_id", "")),
            loopback=bool(self.hotel.is_demo and not self.desk.settings.is_public),
        )


class Contexts:
    """Contexts of one batch, each read once."""

    def __init__(self, desk: Desk, now: datetime) -> None:
        self._desk = desk
        self._known: dict[int, Context] = {}

    def of(self, row: Inbox) -> Context:
        if row.channel_id not in self._known:
            hotel = Hotel.get_by_id(row.hotel_id)
            self._known[row.channel_id] = Context(
                self._desk,
                hotel,
                Channel.get_by_id(row.channel_id),
                rules_of(hotel.settings),
                members(row.hotel_id),
            )
        return self._known[row.channel_id]


def attach(ticket: Ticket, mail: Mail, *, now: datetime) -> list[Attachment]:
    """Rows for the files of a mail; their bytes are in the store already."""
    return [
        Attachment.create(
            hotel_id=ticket.hotel_id,
            ticket_id=ticket.id,
            filename=attachment.filename or "attachment",
            content_type=attachment.content_type,
            size=attachment.size,
            sha256=attachment.sha256,
            content_id=attachment.content_id,
            is_inline=attachment.inline,
            created_at=now,
        )
        for attachment in mail.attachments
    ]

"""What is known around the mails of one batch, read in a few statements for all of them, and what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from workflow.authenticity import UNCHECKED, Finding
from workflow.automatic_mail import A_PERSON, Seen, nature_of
from workflow.body_marker import read_markers
from workflow.desk import Desk
from workflow.duty import Member
from workflow.ledger import Ledger
from workflow.models import Channel, HeldMail, Hotel, Inbox, Ticket
from workflow.probe import probe_of
from workflow.reading import Mail
from workflow.reply_address import ReplyTo, Token, base_address, read_message_id, read_reply_address
from workflow.services.assignment import Assigner
from workflow.services.duty import people
from workflow.services.guests import Known
from workflow.services.hotels import rules_of
from workflow.services.standing import Standing
from workflow.values import HotelRules, InboxState, Participation


@dataclass(frozen=True, slots=True)
class Arrival:
    """One mail at one desk address: its inbox row, what was read from it, what its address and its sender are worth."""

    row: Inbox
    mail: Mail
    reply: ReplyTo | Token
    finding: Finding = UNCHECKED
    seen: Seen = A_PERSON
    markers: tuple[ReplyTo, ...] = ()  # signed, found in the text
    probe: int | None = None  # the live test of a desk address that it belongs to


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the mail."""

    state: InboxState
    reason: str = ""
    ticket_id: int | None = None
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """The hotel and the desk address a mail came to."""

    desk: Desk
    hotel: Hotel
    channel: Channel
    rules: HotelRules
    members: Sequence[Member]

    def member(self, address: str) -> Member | None:
        return next((member for member in self.members if member.email == address), None)


@dataclass(slots=True)
class Surroundings:
    """Facts about the whole batch. A mail that makes a ticket adds to them, for the mails that follow it."""

    ledger: Ledger
    now: datetime
    contexts: dict[int, Context] = field(default_factory=dict)  # by channel
    known: dict[tuple[int, str], Known] = field(default_factory=dict)  # by hotel and address
    threads: dict[tuple[int, str], int] = field(default_factory=dict)  # ticket by hotel and stored Message-ID
    pids: dict[tuple[int, str], int] = field(default_factory=dict)  # ticket by hotel and number
    tickets: dict[int, Ticket] = field(default_factory=dict)  # locked
    participants: dict[int, dict[str, str]] = field(default_factory=dict)  # state by address, by ticket
    watching: dict[int, frozenset[int]] = field(default_factory=dict)  # members by ticket
    lately: Counter[int] = field(default_factory=Counter)  # mails within the hour, by ticket
    desks: frozenset[str] = frozenset()  # those among the copied addresses that are desks
    standing: Standing = field(default_factory=Standing)
    held: dict[int, HeldMail] = field(
        default_factory=dict
    )  # of members' mails that were released, by inbox row
    assigners: dict[int, Assigner] = field(default_factory=dict)  # by hotel
    alarmed: set[int] = field(default_factory=set)  # tickets about which this batch raised an alarm

    def context(self, arrival: Arrival) -> Context:
        return self.contexts[arrival.row.channel_id]

    def guest(self, arrival: Arrival) -> Known | None:
        return self.known.get((arrival.row.hotel_id, arrival.mail.from_address))

    def ticket(self, id: int) -> Ticket | None:
        """The ticket, or the one it was merged into; None for one that is gone."""
        found, met = self.tickets.get(id), {id}
        while found is not None and found.merged_into_id is not None and found.merged_into_id not in met:
            met.add(found.merged_into_id)
            found = self.tickets.get(found.merged_into_id)
        return found if found is not None and found.deleted_at is None else None

    def takes_part(self, arrival: Arrival, ticket: Ticket) -> bool:
        """The requester, another address of the same guest, or an accepted participant; never an empty From."""
        address, known = arrival.mail.from_address, self.guest(arrival)
        if not address:
            return False
        if address == ticket.requester_address or (known is not None and known.guest_id == ticket.guest_id):
            return True
        return self.participants.get(ticket.id, {}).get(address) == Participation.ACCEPTED

    def add_thread(self, arrival: Arrival, ticket: Ticket) -> None:
        """The ticket can be found by this mail from now on."""
        self.tickets[ticket.id] = ticket
        if arrival.mail.message_id:
            self.threads[(ticket.hotel_id, arrival.mail.message_id)] = ticket.id


def arrival_of(row: Inbox, mail: Mail, *, desk: Desk, now: datetime) -> Arrival:
    seen = nature_of(
        mail,
        desk=base_address(row.envelope_to),
        null_sender=not row.envelope_from,
        has_our_id=read_message_id(mail.message_id, keys=desk.keys) is not None,
    )
    reply = read_reply_address(row.envelope_to, keys=desk.keys, now=now)
    return Arrival(
        row,
        mail,
        reply,
        seen=seen,
        markers=read_markers(mail.text, keys=desk.keys, now=now),
        probe=probe_of(mail, reply, keys=desk.keys, now=now),
    )


def contexts_of(arrivals: Sequence[Arrival], desk: Desk, *, now: datetime) -> dict[int, Context]:
    """The contexts of the batch's desk addresses, in the open transaction."""
    channels = Channel.by_ids(arrival.row.channel_id for arrival in arrivals)
    of_hotel = Hotel.by_ids(channel.hotel_id for channel in channels.values())
    at_work = {id: people(hotel, now=now) for id, hotel in of_hotel.items()}
    found = {}
    for id, channel in channels.items():
        hotel = of_hotel[channel.hotel_id]
        found[id] = Context(desk, hotel, channel, rules_of(hotel.settings), at_work[hotel.id])
    return found

"""The mail that asks a guest once more while his ticket waits for him (R-WF-3), within the limits of R-MAIL-10.

In the caller's transaction, when the deadline of the ticket has come.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from workflow import apply
from workflow.authenticity import Verdict
from workflow.automatic_mail import A_PERSON, Nature, Question, Seen, refusal
from workflow.database import rows
from workflow.ledger import Ledger
from workflow.models import Deadline, Hotel, Message, Ticket
from workflow.reasons import because
from workflow.reminder import reminder_words
from workflow.services import replies, standing
from workflow.services.hotels import rules_of
from workflow.services.standing import Asking, Standing
from workflow.values import SYSTEM, DeadlineKind, Decision, Direction, EventDraft, Rule, State


def remind(_deadline: Deadline, ticket: Ticket | None, now: datetime) -> None:
    """Sends it, or writes into the timeline why not."""
    if ticket is None or ticket.state != State.WAITING_GUEST:
        return
    hotel = Hotel.get_by_id(ticket.hotel_id)
    asking = _asking(ticket)
    known = standing.of_senders([(ticket.hotel_id, ticket.requester_address)])
    standing.count_automatic_mails(known, [asking], now=now)
    reason = _refusal(ticket, hotel, asking, known)
    if reason:
        event = EventDraft("not reminded", new=reason)
        apply.write(ticket, Decision(events=(event,)), actor=SYSTEM, now=now)
        return
    words = reminder_words(
        ticket.language or hotel.language,
        guest_name=ticket.requester_name,
        pid=ticket.pid,
        settled_on=_settled_at(ticket, hotel, now).astimezone(ZoneInfo(hotel.time_zone)).date(),
    )
    book = Ledger()
    replies.remind(ticket, words, now=now, ledger=book)
    known.note(book, asking, now=now)
    book.flush()


def _refusal(ticket: Ticket, hotel: Hotel, asking: Asking, known: Standing) -> str:
    key = (ticket.hotel_id, ticket.requester_address)
    if ticket.channel_id is None:
        return because("The hotel has no desk address to write from.")
    if key in known.blocked:
        return because("Its sender is blocked.")
    latest = _latest(ticket)
    return refusal(
        Question(
            seen=_seen(latest),
            has_address=bool(ticket.requester_address),
            is_known=ticket.guest_id is not None,
            is_verified=latest is not None and latest.verdict == Verdict.PASS,
            is_muted=key in known.muted,
            is_desk=asking.inbox_id in known.desks,
            claims_a_claim=ticket.placed_by == Rule.CLAIM,
            sent=known.sent(asking),
        ),
        hotel_an_hour=rules_of(hotel.settings).automatic_an_hour,
    )


def _asking(ticket: Ticket) -> Asking:
    latest = _latest(ticket)
    return Asking(
        inbox_id=0,
        hotel_id=ticket.hotel_id,
        address=ticket.requester_address,
        words=f"reminder of ticket {ticket.id}",  # it answers none: nothing else shares them
        received_at=latest.created_at if latest else ticket.created_at,
    )


def _latest(ticket: Ticket) -> Message | None:
    """What the guest said last."""
    found: Message | None = (
        Message.select()
        .where(
            Message.ticket_id == ticket.id,
            Message.direction == Direction.IN,
            Message.author_address == ticket.requester_address,
        )
        .order_by(Message.id.desc())
        .first()
    )
    return found


def _seen(latest: Message | None) -> Seen:
    if latest is not None and latest.is_automatic:
        return Seen(Nature.MACHINE, latest.auto_reason)
    if latest is not None and latest.auto_reason:
        return Seen(Nature.DOUBTFUL, latest.auto_reason)
    return A_PERSON


def _settled_at(ticket: Ticket, hotel: Hotel, now: datetime) -> datetime:
    armed = rows(
        "SELECT due_at FROM deadlines WHERE ticket_id = %s AND kind = %s AND state = 'armed'",
        (ticket.id, DeadlineKind.RESOLVE_WAITING),
    )
    rules = rules_of(hotel.settings)
    return armed[0][0] if armed else now + rules.waiting_resolves_after - rules.waiting_reminds_after

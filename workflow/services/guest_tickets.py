"""What a guest does on his own page (R-QR-5): opening a ticket, and writing into one of his. In the caller's transaction.

Which tickets are his is workflow/queries/sight; who he is, guest_sessions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workflow import apply, machine
from workflow.automatic_mail import A_PERSON, AN_HOUR, is_told
from workflow.database import rows
from workflow.errors import Invalid, Throttled
from workflow.ledger import Ledger
from workflow.models import Attachment, Channel, Hotel, Message, SessionTicket, Ticket
from workflow.reasons import because
from workflow.services import assignment, care, messages, thanks, tickets
from workflow.services.assignment import Assigner
from workflow.services.guest_sessions import GuestVisit
from workflow.services.hotels import rules_of
from workflow.services.ways import mail_address
from workflow.spoken_language import language_for
from workflow.texts import say
from workflow.values import (
    ChannelKind,
    Decision,
    DeliveryState,
    Direction,
    EventDraft,
    Notice,
    Rule,
    Source,
    State,
    Trigger,
)

MAX_WORDS = 10_000
MAX_LINE = 80
NO_WORDS = "Write a few words first."
TOO_LONG = "This text is longer than %(most)s characters."
TICKETS_AN_HOUR = 20  # of one guest


@dataclass(frozen=True, slots=True)
class Written:
    """The ticket the words stand in, which is a new one when the old one ended long ago."""

    ticket: Ticket
    message: Message


def open_ticket(
    visit: GuestVisit,
    words: str,
    *,
    now: datetime,
    subject: str = "",
    files: Sequence[Attachment] = (),
    linked_id: int | None = None,
) -> Written:
    """A new ticket with these words; without a subject its first line is one. Members on duty are told.

    Raises Invalid, and Throttled when he opens very many.
    """
    words = _checked(words, files)
    _refuse_flood(visit, now=now)
    hotel = Hotel.get_by_id(visit.hotel_id)
    assigner, book = assignment.of_hotel(hotel, now=now), Ledger()
    ticket = tickets.open_ticket(
        tickets.NewTicket(
            hotel_id=visit.hotel_id,
            source=Source.QR,
            subject=_line(subject)
            or subject_of(words)
            or say(hotel.language, "A picture or file from the room"),
            description=words,
            received_at=now,
            placed_by=Rule.QR,
            channel_id=_desk_address(visit.hotel_id),
            requester_name=visit.guest_name,
            language=language_for(visit.language, words, subject, hotel=hotel.language),
            guest_id=visit.guest_id,
            stay_id=visit.stay_id,
            room_id=visit.room_id,
            linked_id=linked_id,
        ),
        actor=visit.actor,
        now=now,
        hotel=hotel,
        ledger=book,
    )
    ticket.requester_address = mail_address(ticket)
    message = _said(visit, ticket, words, Rule.QR, files, now=now, ledger=book)
    said = care.Said(ticket, message.id, f"{subject}\n{words}", is_new=True, is_told=True, by_person=True)
    _looked_after(said, assigner, now=now, ledger=book)
    SessionTicket.create(hotel_id=visit.hotel_id, session_id=visit.session_id, ticket_id=ticket.id)
    return Written(ticket, message)


def write(
    visit: GuestVisit, ticket: Ticket, words: str, *, now: datetime, files: Sequence[Attachment] = ()
) -> Written:
    """More words in a ticket of his, locked. One that ended long ago, or stands in another, is gone on with in a new one.

    Raises Invalid.
    """
    words = _checked(words, files)
    hotel = Hotel.get_by_id(visit.hotel_id)
    rules = rules_of(hotel.settings)
    before = apply.snapshot(ticket)
    if ticket.merged_into_id is not None or not machine.may_reopen(before, now=now, rules=rules):
        return open_ticket(visit, words, now=now, subject=ticket.subject, files=files, linked_id=ticket.id)
    assigner, book = assignment.of_hotel(hotel, now=now), Ledger()
    names = (visit.guest_name, hotel.name, *(member.name for member in assigner.people))
    hears = _is_told(ticket, now=now)
    only_thanks = thanks.are_all(ticket, words, names=names, has_files=bool(files))
    message = _said(visit, ticket, words, Rule.QR, files, now=now, ledger=book, is_politeness=only_thanks)
    if only_thanks:
        told = tickets.tell(ticket, Notice.GUEST_WROTE, message.id, now=now, people=assigner.people)
        left = Decision(events=(thanks.LEFT,), effects=told if hears else ())
        apply.write(ticket, left, actor=visit.actor, now=now, ledger=book)
        book.flush()
        return Written(ticket, message)
    decision = machine.decide(before, Trigger.GUEST_WROTE, now=now, rules=rules)
    decision = decision.with_events(EventDraft("guest wrote"))
    apply.write(ticket, decision, actor=visit.actor, now=now, ledger=book)
    said = care.Said(ticket, message.id, words, is_new=False, is_told=hears, by_person=True)
    _looked_after(said, assigner, now=now, ledger=book)
    return Written(ticket, message)


def _is_told(ticket: Ticket, *, now: datetime) -> bool:
    """Members read of many messages in a row at the desk, not by a mail each."""
    found = rows(
        "SELECT count(*) FROM messages WHERE ticket_id = %s AND direction = 'in' AND created_at > %s",
        (ticket.id, now - AN_HOUR),
    )
    return is_told(A_PERSON, earlier_within_hour=found[0][0])


def _refuse_flood(visit: GuestVisit, *, now: datetime) -> None:
    """tickets_by_guest serves it."""
    found = rows(
        "SELECT count(*) FROM tickets WHERE guest_id = %s AND source = 'qr' AND created_at > %s",
        (visit.guest_id, now - AN_HOUR),
    )
    if found[0][0] >= TICKETS_AN_HOUR:
        raise Throttled("You have opened many requests within an hour. Write into one of them.", 600)


def is_over(ticket: Ticket) -> bool:
    """Whether the guest sees it as done."""
    return State(ticket.state) in machine.DONE


def subject_of(words: str) -> str:
    """The first line, cut at a word."""
    first = _line(next((line for line in words.splitlines() if line.strip()), ""))
    if len(first) <= MAX_LINE:
        return first
    return f"{first[: MAX_LINE - 1].rpartition(' ')[0] or first[: MAX_LINE - 1]}…"


def _said(
    visit: GuestVisit,
    ticket: Ticket,
    words: str,
    rule: Rule,
    files: Sequence[Attachment],
    *,
    now: datetime,
    ledger: Ledger,
    is_politeness: bool = False,
) -> Message:
    message = messages.add(
        ledger,
        Message(
            hotel_id=visit.hotel_id,
            ticket_id=ticket.id,
            direction=Direction.IN,
            channel=ChannelKind.QR,
            author_kind=visit.actor.kind,
            author_id=visit.guest_id,
            author_name=visit.guest_name,
            author_address=ticket.requester_address,
            body=words,
            is_politeness=is_politeness,
            placed_by=rule,
            verdict="none" if visit.only_opened else "pass",
            verdict_reason=_BY_SIGN if visit.only_opened else _BY_CODE,
            delivery_state=DeliveryState.NONE,
            created_at=now,
        ),
    )
    messages.attach(ledger, message, files)
    return message


_BY_SIGN = because("It was written after the sign in the room was scanned and the guest's last name given.")
_BY_CODE = because("It was written with the code that the reception gave to this guest.")


def _looked_after(said: care.Said, assigner: Assigner, *, now: datetime, ledger: Ledger) -> None:
    care.look_after(said, assigner, alarmed=set(), now=now, ledger=ledger)
    ledger.flush()
    assignment.keep_turns([assigner])


def _checked(words: str, files: Sequence[Attachment]) -> str:
    words = words.replace("\x00", "").strip()
    if not words and not files:
        raise Invalid(NO_WORDS, "body")
    if len(words) > MAX_WORDS:
        raise Invalid(TOO_LONG, "body", values={"most": f"{MAX_WORDS:,}"})
    return words


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[: tickets.MAX_SUBJECT]


def _desk_address(hotel_id: int) -> int | None:
    """From where an answer by mail would go."""
    found = (
        Channel.select()
        .where(Channel.hotel_id == hotel_id, Channel.kind == ChannelKind.EMAIL, Channel.enabled)
        .order_by(Channel.id)
        .first()
    )
    return int(found.id) if found else None

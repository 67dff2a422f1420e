"""What somebody writes in the hotel's public form, without a log-in (R-QR-6).

Who he is stays a claim: the ticket is linked to no guest and no stay, whatever he writes, and only answers by mail go to
the address he gave. In the caller's transaction, but for `find`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow import hotel_settings
from workflow.acknowledgement import acknowledgement_words
from workflow.automatic_mail import A_PERSON, Question, refusal, words_digest
from workflow.database import before_hotel, hotel, rows
from workflow.errors import Invalid, NotFound, Throttled
from workflow.hotel_settings import GuestPageSettings
from workflow.ledger import Ledger
from workflow.models import Attachment, Channel, Hotel, Message, Room, Ticket
from workflow.reading import Mail
from workflow.reasons import because
from workflow.services import assignment, care, guest_tickets, messages, replies, standing, tickets
from workflow.services.hotels import rules_of
from workflow.services.standing import Asking, Standing
from workflow.texts import choose
from workflow.values import Actor, ActorKind, ChannelKind, DeliveryState, Direction, Rule, Source

MOST_AN_HOUR = 60  # of one hotel, from whatever addresses
AN_HOUR = timedelta(hours=1)
MAX_NAME, MAX_ROOM = 200, 20
OFF = "There is no such page."
UNPROVEN = because(
    "Written in the public form: name and address are what the writer says, and nobody has checked them."
)
BLOCKED = "Messages from this address are not taken here. Please ask at the reception."
OWN_ADDRESS = "This is the hotel's own address. Write yours, so that we can answer."
NO_NAME = "Write your name, so that we know whom to answer."
NO_WAY_BACK = "Write a mail address or a phone number, so that we can answer."
NO_ADDRESS = "This is not a mail address; it looks like name@example.com."
NO_NUMBER = "This is not a phone number; it looks like +49 151 23456789."
MANY = "Very many people are writing at the moment. Please try again in an hour, or ask at the reception."

_ADDRESS = re.compile(r"[^@\s<>()\[\],;:\"\\]{1,64}@(?:[\w-]{1,63}\.)+[\w-]{2,63}")
_PHONE = re.compile(r"\+?[\d\s()./-]{6,30}")


@dataclass(frozen=True, slots=True)
class PublicForm:
    """The form of a hotel that has switched it on."""

    hotel: Hotel
    page: GuestPageSettings


@dataclass(frozen=True, slots=True)
class Letter:
    """As it was typed. language: of the page, for the answer. body: the words, with what else was said in the form."""

    name: str
    email: str
    phone: str
    room: str
    subject: str
    words: str
    body: str
    language: str

    def problems(self) -> dict[str, str]:
        """What is wrong with it, a sentence a field. Files are looked at where they are kept."""
        found = {}
        if not self.name.strip():
            found["name"] = NO_NAME
        if not self.email.strip() and not self.phone.strip():
            found["email"] = NO_WAY_BACK
        if self.email.strip() and not _ADDRESS.fullmatch(self.email.strip()):
            found["email"] = NO_ADDRESS
        if self.phone.strip() and not _PHONE.fullmatch(self.phone.strip()):
            found["phone"] = NO_NUMBER
        if not self.words.strip():
            found["body"] = guest_tickets.NO_WORDS
        return found


def find(code: str) -> PublicForm:
    """Raises NotFound: no such hotel, one without the form, and one that is archived alike."""
    if not (code.isascii() and code.isalnum()):
        raise NotFound(OFF)
    with before_hotel():
        (hotel_id,) = rows("SELECT bellhop_hotel_id(%s)", (code[:20].upper(),))[0]
    if hotel_id is None:
        raise NotFound(OFF)
    with hotel(hotel_id):
        found = Hotel.get_by_id(hotel_id)
    page = hotel_settings.guest_page(found.settings)
    if not page.public_form or found.archived_at is not None:
        raise NotFound(OFF)
    return PublicForm(found, page)


def open_ticket(form: PublicForm, letter: Letter, *, files: Sequence[Attachment], now: datetime) -> Ticket:
    """A new ticket of nobody in particular, acknowledged by mail where an address was given and politeness allows it.

    Raises Invalid, naming the field, and Throttled.
    """
    for field, sentence in letter.problems().items():
        raise Invalid(sentence, field)
    at, address = form.hotel, letter.email.strip().lower()
    _refuse_flood(at.id, now=now)
    asking = Asking(0, at.id, address, words_digest(Mail(visible_text=letter.words)), now)
    known = _standing(asking, now=now)
    assigner, book = assignment.of_hotel(at, now=now), Ledger()
    ticket = tickets.open_ticket(
        _new(form, letter, now=now), actor=_actor(letter), now=now, hotel=at, ledger=book
    )
    message = _said(ticket, letter, files, now=now, ledger=book)
    said = care.Said(
        ticket, message.id, f"{letter.subject}\n{letter.words}", is_new=True, is_told=True, by_person=True
    )
    care.look_after(said, assigner, alarmed=set(), now=now, ledger=book)
    book.flush()
    if address and ticket.channel_id is not None:
        _acknowledge(ticket, form, asking, known, now=now)
    assignment.keep_turns([assigner])
    return ticket


def _new(form: PublicForm, letter: Letter, *, now: datetime) -> tickets.NewTicket:
    at = form.hotel
    number = letter.room.strip()[:MAX_ROOM]
    room = Room.get_or_none(Room.hotel_id == at.id, Room.number == number) if number else None
    subject = _line(letter.subject) or guest_tickets.subject_of(letter.words)
    return tickets.NewTicket(
        hotel_id=at.id,
        source=Source.QR,
        subject=subject,
        description=letter.body,
        received_at=now,
        placed_by=Rule.FORM,
        channel_id=_desk_address(at.id),
        requester_address=letter.email.strip().lower() or _line(letter.phone),
        requester_name=_line(letter.name)[:MAX_NAME],
        language=choose(letter.language, at.language),
        room_id=room.id if room is not None else None,
    )


def _said(
    ticket: Ticket, letter: Letter, files: Sequence[Attachment], *, now: datetime, ledger: Ledger
) -> Message:
    """As mail, for that is the way back; the guest's page shows it to nobody."""
    message = messages.add(
        ledger,
        Message(
            hotel_id=ticket.hotel_id,
            ticket_id=ticket.id,
            direction=Direction.IN,
            channel=ChannelKind.EMAIL,
            author_kind=ActorKind.GUEST,
            author_name=ticket.requester_name,
            author_address=ticket.requester_address,
            subject=ticket.subject,
            body=letter.body,
            placed_by=Rule.FORM,
            verdict="none",
            verdict_reason=UNPROVEN,
            remark=UNPROVEN,
            delivery_state=DeliveryState.NONE,
            created_at=now,
        ),
    )
    messages.attach(ledger, message, files)
    return message


def _acknowledge(ticket: Ticket, form: PublicForm, asking: Asking, known: Standing, *, now: datetime) -> None:
    """Whoever asks for it here gets one a day: nobody can fill another's mailbox with the hotel's letters."""
    reason = refusal(
        Question(
            seen=A_PERSON,
            has_address=True,
            is_known=False,
            is_verified=True,  # it was asked for; the limits for strangers hold
            is_muted=(asking.hotel_id, asking.address) in known.muted,
            is_desk=False,
            claims_a_claim=False,
            sent=known.sent(asking),
        ),
        hotel_an_hour=rules_of(form.hotel.settings).automatic_an_hour,
    )
    if reason:
        return
    words = acknowledgement_words(ticket.language, guest_name="", pid=ticket.pid, hotel_name=form.hotel.name)
    book = Ledger()
    replies.acknowledge(ticket, words, now=now, ledger=book)
    known.note(book, asking, now=now)
    book.flush()


def _standing(asking: Asking, *, now: datetime) -> Standing:
    """Raises Invalid for a blocked address and for a desk's own."""
    if not asking.address:
        return Standing()
    known = standing.of_senders([(asking.hotel_id, asking.address)])
    if (asking.hotel_id, asking.address) in known.blocked:
        raise Invalid(BLOCKED, "email")
    standing.count_automatic_mails(known, [asking], now=now)
    if asking.inbox_id in known.desks:
        raise Invalid(OWN_ADDRESS, "email")
    return known


def _refuse_flood(hotel_id: int, *, now: datetime) -> None:
    """tickets_by_time serves it."""
    ((lately,),) = rows(
        "SELECT count(*) FROM tickets WHERE hotel_id = %s AND deleted_at IS NULL AND created_at > %s AND placed_by = %s",
        (hotel_id, now - AN_HOUR, Rule.FORM),
    )
    if lately >= MOST_AN_HOUR:
        raise Throttled(MANY, 600)


def _actor(letter: Letter) -> Actor:
    return Actor(ActorKind.GUEST, None, _line(letter.name)[:MAX_NAME])


def _desk_address(hotel_id: int) -> int | None:
    """From where answers go: the hotel's first address that is switched on."""
    found = (
        Channel.select()
        .where(Channel.hotel_id == hotel_id, Channel.kind == ChannelKind.EMAIL, Channel.enabled)
        .order_by(Channel.id)
        .first()
    )
    return int(found.id) if found else None


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[: tickets.MAX_SUBJECT]

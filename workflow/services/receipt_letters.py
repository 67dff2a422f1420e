"""A receipt as the letter that is sent: in the thread of the member's own mail, to his own address and no other."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from workflow import reason_words
from workflow.confirm_token import Confirmation, make_confirm_token
from workflow.desk import Desk
from workflow.letter import Letter, LetterKind, ReceiptFacts
from workflow.models import Effect, HeldMail, Hotel, Message, Receipt, Ticket
from workflow.reply_address import Purpose, ReplyTo, make_message_id
from workflow.services import letter_parts, stray_letters
from workflow.services.command_words import moment
from workflow.services.hotels import members
from workflow.staff_commands import TABLE
from workflow.subjects import without_answer_signs
from workflow.texts import choose, say

ABOUT_HELD = frozenset({LetterKind.WAS_THIS_YOU, LetterKind.COLLISION})


def letter_of(effect: Effect, *, desk: Desk, now: datetime) -> Letter | None:
    """None when the member is gone, or when what was held is settled: then there is nothing to say."""
    receipt: Receipt = Receipt.get_by_id(int(effect.payload["receipt"]))
    if receipt.ticket_id is None:
        return stray_letters.letter_of(receipt, effect, desk=desk, now=now)
    kind = LetterKind(receipt.kind)
    ticket = Ticket.get_by_id(receipt.ticket_id)
    member = next((one for one in members(receipt.hotel_id) if one.staff_id == receipt.staff_id), None)
    channel = letter_parts.desk_address(ticket)
    held = HeldMail.get_or_none(HeldMail.inbox_id == receipt.inbox_id) if kind in ABOUT_HELD else None
    if member is None or channel is None:
        return None
    if kind in ABOUT_HELD and (held is None or held.state != "held"):
        return None
    hotel = Hotel.get_by_id(receipt.hotel_id)
    domain = channel.address.rpartition("@")[2]
    first = make_message_id(f"t{member.staff_id}", ticket.id, domain=domain, keys=desk.keys)
    back = ReplyTo(Purpose.STAFF, ticket.id, member.staff_id)
    if held is not None:
        back = ReplyTo(Purpose.HELD, ticket.id, held.inbox_id)
    shown = Message.get_or_none(Message.id == effect.message_id) if kind is LetterKind.COLLISION else None
    return Letter(
        kind=kind,
        message_id=make_message_id(f"e{effect.id}", ticket.id, domain=domain, keys=desk.keys),
        hotel_id=hotel.id,
        hotel_name=hotel.name,
        desk_address=channel.address,
        to_address=member.email,
        to_name=member.name,
        reply_to=letter_parts.signed(channel, back, desk=desk, now=now),
        envelope_from="",  # RFC 3834, section 3.3: nothing automatic answers what a machine answered
        language=hotel.language,
        ticket=letter_parts.facts(ticket, letter_parts.read_beside([ticket]), desk=desk, now=now),
        words=shown.body if shown else "",
        author_name=shown.author_name if shown else "",
        in_reply_to=receipt.in_reply_to or first,
        references=(first,),
        body_marker=letter_parts.marker(back, desk=desk, now=now),
        receipt=_facts(receipt, held, ticket, hotel, desk=desk),
    )


def _facts(
    receipt: Receipt, held: HeldMail | None, ticket: Ticket, hotel: Hotel, *, desk: Desk
) -> ReceiptFacts:
    zone = ZoneInfo(hotel.time_zone)
    return ReceiptFacts(
        lines=tuple(reason_words.said(choose(hotel.language), line) for line in receipt.lines),
        own_words=receipt.words,
        subject=without_answer_signs(receipt.subject),
        due=moment(ticket.due_at, zone=zone) if ticket.due_at else "",
        confirm_url=_confirm_url(held, desk) if held else "",
        runs_out=moment(held.expires_at, zone=zone) if held else "",
        commands=_commands(choose(hotel.language)) if receipt.kind == LetterKind.HELP else (),
    )


def _confirm_url(held: HeldMail, desk: Desk) -> str:
    what = Confirmation(held.hotel_id, held.inbox_id, held.staff_id)
    token = make_confirm_token(what, expires_at=held.expires_at, keys=desk.keys)
    return f"{desk.settings.public_url}/confirm/{token}"


def _commands(language: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((kind.usage, say(language, kind.meaning), kind.examples[0]) for kind in TABLE)

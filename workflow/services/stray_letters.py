"""The receipt for a mail that belonged to no ticket, or to several: nothing was done with it, and an answer to this one is no better off."""

from __future__ import annotations

from datetime import datetime

from workflow import reason_words
from workflow.desk import Desk
from workflow.letter import Letter, LetterKind, ReceiptFacts
from workflow.models import Effect, Hotel, Receipt
from workflow.reply_address import Purpose, ReplyTo, make_message_id
from workflow.services import letter_parts
from workflow.services.hotels import members
from workflow.services.queue_letters import NO_TICKET, desk_address, queue_facts
from workflow.subjects import without_answer_signs
from workflow.texts import choose


def letter_of(receipt: Receipt, effect: Effect, *, desk: Desk, now: datetime) -> Letter | None:
    """None when the member is gone."""
    hotel = Hotel.get_by_id(receipt.hotel_id)
    member = next((one for one in members(hotel.id) if one.staff_id == receipt.staff_id), None)
    channel = desk_address(hotel.id)
    if member is None or channel is None:
        return None
    domain = channel.address.rpartition("@")[2]
    back = ReplyTo(Purpose.STAFF, NO_TICKET, member.staff_id)
    return Letter(
        kind=LetterKind(receipt.kind),
        message_id=make_message_id(f"e{effect.id}", NO_TICKET, domain=domain, keys=desk.keys),
        hotel_id=hotel.id,
        hotel_name=hotel.name,
        desk_address=channel.address,
        to_address=member.email,
        to_name=member.name,
        reply_to=letter_parts.signed(channel, back, desk=desk, now=now),
        envelope_from="",  # RFC 3834, section 3.3
        language=hotel.language,
        ticket=queue_facts(desk),
        words="",
        in_reply_to=receipt.in_reply_to,
        receipt=ReceiptFacts(
            lines=tuple(reason_words.said(choose(hotel.language), line) for line in receipt.lines),
            own_words=receipt.words,
            subject=without_answer_signs(receipt.subject) or hotel.name,
            due="",
        ),
    )

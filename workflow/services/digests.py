"""Many notices for one member as one letter: the tickets in the order of the queue's news, each with how to answer it.

A digest about one ticket is answered like any notice. One about several is not: there each ticket has its own address,
and an answer to the mail itself goes to no guest. In the open transaction.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from workflow.card_numbers import mask
from workflow.desk import Desk
from workflow.letter import DigestLine, DigestTicket, Letter, LetterKind
from workflow.models import Channel, Effect, Message, Ticket
from workflow.reply_address import Purpose, ReplyTo, make_message_id
from workflow.services import letter_parts
from workflow.services.queue_letters import NO_TICKET, queue_facts
from workflow.values import Notice

MAX_WORDS = 300
MAX_LINES = 10  # of one ticket


def of_notice(letter: Letter, effect: Effect, channel: Channel, *, desk: Desk, now: datetime) -> Letter:
    """The notice's letter, made into one about all the notices that it took along."""
    ids = [*(int(id) for id in effect.payload["together"].split()), effect.id]
    staff_id = effect.member_id or 0  # a notice always has one
    tickets = _tickets(ids, staff_id, channel, desk=desk, now=now)
    one = replace(letter, kind=LetterKind.DIGEST, enclosures=(), words="", digest=tickets)
    if len(tickets) == 1:
        return one
    domain = channel.address.rpartition("@")[2]
    first = make_message_id(f"t{staff_id}", NO_TICKET, domain=domain, keys=desk.keys)
    back = ReplyTo(Purpose.STAFF, NO_TICKET, staff_id)
    return replace(
        one,
        message_id=make_message_id(f"e{effect.id}", NO_TICKET, domain=domain, keys=desk.keys),
        in_reply_to=first,
        references=(first,),
        reply_to=letter_parts.signed(channel, back, desk=desk, now=now),
        body_marker="",
        ticket=queue_facts(desk),
    )


def _tickets(
    effect_ids: list[int], member_id: int, channel: Channel, *, desk: Desk, now: datetime
) -> tuple[DigestTicket, ...]:
    by_ticket: dict[int, list[Effect]] = {}
    for effect in Effect.select().where(Effect.id.in_(effect_ids)).order_by(Effect.id):
        by_ticket.setdefault(effect.ticket_id or NO_TICKET, []).append(effect)
    found = Ticket.by_ids(by_ticket)
    beside = letter_parts.read_beside(found.values())
    said = Message.by_ids(effect.message_id for group in by_ticket.values() for effect in group)
    return tuple(
        DigestTicket(
            facts=letter_parts.facts(found[id], beside, desk=desk, now=now),
            answer_to=letter_parts.signed(channel, ReplyTo(Purpose.STAFF, id, member_id), desk=desk, now=now),
            lines=_lines(group, said),
        )
        for id, group in by_ticket.items()
        if found[id].deleted_at is None
    )


def _lines(group: list[Effect], said: dict[int, Message]) -> tuple[DigestLine, ...]:
    """Each message once, whatever the reasons to tell of it; the latest ones when there are many."""
    lines: dict[object, DigestLine] = {}
    for effect in group:
        message = said.get(effect.message_id or 0)
        line = DigestLine(
            notice=str(Notice(effect.payload["notice"])),
            author=message.author_name if message else "",
            words=_beginning(message.body) if message else "",
        )
        lines.setdefault(message.id if message else effect.payload["notice"], line)
    return tuple(lines.values())[-MAX_LINES:]


def _beginning(words: str) -> str:
    line = mask(" ".join(words.split()))  # before it is cut: half a card number is no longer seen as one
    return line if len(line) <= MAX_WORDS else f"{line[: MAX_WORDS - 1].rstrip()}…"

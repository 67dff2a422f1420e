"""The mails of a hand-over, as letters: its lines as the tickets stand when it goes out; what came of an answer.

In the open transaction.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from workflow import machine, roles
from workflow.card_numbers import mask
from workflow.database import rows
from workflow.desk import Desk
from workflow.duty import Member
from workflow.letter import HandedOver, Letter, LetterKind, ListedTicket
from workflow.models import Effect, HandOver, HandOverAnswer, Hotel
from workflow.reply_address import Purpose, ReplyTo, make_message_id
from workflow.services import letter_parts
from workflow.services.hotels import members
from workflow.services.queue_letters import NO_TICKET, desk_address, queue_facts
from workflow.values import State

MAX_WORDS = 160

_LINES = """
SELECT l.number, t.pid, t.subject, coalesce(r.number, ''), t.state, t.priority, t.due_at,
  coalesce(nullif(g.name, ''), nullif(t.requester_name, ''), t.requester_address), coalesce(s.name, ''),
  coalesce(latest.author_name, ''), coalesce(latest.words, ''), t.assignee_id, t.department_id
FROM handover_lines l JOIN tickets t ON t.id = l.ticket_id AND t.deleted_at IS NULL
LEFT JOIN rooms r ON r.id = t.room_id LEFT JOIN guests g ON g.id = t.guest_id
LEFT JOIN staff s ON s.id = t.assignee_id
LEFT JOIN LATERAL (SELECT author_name, left(body, 600) AS words FROM messages m
  WHERE m.ticket_id = t.id AND NOT m.is_automatic ORDER BY m.id DESC LIMIT 1) AS latest ON true
WHERE l.handover_id = %s AND l.hotel_id = %s ORDER BY l.number
"""


def letter_of(effect: Effect, *, desk: Desk, now: datetime) -> Letter | None:
    """None when the member is gone, or nothing he may see is left on the list."""
    hotel = Hotel.get_by_id(effect.hotel_id)
    made = HandOver.get_or_none(HandOver.id == int(effect.payload["handover"]))
    people = {member.staff_id: member for member in members(hotel.id)}
    member = people.get(effect.member_id or 0)
    channel = desk_address(hotel.id)
    if made is None or member is None or channel is None:
        return None
    zone = ZoneInfo(hotel.time_zone)
    answered = HandOverAnswer.get_or_none(HandOverAnswer.id == int(effect.payload.get("answer", 0)))
    lines = () if answered else _lines(made, member, zone)
    if not lines and answered is None:
        return None
    back = ReplyTo(Purpose.HANDOVER, made.id, member.staff_id)
    bounce = ReplyTo(Purpose.EFFECT, NO_TICKET, effect.id)
    domain = channel.address.rpartition("@")[2]
    return Letter(
        kind=LetterKind.HAND_OVER_DONE if answered else LetterKind.HAND_OVER,
        message_id=make_message_id(f"e{effect.id}", NO_TICKET, domain=domain, keys=desk.keys),
        hotel_id=hotel.id,
        hotel_name=hotel.name,
        desk_address=channel.address,
        to_address=member.email,
        to_name=member.name,
        reply_to=letter_parts.signed(channel, back, desk=desk, now=now),
        envelope_from="" if answered else letter_parts.signed(channel, bounce, desk=desk, now=now),
        language=hotel.language if answered else member.language or hotel.language,
        ticket=queue_facts(desk),
        words="",
        body_marker=letter_parts.marker(back, desk=desk, now=now),
        handed_over=HandedOver(
            left=", ".join(people[id].name for id in made.left_ids if id in people),
            at=f"{made.at.astimezone(zone):%H:%M}",
            lines=lines,
            more=made.more,
            done=tuple(answered.done) if answered else (),
            not_done=tuple(answered.not_done) if answered else (),
        ),
        in_reply_to=answered.in_reply_to if answered else "",
    )


def _lines(made: HandOver, member: Member, zone: ZoneInfo) -> tuple[ListedTicket, ...]:
    """Those the member may see; each keeps its number."""
    found = []
    for number, pid, subject, room, state, priority, due, guest, owner, author, words, *whose in rows(
        _LINES, (made.id, made.hotel_id)
    ):
        assignee_id, department_id = whose
        if not roles.concerns(
            member.role,
            staff_id=member.staff_id,
            department_id=member.department_id,
            assignee_id=assignee_id,
            ticket_department_id=department_id,
        ):
            continue
        found.append(
            ListedTicket(
                number=number,
                pid=pid,
                subject=subject,
                room=room,
                state=machine.words(State(state)),
                priority=priority,
                due=f"{due.astimezone(zone):%Y-%m-%d %H:%M}" if due else "",
                guest=guest,
                owner=owner,
                author=author or guest,
                words=_shortened(words),
            )
        )
    return tuple(found)


def _shortened(words: str) -> str:
    line = mask(" ".join(words.split()))  # before it is cut: half a card number is no longer seen as one
    return line if len(line) <= MAX_WORDS else f"{line[: MAX_WORDS - 1].rstrip()}…"

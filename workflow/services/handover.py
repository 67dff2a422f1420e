"""The hand-over at the end of a shift: a numbered list of tickets, kept, and a mail of it to those on duty (R-WF-5).

In the caller's transaction. The mail is services/handover_letters, answers to it are services/handover_mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from workflow.database import rows
from workflow.duty import Member, on_duty_or_fallback
from workflow.models import Effect, HandOver, HandOverAnswer, HandOverLine, Ticket
from workflow.values import EffectKind, Priority

MAX_LINES = 60
MAX_ANSWERS = 20
_BY_PRIORITY = (Priority.URGENT, Priority.HIGH, Priority.MEDIUM, Priority.LOW)


def hand_over(
    tickets: Sequence[Ticket], *, hotel_id: int, left: Sequence[int], people: Sequence[Member], now: datetime
) -> HandOver | None:
    """Keeps the list and has it sent to everybody on duty, or to the fallback group. None when it is empty."""
    if not tickets:
        return None
    listed = sorted(tickets, key=_pressing)
    made: HandOver = HandOver.create(
        hotel_id=hotel_id, at=now, left_ids=sorted(left), more=max(0, len(listed) - MAX_LINES)
    )
    HandOverLine.insert_many(
        [
            {"hotel_id": hotel_id, "handover_id": made.id, "number": number, "ticket_id": ticket.id}
            for number, ticket in enumerate(listed[:MAX_LINES], start=1)
        ]
    ).execute()
    for member in on_duty_or_fallback(people):
        _send(hotel_id, member, {"handover": str(made.id)}, now=now)
    return made


def tell(
    handover_id: int,
    member: Member,
    *,
    hotel_id: int,
    done: Sequence[str],
    not_done: Sequence[str],
    in_reply_to: str,
    now: datetime,
) -> None:
    """What came of his lines, by mail. He gets a few for one list at most: an answering machine makes no loop."""
    told = HandOverAnswer.select().where(
        HandOverAnswer.handover_id == handover_id, HandOverAnswer.staff_id == member.staff_id
    )
    if told.count() >= MAX_ANSWERS:
        return
    made = HandOverAnswer.create(
        hotel_id=hotel_id,
        handover_id=handover_id,
        staff_id=member.staff_id,
        done=list(done),
        not_done=list(not_done),
        in_reply_to=in_reply_to,
        at=now,
    )
    _send(hotel_id, member, {"handover": str(handover_id), "answer": str(made.id)}, now=now)


def _send(hotel_id: int, member: Member, payload: dict[str, str], *, now: datetime) -> None:
    Effect.create(
        hotel_id=hotel_id,
        kind=EffectKind.SEND_HANDOVER,
        look_at=now,
        member_id=member.staff_id,
        payload=payload,
        created_at=now,
    )


def listed(hotel_id: int, handover_id: int) -> dict[int, tuple[int, str]]:
    """By number the ticket's id and pid, of those that were not deleted; empty for a list of another hotel or none."""
    found = rows(
        "SELECT l.number, t.id, t.pid FROM handover_lines l JOIN tickets t ON t.id = l.ticket_id"
        " AND t.deleted_at IS NULL WHERE l.handover_id = %s AND l.hotel_id = %s",
        (handover_id, hotel_id),
    )
    return {number: (id, pid) for number, id, pid in found}


def _pressing(ticket: Ticket) -> tuple[int, bool, datetime, int]:
    """What is urgent first, then what is due first."""
    due = ticket.due_at or ticket.created_at
    return _BY_PRIORITY.index(Priority(ticket.priority)), ticket.due_at is None, due, ticket.id

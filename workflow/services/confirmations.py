"""The page behind "was this you?": what a link is about, and the one confirmation it is good for.

The link was sent to the member's own mailbox and nowhere else, so whoever has it reads that mailbox. It shows who would
send what to whom before anything is sent. In the transaction of the link's hotel.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workflow.confirm_token import Confirmation
from workflow.duty import Member
from workflow.errors import NotFound
from workflow.models import HeldMail, Hotel, Ticket
from workflow.services import held_mail, tickets
from workflow.services.held_mail import Why
from workflow.services.hotels import members
from workflow.values import Actor, ActorKind

GONE = "This link is not good any more: it was used, it has run out, or the mail it is about was dropped."


@dataclass(frozen=True, slots=True)
class Question:
    """What the page asks."""

    hotel: str
    member: str
    member_address: str
    pid: str
    subject: str
    guest: str
    words: str
    files: tuple[str, ...]
    asks_who: bool  # False: he is known, and is asked whether it still is to be sent
    expires_at: datetime


def look(what: Confirmation, *, now: datetime) -> Question:
    """Raises NotFound when there is nothing to confirm any more."""
    held, member = _held(what, now=now)
    ticket = Ticket.get_by_id(held.ticket_id)
    return Question(
        hotel=Hotel.get_by_id(held.hotel_id).name,
        member=member.name,
        member_address=member.email,
        pid=ticket.pid,
        subject=ticket.subject,
        guest=ticket.requester_name or ticket.requester_address,
        words=held.words,
        files=tuple(held.files),
        asks_who=held.why == Why.UNPROVEN,
        expires_at=held.expires_at,
    )


def confirm(what: Confirmation, *, now: datetime) -> None:
    """The mail goes its way. Raises NotFound the second time, and for a member who was disabled meanwhile."""
    ticket = tickets.lock(_held(what, now=now)[0].ticket_id)
    held, member = _held(what, now=now)  # again: somebody else may have had the ticket locked
    held_mail.release(held, ticket, by=Actor(ActorKind.STAFF, member.staff_id, member.name), now=now)


def _held(what: Confirmation, *, now: datetime) -> tuple[HeldMail, Member]:
    held: HeldMail | None = HeldMail.get_or_none(
        HeldMail.inbox_id == what.inbox_id,
        HeldMail.hotel_id == what.hotel_id,
        HeldMail.staff_id == what.staff_id,
        HeldMail.state == "held",
    )
    member = next((one for one in members(what.hotel_id) if one.staff_id == what.staff_id), None)
    if held is None or member is None or held.expires_at <= now:
        raise NotFound(GONE)
    return held, member

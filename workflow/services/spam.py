"""Spam (R-MAIL-13): what a trusted filter or a person calls so is kept apart, with nothing automatic, and with undo.

How it is kept: docs/decisions/spam-is-a-state-of-the-mail.md. In the caller's transaction.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workflow import apply
from workflow.authenticity import is_relay
from workflow.database import rows
from workflow.errors import Invalid, NotFound
from workflow.models import BlockedSender, Inbox, Ticket
from workflow.reasons import because
from workflow.reply_address import base_address
from workflow.services import stuck, timers
from workflow.services.hotels import members
from workflow.services.mail_context import Arrival, Surroundings
from workflow.spam_headers import spam_sign
from workflow.values import Actor, Decision, Direction, EventDraft, InboxState

_PATTERN = re.compile(r"[^\s@<>,;]*@[^\s@<>,;]+")
LIMIT = 200


@dataclass(frozen=True, slots=True)
class SpamMail:
    """One mail in the spam folder."""

    id: int
    hotel_id: int
    sender: str
    subject: str
    reason: str
    size: int
    received_at: datetime


def reason(arrival: Arrival, around: Surroundings) -> str:
    """Why the mail is spam, as a sentence; "" when it is none."""
    return of_blocked(arrival, around) or _of_filter(arrival, around)


def of_blocked(arrival: Arrival, around: Surroundings) -> str:
    """The same for a blocked sender alone: he stays blocked also when he answers to a signed address."""
    pattern = around.standing.blocked.get((arrival.row.hotel_id, arrival.mail.from_address))
    return because("%(pattern)s is blocked.", pattern=pattern) if pattern and not arrival.row.not_spam else ""


def _of_filter(arrival: Arrival, around: Surroundings) -> str:
    """Only the word of a relay of ours counts, or of the provider of a mailbox that we logged in to; not of members."""
    row = arrival.row
    if around.context(arrival).member(arrival.mail.from_address) is not None:
        return ""
    relays = around.context(arrival).desk.settings.trusted_relays
    if row.not_spam or not is_relay(row.peer, door=row.door, relays=relays):
        return ""
    return spam_sign(arrival.mail)


def folder(hotel_ids: Sequence[int]) -> tuple[SpamMail, ...]:
    """The spam folder, newest first; inbox_spam serves it."""
    found = rows(
        "SELECT id, hotel_id, sender, subject, reason, size, received_at FROM inbox"
        " WHERE hotel_id = ANY(%s) AND state = 'spam' ORDER BY id DESC LIMIT %s",
        (list(hotel_ids), LIMIT),
    )
    return tuple(SpamMail(*row) for row in found)


def find(hotel_ids: Sequence[int], inbox_id: int) -> SpamMail:
    """Raises NotFound."""
    found = rows(
        "SELECT id, hotel_id, sender, subject, reason, size, received_at FROM inbox"
        " WHERE hotel_id = ANY(%s) AND state = 'spam' AND id = %s",
        (list(hotel_ids), min(inbox_id, 2**63 - 1)),
    )
    if not found:
        raise NotFound("This mail is not in the spam folder any more.")
    return SpamMail(*found[0])


def release(hotel_id: int, inbox_id: int, *, actor: Actor, now: datetime) -> None:
    """It is no spam: it is read as any other mail, or its ticket comes back. Raises NotFound."""
    mail = (
        Inbox.select()
        .where(Inbox.id == inbox_id, Inbox.hotel_id == hotel_id, Inbox.state == InboxState.SPAM)
        .for_update()
        .get_or_none()
    )
    if mail is None:
        raise NotFound("This mail is not in the spam folder any more.")
    if mail.ticket_id is not None:
        _restore(mail, actor=actor, now=now)
        return
    Inbox.update(state=InboxState.RECEIVED, reason="", not_spam=True, processed_at=None).where(
        Inbox.id == mail.id
    ).execute()
    stuck.read_again(mail, now=now)


def move_ticket(ticket: Ticket, *, actor: Actor, now: datetime) -> int:
    """The whole ticket is spam: its mails go to the folder, it leaves every list. Returns how many mails.

    Raises Invalid for a ticket that no mail opened, or that somebody has answered.
    """
    answered = rows(
        "SELECT EXISTS (SELECT FROM messages WHERE ticket_id = %s AND direction = 'out' AND NOT is_automatic)",
        (ticket.id,),
    )[0][0]
    if answered:
        raise Invalid("This ticket was answered: it is a conversation, not spam. You may close it.")
    moved = rows(
        "UPDATE inbox SET state = 'spam', reason = %s, ticket_id = %s"
        " WHERE id IN (SELECT inbox_id FROM messages WHERE ticket_id = %s AND direction = %s AND inbox_id IS NOT NULL)"
        " AND hotel_id = %s RETURNING id",
        (because("%(name)s said so.", name=actor.name), ticket.id, ticket.id, Direction.IN, ticket.hotel_id),
    )
    if not moved:
        raise Invalid("No mail of a guest stands in this ticket.")
    decision = Decision(
        changes={"deleted_at": now, "deleted_by_id": actor.id}, events=(EventDraft("moved to spam"),)
    )
    apply.write(ticket, decision, actor=actor, now=now)
    return len(moved)


def _restore(mail: Inbox, *, actor: Actor, now: datetime) -> None:
    """The ticket and all its mails come back."""
    ticket = Ticket.select().where(Ticket.id == mail.ticket_id).for_update().get()
    Inbox.update(state=InboxState.PROCESSED, reason="", not_spam=True).where(
        Inbox.ticket_id == ticket.id, Inbox.hotel_id == ticket.hotel_id, Inbox.state == InboxState.SPAM
    ).execute()
    decision = Decision(
        changes={"deleted_at": None, "deleted_by_id": None}, events=(EventDraft("moved out of spam"),)
    )
    apply.write(ticket, decision, actor=actor, now=now)
    timers.arm_again(ticket, now=now)


def block(hotel_id: int, pattern: str, *, actor: Actor, now: datetime) -> BlockedSender:
    """An address, or a whole domain as "@domain": its mail is spam from now on. Raises Invalid."""
    pattern = pattern.strip().lower()
    if not _PATTERN.fullmatch(pattern):
        raise Invalid("Name an address, or a domain as @example.com.", "address")
    if any(pattern in (member.email, "@" + member.email.partition("@")[2]) for member in members(hotel_id)):
        raise Invalid("A member of this hotel writes from there.", "address")
    if not pattern.startswith("@") and rows("SELECT 1 FROM bellhop_channel(%s)", (base_address(pattern),)):
        raise Invalid("This is a desk's own address.", "address")
    BlockedSender.insert(
        hotel_id=hotel_id, pattern=pattern, blocked_by=actor.name, blocked_at=now
    ).on_conflict_ignore().execute()
    row: BlockedSender = BlockedSender.get(
        BlockedSender.hotel_id == hotel_id, BlockedSender.pattern == pattern
    )
    return row


def unblock(hotel_id: int, id: int) -> None:
    """Raises NotFound."""
    if not (
        BlockedSender.delete()
        .where(BlockedSender.id == min(id, 2**63 - 1), BlockedSender.hotel_id == hotel_id)
        .execute()
    ):
        raise NotFound("This sender is not blocked.")


def blocked(hotel_ids: Sequence[int]) -> list[BlockedSender]:
    """The latest first."""
    found = BlockedSender.select().where(BlockedSender.hotel_id.in_(list(hotel_ids)))
    return list(found.order_by(BlockedSender.id.desc()).limit(LIMIT))

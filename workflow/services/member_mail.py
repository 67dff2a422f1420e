"""A member answers a notification from a mail client: the words go to the guest when all three factors hold.

The signed reply address, the member it was made for, and a sender that can be believed (R-STAFF-2). With one
missing nothing goes out and the mail is held.
"""

from __future__ import annotations

from datetime import datetime

from workflow.authenticity import Verdict
from workflow.duty import Member
from workflow.models import Inbox, Ticket
from workflow.reading import Auto, Mail
from workflow.reply_address import ReplyTo
from workflow.services import replies, tickets
from workflow.services.mail_context import Context, Outcome, attach
from workflow.values import Actor, ActorKind, InboxState


def answer(row: Inbox, mail: Mail, reply: ReplyTo, *, context: Context, now: datetime) -> Outcome:
    """Three factors: the signed address, the member it was made for, and a sender that can be believed."""
    if mail.auto is Auto.YES:
        return Outcome(InboxState.IGNORED, f"An automatic answer of a member: {mail.auto_reason}")
    member = context.member(mail.from_address)
    refusal = _refusal(row, mail, reply, member, context)
    if refusal or member is None:
        return Outcome(InboxState.HELD, refusal, reply.ticket_id)
    ticket = tickets.lock(reply.ticket_id)
    message = replies.send(
        ticket,
        mail.visible_text,
        actor=Actor(ActorKind.STAFF, member.staff_id, member.name),
        now=now,
        attachments=attach(ticket, mail, now=now),
        inbox_id=row.id,
    )
    return Outcome(InboxState.PROCESSED, ticket_id=ticket.id, message_id=message.id)


def _refusal(row: Inbox, mail: Mail, reply: ReplyTo, member: Member | None, context: Context) -> str:
    """Why the words do not go to the guest, "" when they may."""
    if member is None:
        return "The reply address of a member was used by somebody who is no member of this hotel."
    if member.staff_id != reply.recipient_id:
        return f"The reply address was made for somebody else than {member.name}."
    if context.verdict(mail, row) is not Verdict.PASS:
        return f"It could not be verified that {member.name} wrote this."
    if not mail.visible_text.strip() and not mail.attachments:
        return "No words were found above the quoted text."
    if Ticket.get_or_none(Ticket.id == reply.ticket_id) is None:
        return "The ticket of this reply address is gone."
    return ""

"""What one mail leads to: which of the few kinds it is, and who handles that kind.

Runs inside the savepoint of workflow/services/intake.
"""

from __future__ import annotations

from datetime import datetime

from workflow.models import Inbox, Message
from workflow.reading import Mail
from workflow.reply_address import Purpose, ReplyTo, Token, read_reply_address, ticket_of_message_id
from workflow.services import delivery, guest_mail, member_mail
from workflow.services.mail_context import Context, Outcome
from workflow.values import InboxState


def handle(row: Inbox, mail: Mail, *, context: Context, now: datetime) -> Outcome:
    """Does what the mail asks for, in the open transaction."""
    reply = read_reply_address(row.envelope_to, keys=context.desk.keys, now=now)
    if mail.bounce is not None:
        return _bounce(mail, reply, context=context, now=now)
    if isinstance(reply, ReplyTo) and reply.purpose is Purpose.BOUNCE:
        return Outcome(InboxState.IGNORED, "An answer to a delivery address, and no delivery report.")
    if isinstance(reply, ReplyTo) and reply.purpose is Purpose.STAFF:
        return member_mail.answer(row, mail, reply, context=context, now=now)
    if reply is Token.FORGED:
        return Outcome(InboxState.HELD, "The reply address was not made by this desk.")
    if context.member(mail.from_address) is not None and _answers_us(mail, context):
        return Outcome(
            InboxState.HELD,
            "A member answered, but not to the reply address of the notification: nothing was sent to the guest.",
        )
    return guest_mail.write(row, mail, reply, context=context, now=now)


def _bounce(mail: Mail, reply: ReplyTo | Token, *, context: Context, now: datetime) -> Outcome:
    """A report about a mail of ours marks it failed; one about a stranger's mail is only kept (R-MAIL-11)."""
    if mail.bounce is None or not isinstance(reply, ReplyTo) or reply.purpose is not Purpose.BOUNCE:
        return Outcome(InboxState.IGNORED, "A delivery report about a mail that is not ours.")
    message = Message.get_or_none(Message.id == reply.recipient_id, Message.ticket_id == reply.ticket_id)
    if message is None or not mail.bounce.permanent:
        return Outcome(InboxState.IGNORED, "A delivery report: delayed, or about a notice.", reply.ticket_id)
    reasons = [entry.diagnostic or entry.status for entry in mail.bounce.recipients]
    delivery.answer_failed(message, next(iter(filter(None, reasons)), "returned as undeliverable"), now=now)
    return Outcome(InboxState.PROCESSED, "A delivery report.", message.ticket_id, message.id)


def _answers_us(mail: Mail, context: Context) -> bool:
    return any(
        ticket_of_message_id(id, keys=context.desk.keys) is not None
        for id in (*mail.in_reply_to, *mail.references)
    )

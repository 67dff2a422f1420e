"""What one mail leads to: which of the few kinds it is, and who handles that kind.

What is written goes through the batch's ledger; workflow/services/intake flushes it.
"""

from __future__ import annotations

from workflow.models import Message
from workflow.reading import Bounce
from workflow.reply_address import Purpose, ReplyTo, Token
from workflow.services import delivery, evidence, guest_mail, member_mail
from workflow.services.mail_context import Arrival, Outcome, Surroundings
from workflow.values import InboxState


def handle(arrival: Arrival, around: Surroundings) -> Outcome:
    """Does what the mail asks for, in the open transaction."""
    mail, reply, context = arrival.mail, arrival.reply, around.context(arrival)
    if mail.bounce is not None:
        return _bounce(mail.bounce, reply, around)
    if isinstance(reply, ReplyTo) and reply.purpose is Purpose.BOUNCE:
        return Outcome(InboxState.IGNORED, "An answer to a delivery address, and no delivery report.")
    if isinstance(reply, ReplyTo) and reply.purpose is Purpose.STAFF:
        return member_mail.answer(arrival, reply, around)
    if reply is Token.FORGED:
        return Outcome(InboxState.HELD, "The reply address was not made by this desk.")
    if context.member(mail.from_address) is not None and evidence.answers_us(mail, context):
        return Outcome(
            InboxState.HELD,
            "A member answered, but not to the reply address of the notification: nothing was sent to the guest.",
        )
    return guest_mail.write(arrival, around)


def _bounce(bounce: Bounce, reply: ReplyTo | Token, around: Surroundings) -> Outcome:
    """A report about a mail of ours marks it failed; one about a stranger's mail is only kept (R-MAIL-11)."""
    if not isinstance(reply, ReplyTo) or reply.purpose is not Purpose.BOUNCE:
        return Outcome(InboxState.IGNORED, "A delivery report about a mail that is not ours.")
    message = Message.get_or_none(Message.id == reply.recipient_id, Message.ticket_id == reply.ticket_id)
    if message is None or not bounce.permanent:
        return Outcome(InboxState.IGNORED, "A delivery report: delayed, or about a notice.", reply.ticket_id)
    reasons = [entry.diagnostic or entry.status for entry in bounce.recipients]
    error = next(iter(filter(None, reasons)), "returned as undeliverable")
    delivery.answer_failed(message, error, now=around.now)
    return Outcome(InboxState.PROCESSED, "A delivery report.", message.ticket_id, message.id)

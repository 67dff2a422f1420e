"""A member answers a notification from a mail client: the words go to the guest when all three factors hold.

The signed reply address, the member it was made for, and a sender that can be believed (R-STAFF-2). With one
missing nothing goes out and the mail is held.
"""

from __future__ import annotations

from workflow.authenticity import Verdict
from workflow.duty import Member
from workflow.reading import Auto
from workflow.reply_address import ReplyTo
from workflow.services import messages, replies
from workflow.services.mail_context import Arrival, Outcome, Surroundings
from workflow.values import Actor, ActorKind, InboxState


def answer(arrival: Arrival, reply: ReplyTo, around: Surroundings) -> Outcome:
    """Sends the member's words, or holds the mail with the reason."""
    if arrival.mail.auto is Auto.YES:
        return Outcome(
            InboxState.IGNORED,
            f"An automatic answer of a member: {arrival.mail.auto_reason}",
            reply.ticket_id,
        )
    member = around.context(arrival).member(arrival.mail.from_address)
    refusal = _refusal(arrival, reply, member, around)
    ticket = around.ticket(reply.ticket_id)
    if refusal or member is None or ticket is None:
        return Outcome(InboxState.HELD, refusal, reply.ticket_id if ticket else None)
    message = replies.send(
        ticket,
        arrival.mail.visible_text,
        actor=Actor(ActorKind.STAFF, member.staff_id, member.name),
        now=around.now,
        attachments=messages.files_of(arrival.mail, now=around.now),
        inbox_id=arrival.row.id,
        ledger=around.ledger,
    )
    return Outcome(InboxState.PROCESSED, ticket_id=ticket.id, message_id=message.id)


def _refusal(arrival: Arrival, reply: ReplyTo, member: Member | None, around: Surroundings) -> str:
    """Why the words do not go to the guest, "" when they may."""
    ticket = around.ticket(reply.ticket_id)
    if ticket is None or ticket.hotel_id != arrival.row.hotel_id:
        return "The ticket of this reply address is gone."
    if member is None:
        return "The reply address of a member was used by somebody who is no member of this hotel."
    if member.staff_id != reply.recipient_id:
        return f"The reply address was made for somebody else than {member.name}."
    if arrival.row.quiet:
        return "It is older than the connection of its mailbox."
    if arrival.finding.verdict is not Verdict.PASS:
        return f"It could not be verified that {member.name} wrote this. {arrival.finding.reason}"
    if not arrival.mail.visible_text.strip() and not arrival.mail.attachments:
        return "No words were found above the quoted text."
    if not ticket.requester_address:
        return "This ticket has no guest's address: there is nowhere to send the words to."
    return ""

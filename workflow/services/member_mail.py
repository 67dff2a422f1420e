"""A member answers a notification from a mail client: the words go to the guest when all three factors hold.

The signed reply address, the member it was made for, and a sender that can be believed (R-STAFF-2). With one
missing nothing goes out and the mail is held.
"""

from __future__ import annotations

from dataclasses import replace

from workflow import member_files, member_words
from workflow.authenticity import Verdict
from workflow.automatic_mail import Nature
from workflow.duty import Member
from workflow.own_lines import holds_our_lines
from workflow.reading import Attachment, Auto
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
    words, files = member_words.typed_words(arrival.mail), _files(arrival, around)
    unclear = _unclear(arrival, words, files, around)
    if unclear:
        return Outcome(InboxState.HELD, unclear, ticket.id)
    message = replies.send(
        ticket,
        words,
        actor=Actor(ActorKind.STAFF, member.staff_id, member.name),
        now=around.now,
        attachments=messages.files_of(replace(arrival.mail, attachments=files), now=around.now),
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
    if not ticket.requester_address:
        return "This ticket has no guest's address: there is nowhere to send the words to."
    return ""


def _unclear(arrival: Arrival, words: str, files: tuple[Attachment, ...], around: Surroundings) -> str:
    """Why the mail is no clear answer of the member's own, "" when it is one. In doubt nothing goes to the guest."""
    mail = arrival.mail
    if arrival.seen.nature is not Nature.PERSON:
        return f"It looks like an automatic answer of {mail.from_name or mail.from_address}. {arrival.seen.reason}"
    if member_words.has_machine_subject(mail.subject):
        return "A calendar or a recall seems to have written it, by its subject."
    if member_words.stands_below_our_line(mail) or _holds_our_lines(words, arrival, around):
        return "It holds text of the desk's own notice: write above the quoted text, or answer in the panel."
    if not words and not member_files.answers_alone(files):
        return "No words were found above the quoted text."
    return ""


def _files(arrival: Arrival, around: Surroundings) -> tuple[Attachment, ...]:
    desk = around.context(arrival).desk
    return member_files.files_for_guest(
        arrival.mail, public_url=desk.settings.public_url, keys=desk.keys, now=around.now
    )


def _holds_our_lines(words: str, arrival: Arrival, around: Surroundings) -> bool:
    desk = around.context(arrival).desk
    return holds_our_lines(words, public_url=desk.settings.public_url, keys=desk.keys, now=around.now)

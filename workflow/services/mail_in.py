"""What one mail leads to: which of the few kinds it is, and who handles that kind.

What is written goes through the batch's ledger; workflow/services/intake flushes it.
"""

from __future__ import annotations

from workflow import mail_reasons
from workflow.automatic_mail import Nature
from workflow.reading import is_forwarded
from workflow.reasons import because
from workflow.reply_address import Purpose, ReplyTo, Token
from workflow.services import bounces, evidence, guest_mail, handover_mail, member_mail, muting, probes, spam
from workflow.services.mail_context import Arrival, Outcome, Surroundings
from workflow.values import InboxState


def handle(arrival: Arrival, around: Surroundings) -> Outcome:
    """Does what the mail asks for, in the open transaction."""
    mail = arrival.mail
    if arrival.probe is not None:
        return probes.handle(arrival, arrival.probe, around)
    if mail.bounce is not None:
        return bounces.handle(arrival, mail.bounce, around)
    if arrival.seen.nature is Nature.OWN:
        return Outcome(InboxState.IGNORED, arrival.seen.reason)
    muting.heal(arrival, around)
    bounces.heal_member(arrival, around)
    if arrival.row.confirmed and arrival.row.id in around.held:
        return member_mail.confirmed(arrival, around.held[arrival.row.id], around)
    if isinstance(arrival.reply, ReplyTo):
        return _signed(arrival, arrival.reply, around)
    reason = spam.reason(arrival, around)
    if reason:
        return Outcome(InboxState.SPAM, reason)
    if arrival.reply is Token.FORGED:
        return _astray(arrival, mail_reasons.NOT_OF_THIS_DESK, around)
    if arrival.markers and arrival.markers[0].purpose is Purpose.HELD:
        return member_mail.about_held(arrival, arrival.markers[0], around)
    marker = _members_marker(arrival, around)
    if (
        marker is not None
        and marker.is_about_ticket
        and is_forwarded(arrival.mail.subject, arrival.mail.text)
    ):
        return member_mail.passed_on(arrival, marker.ticket_id, mail_reasons.PASSED_ON, around)
    if marker is not None and marker.purpose is Purpose.HANDOVER:
        return handover_mail.answer(arrival, marker, around)
    if marker is not None:
        return member_mail.answer(arrival, marker, around)
    if _is_members_answer(arrival, around):
        return _astray(arrival, mail_reasons.NOT_TO_REPLY_ADDRESS, around)
    return guest_mail.write(arrival, around)


def _signed(arrival: Arrival, reply: ReplyTo, around: Surroundings) -> Outcome:
    """A mail to an address that this desk made for one ticket."""
    if reply.purpose is Purpose.STAFF:
        return member_mail.answer(arrival, reply, around)
    if reply.purpose is Purpose.HANDOVER:
        return handover_mail.answer(arrival, reply, around)
    if reply.purpose is Purpose.HELD:
        return member_mail.about_held(arrival, reply, around)
    if reply.purpose is Purpose.EFFECT or (not reply.recipient_id and reply.purpose is Purpose.BOUNCE):
        return Outcome(
            InboxState.IGNORED, because("An answer to a delivery address, and no delivery report.")
        )
    if _is_members_answer(arrival, around) and not _is_requester(arrival, reply, around):
        return _astray(arrival, mail_reasons.TO_GUESTS_ADDRESS, around)
    reason = spam.of_blocked(arrival, around)
    if reason:
        return Outcome(InboxState.SPAM, reason)
    return guest_mail.write(arrival, around)


def _members_marker(arrival: Arrival, around: Surroundings) -> ReplyTo | None:
    """The signed marker that was made for the very member who writes: it does what his reply address does."""
    member = around.context(arrival).member(arrival.mail.from_address)
    if member is None:
        return None
    for_members = (Purpose.STAFF, Purpose.HANDOVER)
    own = (one for one in arrival.markers if one.purpose in for_members)
    return next((one for one in own if one.recipient_id == member.staff_id), None)


def _is_members_answer(arrival: Arrival, around: Surroundings) -> bool:
    context = around.context(arrival)
    return context.member(arrival.mail.from_address) is not None and evidence.answers_us(
        arrival.mail, context
    )


def _is_requester(arrival: Arrival, reply: ReplyTo, around: Surroundings) -> bool:
    """A member may be the guest of a ticket too: at the guest's reply address he is nothing else."""
    ticket = around.ticket(reply.ticket_id)
    return ticket is not None and ticket.requester_address == arrival.mail.from_address


def _astray(arrival: Arrival, why: str, around: Surroundings) -> Outcome:
    """Whose mail it is and which ticket it answers, as far as it shows."""
    if around.context(arrival).member(arrival.mail.from_address) is None:
        return Outcome(InboxState.HELD, why)
    return member_mail.astray(arrival, evidence.answered_ticket(arrival, around), why, around)

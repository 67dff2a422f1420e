"""The desk's automatic first answer: whether one goes out for a mail that came, and writing it (R-MAIL-10)."""

from __future__ import annotations

from workflow.acknowledgement import acknowledgement_words
from workflow.authenticity import Verdict
from workflow.automatic_mail import Nature, Question, refusal, words_digest
from workflow.matching import Placement
from workflow.models import Ticket
from workflow.reasons import because
from workflow.services import replies
from workflow.services.mail_context import Arrival, Surroundings
from workflow.services.standing import Asking
from workflow.values import Rule


def is_possible(arrival: Arrival, around: Surroundings) -> bool:
    """Whether one may go out as far as the mail alone shows: only then are earlier ones counted."""
    mail = arrival.mail
    if arrival.row.quiet or not mail.from_address or arrival.seen.nature is not Nature.PERSON:
        return False
    return around.guest(arrival) is not None or arrival.finding.verdict is Verdict.PASS


def asking(arrival: Arrival) -> Asking:
    row, mail = arrival.row, arrival.mail
    return Asking(row.id, row.hotel_id, mail.from_address, words_digest(mail), row.received_at)


def acknowledge(arrival: Arrival, ticket: Ticket, placement: Placement, around: Surroundings) -> str:
    """Sends it, or returns why not as a sentence."""
    reason = _refusal(arrival, placement, around)
    if reason:
        return f"{because('Not acknowledged.')} {reason}"
    words = acknowledgement_words(
        ticket.language,
        guest_name=ticket.requester_name,
        pid=ticket.pid,
        hotel_name=around.context(arrival).hotel.name,
    )
    replies.acknowledge(ticket, words, now=around.now, ledger=around.ledger)
    around.standing.note(around.ledger, asking(arrival), now=around.now)
    return ""


def _refusal(arrival: Arrival, placement: Placement, around: Surroundings) -> str:
    if arrival.row.quiet:
        return because("It is older than the connection of its mailbox.")
    hotel_id, mail = arrival.row.hotel_id, arrival.mail
    return refusal(
        Question(
            seen=arrival.seen,
            has_address=bool(mail.from_address),
            is_known=around.guest(arrival) is not None,
            is_verified=arrival.finding.verdict is Verdict.PASS,
            is_muted=(hotel_id, mail.from_address) in around.standing.muted,
            is_desk=arrival.row.id in around.standing.desks,
            claims_a_claim=_claims_a_claim(placement, around),
            sent=around.standing.sent(asking(arrival)),
        ),
        hotel_an_hour=around.context(arrival).rules.automatic_an_hour,
    )


def _claims_a_claim(placement: Placement, around: Surroundings) -> bool:
    if placement.rule is not Rule.CLAIM or placement.linked_id is None:
        return False
    return around.tickets[placement.linked_id].placed_by == Rule.CLAIM

"""Letters to members without the card numbers that guests wrote in clear (R-TKT-13). Pure.

What a guest or a member said is masked; addresses, links and signed marks are not looked at. Files go as they are.
"""

from __future__ import annotations

from dataclasses import replace

from workflow.card_numbers import mask
from workflow.letter import DigestTicket, HandedOver, Letter, ReceiptFacts, TicketFacts


def without_cards(letter: Letter) -> Letter:
    """The same letter, each card number as **** and its last four digits."""
    return replace(
        letter,
        words=mask(letter.words),
        reason=mask(letter.reason),
        error=mask(letter.error),
        ticket=_facts(letter.ticket),
        digest=tuple(map(_digest, letter.digest)),
        receipt=_receipt(letter.receipt) if letter.receipt else None,
        handed_over=_handed_over(letter.handed_over) if letter.handed_over else None,
    )


def _facts(facts: TicketFacts) -> TicketFacts:
    return replace(facts, subject=mask(facts.subject), guest=mask(facts.guest))


def _digest(ticket: DigestTicket) -> DigestTicket:
    lines = tuple(replace(line, words=mask(line.words)) for line in ticket.lines)
    return replace(ticket, facts=_facts(ticket.facts), lines=lines)


def _receipt(receipt: ReceiptFacts) -> ReceiptFacts:
    return replace(
        receipt,
        lines=tuple(map(mask, receipt.lines)),
        own_words=mask(receipt.own_words),
        subject=mask(receipt.subject),
    )


def _handed_over(listed: HandedOver) -> HandedOver:
    lines = tuple(replace(line, subject=mask(line.subject), words=mask(line.words)) for line in listed.lines)
    return replace(
        listed,
        lines=lines,
        done=tuple(map(mask, listed.done)),
        not_done=tuple(map(mask, listed.not_done)),
    )

"""Letters as tests need them: Hotel Aurora writes to Mia about the towels in room 12, or to its own Ana."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from workflow.letter import Alarm, HandedOver, Letter, LetterKind, ReceiptFacts, TicketFacts
from workflow.staff_commands import TABLE

NOW = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
PID = "AUR-202611-00001-J"
CONFIRM_URL = "https://desk.example/confirm/aebagbafaydqqcik"

TICKET = TicketFacts(
    pid=PID,
    subject="Towels please",
    state="in progress",
    priority="medium",
    guest="Mia Winter <mia@guest.example>",
    room="12",
    assignee="Ana Costa",
    panel_url=f"https://desk.example/tickets/{PID}",
)

NOTICES = (
    LetterKind.NEW_TICKET,
    LetterKind.GUEST_WROTE,
    LetterKind.ASSIGNED,
    LetterKind.REASSIGNED,
    LetterKind.ANSWERED,
    LetterKind.NOTED,
    LetterKind.TRANSFERRED,
    LetterKind.SNOOZE_ENDED,
    LetterKind.ANSWER_FAILED,
    LetterKind.SLA_WARNED,
    LetterKind.SLA_BREACHED,
)

RECEIPTS = (
    LetterKind.RECEIPT,
    LetterKind.NOT_DONE,
    LetterKind.WAS_THIS_YOU,
    LetterKind.COLLISION,
    LetterKind.HELP,
)


def make_letter(kind: LetterKind = LetterKind.ANSWER, **changes: Any) -> Letter:
    """To the guest, or to the member when the kind is a notice."""
    is_notice = kind in NOTICES or kind in RECEIPTS
    letter = Letter(
        kind=kind,
        message_id="<1.m7.aebagbafaydqqcik@desk.example>",
        hotel_id=1,
        hotel_name="Hotel Aurora",
        desk_address="aurora@desk.example",
        to_address="ana@hotel.example" if is_notice else "mia@guest.example",
        to_name="Ana Costa" if is_notice else "Mia Winter",
        reply_to="aurora+cilaaaaaaea7777777777777777777777q@desk.example",
        envelope_from="aurora+bounce@desk.example",
        language="en",
        ticket=TICKET,
        words="Could we have two more towels?" if is_notice else "They are on their way.",
        author_name="Mia Winter" if is_notice else "",
    )
    if kind in RECEIPTS:
        letter = replace(
            letter, envelope_from="", receipt=make_receipt_facts(kind, str(changes.get("words", "")))
        )
    if kind is LetterKind.EMERGENCY:
        letter = replace(letter, alarm=Alarm("fire", 1))
    if kind in (LetterKind.HAND_OVER, LetterKind.HAND_OVER_DONE):
        letter = replace(letter, handed_over=HandedOver(left="Jon Berg", at="15:00", done=("1: yours now",)))
    return replace(letter, **changes)


def make_receipt_facts(kind: LetterKind, own_words: str = "") -> ReceiptFacts:
    """What Ana is told about her answer to Mia."""
    asks = kind in (LetterKind.WAS_THIS_YOU, LetterKind.COLLISION)
    return ReceiptFacts(
        lines=("Your answer is on its way to Mia Winter <mia@guest.example>.",),
        own_words=own_words or "Two towels are on their way.",
        subject=f"[{PID}] Towels please",
        due="2026-11-20 14:00",
        confirm_url=CONFIRM_URL if asks else "",
        runs_out="2026-11-21 11:30" if asks else "",
        commands=tuple((one.usage, one.meaning, one.examples[0]) for one in TABLE)
        if kind is LetterKind.HELP
        else (),
    )

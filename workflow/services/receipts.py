"""What a member is told about a mail of his: done, not done, held, or "was this you?". A row each, and an effect.

In the caller's transaction. How it reads is templates/mail; making the letter is workflow/services/receipt_letters.
Every one goes to an enabled member's own address, is marked as automatic, and is counted: nobody can use the desk to
flood him.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow import apply
from workflow.database import rows
from workflow.ledger import Ledger
from workflow.letter import LetterKind
from workflow.models import Effect, Receipt, Ticket
from workflow.reading import Mail
from workflow.values import SYSTEM, Decision, EffectDraft, EffectKind

AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
AT_MOST_AN_HOUR = 60
ASKED_AN_HOUR, ASKED_A_DAY = 3, 10  # "was this you?": strangers can cause it
GOOD_NEWS = frozenset(
    {LetterKind.RECEIPT, LetterKind.HELP}
)  # counted apart: they must not use up what was not done
MAX_WORDS = 4_000
MAX_SUBJECT = 500

_ASKED = """
SELECT count(*), count(*) FILTER (WHERE created_at > %s)
FROM receipts WHERE hotel_id = %s AND staff_id = %s AND created_at > %s AND kind = 'was_this_you'
"""
_TOLD = """
SELECT count(*) FROM receipts
WHERE hotel_id = %s AND staff_id = %s AND created_at > %s AND kind <> 'was_this_you' AND (kind = ANY(%s)) = %s
"""
_UNSENT = """
SELECT r.id FROM receipts r JOIN effects e ON e.ticket_id = r.ticket_id AND e.kind = 'send_receipt'
  AND e.payload ->> 'receipt' = r.id::text
WHERE r.ticket_id = %s AND r.staff_id = %s AND r.kind = 'receipt' AND e.state IN ('waiting', 'queued')
ORDER BY r.id DESC LIMIT 1 FOR UPDATE OF e SKIP LOCKED
"""


@dataclass(frozen=True, slots=True)
class About:
    """Which mail of whom, about which ticket; None: about none, or about several at once."""

    hotel_id: int
    staff_id: int
    ticket: Ticket | None
    inbox_id: int | None = None
    subject: str = ""
    message_id: str = ""  # of his mail: the receipt stands in its thread


def about(hotel_id: int, staff_id: int, ticket: Ticket | None, mail: Mail, *, inbox_id: int) -> About:
    """A mail whose author is known: the receipt answers it, under its subject."""
    return About(hotel_id, staff_id, ticket, inbox_id, mail.subject[:MAX_SUBJECT], mail.message_id)


def tell(
    what: LetterKind,
    told: About,
    lines: Sequence[str],
    *,
    now: datetime,
    words: str = "",
    shown_id: int | None = None,
    ledger: Ledger | None = None,
) -> bool:
    """Writes it down to be sent. shown_id: the message of the thread that it shows or is about.

    False when the member got as many within the hour, or the day, as he may.
    """
    if not may_tell(told, what, now=now):
        return False
    row = Receipt.create(
        hotel_id=told.hotel_id,
        ticket_id=told.ticket.id if told.ticket else None,
        staff_id=told.staff_id,
        inbox_id=told.inbox_id,
        kind=what,
        lines=list(lines),
        words=words[:MAX_WORDS],
        subject=told.subject,
        in_reply_to=told.message_id,
        created_at=now,
    )
    draft = EffectDraft(
        EffectKind.SEND_RECEIPT,
        message_id=shown_id,
        member_id=told.staff_id,
        payload={"receipt": str(row.id)},
    )
    if told.ticket is None:
        _send(draft, told.hotel_id, now=now)
    else:
        apply.write(told.ticket, Decision(effects=(draft,)), actor=SYSTEM, now=now, ledger=ledger)
    return True


def _send(draft: EffectDraft, hotel_id: int, *, now: datetime) -> None:
    """Where no ticket stands in whose order it would go."""
    Effect.create(
        hotel_id=hotel_id,
        kind=draft.kind,
        look_at=now,
        member_id=draft.member_id,
        payload=draft.payload,
        created_at=now,
    )


def confirm_done(
    told: About,
    ticket: Ticket,
    lines: Sequence[str],
    *,
    now: datetime,
    shown_id: int | None,
    ledger: Ledger | None = None,
) -> None:
    """The receipt for what went well. One that has not gone out yet takes the new lines along."""
    unsent = rows(_UNSENT, (ticket.id, told.staff_id))
    if not unsent:
        tell(LetterKind.RECEIPT, told, lines, now=now, shown_id=shown_id, ledger=ledger)
        return
    earlier = Receipt.get_by_id(unsent[0][0])
    Receipt.update(lines=[*earlier.lines, *lines], in_reply_to=told.message_id, inbox_id=told.inbox_id).where(
        Receipt.id == earlier.id
    ).execute()
    if shown_id is not None:
        Effect.update(message_id=shown_id).where(
            Effect.ticket_id == ticket.id, Effect.payload["receipt"] == str(earlier.id)
        ).execute()


def wants_receipts(hotel_id: int, staff_id: int) -> bool:
    """Whether the member gets receipts for what went well: the hotel's setting, and his own."""
    found = rows(
        "SELECT coalesce(h.settings ->> 'receipts', 'all') <> 'failures' AND NOT m.mutes_receipts"
        " FROM memberships m JOIN hotels h ON h.id = m.hotel_id WHERE m.hotel_id = %s AND m.staff_id = %s",
        (hotel_id, staff_id),
    )
    return bool(found and found[0][0])


def mute(hotel_id: int, staff_id: int) -> None:
    """The member does without receipts for what went well; what was not done he is told always."""
    rows(
        "UPDATE memberships SET mutes_receipts = true WHERE hotel_id = %s AND staff_id = %s",
        (hotel_id, staff_id),
    )


def unmute(hotel_id: int, staff_id: int) -> None:
    rows(
        "UPDATE memberships SET mutes_receipts = false WHERE hotel_id = %s AND staff_id = %s",
        (hotel_id, staff_id),
    )


def may_tell(told: About, what: LetterKind, *, now: datetime) -> bool:
    """Whether one more is within the limits; receipts_of_member serves the counts."""
    whose = (told.hotel_id, told.staff_id)
    if what is LetterKind.WAS_THIS_YOU:
        ((of_day, of_hour),) = rows(_ASKED, (now - AN_HOUR, *whose, now - A_DAY))
        return bool(of_hour < ASKED_AN_HOUR and of_day < ASKED_A_DAY)
    ((of_hour,),) = rows(_TOLD, (*whose, now - AN_HOUR, sorted(GOOD_NEWS), what in GOOD_NEWS))
    return bool(of_hour < AT_MOST_AN_HOUR)

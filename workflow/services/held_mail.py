"""Members' answers that wait: held with a reason, released once, dropped, or expired. In the caller's transaction.

A released mail is read again like any other, with what a person said of it on its inbox row. What is held and why is
decided by workflow/services/member_mail; by whom a release may be asked for, by confirmations and by the web.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from workflow import apply
from workflow.database import rows
from workflow.errors import MoveRefused, NotFound
from workflow.ledger import Ledger
from workflow.letter import LetterKind
from workflow.models import Deadline, HeldMail, Hotel, Inbox, Ticket
from workflow.reasons import because
from workflow.services import receipts, stuck, tickets
from workflow.services.receipts import About
from workflow.texts import say
from workflow.values import SYSTEM, Actor, DeadlineKind, Decision, EventDraft, InboxState

LIFETIME = timedelta(days=1)


class Why(StrEnum):
    UNPROVEN = "unproven"  # one of the three factors is missing: was it he?
    COLLISION = "collision"  # somebody else answered, or the guest wrote, before he could know
    QUEUED = "queued"  # an earlier answer of his to this ticket waits


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is to be held: whose answer, to which ticket, with which words."""

    inbox_id: int
    ticket: Ticket
    staff_id: int
    why: Why
    words: str = ""
    files: tuple[str, ...] = ()


def hold(waiting: Waiting, *, now: datetime, is_asked: bool) -> HeldMail:
    """Keeps it for a day. Held again after a release, it waits anew."""
    ticket = waiting.ticket
    shown = (
        0 if waiting.why is Why.UNPROVEN else latest_message(ticket.id)
    )  # "was this you?" shows nothing of others
    HeldMail.insert(
        inbox_id=waiting.inbox_id,
        hotel_id=ticket.hotel_id,
        ticket_id=ticket.id,
        staff_id=waiting.staff_id,
        why=waiting.why,
        state="held",
        words=waiting.words[: tickets.MAX_BODY],
        files=list(waiting.files),
        told_id=shown,
        held_at=now,
        asked_at=now if is_asked else None,
        expires_at=now + LIFETIME,
    ).on_conflict(
        conflict_target=(HeldMail.inbox_id,),
        preserve=(
            HeldMail.ticket_id, HeldMail.why, HeldMail.state, HeldMail.told_id, HeldMail.held_at,
            HeldMail.asked_at, HeldMail.expires_at,
        ),
    ).execute()  # fmt: skip
    if waiting.why is not Why.UNPROVEN:
        _arm(ticket.hotel_id, waiting.inbox_id, due_at=now + LIFETIME, now=now)
    held: HeldMail = HeldMail.get_by_id(waiting.inbox_id)
    return held


def of_rows(inbox: Iterable[Inbox]) -> dict[int, HeldMail]:
    """What is known of mails that were released, by inbox row; asks only when there are any."""
    ids = [row.id for row in inbox if row.confirmed or row.heard_id is not None]
    return (
        {held.inbox_id: held for held in HeldMail.select().where(HeldMail.inbox_id.in_(ids))} if ids else {}
    )


def first_waiting(ticket_id: int, staff_id: int) -> HeldMail | None:
    """The member's oldest answer that waits for his SEND, to this ticket or one merged into it; held_mails_waiting serves it."""
    emptied = Ticket.select(Ticket.id).where(Ticket.merged_into_id == ticket_id)
    found: HeldMail | None = (
        HeldMail.select()
        .where(
            (HeldMail.ticket_id == ticket_id) | HeldMail.ticket_id.in_(emptied),
            HeldMail.staff_id == staff_id,
            HeldMail.state == "held",
            HeldMail.why != Why.UNPROVEN,
        )
        .order_by(HeldMail.inbox_id)
        .first()
    )
    return found


def find(hotel_id: int, inbox_id: int) -> HeldMail:
    """Raises NotFound."""
    held: HeldMail | None = HeldMail.get_or_none(
        HeldMail.inbox_id == min(inbox_id, 2**63 - 1), HeldMail.hotel_id == hotel_id
    )
    if held is None:
        raise NotFound("There is no such held mail.")
    return held


def release(
    held: HeldMail, ticket: Ticket, *, by: Actor, now: datetime, ledger: Ledger | None = None
) -> None:
    """It is read again, and goes out if nothing else stands against it. Once: raises MoveRefused the second time.

    `ticket` is the locked ticket that it answers. Of one that was deleted meanwhile the author is told then.
    """
    if not _decide(held, "released", by=by, now=now):
        raise MoveRefused("This mail is not held any more: it was sent, dropped, or has run out.", ())
    _read_again(held, heard_id=held.told_id, now=now)
    if ticket.deleted_at is None:
        event = EventDraft("held answer released", new=by.name)
        apply.write(ticket, Decision(events=(event,)), actor=by, now=now, ledger=ledger)


def release_by_colleague(hotel_id: int, inbox_id: int, *, actor: Actor, now: datetime) -> None:
    """Somebody who sees the ticket as it stands vouches for it. Raises NotFound, MoveRefused."""
    held = find(hotel_id, inbox_id)
    ticket = tickets.lock(held.ticket_id)
    held.told_id = latest_message(ticket.id)
    release(held, ticket, by=actor, now=now)


def drop_mail(hotel_id: int, inbox_id: int, reason: str, *, actor: Actor, now: datetime) -> None:
    """Nothing comes of a held or quarantined mail; the member's next answer in line takes its turn.

    Raises NotFound, Invalid without a reason.
    """
    stuck.drop_mail(hotel_id, inbox_id, reason, actor=actor, now=now)
    held: HeldMail | None = HeldMail.get_or_none(HeldMail.inbox_id == inbox_id)
    if held is not None and _decide(held, "dropped", by=actor, now=now):
        release_next(held.ticket_id, held.staff_id, heard_id=None, now=now)


def release_next(ticket_id: int, staff_id: int, *, heard_id: int | None, now: datetime) -> None:
    """The next answer that stood behind one that is settled: in the order they were written."""
    held: HeldMail | None = first_waiting(ticket_id, staff_id)
    if held is not None and held.why == Why.QUEUED and _decide(held, "released", by=SYSTEM, now=now):
        _read_again(held, heard_id=heard_id, now=now)


def expires(deadline: Deadline, _ticket: Ticket | None, now: datetime) -> None:
    """Nobody said SEND: the answer is not sent, and its author is told so."""
    held = HeldMail.get_or_none(HeldMail.inbox_id == int(deadline.subject))
    if held is None or held.expires_at > now or not _decide(held, "expired", by=SYSTEM, now=now):
        return
    Inbox.update(
        state=InboxState.IGNORED,
        reason=because("Not sent: its author did not say SEND in time."),
        processed_at=now,
    ).where(Inbox.id == held.inbox_id).execute()
    ticket: Ticket = tickets.lock(held.ticket_id)
    mail: Inbox = Inbox.get_by_id(held.inbox_id)
    language = Hotel.get_by_id(ticket.hotel_id).language
    line = say(language, "Your answer was held for a day and has run out: it was not sent.")
    told = About(held.hotel_id, held.staff_id, ticket, held.inbox_id, mail.subject)
    receipts.tell(LetterKind.NOT_DONE, told, [line], now=now, words=held.words)


def latest_message(ticket_id: int) -> int:
    """0 for a ticket without any."""
    return int(rows("SELECT coalesce(max(id), 0) FROM messages WHERE ticket_id = %s", (ticket_id,))[0][0])


def names(files: Sequence[object]) -> tuple[str, ...]:
    """Of attachments, as they are shown."""
    return tuple(str(getattr(file, "filename", "") or "attachment") for file in files)


def _decide(held: HeldMail, state: str, *, by: Actor, now: datetime) -> bool:
    """Whether it was still held: of two at the same time one gets True."""
    decided = (
        HeldMail.update(state=state, decided_at=now, decided_by=by.name)
        .where(HeldMail.inbox_id == held.inbox_id, HeldMail.state == "held")
        .execute()
    )
    if decided:
        _disarm(held, now=now)
    return bool(decided)


def _read_again(held: HeldMail, *, heard_id: int | None, now: datetime) -> None:
    mail: Inbox = Inbox.get_by_id(held.inbox_id)
    # Proven before it was held, or confirmed just now: the checks of the sender say nothing new by then.
    changes: dict[str, object] = {
        "state": InboxState.RECEIVED,
        "reason": "",
        "processed_at": None,
        "confirmed": True,
    }
    if heard_id is not None:
        changes["heard_id"] = max(heard_id, mail.heard_id or 0)
    Inbox.update(**changes).where(Inbox.id == mail.id).execute()
    stuck.read_again(mail, now=now)


def _arm(hotel_id: int, inbox_id: int, *, due_at: datetime, now: datetime) -> None:
    Deadline.create(
        hotel_id=hotel_id,
        kind=DeadlineKind.HELD_EXPIRES,
        subject=str(inbox_id),
        due_at=due_at,
        look_at=due_at,
        created_at=now,
    )


def _disarm(held: HeldMail, *, now: datetime) -> None:
    Deadline.update(state="cancelled", finished_at=now).where(
        Deadline.hotel_id == held.hotel_id,
        Deadline.kind == DeadlineKind.HELD_EXPIRES,
        Deadline.subject == str(held.inbox_id),
        Deadline.state == "armed",
    ).execute()

"""A moment at which somebody comes on duty or goes off: tickets are released, given out, handed over (R-WF-5).

One deadline a hotel waits for the next such moment. It is armed anew each time it has fired, and when shifts change.
In the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from psycopg2.extras import Json

from workflow import apply
from workflow.database import rows
from workflow.duty import Member
from workflow.ledger import Ledger
from workflow.models import Deadline, Hotel, Ticket
from workflow.services import assignment, duty, handover, tickets
from workflow.services.assignment import Assigner
from workflow.services.duty import AtShiftEnd
from workflow.values import SYSTEM, DeadlineKind, Notice

MAX_PLACED = 500  # of those that wait for an owner, at one moment
PORTION = 200
"""So many of those who left get another owner, or none, in one transaction; the rest right after it in others."""

# tickets_by_assignee serves it. What is answered or waits for the guest stays with its owner: the next step is the
# guest's. When he writes it is passed on (care); so is what is snoozed, when it comes back (snooze).
_OF_THOSE_WHO_LEFT = """
SELECT id FROM tickets WHERE hotel_id = %s AND assignee_id = ANY(%s)
  AND state NOT IN ('resolved', 'closed', 'answered', 'waiting_guest')
  AND deleted_at IS NULL AND merged_into_id IS NULL AND snoozed_until IS NULL
ORDER BY id FOR UPDATE
"""
_WITHOUT_OWNER = """
SELECT id FROM tickets WHERE hotel_id = %s AND assignee_id IS NULL AND state = 'open'
  AND deleted_at IS NULL AND merged_into_id IS NULL AND snoozed_until IS NULL
ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
"""
# deadlines_one_a_subject is the arbiter.
_ARM = """
INSERT INTO deadlines (hotel_id, kind, subject, due_at, look_at, payload, created_at)
VALUES (%s, %s, '', %s, %s, %s, %s)
ON CONFLICT (hotel_id, kind, subject) WHERE state = 'armed' AND ticket_id IS NULL
DO UPDATE SET due_at = excluded.due_at, look_at = excluded.look_at, payload = excluded.payload,
  attempts = 0, error = ''
"""


@contextmanager
def changing(hotel: Hotel, *, now: datetime, gone: Collection[int] = ()) -> Iterator[None]:
    """Around a change of shifts, switches or members. gone: who is no member any more. Two go one after the other."""
    rows("SELECT id FROM hotels WHERE id = %s FOR NO KEY UPDATE", (hotel.id,))
    before = duty.people(hotel, now=now)
    yield
    _after_change(hotel, before, gone, now=now)


def _after_change(hotel: Hotel, before: Sequence[Member], gone: Collection[int], *, now: datetime) -> None:
    """before: who was on duty until then. What follows is done by the clock."""
    people = duty.people(hotel, now=now)
    were, are = _on_duty(before), _on_duty(people)
    armed = _armed(hotel.id)
    is_late = (
        armed is not None and armed.due_at <= now
    )  # it fires in a moment, and must see what it waited for
    since = armed.payload["since"] if armed is not None and is_late else now.isoformat()
    left = set(_ids(armed.payload["left"])) if armed is not None and is_late else set()
    if _goes_by_shifts(before) == _goes_by_shifts(people):
        left |= were - are  # not in the moment when a hotel begins with shifts: nobody's has ended
    left |= set(gone)
    handed = _ids(armed.payload.get("handed", "")) if armed is not None and is_late else ()
    due_at = now if is_late or gone or were != are else _next(hotel, people, after=now)
    _arm(hotel.id, due_at, since=since, left=left, handed=handed, now=now)


def fire(deadline: Deadline, _ticket: object, now: datetime) -> None:
    """The moment has come, or came while no clock ran: everybody who left since then is looked at once.

    Who leaves very much is looked at again at once, until nothing is left; his list is handed over with the first part.
    """
    hotel = Hotel.get_by_id(deadline.hotel_id)
    people = duty.people(hotel, now=now)
    since = datetime.fromisoformat(deadline.payload["since"])
    left = _left(hotel, people, since, named=_ids(deadline.payload["left"]), now=now)
    handed = set(_ids(deadline.payload.get("handed", "")))
    _arm(hotel.id, _next(hotel, people, after=now), since=now.isoformat(), left=(), handed=(), now=now)
    remaining = _tidy(hotel, people, left, handed=handed, now=now)
    if remaining:
        _arm(hotel.id, now, since=now.isoformat(), left=remaining, handed=remaining, now=now)


def _tidy(
    hotel: Hotel, people: Sequence[Member], left: Collection[int], *, handed: Collection[int], now: datetime
) -> set[int]:
    """Tickets are locked before the turns, as everywhere. Returns who still has some. handed: whose list is known."""
    leaving = _locked(_OF_THOSE_WHO_LEFT, (hotel.id, list(left))) if left else []
    waiting = _locked(_WITHOUT_OWNER, (hotel.id, MAX_PLACED)) if _on_duty(people) else []
    assigner = assignment.of_hotels([(hotel, people)])[hotel.id]
    keeps = assigner.settings.at_shift_end is AtShiftEnd.KEEP
    may_keep = {member.staff_id for member in people} if keeps else set()  # never who is no member any more
    listed = [ticket for ticket in leaving if ticket.assignee_id not in handed]
    owners = {ticket.assignee_id for ticket in listed}
    moving = [ticket for ticket in leaving if ticket.assignee_id not in may_keep]
    remaining = {id for ticket in moving[PORTION:] if (id := ticket.assignee_id) is not None}
    book = Ledger(block=PORTION)
    for ticket in moving[:PORTION]:
        apply.write(ticket, assigner.pass_on(ticket, now=now), actor=SYSTEM, now=now, ledger=book)
    book.flush()
    for ticket in waiting if assigner.places else ():
        _give(ticket, assigner, now=now)
    assignment.keep_turns([assigner])
    names = [id for id in left if id in owners or id not in handed]
    handover.hand_over(listed, hotel_id=hotel.id, left=names, people=people, now=now)
    return remaining


def _give(ticket: Ticket, assigner: Assigner, *, now: datetime) -> None:
    """It waited for somebody to come on duty; he is told by mail."""
    decision = assigner.place_again(ticket, now=now)
    owner = decision.changes.get("assignee_id")
    if isinstance(owner, int):
        told = tickets.notice(Notice.ASSIGNED, owner, tickets.last_guest_message(ticket.id))
        apply.write(ticket, decision.with_effects(told), actor=SYSTEM, now=now)


def _left(
    hotel: Hotel, people: Sequence[Member], since: datetime, *, named: Collection[int], now: datetime
) -> set[int]:
    """Whose shift ended since then, or was taken from them while they were on it; none who is on duty now."""
    shifts = duty.roster(hotel, now=now)
    ended = {
        member.staff_id
        for member in people
        if member.has_shifts and shifts.ended(member.staff_id, since, now)
    }
    return (ended | set(named)) - _on_duty(people)


def _next(hotel: Hotel, people: Sequence[Member], *, after: datetime) -> datetime | None:
    keepers = [member.staff_id for member in people if member.has_shifts]
    return duty.roster(hotel, now=after).next_change(keepers, after) if keepers else None


def _arm(
    hotel_id: int,
    due_at: datetime | None,
    *,
    since: str,
    left: Collection[int],
    handed: Collection[int],
    now: datetime,
) -> None:
    """Takes the place of the one that is armed; without a moment ahead there is none."""
    if due_at is None:
        rows(
            "UPDATE deadlines SET state = 'cancelled', finished_at = %s"
            " WHERE hotel_id = %s AND kind = %s AND ticket_id IS NULL AND state = 'armed' RETURNING id",
            (now, hotel_id, DeadlineKind.SHIFT_CHANGE),
        )
        return
    payload = {
        "since": since,
        "left": " ".join(map(str, sorted(left))),
        "handed": " ".join(map(str, sorted(handed))),
    }
    rows(_ARM, (hotel_id, DeadlineKind.SHIFT_CHANGE, due_at, due_at, Json(payload), now))


def _armed(hotel_id: int) -> Deadline | None:
    """Locked: it does not fire before this transaction has ended."""
    found: Deadline | None = (
        Deadline.select()
        .where(
            Deadline.hotel_id == hotel_id,
            Deadline.kind == DeadlineKind.SHIFT_CHANGE,
            Deadline.ticket_id.is_null(),
            Deadline.state == "armed",
        )
        .for_update()
        .first()
    )
    return found


def _locked(query: str, values: Sequence[object]) -> list[Ticket]:
    ids = [id for (id,) in rows(query, values)]
    return list(Ticket.select().where(Ticket.id.in_(ids)).order_by(Ticket.id)) if ids else []


def _on_duty(people: Sequence[Member]) -> set[int]:
    return {member.staff_id for member in people if member.on_duty}


def _goes_by_shifts(people: Sequence[Member]) -> bool:
    return any(member.has_shifts for member in people)


def _ids(text: str) -> list[int]:
    return [int(id) for id in text.split()]

"""New clocks for all live tickets of a hotel whose policies or calendars changed, some hundreds a transaction.

The work is one deadline of the hotel, which carries how far it is and comes due again until it is through.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from psycopg2.extras import Json

from workflow import clocks, sla
from workflow.database import rows
from workflow.ledger import Ledger
from workflow.models import Deadline, SlaPolicy, Ticket
from workflow.values import DeadlineKind, State

BATCH = 500
_LIVE = [state for state in State if state not in sla.DONE]

_COUNT = """
SELECT count(*) FROM tickets WHERE hotel_id = %s AND deleted_at IS NULL AND state = ANY(%s)
"""
# One a hotel (deadlines_one_a_subject). What runs begins again: it may have passed tickets by the old policies.
_BEGIN = """
INSERT INTO deadlines (hotel_id, kind, payload, due_at, look_at, created_at) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (hotel_id, kind, subject) WHERE state = 'armed' AND ticket_id IS NULL
DO UPDATE SET payload = excluded.payload, due_at = excluded.due_at, look_at = excluded.look_at,
  attempts = 0, error = ''
"""
_NEXT = """
SELECT id FROM tickets WHERE hotel_id = %s AND id > %s AND deleted_at IS NULL AND state = ANY(%s)
ORDER BY id LIMIT %s FOR UPDATE
"""
# What came due before its clock ran is told when its own deadline fires, by the new policies (sla_firing).
_OVERDUE = "SELECT ticket_id FROM deadlines WHERE ticket_id = ANY(%s) AND kind = %s AND state = 'armed' AND due_at <= %s"
# A part that is done is no failed try: the next one has all of its own.
_GO_ON = """
UPDATE deadlines SET state = 'armed', finished_at = NULL, payload = %s, look_at = %s, attempts = 0 WHERE id = %s
"""


@dataclass(frozen=True, slots=True)
class Progress:
    """Of the live tickets there were at the beginning."""

    done: int
    total: int


def begin(hotel_id: int, *, now: datetime) -> None:
    """In the transaction of the change, before it: the hotel's policies stay locked until that ends. What tickets
    missed by the new ones before now is not told to anybody: a new policy is no flood of mail.

    The deadline is taken first, as the work itself does, so that the two wait for and never block each other.
    """
    (total,) = rows(_COUNT, (hotel_id, _LIVE))[0]
    payload = {"after": 0, "done": 0, "total": total}
    rows(_BEGIN, (hotel_id, DeadlineKind.SLA_RECOMPUTE, Json(payload), now, now, now))
    clocks.lock_policies(hotel_id)
    SlaPolicy.update(in_force_since=now).where(SlaPolicy.hotel_id == hotel_id).execute()


def fire(deadline: Deadline, _ticket: Ticket | None, now: datetime) -> None:
    """The next tickets, in the open transaction; the same deadline comes again for those behind them."""
    payload = Deadline.get_by_id(deadline.id).payload  # as locked: a change may have begun anew meanwhile
    ids = [id for (id,) in rows(_NEXT, (deadline.hotel_id, payload["after"], _LIVE, BATCH))]
    overdue = {id for (id,) in rows(_OVERDUE, (ids, DeadlineKind.SLA, now))}
    book = Ledger()
    for ticket in Ticket.select().where(Ticket.id.in_(set(ids) - overdue)):
        book.set_clocks(ticket, now=now)
    book.flush()
    if len(ids) == BATCH:
        further = {**payload, "after": ids[-1], "done": payload["done"] + len(ids)}
        rows(_GO_ON, (Json(further), now, deadline.id))


def progress(hotel_id: int) -> Progress | None:
    """How far it is; None when nothing is to be done."""
    armed = Deadline.get_or_none(
        Deadline.hotel_id == hotel_id,
        Deadline.kind == DeadlineKind.SLA_RECOMPUTE,
        Deadline.state == "armed",
        Deadline.ticket_id.is_null(),
    )
    return Progress(armed.payload["done"], armed.payload["total"]) if armed else None

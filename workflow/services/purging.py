"""Taking the words of tickets whose time is over (R-TKT-7): messages, raw mails, files; their numbers are left.

One deadline a hotel waits for the next of them. In the caller's transaction; the bytes of files that nothing else uses
go afterwards (workflow/services/unused_files). What is taken, and what is left: docs/decisions/deleting-tickets.md.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from workflow import apply
from workflow.database import database, rows
from workflow.keeping import Keeping, keeping_of
from workflow.models import Deadline, Hotel, Ticket
from workflow.services import audit, stored_files
from workflow.services.erasing_places import PLACES
from workflow.services.personal_data import Held
from workflow.values import SYSTEM, DeadlineKind, Decision, EventDraft

AT_ONCE = 20
_BLANK: dict[str, object] = {
    "subject": "",
    "description": "",
    "requester_address": "",
    "requester_name": "",
    "guest_id": None,
    "stay_id": None,
    "contact_id": None,
}
_A_DAY = timedelta(days=1)

# deadlines_one_a_subject is the arbiter; the earlier moment counts.
_ARM = """
INSERT INTO deadlines (hotel_id, kind, subject, due_at, look_at, created_at) VALUES (%s, %s, '', %s, %s, %s)
ON CONFLICT (hotel_id, kind, subject) WHERE state = 'armed' AND ticket_id IS NULL
DO UPDATE SET due_at = least(deadlines.due_at, excluded.due_at), look_at = least(deadlines.look_at, excluded.look_at)
"""
# What still goes out is waited for; what lies in the spam folder can be brought back from there. tickets_deleted and
# tickets_by_close serve them.
_READY = """
 AND purged_at IS NULL
 AND NOT EXISTS (SELECT FROM effects e WHERE e.ticket_id = tickets.id AND e.state IN ('waiting', 'queued', 'inflight'))
 AND NOT EXISTS (SELECT FROM inbox i WHERE i.hotel_id = tickets.hotel_id AND i.ticket_id = tickets.id AND i.state = 'spam')
ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
"""
_DELETED = f"SELECT id FROM tickets WHERE hotel_id = %s AND deleted_at <= %s {_READY}"
_CLOSED = f"""
SELECT id FROM tickets WHERE hotel_id = %s AND closed_at <= %s AND state = 'closed' AND deleted_at IS NULL {_READY}
"""
_NEXT_DELETED = (
    "SELECT min(deleted_at) FROM tickets WHERE hotel_id = %s AND deleted_at IS NOT NULL AND purged_at IS NULL"
)
_MAILS = """
SELECT id FROM inbox WHERE hotel_id = %s
  AND (ticket_id = %s OR id IN (SELECT inbox_id FROM messages WHERE ticket_id = %s AND inbox_id IS NOT NULL))
"""
_FILES = "SELECT DISTINCT sha256 FROM attachments WHERE ticket_id = %s AND hotel_id = %s AND sha256 <> ''"
_MESSAGES = "SELECT id FROM messages WHERE ticket_id = %s AND hotel_id = %s ORDER BY id"
# States and hands through which the ticket went are no words of a guest, and clocks and reports live on them.
_TOLD_WORDS = """
SELECT id FROM events WHERE ticket_id = %s AND hotel_id = %s AND (old IS NOT NULL OR new IS NOT NULL)
  AND kind NOT IN ('state', 'created', 'assigned', 'transferred') AND NOT (kind = 'edited' AND field <> 'subject')
"""
_TOLD_NAMES = """
SELECT id FROM events WHERE ticket_id = %s AND hotel_id = %s AND actor_kind IN ('guest', 'outsider') AND actor_name <> ''
"""


def look_when_due(hotel_id: int, *, now: datetime) -> None:
    """A ticket was deleted: its words are looked at when its time is over."""
    days = keeping_of(Hotel.get_by_id(hotel_id).settings).deleted
    if days:
        look_at(hotel_id, now + timedelta(days=days), now=now)


def look_at(hotel_id: int, moment: datetime, *, now: datetime) -> None:
    rows(_ARM, (hotel_id, DeadlineKind.PURGE, moment, moment, now))


def fire(deadline: Deadline, _ticket: object, now: datetime) -> None:
    """Some whose time is over, then the next moment."""
    hotel_id = int(deadline.hotel_id)
    keeping = keeping_of(Hotel.get_by_id(hotel_id).settings)
    ids = _over(hotel_id, keeping, now=now)
    for ticket in Ticket.select().where(Ticket.id.in_(ids)).order_by(Ticket.id):
        purge(ticket, now=now)
    moment = now if len(ids) == AT_ONCE else _next(hotel_id, keeping, now=now)
    if moment is not None:
        look_at(hotel_id, moment, now=now)


def purge(ticket: Ticket, *, now: datetime) -> None:
    """The words are gone, for good. The ticket is locked."""
    of_ticket = (ticket.id, ticket.hotel_id)
    files = [sha256 for (sha256,) in rows(_FILES, of_ticket)]
    told_words, told_names = ([id for (id,) in rows(sql, of_ticket)] for sql in (_TOLD_WORDS, _TOLD_NAMES))
    _take_words(ticket, now=now)
    if files:
        stored_files.let_go(files, hotel_id=ticket.hotel_id, now=now)
    if told_words:
        audit.erase_changes(ticket, told_words, actor=SYSTEM, now=now)
    if told_names:
        audit.erase_names(ticket, told_names, actor=SYSTEM, now=now)
    decision = Decision(
        changes={**_BLANK, "deleted_at": ticket.deleted_at or now, "purged_at": now},
        events=(EventDraft("purged"),),
    )
    apply.write(ticket, decision, actor=SYSTEM, now=now)


def _take_words(ticket: Ticket, *, now: datetime) -> None:
    """Wherever erasing a guest takes them, for this one ticket, and for no guest."""
    of_ticket = (ticket.id, ticket.hotel_id)
    held = Held(
        hotel_id=ticket.hotel_id,
        guest_id=0,
        guests=(),
        names=(),
        emails=(),
        phones=(),
        contacts=(),
        tickets=(ticket.id,),
        pids=(ticket.pid,),
        messages=tuple(id for (id,) in rows(_MESSAGES, of_ticket)),
        mails=tuple(id for (id,) in rows(_MAILS, (ticket.hotel_id, ticket.id, ticket.id))),
    )
    for place in PLACES:
        database.execute_sql(place.statement, {**held.values, "now": now})


def _over(hotel_id: int, keeping: Keeping, *, now: datetime) -> list[int]:
    ids: list[int] = []
    for statement, days in ((_DELETED, keeping.deleted), (_CLOSED, keeping.closed)):
        before = keeping.purged_before(days, now=now)
        if before is not None and len(ids) < AT_ONCE:
            ids += [id for (id,) in rows(statement, (hotel_id, before, AT_ONCE - len(ids)))]
    return ids


def _next(hotel_id: int, keeping: Keeping, *, now: datetime) -> datetime | None:
    """When to look again; what waits for something is looked at tomorrow, and so is what closes meanwhile."""
    moments = [now + _A_DAY] if keeping.closed else []
    (earliest,) = rows(_NEXT_DELETED, (hotel_id,))[0]
    if keeping.deleted and earliest is not None:
        due: datetime = earliest + timedelta(days=keeping.deleted)
        moments.append(due if due > now else now + _A_DAY)
    return min(moments, default=None)

"""Tickets as lists show them: pages of rows with all names, and how many there are in each state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workflow.database import rows
from workflow.errors import NotFound
from workflow.models import Ticket
from workflow.queries import ticket_ids
from workflow.queries.paging import Page, Wanted
from workflow.queries.sight import Sight
from workflow.queries.ticket_filter import LIVE, Filter
from workflow.queries.ticket_order import Order
from workflow.services import tickets
from workflow.values import Priority, Source, State
from workflow.whatsapp.window import closes_at


@dataclass(frozen=True, slots=True)
class Named:
    """Something a ticket points to, with its name for people."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A ticket with the names of all it points to."""

    id: int
    pid: str
    hotel_id: int
    source: Source
    state: State
    priority: Priority
    subject: str
    description: str
    requester_address: str
    requester_name: str
    guest: Named | None
    room: Named | None
    stay_id: int | None
    category: Named | None
    department: Named | None
    assignee: Named | None
    linked_pid: str | None
    placed_by: str
    created_by_kind: str
    created_by_id: int | None
    created_at: datetime
    updated_at: datetime
    first_response_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    due_at: datetime | None
    view_count: int
    version: int
    latest_words: str
    latest_direction: str
    latest_at: datetime | None
    tags: tuple[str, ...] = field(default=())
    snoozed_until: datetime | None = None
    watchers: tuple[Named, ...] = field(default=())
    updated_by_kind: str = ""
    updated_by_id: int | None = None
    deleted_at: datetime | None = None
    deleted_by_id: int | None = None
    is_purged: bool = False  # deleted for good: nothing is left to bring back
    window_ends_at: datetime | None = None  # until when the guest can be written to freely by WhatsApp
    latest_channel: str = ""
    is_unread: bool = False  # the latest words are new to whoever asks

    @property
    def requester(self) -> str:
        """Who asked, as one would call him."""
        return (self.guest.name if self.guest else "") or self.requester_name or self.requester_address


# Names are looked up row by row: with joins, the planner takes longer than the rows of a page do. What the desk sends by
# itself is not the latest word: else each new ticket would show its acknowledgement in place of what the guest wants.
_ROW = """
SELECT t.id, t.pid, t.hotel_id, t.source, t.state, t.priority, t.subject, t.description,
  t.requester_address, t.requester_name, t.guest_id, (SELECT name FROM guests WHERE id = t.guest_id),
  t.room_id, (SELECT number FROM rooms WHERE id = t.room_id), t.stay_id,
  t.category_id, (SELECT name FROM categories WHERE id = t.category_id),
  t.department_id, (SELECT name FROM departments WHERE id = t.department_id),
  t.assignee_id, (SELECT name FROM staff WHERE id = t.assignee_id),
  (SELECT linked.pid FROM tickets linked WHERE linked.id = t.linked_id), t.placed_by,
  t.created_by_kind, t.created_by_id, t.created_at, t.updated_at, t.first_response_at, t.resolved_at,
  t.closed_at, t.due_at, t.view_count, t.version,
  latest.words, latest.direction, latest.created_at,
  ARRAY(SELECT tags.name FROM ticket_tags JOIN tags ON tags.id = ticket_tags.tag_id
        WHERE ticket_tags.ticket_id = t.id ORDER BY tags.name),
  t.snoozed_until,
  (SELECT json_agg(json_build_array(w.staff_id, staff.name) ORDER BY staff.name)
   FROM watchers w JOIN staff ON staff.id = w.staff_id WHERE w.ticket_id = t.id),
  (SELECT last_heard_at FROM whatsapp_contacts WHERE id = t.contact_id),
  t.updated_by_kind, t.updated_by_id, t.deleted_at, t.deleted_by_id, latest.channel, t.purged_at IS NOT NULL,
  latest.id > coalesce((SELECT message_id FROM ticket_readings WHERE ticket_id = t.id AND staff_id = %s), 0)
    AND NOT (latest.author_kind = 'staff' AND latest.author_id IS NOT DISTINCT FROM %s)
FROM tickets t
LEFT JOIN LATERAL (SELECT id, left(body, 200) AS words, direction, channel, author_kind, author_id, created_at
                   FROM messages WHERE ticket_id = t.id AND NOT (direction = 'out' AND is_automatic)
                   ORDER BY id DESC LIMIT 1) AS latest ON true
WHERE t.id = ANY(%s)
"""


def page(sight: Sight, filter: Filter, wanted: Wanted, *, order: Order = Order.NEWEST) -> Page[TicketRow]:
    """Newest tickets first unless told otherwise; by what is due first, only those that are not done. In the open
    transaction. Raises Invalid.

    tickets_queue, tickets_by_state, tickets_by_assignee, tickets_by_due, tickets_by_time and tickets_by_room serve it.
    """
    found = ticket_ids.page(sight, filter, wanted, order)
    shown = _rows_of(found.rows, sight.staff_id)
    # What was deleted a moment ago may be found by its words until they are gathered again.
    return Page(
        rows=tuple(row for row in shown if filter.deleted or row.deleted_at is None),
        total=found.total,
        total_is_estimate=found.total_is_estimate,
        page=found.page,
        page_size=found.page_size,
        next_cursor=found.next_cursor,
    )


def row(ticket: Ticket) -> TicketRow:
    """One ticket with its names, in the open transaction; what is unread is a matter of lists."""
    return _rows_of([ticket.id], reader=None)[0]


def find(sight: Sight, pid: str) -> Ticket:
    """The ticket, in the open transaction. Raises NotFound: not there, foreign and not for this person alike."""
    for hotel_id in sight.hotel_ids:
        try:
            ticket = tickets.find(hotel_id, pid)
        except NotFound:
            continue
        if sight.sees(ticket):
            return ticket
        if _had_a_hand_in(ticket, sight.staff_id):
            raise NotFound(
                "%(pid)s was passed on and is with others now: you do not see it any more.",
                values={"pid": ticket.pid},
            )
    raise NotFound("There is no ticket %(pid)s.", values={"pid": pid[:40]})


def _had_a_hand_in(ticket: Ticket, staff_id: int | None) -> bool:
    """Whether he did something to it, or was told of it: then it is no secret that it is there."""
    found = rows(
        "SELECT EXISTS (SELECT FROM events WHERE ticket_id = %s AND actor_kind = 'staff' AND actor_id = %s)"
        " OR EXISTS (SELECT FROM effects WHERE ticket_id = %s AND member_id = %s)",
        (ticket.id, staff_id, ticket.id, staff_id),
    )
    return bool(found[0][0])


def find_to_change(sight: Sight, pid: str) -> Ticket:
    """The same, locked until the transaction ends."""
    ticket = tickets.lock(find(sight, pid).id)
    if ticket.deleted_at is not None or not sight.sees(ticket):
        raise NotFound("There is no ticket %(pid)s.", values={"pid": pid[:40]})
    return ticket


def find_deleted(sight: Sight, pid: str) -> Ticket:
    """A ticket that was deleted, locked until the transaction ends. Raises NotFound."""
    for hotel_id in sight.hotel_ids:
        ticket = tickets.lock_deleted(hotel_id, pid)
        if ticket is not None and sight.sees(ticket):
            return ticket
    raise NotFound("There is no deleted ticket %(pid)s.", values={"pid": pid[:40]})


def live_counts(sight: Sight, filter: Filter) -> dict[State, int]:
    """How many tickets there are in each state that is not the end; one index serves it however many are closed."""
    where = ticket_ids.condition(sight, filter, Order.DUE_FIRST)
    found = rows(f"SELECT t.state, count(*) FROM tickets t WHERE {where.sql} GROUP BY t.state", where.values)
    counted = {State(state): int(number) for state, number in found}
    return {state: counted.get(state, 0) for state in LIVE}


def _rows_of(ids: Sequence[int], reader: int | None) -> tuple[TicketRow, ...]:
    """Tickets of the transaction's hotels as this member sees them, in the order of the ids."""
    found = {row[0]: _row(*row) for row in rows(_ROW, (reader, reader, list(ids)))} if ids else {}
    return tuple(found[id] for id in ids)


def _row(*row: Any) -> TicketRow:
    (id, pid, hotel_id, source, state, priority, subject, description, address, name) = row[:10]
    (guest_id, guest, room_id, room, stay_id, category_id, category) = row[10:17]
    (department_id, department, assignee_id, assignee, linked_pid, placed_by, by_kind, by_id) = row[17:25]
    (created, updated, first, resolved, closed, due, views, version, words, direction, at, tags) = row[25:37]
    snoozed_until, watchers, heard_at, updated_by_kind, updated_by_id, deleted_at, deleted_by_id = row[37:44]
    latest_channel, is_purged, is_new = row[44:]
    return TicketRow(
        id=id,
        pid=pid,
        hotel_id=hotel_id,
        source=Source(source),
        state=State(state),
        priority=Priority(priority),
        subject=subject,
        description=description,
        requester_address=address,
        requester_name=name,
        guest=_named(guest_id, guest),
        room=_named(room_id, room),
        stay_id=stay_id,
        category=_named(category_id, category),
        department=_named(department_id, department),
        assignee=_named(assignee_id, assignee),
        linked_pid=linked_pid,
        placed_by=placed_by,
        created_by_kind=by_kind,
        created_by_id=by_id,
        created_at=created,
        updated_at=updated,
        first_response_at=first,
        resolved_at=resolved,
        closed_at=closed,
        due_at=due,
        view_count=views,
        version=version,
        latest_words=words or "",
        latest_direction=direction or "",
        latest_at=at,
        tags=tuple(tags),
        snoozed_until=snoozed_until,
        watchers=tuple(Named(id, name) for id, name in watchers or ()),
        updated_by_kind=updated_by_kind,
        updated_by_id=updated_by_id,
        deleted_at=deleted_at,
        deleted_by_id=deleted_by_id,
        is_purged=is_purged,
        window_ends_at=closes_at(heard_at) if heard_at else None,
        latest_channel=latest_channel or "",
        is_unread=bool(is_new),
    )


def _named(id: int | None, name: str | None) -> Named | None:
    return None if id is None else Named(id, name or "")

"""What one transaction writes about tickets, collected and then written with one statement a table.

A batch of fifty mails costs as many round trips as one. What is to be written is decided by workflow/apply and the
services; a ledger that is never flushed has written nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from psycopg2.extras import Json, execute_values

from workflow import clocks, webhook_events
from workflow.clocks import Standing
from workflow.database import database, rows
from workflow.errors import VersionStale
from workflow.models import Ticket
from workflow.values import DeadlineKind

# In this order: what is pointed to stands before what points to it.
TABLES = (
    "messages",
    "attachments",
    "participants",
    "claims",
    "events",
    "deadlines",
    "effects",
    "automatic_mails",
)

_NEXT_NUMBER = """
INSERT INTO pid_counters (hotel_id, month, last) VALUES (%s, %s, 1)
ON CONFLICT (hotel_id, month) DO UPDATE SET last = pid_counters.last + 1
RETURNING last
"""
_SET_DUE = (
    "UPDATE tickets SET due_at = new.due_at FROM (VALUES %s) AS new (id, due_at) WHERE tickets.id = new.id"
)
# A member's reading of a ticket reaches to its latest message; messages_of_ticket serves it.
_READ = """
WITH viewed AS (UPDATE tickets SET view_count = view_count + 1 WHERE id = %s)
INSERT INTO ticket_readings (hotel_id, ticket_id, staff_id, message_id)
SELECT %s, %s, %s, coalesce(max(id), 0) FROM messages WHERE ticket_id = %s
ON CONFLICT (ticket_id, staff_id) DO UPDATE SET message_id = excluded.message_id
"""
# A ticket has one armed deadline for all its clocks (deadlines_one_a_kind): it is moved, not cancelled and made again.
_ARM = """
INSERT INTO deadlines (hotel_id, ticket_id, kind, due_at, look_at, created_at) VALUES %s
ON CONFLICT (ticket_id, kind) WHERE state = 'armed'
DO UPDATE SET due_at = excluded.due_at, look_at = excluded.look_at, attempts = 0, error = ''
  WHERE deadlines.due_at <> excluded.due_at
"""
_DISARM = """
UPDATE deadlines SET state = 'cancelled', finished_at = %s
WHERE ticket_id = ANY(%s) AND state = 'armed' AND kind = %s
"""
_TICKET_COLUMNS = tuple(Ticket._meta.columns)


class Ledger:
    """Rows by table, tickets by id. ids are drawn `block` at a time, so that rows can name each other at once."""

    def __init__(self, *, block: int = 1) -> None:
        self._block = block
        self._ids: dict[str, deque[int]] = {}
        self._clear()

    def _clear(self) -> None:
        self._numbers: dict[tuple[int, str], int] = {}
        self._rows: dict[str, list[Mapping[str, object]]] = {table: [] for table in TABLES}
        self._new_tickets: dict[int, Ticket] = {}
        self._changed: dict[int, tuple[Ticket, int, set[str]]] = {}
        self._clocked: dict[int, tuple[Ticket, datetime]] = {}

    def next_id(self, table: str) -> int:
        """An id of the table that nobody else has."""
        ids = self._ids.setdefault(table, deque())
        if not ids:
            found = rows(f"SELECT nextval('{table}_id_seq') FROM generate_series(1, %s)", (self._block,))
            ids.extend(id for (id,) in found)
        return ids.popleft()

    def next_number(self, hotel_id: int, month: str) -> int:
        """The next ticket number of a hotel's month (R-PID-1): unique, gap-free over what commits.

        The counter row stays locked until the transaction ends, so a roll-back gives the numbers back.
        """
        key = (hotel_id, month)
        if key in self._numbers:
            self._numbers[key] += 1
        else:
            (self._numbers[key],) = rows(_NEXT_NUMBER, key)[0]
        return self._numbers[key]

    def add(self, table: str, row: Mapping[str, object]) -> None:
        """A row to insert; all rows of a table name the same columns."""
        self._rows[table].append(row)

    def add_ticket(self, ticket: Ticket) -> None:
        """A new ticket; what changes on it before the flush goes into the same insert."""
        self._new_tickets[ticket.id] = ticket

    def change_ticket(self, ticket: Ticket, changes: Mapping[str, object]) -> None:
        """Sets the columns on the row object, and raises its version; both are written by flush."""
        if ticket.id not in self._new_tickets:
            _, read_version, columns = self._changed.get(ticket.id, (ticket, ticket.version, set()))
            self._changed[ticket.id] = (ticket, read_version, columns | set(changes))
            ticket.version += 1
        _set(ticket, changes)

    def set_clocks(self, ticket: Ticket, *, now: datetime) -> None:
        """The ticket's due moment and the deadline of its clocks are set by its history when the ledger is flushed.

        That is no change of the ticket: nobody else's work on it is refused because of it.
        """
        self._clocked[ticket.id] = (ticket, now)

    def flush_if_about(self, ticket_id: int) -> None:
        """Writes all when messages of this ticket are among it: for whoever must see them in the table."""
        if any(row["ticket_id"] == ticket_id for row in self._rows["messages"]):
            self.flush()

    def flush(self) -> None:
        """Writes all. Raises VersionStale when somebody else changed one of the tickets in between."""
        clocked = [ticket for ticket, _ in self._clocked.values()]
        standings = clocks.standings(clocked, new=self._new_tickets, written=self._rows["events"])
        self._note_due_moments(standings)
        for (hotel_id, month), number in self._numbers.items():
            rows(
                "UPDATE pid_counters SET last = %s WHERE hotel_id = %s AND month = %s RETURNING last",
                (number, hotel_id, month),
            )
        _insert(
            "tickets",
            [
                {column: getattr(ticket, column) for column in _TICKET_COLUMNS}
                for ticket in self._new_tickets.values()
            ],
        )
        for ticket, read_version, columns in self._changed.values():
            _update(ticket, read_version, sorted(columns))
        for table in TABLES:
            _insert(table, self._rows[table])
        self._arm(standings)
        webhook_events.follow(self._rows["events"])
        self._clear()

    def _note_due_moments(self, standings: Mapping[int, Standing]) -> None:
        """On the rows that are about to be written; of tickets that nothing else changes, at once."""
        alone = []
        for id, standing in standings.items():
            ticket, _ = self._clocked[id]
            if ticket.due_at == standing.due_at:
                continue
            _set(ticket, {"due_at": standing.due_at})
            if id in self._changed:
                self._changed[id][2].add("due_at")
            elif id not in self._new_tickets:
                alone.append((id, standing.due_at))
        if alone:
            _values(_SET_DUE, alone, template="(%s::bigint, %s::timestamptz)")

    def _arm(self, standings: Mapping[int, Standing]) -> None:
        """After all else: whoever was too late has been refused by the ticket's version."""
        armed, idle = [], []
        for id, standing in standings.items():
            ticket, now = self._clocked[id]
            if standing.look_at is not None:
                row = (ticket.hotel_id, id, DeadlineKind.SLA, standing.look_at, standing.look_at, now)
                armed.append(row)
            elif id not in self._new_tickets:
                idle.append(id)
        if armed:
            _values(_ARM, armed)
        if idle:
            rows(_DISARM, (max(self._clocked[id][1] for id in idle), idle, DeadlineKind.SLA))


@contextmanager
def joined(ledger: Ledger | None) -> Iterator[Ledger]:
    """The caller's ledger, which he flushes himself; without one, a ledger of our own, flushed at the end."""
    if ledger is not None:
        yield ledger
        return
    own = Ledger()
    yield own
    own.flush()


def _set(ticket: Ticket, changes: Mapping[str, object]) -> None:
    for column, value in changes.items():
        setattr(ticket, column, value)


def _insert(table: str, new: list[Mapping[str, object]] | list[dict[str, object]]) -> None:
    if not new:
        return
    columns = list(new[0])
    _values(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES %s",
        [[_adapted(row[column]) for column in columns] for row in new],
    )


def _values(statement: str, new: Sequence[Sequence[object]], template: str | None = None) -> None:
    """One statement for all the rows."""
    execute_values(database.connection().cursor(), statement, new, template, page_size=len(new))


def _update(ticket: Ticket, read_version: int, columns: list[str]) -> None:
    assignments = ", ".join(f"{column} = %s" for column in (*columns, "version"))
    values = [_adapted(getattr(ticket, column)) for column in (*columns, "version")]
    changed = rows(
        f"UPDATE tickets SET {assignments} WHERE id = %s AND version = %s RETURNING id",
        (*values, ticket.id, read_version),
    )
    if not changed:
        raise VersionStale("Somebody else changed this ticket in the meantime. Load it again and repeat.")


def note_reading(ticket: Ticket, staff_id: int) -> None:
    """This member has read it all; neither version nor updated_at move."""
    rows(_READ, (ticket.id, ticket.hotel_id, ticket.id, staff_id, ticket.id))


def _adapted(value: object) -> object:
    return Json(value) if isinstance(value, dict | list) else value

"""What a list of tickets is narrowed to, and the SQL of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from workflow import machine
from workflow.errors import Invalid
from workflow.pid import parse_pid
from workflow.queries.sql import Condition, like
from workflow.values import Priority, Source, State

LIVE = tuple(state for state in machine.STATES if state not in (State.RESOLVED, State.CLOSED))
NOBODY = 0
"""As an assignee: tickets that nobody has."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; empty: everything. Moments are aware, `until` is not included."""

    states: tuple[State, ...] = ()
    priorities: tuple[Priority, ...] = ()
    sources: tuple[Source, ...] = ()
    assignee_id: int | None = None
    department_id: int | None = None
    category_id: int | None = None
    guest_id: int | None = None
    tag: str = ""
    room: str = ""
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None
    overdue_at: datetime | None = None
    awake_at: datetime | None = None  # without those that are snoozed at this moment
    snoozed_at: datetime | None = None  # only those
    listed_at: datetime | None = (
        None  # without those that lie in the archive at this moment, unless words are searched
    )
    archived_at: datetime | None = None  # only those
    deleted: bool = False  # only those that were deleted, instead of none of them

    def conditions(self) -> Iterator[Condition]:
        """For tickets named `t`, one after the other; words that are searched for are workflow/queries/ticket_search.

        Raises Invalid for an id that no row can have.
        """
        yield _DELETED if self.deleted else Condition("t.deleted_at IS NULL")
        yield from _among("state", self.states)
        yield from _among("priority", self.priorities)
        yield from _among("source", self.sources)
        yield from _is("department_id", self.department_id)
        yield from _is("category_id", self.category_id)
        yield from _is("guest_id", self.guest_id)
        if self.assignee_id == NOBODY:
            yield Condition("t.assignee_id IS NULL")
        else:
            yield from _is("assignee_id", self.assignee_id)
        if self.room:
            yield Condition("t.room_id IN (SELECT id FROM rooms WHERE number = %s)", (self.room,))
        if self.tag:
            yield Condition(_TAGGED, (self.tag,))
        if self.since is not None:
            yield Condition("t.created_at >= %s", (self.since,))
        if self.until is not None:
            yield Condition("t.created_at < %s", (self.until,))
        if self.overdue_at is not None:
            overdue = (
                "coalesce(t.due_at, 'infinity'::timestamptz) < %s AND t.state = ANY(%s)"  # tickets_by_due
            )
            yield Condition(overdue, (self.overdue_at, list(LIVE)))
        if self.awake_at is not None:
            yield Condition("(t.snoozed_until IS NULL OR t.snoozed_until <= %s)", (self.awake_at,))
        if self.snoozed_at is not None:
            yield Condition("t.snoozed_until > %s", (self.snoozed_at,))
        if self.words.strip() and not self.is_search:
            yield _words(self.words.strip())

    @property
    def is_search(self) -> bool:
        """Whether the words are to be searched for: a whole PID is known, and what is deleted is not searched."""
        return bool(self.words.strip()) and not self.deleted and parse_pid(self.words) is None


# tickets_deleted serves it; what lies in the spam folder is brought back from there.
_DELETED = Condition(
    "t.deleted_at IS NOT NULL AND NOT EXISTS"
    " (SELECT FROM inbox WHERE inbox.ticket_id = t.id AND inbox.hotel_id = t.hotel_id AND inbox.state = 'spam')"
)
_TAGGED = (
    "EXISTS (SELECT FROM ticket_tags JOIN tags ON tags.id = ticket_tags.tag_id"
    " WHERE ticket_tags.ticket_id = t.id AND lower(tags.name) = lower(%s))"
)
_MAX_ID = 2**63 - 1


def _among(column: str, values: tuple[str, ...]) -> Iterator[Condition]:
    if values:
        yield Condition(f"t.{column} = ANY(%s)", (list(values),))


def _is(column: str, id: int | None) -> Iterator[Condition]:
    if id is None:
        return
    if not 0 <= id <= _MAX_ID:
        raise Invalid("There is no such id.", column)
    yield Condition(f"t.{column} = %s", (id,))


def _words(words: str) -> Condition:
    pid = parse_pid(words)
    if pid is not None:
        return Condition("t.pid = %s", (str(pid),))
    columns = ("subject", "pid", "requester_name", "requester_address")
    sql = " OR ".join(f"t.{column} ILIKE %s" for column in columns)
    return Condition(f"({sql})", (like(words),) * len(columns))

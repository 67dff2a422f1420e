"""How lists of tickets are sorted, and what stands behind a ticket in such a list."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from workflow.database import rows
from workflow.errors import Invalid
from workflow.queries.sql import Condition


@dataclass(frozen=True, slots=True)
class Sorting:
    """Keys with their types: SQL for tickets named `t`, the same expressions as in the index, the last one unique.

    live: only tickets that are not done have such an order. best: workflow/queries/ticket_search sorts.
    """

    keys: tuple[tuple[str, str], ...]
    descending: bool = False
    live: bool = False
    best: bool = False


_ID = ("t.id", "bigint")
_NEWER = ("(-t.id)", "bigint")
_DUE = ("coalesce(t.due_at, 'infinity'::timestamptz)", "timestamptz")
_URGENCY = ("array_position('{urgent,high,medium,low}'::text[], t.priority)", "integer")


class Order(Enum):
    """NEWEST and OLDEST go by the id, which has the index of every filter; within a stretch of time by the moment."""

    NEWEST = Sorting((_ID,), descending=True)
    OLDEST = Sorting((_ID,))
    NEWEST_OF_TIME = Sorting((("t.created_at", "timestamptz"), _ID), descending=True)  # tickets_by_time
    OLDEST_OF_TIME = Sorting((("t.created_at", "timestamptz"), _ID))
    DUE_FIRST = Sorting((_DUE, _NEWER), live=True)  # tickets_by_due
    URGENT_FIRST = Sorting((_URGENCY, _DUE, _NEWER), live=True)
    CHANGED_LAST = Sorting((("t.updated_at", "timestamptz"), _ID), descending=True, live=True)
    RELEVANCE = Sorting((_ID,), descending=True, best=True)

    @property
    def sql(self) -> str:
        way = " DESC" if self.value.descending else ""
        return ", ".join(f"{expression}{way}" for expression, _ in self.value.keys)

    def within_time(self) -> Order:
        """The same order for a list of one stretch of time: its index finds the stretch."""
        return {Order.NEWEST: Order.NEWEST_OF_TIME, Order.OLDEST: Order.OLDEST_OF_TIME}.get(self, self)

    def behind(self, id: int) -> Condition:
        """What comes after this ticket; when it has changed meanwhile, after where it stands now. Raises Invalid."""
        if len(self.value.keys) == 1:
            return Condition(f"t.id {'<' if self.value.descending else '>'} %s", (id,))
        expressions = [expression for expression, _ in self.value.keys]
        as_text = ", ".join(f"({expression})::text" for expression in expressions)
        found = rows(f"SELECT {as_text} FROM tickets t WHERE t.id = %s", (id,))
        if not found:
            raise Invalid("This cursor was not given by a page of this list.", "cursor")
        given = ", ".join(f"%s::{kind}" for _, kind in self.value.keys)
        return Condition(
            f"({', '.join(expressions)}) {'<' if self.value.descending else '>'} ({given})", tuple(found[0])
        )

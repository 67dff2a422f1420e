"""The archive: tickets that closed so long ago that lists leave them out (R-TKT-7). A search still finds them.

A moment and not a state: nothing is written when a ticket gets there (docs/decisions/deleting-tickets.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from workflow.queries.sql import Condition
from workflow.queries.ticket_filter import LIVE, Filter
from workflow.services import keeping

Ends = Sequence[tuple[int, datetime]]


def conditions(hotel_ids: Sequence[int], filter: Filter) -> Iterator[Condition]:
    """For tickets named `t`, in the open transaction; tickets_by_close serves them. What goes on is never there."""
    if filter.archived_at is not None:
        yield _archived(keeping.archives(hotel_ids, now=filter.archived_at))
    elif filter.listed_at is not None and not filter.words.strip() and not _only_live(filter):
        yield from _listed(keeping.archives(hotel_ids, now=filter.listed_at), is_one=len(hotel_ids) == 1)


def _only_live(filter: Filter) -> bool:
    return bool(filter.states) and set(filter.states) <= set(LIVE)


def _archived(ends: Ends) -> Condition:
    if not ends:
        return Condition("false")
    sql = " OR ".join("t.hotel_id = %s AND t.closed_at < %s" for _ in ends)
    return Condition(f"({sql})", tuple(value for end in ends for value in end))


def _listed(ends: Ends, *, is_one: bool) -> Iterator[Condition]:
    for hotel_id, end in ends:
        if is_one:
            yield Condition("(t.closed_at IS NULL OR t.closed_at >= %s)", (end,))
        else:
            yield Condition("(t.hotel_id <> %s OR t.closed_at IS NULL OR t.closed_at >= %s)", (hotel_id, end))

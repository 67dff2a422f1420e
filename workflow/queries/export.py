"""The tickets of a list, all of them up to a bound, read a page at a time so that none is held for long (R-TKT-10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from workflow.database import rows
from workflow.queries import tickets
from workflow.queries.paging import MAX_PAGE_SIZE, Wanted
from workflow.queries.sight import Sight
from workflow.queries.ticket_filter import Filter
from workflow.queries.ticket_order import Order
from workflow.queries.tickets import TicketRow


@dataclass(frozen=True, slots=True)
class Batch:
    """is_cut: there are more than may be exported at once."""

    rows: tuple[TicketRow, ...]
    is_cut: bool = False


def batches(sight: Sight, filter: Filter, *, order: Order, most: int) -> Iterator[Batch]:
    """Each read in a transaction of its own. Raises Invalid before the first. What is sorted by relevance comes newest
    first: beyond some pages nobody can say what is relevant."""
    order = Order.NEWEST if order is Order.RELEVANCE else order
    cursor, left = "", most
    while True:
        with sight.transaction():
            wanted = Wanted(page_size=min(MAX_PAGE_SIZE, left), cursor=cursor)
            found = tickets.page(sight, filter, wanted, order=order)
        left -= len(found.rows)
        cursor = found.next_cursor
        yield Batch(found.rows, is_cut=bool(cursor) and not left)
        if not cursor or not left:
            return


def zones(sight: Sight) -> dict[int, ZoneInfo]:
    """Of each hotel, in the open transaction."""
    found = rows("SELECT id, time_zone FROM hotels WHERE id = ANY(%s)", (list(sight.hotel_ids),))
    return {id: ZoneInfo(name) for id, name in found}

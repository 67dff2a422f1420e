"""One page of a list (R-WEB-5): by number down to row 10,000, beyond that by the cursor of the page before.

The total is exact to 10,000; past it an estimate of the planner's.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from workflow.database import rows
from workflow.errors import Invalid
from workflow.queries.sql import Condition

EXACT_TO = 10_000
MAX_PAGE_SIZE = 200

Row = TypeVar("Row")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which page. A cursor beats a page number."""

    page: int = 1
    page_size: int = 50
    cursor: str = ""

    @property
    def offset(self) -> int:
        return 0 if self.cursor else (self.page - 1) * self.page_size


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """next_cursor "": this is the last page."""

    rows: tuple[Row, ...]
    total: int
    total_is_estimate: bool
    page: int
    page_size: int
    next_cursor: str

    def of(self, make: Callable[[Row], Made]) -> Page[Made]:
        """The same page with each row made into something else."""
        made = tuple(make(row) for row in self.rows)
        return Page(made, self.total, self.total_is_estimate, self.page, self.page_size, self.next_cursor)

    @property
    def total_pages(self) -> int:
        return max(1, -(-self.total // self.page_size))


def checked(wanted: Wanted) -> Wanted:
    """Raises Invalid, naming the field, for a page that cannot be given."""
    if not 1 <= wanted.page_size <= MAX_PAGE_SIZE:
        raise Invalid("A page has 1 to %(most)s rows.", "pageSize", values={"most": MAX_PAGE_SIZE})
    if wanted.page < 1:
        raise Invalid("Pages are counted from 1.", "page")
    if wanted.offset + wanted.page_size > EXACT_TO:
        raise Invalid(
            "Page numbers reach row %(most)s; use the cursor beyond.",
            "page",
            values={"most": f"{EXACT_TO:,}"},
        )
    return wanted


def write_cursor(id: int) -> str:
    return base64.urlsafe_b64encode(f"after {id}".encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> int:
    """The id after which the page begins. Raises Invalid for a cursor that no page gave."""
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
        word, _, number = text.partition(" ")
        id = int(number) if number.isascii() and number.isdigit() else -1
    except (binascii.Error, ValueError):
        word, id = "", -1
    if word != "after" or not 0 <= id < 2**63:
        raise Invalid("This cursor was not given by a page of this list.", "cursor")
    return id


def count(table: str, where: Condition, *, order: str = "") -> tuple[int, bool]:
    """How many rows there are, and whether that is an estimate: of the planner's, once more than 10,000 were counted.

    order: in which they are met soonest, when the planner cannot know it; as SQL.
    """
    met = f"SELECT FROM {table} WHERE {where.sql} {order and f'ORDER BY {order}'} LIMIT {EXACT_TO + 1}"
    exact = int(rows(f"SELECT count(*) FROM ({met}) AS met", where.values)[0][0])
    if exact <= EXACT_TO:
        return exact, False
    plan = rows(f"EXPLAIN (FORMAT JSON) SELECT FROM {table} WHERE {where.sql}", where.values)[0][0]
    return max(exact, int(plan[0]["Plan"]["Plan Rows"])), True

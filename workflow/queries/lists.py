"""Pages (R-WEB-5) of what a hotel has few of, some hundreds at most: read whole, and the asked page cut out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from workflow.errors import Invalid
from workflow.queries.paging import Page, Wanted, checked, read_cursor, write_cursor

Row = TypeVar("Row")


def page_of(found: Sequence[Row], wanted: Wanted, *, id_of: Callable[[Row], int]) -> Page[Row]:
    """In the order of the list. Raises Invalid for a page that cannot be given."""
    wanted = checked(wanted)
    start = _behind(found, wanted, id_of) if wanted.cursor else wanted.offset
    shown = tuple(found[start : start + wanted.page_size])
    more = start + wanted.page_size < len(found)
    cursor = write_cursor(id_of(shown[-1])) if more else ""
    return Page(shown, len(found), False, wanted.page, wanted.page_size, cursor)


def _behind(found: Sequence[Row], wanted: Wanted, id_of: Callable[[Row], int]) -> int:
    last = read_cursor(wanted.cursor)
    position = next((number for number, row in enumerate(found) if id_of(row) == last), None)
    if position is None:
        raise Invalid("The last row of the page before is gone: begin with the first page again.", "cursor")
    return position + 1

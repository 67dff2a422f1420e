"""Lists of what a hotel has few of, a page at a time (R-WEB-5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from web.api import shapes
from web.api.shapes import Json
from workflow.queries.lists import page_of
from workflow.queries.paging import Wanted


class HasId(Protocol):
    @property
    def id(self) -> int: ...


Row = TypeVar("Row", bound=HasId)


def wanted_of(query: Json) -> Wanted:
    """query: as PageIn read it."""
    return Wanted(query["page"], query["page_size"], query["cursor"])


def listed(found: Sequence[Row], query: Json, shape: Callable[[Row], Json]) -> Json:
    """Raises Invalid for a page that cannot be given."""
    return shapes.page(page_of(found, wanted_of(query), id_of=lambda row: int(row.id)), shape)

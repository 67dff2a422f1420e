"""Saved views (R-TKT-8): a list of tickets that somebody keeps, for himself or for the whole hotel.

In the caller's transaction. What it is narrowed to is kept as the address of a list says it, checked by the door.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from workflow.database import rows
from workflow.errors import Invalid, NotFound
from workflow.models import SavedView

MAX_NAME = 60
MAX_OF_EACH = 50  # of one member, and of the hotel

Filters = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class View:
    """staff_id None: the whole hotel's."""

    id: int
    hotel_id: int
    staff_id: int | None
    name: str
    filters: Filters
    sort: str
    created_at: datetime

    @property
    def is_shared(self) -> bool:
        return self.staff_id is None


_COLUMNS = "id, hotel_id, staff_id, name, filters, sort, created_at"


def seen_by(hotel_ids: Collection[int], staff_id: int | None) -> tuple[View, ...]:
    """The hotel's views, then his own, by name."""
    found = rows(
        f"SELECT {_COLUMNS} FROM saved_views WHERE hotel_id = ANY(%s) AND (staff_id IS NULL OR staff_id = %s)"
        " ORDER BY staff_id IS NOT NULL, lower(name), id",
        (list(hotel_ids), staff_id),
    )
    return tuple(View(*row) for row in found)


def find(hotel_ids: Collection[int], staff_id: int | None, id: int) -> View:
    """Raises NotFound, also for one that is somebody else's own."""
    view = next((view for view in seen_by(hotel_ids, staff_id) if view.id == id), None)
    if view is None:
        raise NotFound("There is no such view.")
    return view


def create(
    hotel_id: int, *, staff_id: int | None, name: str, filters: Filters, sort: str, now: datetime
) -> View:
    """A new one, of the member or with None of the hotel. Raises Invalid."""
    name = _free(hotel_id, staff_id, name)
    if len([view for view in seen_by([hotel_id], staff_id) if view.staff_id == staff_id]) >= MAX_OF_EACH:
        raise Invalid(
            "There are %(most)s such views already: delete one first.", "name", values={"most": MAX_OF_EACH}
        )
    made = SavedView.create(
        hotel_id=hotel_id, staff_id=staff_id, name=name, filters=dict(filters), sort=sort, created_at=now
    )
    return find([hotel_id], staff_id, made.id)


def change(view: View, *, name: str | None, filters: Filters | None, sort: str | None) -> View:
    """What is named becomes so. Raises Invalid."""
    changes: dict[str, object] = {}
    if name is not None:
        changes["name"] = _free(view.hotel_id, view.staff_id, name, but=view.id)
    if filters is not None:
        changes["filters"] = dict(filters)
    if sort is not None:
        changes["sort"] = sort
    if changes:
        SavedView.update(changes).where(
            SavedView.id == view.id, SavedView.hotel_id == view.hotel_id
        ).execute()
    return find([view.hotel_id], view.staff_id, view.id)


def delete(view: View) -> None:
    SavedView.delete().where(SavedView.id == view.id, SavedView.hotel_id == view.hotel_id).execute()


def _free(hotel_id: int, staff_id: int | None, name: str, *, but: int = 0) -> str:
    """The name as it is kept; nobody else of the same list has it, however it is written."""
    name = " ".join(name.replace("\x00", "").split())
    if not 0 < len(name) <= MAX_NAME:
        raise Invalid("A view's name has 1 to %(most)s characters.", "name", values={"most": MAX_NAME})
    taken = rows(
        "SELECT name FROM saved_views WHERE hotel_id = %s AND staff_id IS NOT DISTINCT FROM %s"
        " AND lower(name) = lower(%s) AND id <> %s",
        (hotel_id, staff_id, name, but),
    )
    if taken:
        raise Invalid("There is a view %(taken)s already.", "name", values={"taken": taken[0][0]})
    return name

"""Stays as lists show them, with guest and room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from workflow.database import rows
from workflow.errors import NotFound
from workflow.queries import paging
from workflow.queries.paging import Page, Wanted
from workflow.queries.sql import Condition, all_of
from workflow.queries.tickets import Named
from workflow.values import StayStatus

MOST_OF_A_DAY = 1000


@dataclass(frozen=True, slots=True)
class StayRow:
    id: int
    hotel_id: int
    confirmation: str
    guest: Named
    room: Named | None
    arrival: date
    departure: date
    status: StayStatus
    checked_in_at: datetime | None
    checked_out_at: datetime | None


@dataclass(frozen=True, slots=True)
class Filter:
    """What is None or "" does not narrow. in_house: arrived by that day and not yet gone on the day before."""

    in_house: date | None = None
    arriving: date | None = None
    departing: date | None = None
    status: StayStatus | None = None
    room: str = ""
    guest_id: int | None = None
    confirmation: str = ""

    def conditions(self) -> list[Condition]:
        """For stays named `s`."""
        found = []
        if self.in_house is not None:
            found.append(
                Condition(
                    "s.arrival <= %s AND s.departure >= %s AND s.status NOT IN ('cancelled', 'no_show')",
                    (self.in_house, self.in_house),
                )
            )
        for column, value in (
            ("s.arrival", self.arriving),
            ("s.departure", self.departing),
            ("s.status", self.status),
            ("s.guest_id", self.guest_id),
            ("s.confirmation", self.confirmation or None),
        ):
            if value is not None:
                found.append(Condition(f"{column} = %s", (value,)))
        if self.room:
            found.append(Condition("s.room_id IN (SELECT id FROM rooms WHERE number = %s)", (self.room,)))
        return found


_ROW = """
SELECT s.id, s.hotel_id, s.confirmation, s.guest_id, g.name, s.room_id, r.number, s.arrival, s.departure, s.status,
  s.checked_in_at, s.checked_out_at
FROM ({chosen}) AS s JOIN guests g ON g.id = s.guest_id LEFT JOIN rooms r ON r.id = s.room_id
ORDER BY {order}
"""
_BY_ROOM = "length(r.number), r.number, s.id"


def page(hotel_ids: Sequence[int], filter: Filter, wanted: Wanted) -> Page[StayRow]:
    """The newest first. Raises Invalid."""
    wanted = paging.checked(wanted)
    where = all_of((Condition("s.hotel_id = ANY(%s)", (list(hotel_ids),)), *filter.conditions()))
    total, is_estimate = paging.count("stays s", where)
    if wanted.cursor:
        where = all_of((where, Condition("s.id < %s", (paging.read_cursor(wanted.cursor),))))
    found = _select(
        f"SELECT s.* FROM stays s WHERE {where.sql} ORDER BY s.id DESC LIMIT %s OFFSET %s",
        (*where.values, wanted.page_size + 1, wanted.offset),
        order="s.id DESC",
    )
    shown = found[: wanted.page_size]
    return Page(
        rows=shown,
        total=total,
        total_is_estimate=is_estimate,
        page=wanted.page,
        page_size=wanted.page_size,
        next_cursor=paging.write_cursor(shown[-1].id) if len(found) > wanted.page_size else "",
    )


def row(hotel_ids: Sequence[int], id: int) -> StayRow:
    """Raises NotFound."""
    found = _select(
        "SELECT s.* FROM stays s WHERE s.hotel_id = ANY(%s) AND s.id = %s",
        (list(hotel_ids), id),
        order="s.id",
    )
    if not found:
        raise NotFound("There is no such stay.")
    return found[0]


def of_day(hotel_id: int, filter: Filter) -> tuple[StayRow, ...]:
    """By room."""
    where = all_of((Condition("s.hotel_id = %s", (hotel_id,)), *filter.conditions()))
    return _select(
        f"SELECT s.* FROM stays s WHERE {where.sql} ORDER BY s.id LIMIT %s",
        (*where.values, MOST_OF_A_DAY),
        order=_BY_ROOM,
    )


def of_guest(hotel_id: int, guest_id: int) -> tuple[StayRow, ...]:
    """The latest arrival first."""
    return _select(
        "SELECT s.* FROM stays s WHERE s.hotel_id = %s AND s.guest_id = %s ORDER BY s.arrival DESC LIMIT %s",
        (hotel_id, guest_id, MOST_OF_A_DAY),
        order="s.arrival DESC, s.id DESC",
    )


def _select(chosen: str, values: Sequence[object], *, order: str) -> tuple[StayRow, ...]:
    return tuple(
        StayRow(
            id,
            hotel_id,
            confirmation,
            Named(guest_id, guest),
            Named(room_id, room) if room_id is not None else None,
            arrival,
            departure,
            StayStatus(status),
            *moments,
        )
        for id, hotel_id, confirmation, guest_id, guest, room_id, room, arrival, departure, status, *moments in rows(
            _ROW.format(chosen=chosen, order=order), values
        )
    )

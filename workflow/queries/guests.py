"""Guests as lists and pages show them: with addresses, stays and how many tickets they have.

Who looks after guests sees all tickets of the hotel (workflow/roles), so nothing here narrows them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from workflow.database import rows
from workflow.errors import NotFound
from workflow.queries import paging
from workflow.queries.paging import Page, Wanted
from workflow.queries.sql import Condition, all_of, like
from workflow.queries.tickets import Named

MAX_TICKETS = 200
MAX_MESSAGES = 200


@dataclass(frozen=True, slots=True)
class AddressRow:
    id: int
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class GuestRow:
    """merged_into: of a guest who became part of another. room: where he is now."""

    id: int
    hotel_id: int
    name: str
    language: str
    created_at: datetime
    merged_into: Named | None
    is_erased: bool
    addresses: tuple[AddressRow, ...]
    tickets: int
    room: str
    arrival: date | None
    departure: date | None

    @property
    def shown_name(self) -> str:
        """As one would call him."""
        return self.name or next((one.value for one in self.addresses), f"Guest {self.id}")


@dataclass(frozen=True, slots=True)
class MergedRow:
    """A guest who became part of this one."""

    id: int
    name: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class HistoryTicket:
    id: int
    pid: str
    source: str
    state: str
    subject: str
    room: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class HistoryMessage:
    """What was said between the guest and the house, by whatever way."""

    id: int
    pid: str
    direction: str
    channel: str
    author: str
    words: str
    at: datetime


# tickets_by_guest and stays (guest_id, arrival) serve it, a row at a time of one page.
_ROW = """
SELECT g.id, g.hotel_id, g.name, g.language, g.created_at, g.merged_into_id, m.name, g.erased_at IS NOT NULL,
  (SELECT json_agg(json_build_array(a.id, a.kind, a.value) ORDER BY a.id)
   FROM guest_addresses a WHERE a.guest_id = g.id),
  (SELECT count(*) FROM tickets t WHERE t.guest_id = g.id AND t.deleted_at IS NULL),
  coalesce(stay.number, ''), stay.arrival, stay.departure
FROM ({chosen}) AS g
LEFT JOIN guests m ON m.id = g.merged_into_id
LEFT JOIN LATERAL (SELECT r.number, s.arrival, s.departure FROM stays s LEFT JOIN rooms r ON r.id = s.room_id
                   WHERE s.guest_id = g.id AND s.status IN ('in_house', 'booked')
                   ORDER BY s.status DESC, s.arrival LIMIT 1) AS stay ON true
ORDER BY g.id DESC
"""
_TICKETS = """
SELECT t.id, t.pid, t.source, t.state, t.subject, coalesce(r.number, ''), t.created_at
FROM tickets t LEFT JOIN rooms r ON r.id = t.room_id
WHERE t.hotel_id = %s AND t.deleted_at IS NULL
  AND (t.guest_id = %s OR t.guest_id IN (SELECT id FROM guests WHERE merged_into_id = %s))
ORDER BY t.id DESC LIMIT %s
"""
_MESSAGES = """
SELECT m.id, t.pid, m.direction, m.channel, m.author_name, left(m.body, 300), m.created_at
FROM messages m JOIN tickets t ON t.id = m.ticket_id
WHERE m.ticket_id = ANY(%s) AND m.direction <> 'note' ORDER BY m.id DESC LIMIT %s
"""


def page(hotel_ids: Sequence[int], q: str, wanted: Wanted, *, room: str = "") -> Page[GuestRow]:
    """The newest first; q is a name, an address, a number, a room or a confirmation. Raises Invalid."""
    wanted = paging.checked(wanted)
    parts = [Condition("g.hotel_id = ANY(%s)", (list(hotel_ids),)), _STANDING]
    if q.strip():
        parts.append(_matching(q.strip()))
    if room.strip():
        parts.append(Condition(_IN_ROOM, (room.strip(),)))
    where = all_of(parts)
    total, is_estimate = paging.count("guests g", where)
    if wanted.cursor:
        where = all_of((where, Condition("g.id < %s", (paging.read_cursor(wanted.cursor),))))
    found = _select(
        f"SELECT g.* FROM guests g WHERE {where.sql} ORDER BY g.id DESC LIMIT %s OFFSET %s",
        (*where.values, wanted.page_size + 1, wanted.offset),
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


def row(hotel_ids: Sequence[int], id: int) -> GuestRow:
    """Raises NotFound."""
    found = _select(
        "SELECT g.* FROM guests g WHERE g.hotel_id = ANY(%s) AND g.id = %s", (list(hotel_ids), id)
    )
    if not found:
        raise NotFound("There is no such guest.")
    return found[0]


def merged_into(guest: GuestRow) -> tuple[MergedRow, ...]:
    """Who became part of this guest and can be parted from him."""
    found = rows(
        "SELECT g.id, g.name, m.merged_at, m.merged_by FROM guest_merges m JOIN guests g ON g.id = m.guest_id"
        " WHERE m.into_id = %s AND m.hotel_id = %s AND m.undone_at IS NULL ORDER BY m.id DESC",
        (guest.id, guest.hotel_id),
    )
    return tuple(MergedRow(*one) for one in found)


def tickets_of(guest: GuestRow) -> tuple[HistoryTicket, ...]:
    """The newest first."""
    found = rows(_TICKETS, (guest.hotel_id, guest.id, guest.id, MAX_TICKETS))
    return tuple(HistoryTicket(*one) for one in found)


def said(tickets: Sequence[HistoryTicket]) -> tuple[HistoryMessage, ...]:
    """What was said in these tickets over all channels, the newest first; notes of the house are left out."""
    found = rows(_MESSAGES, ([one.id for one in tickets], MAX_MESSAGES)) if tickets else []
    return tuple(HistoryMessage(*one) for one in found)


_STANDING = Condition("g.merged_into_id IS NULL AND g.erased_at IS NULL")
_IN_ROOM = (
    "EXISTS (SELECT FROM stays s JOIN rooms r ON r.id = s.room_id WHERE s.guest_id = g.id"
    " AND s.status IN ('booked', 'in_house') AND r.number = %s)"
)


def _matching(q: str) -> Condition:
    """A number may be typed as people write it."""
    digits = "".join(char for char in q if char.isdigit())
    parts = [
        Condition("g.name ILIKE %s", (like(q),)),
        Condition(
            "EXISTS (SELECT FROM guest_addresses a WHERE a.guest_id = g.id AND a.value ILIKE %s)", (like(q),)
        ),
        Condition(_IN_ROOM, (q,)),
        Condition("EXISTS (SELECT FROM stays s WHERE s.guest_id = g.id AND s.confirmation = %s)", (q,)),
    ]
    if len(digits) >= 4 and not any(char.isalpha() for char in q):
        parts.append(
            Condition(
                "EXISTS (SELECT FROM guest_addresses a WHERE a.guest_id = g.id AND a.kind = 'phone'"
                " AND a.value LIKE %s)",
                (like(digits.lstrip("0")),),
            )
        )
    return Condition(
        "(" + " OR ".join(part.sql for part in parts) + ")",
        tuple(value for part in parts for value in part.values),
    )


def _select(chosen: str, values: Sequence[object]) -> tuple[GuestRow, ...]:
    made = []
    for id, hotel_id, name, language, at, into_id, into, is_erased, addresses, count, *stay in rows(
        _ROW.format(chosen=chosen), values
    ):
        made.append(
            GuestRow(
                id,
                hotel_id,
                name,
                language,
                at,
                Named(into_id, into or "") if into_id is not None else None,
                is_erased,
                tuple(AddressRow(*one) for one in addresses or ()),
                count,
                *stay,
            )
        )
    return tuple(made)

"""Whose address this is: guest, stay and room (R-TKT-2).

The stay of the day, else the next one to come, else the last one; none where two fit as well. Changing guests is
workflow/services/guest_records.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from workflow.database import rows


@dataclass(frozen=True, slots=True)
class Known:
    """A guest found by an address; stay and room only where there is no doubt which."""

    guest_id: int
    name: str
    language: str
    stay_id: int | None
    room_id: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """An address, and the day in the hotel it is asked on."""

    hotel_id: int
    address: str
    on: date


# stays (guest_id, arrival) serves it. Two rows are enough to see whether the first is alone in its place.
_NEAREST = """
LEFT JOIN LATERAL (
  SELECT s.id, s.room_id, place.kind, place.days
  FROM stays s CROSS JOIN LATERAL (
    SELECT CASE WHEN s.departure >= asked.day AND s.status = 'in_house' THEN 0
                WHEN s.departure >= asked.day AND s.status = 'booked' AND s.arrival <= asked.day THEN 1
                WHEN s.departure >= asked.day AND s.status = 'booked' THEN 2 ELSE 3 END AS kind,
           CASE WHEN s.departure >= asked.day AND s.status = 'in_house' THEN 0
                WHEN s.departure >= asked.day AND s.status = 'booked' THEN greatest(0, s.arrival - asked.day)
                ELSE asked.day - s.departure END AS days) AS place
  WHERE s.guest_id = g.id AND s.status NOT IN ('cancelled', 'no_show')
  ORDER BY place.kind, place.days, s.id LIMIT 2) AS stay ON true
"""
_BY_ADDRESS = f"""
SELECT a.hotel_id, a.value, g.id, g.name, g.language, stay.id, stay.room_id, stay.kind, stay.days
FROM unnest(%s::bigint[], %s::text[], %s::date[]) AS asked (hotel_id, address, day)
JOIN guest_addresses a ON a.hotel_id = asked.hotel_id AND a.kind = 'email' AND a.value = asked.address
JOIN guests g ON g.id = a.guest_id {_NEAREST}
"""
_BY_ID = f"""
SELECT g.id, g.name, g.language, stay.id, stay.room_id, stay.kind, stay.days
FROM (SELECT %s::bigint AS hotel_id, %s::bigint AS id, %s::date AS day) AS asked
JOIN guests g ON g.id = asked.id AND g.hotel_id = asked.hotel_id {_NEAREST}
"""


def today(time_zone: str, now: datetime) -> date:
    """The date in the hotel."""
    return now.astimezone(ZoneInfo(time_zone)).date()


def find(hotel_id: int, address: str, *, on: date) -> Known | None:
    """The guest with this mail address, with the stay that is meant on that day when there is no doubt."""
    return find_all([Asked(hotel_id, address, on)]).get((hotel_id, address))


def by_id(hotel_id: int, guest_id: int, *, on: date) -> Known | None:
    """The same, of a guest who is known already."""
    found = rows(_BY_ID, (hotel_id, guest_id, on))
    return _known(found) if found else None


def find_all(asked: Iterable[Asked]) -> dict[tuple[int, str], Known]:
    """The guests behind many addresses, by hotel and address."""
    questions = sorted({(one.hotel_id, one.address, one.on) for one in asked if one.address})
    if not questions:
        return {}
    found: dict[tuple[int, str], list[tuple[Any, ...]]] = {}
    for hotel_id, address, *guest in rows(_BY_ADDRESS, [list(part) for part in zip(*questions, strict=True)]):
        found.setdefault((hotel_id, address), []).append(tuple(guest))
    return {key: _known(guests) for key, guests in found.items()}


def _known(found: Sequence[tuple[Any, ...]]) -> Known:
    nearest = sorted(found, key=lambda row: row[5:7]) if found[0][3] is not None else found
    guest_id, name, language, stay_id, room_id, *place = nearest[0]
    if len(nearest) > 1 and list(nearest[1][5:7]) == place:
        stay_id, room_id = None, None
    return Known(guest_id, name, language, stay_id, room_id)

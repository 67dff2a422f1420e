"""Whose address this is: guest, current stay and room (R-TKT-2)."""

from __future__ import annotations

from collections.abc import Iterable
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


_FIND = """
SELECT a.hotel_id, a.value, g.id, g.name, g.language, s.id, s.room_id, s.arrival <= asked.day
FROM unnest(%s::bigint[], %s::text[], %s::date[]) AS asked (hotel_id, address, day)
JOIN guest_addresses a ON a.hotel_id = asked.hotel_id AND a.kind = 'email' AND a.value = asked.address
JOIN guests g ON g.id = a.guest_id
LEFT JOIN stays s ON s.guest_id = g.id AND s.status IN ('booked', 'in_house') AND s.departure >= asked.day
"""


def today(time_zone: str, now: datetime) -> date:
    """The date in the hotel."""
    return now.astimezone(ZoneInfo(time_zone)).date()


def find(hotel_id: int, address: str, *, on: date) -> Known | None:
    """The guest with this mail address, with his stay on that day, or the one to come, when there is no doubt."""
    return find_all([Asked(hotel_id, address, on)]).get((hotel_id, address))


def find_all(asked: Iterable[Asked]) -> dict[tuple[int, str], Known]:
    """The guests behind many addresses, by hotel and address."""
    questions = sorted({(one.hotel_id, one.address, one.on) for one in asked if one.address})
    if not questions:
        return {}
    found: dict[tuple[int, str], list[tuple[Any, ...]]] = {}
    for hotel_id, address, *guest in rows(_FIND, [list(column) for column in zip(*questions, strict=True)]):
        found.setdefault((hotel_id, address), []).append(tuple(guest))
    return {key: _known(guests) for key, guests in found.items()}


def _known(found: list[tuple[Any, ...]]) -> Known:
    guest_id, name, language = found[0][:3]
    stays = [stay[3:5] for stay in found if stay[5]] or [stay[3:5] for stay in found]
    stay_id, room_id = stays[0] if len(stays) == 1 else (None, None)
    return Known(guest_id, name, language, stay_id, room_id)

"""Whose address this is: guest, current stay and room (R-TKT-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
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


_FIND = """
SELECT g.id, g.name, g.language, s.id, s.room_id, s.arrival <= %s AS in_house
FROM guest_addresses a JOIN guests g ON g.id = a.guest_id
LEFT JOIN stays s ON s.guest_id = g.id AND s.status IN ('booked', 'in_house')
  AND s.departure >= %s
WHERE a.hotel_id = %s AND a.kind = 'email' AND a.value = %s
"""


def today(time_zone: str, now: datetime) -> date:
    """The date in the hotel."""
    return now.astimezone(ZoneInfo(time_zone)).date()


def find(hotel_id: int, address: str, *, on: date) -> Known | None:
    """The guest with this mail address, with his stay on that day, or the one to come, when there is no doubt."""
    if not address:
        return None
    found = rows(_FIND, (on, on, hotel_id, address))
    if not found:
        return None
    guest_id, name, language = found[0][:3]
    stays = [(stay_id, room_id) for *_, stay_id, room_id, in_house in found if in_house]
    stays = stays or [(stay_id, room_id) for *_, stay_id, room_id, _ in found]
    stay_id, room_id = stays[0] if len(stays) == 1 else (None, None)
    return Known(guest_id, name, language, stay_id, room_id)

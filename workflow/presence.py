"""Whether a guest is in a room now: by his stay's status, its dates, and the hour at which the hotel's day ends. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

CHECK_OUT = time(12)
IN_HOUSE, BOOKED = "in_house", "booked"


@dataclass(frozen=True, slots=True)
class Presence:
    """A stay as it stands, and the clock of its hotel."""

    guest_id: int
    room_id: int | None
    arrival: date
    departure: date
    status: str
    time_zone: str
    check_out: time = CHECK_OUT

    @property
    def ends_at(self) -> datetime:
        """Check-out: the hotel's hour on the day of departure."""
        return datetime.combine(self.departure, self.check_out, ZoneInfo(self.time_zone))

    def is_in(self, room_id: int, guest_id: int, *, now: datetime) -> bool:
        """Checked in, in this very room, not yet checked out."""
        return (
            self.status == IN_HOUSE
            and (self.room_id, self.guest_id) == (room_id, guest_id)
            and self.arrival <= self._today(now)
            and now < self.ends_at
        )

    def arrives_today(self, room_id: int, guest_id: int, *, now: datetime) -> bool:
        """Expected in this room today, not checked in yet."""
        return (
            self.status == BOOKED
            and (self.room_id, self.guest_id) == (room_id, guest_id)
            and self.arrival == self._today(now)
            and now < self.ends_at
        )

    def _today(self, now: datetime) -> date:
        return now.astimezone(ZoneInfo(self.time_zone)).date()


def presence_of(
    guest_id: int,
    room_id: int | None,
    arrival: date,
    departure: date,
    status: str,
    time_zone: str,
    check_out: object,
) -> Presence:
    """From a row; check_out as the hotel's settings have it."""
    return Presence(guest_id, room_id, arrival, departure, status, time_zone, check_out_hour(check_out))


COLUMNS = "s.guest_id, s.room_id, s.arrival, s.departure, s.status, h.time_zone, h.settings ->> 'check_out'"
"""What `presence_of` takes, in its order, of stays `s` and hotels `h`."""


def check_out_hour(setting: object) -> time:
    """What a hotel set, like 11:00; noon where it said nothing."""
    try:
        return time.fromisoformat(setting) if isinstance(setting, str) else CHECK_OUT
    except ValueError:
        return CHECK_OUT

"""Changing shifts: weekly ones, changes of single days, and the switch of members who keep none (R-WF-5).

In the caller's transaction; whatever changes, the hotel's next moment of duty is looked up anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from workflow.database import rows
from workflow.duty import PEOPLE
from workflow.errors import Invalid, NotFound
from workflow.models import Hotel, Membership, Shift
from workflow.roster import WEEKDAYS, DayChange, Hours, Roster, Weekly, check_change, check_weekly
from workflow.services import duty, duty_changes, hotel_events
from workflow.services.hotel_events import Thing
from workflow.services.hotels import members
from workflow.values import Actor


@dataclass(frozen=True, slots=True)
class Wanted:
    """A shift of every week (weekday), or of one day; without hours the day is off."""

    staff_id: int
    weekday: int | None = None
    day: date | None = None
    hours: Hours | None = None


@dataclass(frozen=True, slots=True)
class ShiftLine:
    """A shift with its member's name."""

    id: int
    hotel_id: int
    staff_id: int
    name: str
    weekday: int | None
    day: date | None
    hours: Hours | None

    @property
    def kind(self) -> str:
        if self.weekday is not None:
            return "weekly"
        return "extra" if self.hours else "off"


def of_hotels(hotel_ids: Sequence[int], *, since: date) -> tuple[ShiftLine, ...]:
    """Weekly ones in the order of the week, then the days to come; by member."""
    found = rows(
        "SELECT s.id, s.hotel_id, s.staff_id, p.name, s.weekday, s.day, s.starts, s.ends FROM shifts s"
        " JOIN staff p ON p.id = s.staff_id WHERE s.hotel_id = ANY(%s) AND (s.day IS NULL OR s.day >= %s)"
        " ORDER BY s.hotel_id, p.name, s.staff_id, s.weekday NULLS LAST, s.day, s.starts, s.id",
        (list(hotel_ids), since),
    )
    return tuple(
        ShiftLine(id, hotel_id, staff_id, name, weekday, day, None if starts is None else Hours(starts, ends))
        for id, hotel_id, staff_id, name, weekday, day, starts, ends in found
    )


def said(line: ShiftLine) -> str:
    """As the timeline names it."""
    day = WEEKDAYS[line.weekday].capitalize() if line.weekday is not None else str(line.day)
    return f"{line.name}: {day} {line.hours or 'off'}"


def find(hotel_ids: Sequence[int], id: int) -> ShiftLine:
    """Raises NotFound, the same for one of another hotel."""
    line = next((one for one in of_hotels(hotel_ids, since=date.min) if one.id == id), None)
    if line is None:
        raise NotFound("There is no such shift.")
    return line


def add(hotel: Hotel, wanted: Wanted, *, actor: Actor, now: datetime) -> int:
    """Returns the shift's id. Raises Invalid, naming the field."""
    with duty_changes.changing(hotel, now=now):
        _check(hotel, wanted, duty.roster(hotel, now=now), now=now)
        shift = Shift.create(hotel_id=hotel.id, created_at=now, **_columns(wanted))
        Membership.update(has_shifts=True).where(
            Membership.hotel_id == hotel.id, Membership.staff_id == wanted.staff_id
        ).execute()
    made = find((hotel.id,), int(shift.id))
    hotel_events.added(hotel.id, Thing.SHIFT, said(made), actor=actor, now=now)
    return made.id


def change(hotel: Hotel, id: int, wanted: Wanted, *, actor: Actor, now: datetime) -> None:
    """Raises NotFound, Invalid."""
    old = find((hotel.id,), id)
    if old.staff_id != wanted.staff_id:
        raise Invalid("A shift stays with its member: remove it and add one to the other.", "staffId")
    with duty_changes.changing(hotel, now=now):
        Shift.delete().where(Shift.id == id).execute()
        _check(hotel, wanted, duty.roster(hotel, now=now), now=now)
        Shift.insert(id=id, hotel_id=hotel.id, created_at=now, **_columns(wanted)).execute()
    before, after = {"hours": said(old)}, {"hours": said(find((hotel.id,), id))}
    hotel_events.changed(hotel.id, Thing.SHIFT, old.name, before, after, actor=actor, now=now)


def remove(hotel: Hotel, id: int, *, actor: Actor, now: datetime) -> None:
    """Raises NotFound. Who has none left is never on duty, until he gets one or keeps no shifts any more."""
    line = find((hotel.id,), id)
    with duty_changes.changing(hotel, now=now):
        Shift.delete().where(Shift.id == line.id).execute()
    hotel_events.removed(hotel.id, Thing.SHIFT, said(line), actor=actor, now=now)


def keep_no_shifts(hotel: Hotel, staff_id: int, *, actor: Actor, now: datetime) -> None:
    """All his shifts go, and his own switch counts again where nobody keeps shifts. Raises Invalid."""
    duty.check_people(hotel.id, (staff_id,), "staffId")
    with duty_changes.changing(hotel, now=now):
        Shift.delete().where(Shift.hotel_id == hotel.id, Shift.staff_id == staff_id).execute()
        Membership.update(has_shifts=False).where(
            Membership.hotel_id == hotel.id, Membership.staff_id == staff_id
        ).execute()
    name = next(member.name for member in members(hotel.id) if member.staff_id == staff_id)
    hotel_events.removed(hotel.id, Thing.SHIFT, f"{name}: all", actor=actor, now=now)


def switch(hotel: Hotel, staff_id: int, *, on_duty: bool, actor: Actor, now: datetime) -> None:
    """On duty or off by hand, for hotels without shifts. Raises Invalid for who goes by shifts."""
    duty.check_people(hotel.id, (staff_id,), "staffId")
    if any(member.has_shifts for member in members(hotel.id)):
        raise Invalid("This hotel goes by shifts: change the member's shifts instead.", "onDuty")
    before = {member.staff_id: member for member in members(hotel.id)}[staff_id]
    with duty_changes.changing(hotel, now=now):
        Membership.update(on_duty=on_duty).where(
            Membership.hotel_id == hotel.id, Membership.staff_id == staff_id
        ).execute()
    hotel_events.changed(
        hotel.id,
        Thing.SHIFT,
        before.name,
        {"on duty": before.on_duty},
        {"on duty": on_duty},
        actor=actor,
        now=now,
    )


def read_hours(starts: str, ends: str) -> Hours:
    """From "08:00" and "16:30", as forms and programs send them. Raises Invalid, naming the field."""
    return Hours(_time(starts, "starts"), _time(ends, "ends"))


def read_weekday(name: str) -> int:
    """Raises Invalid."""
    if name.lower() not in WEEKDAYS:
        raise Invalid("A weekday is one of monday to sunday.", "weekday")
    return WEEKDAYS.index(name.lower())


def read_day(text: str) -> date:
    """Raises Invalid."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid("Write the date like 2026-12-24.", "date") from None


def _time(text: str, field: str) -> time:
    hour, colon, minute = text.strip().partition(":")
    if not (colon and hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit()):
        raise Invalid("Write the time like 08:00.", field)
    if int(hour) > 23 or int(minute) > 59 or len(hour) > 2 or len(minute) != 2:
        raise Invalid("A time is between 00:00 and 23:59; a shift until midnight ends at 00:00.", field)
    return time(int(hour), int(minute))


def _check(hotel: Hotel, wanted: Wanted, known: Roster, *, now: datetime) -> None:
    people = {member.staff_id: member for member in members(hotel.id)}
    member = people.get(wanted.staff_id)
    if member is None or member.role not in PEOPLE:
        raise Invalid("This person is not an enabled member of the hotel.", "staffId")
    if (wanted.weekday is None) == (wanted.day is None):
        raise Invalid("Name a weekday for every week, or one date.", "weekday")
    if wanted.weekday is not None:
        if wanted.hours is None:
            raise Invalid("A shift has a beginning and an end.", "starts")
        check_weekly(Weekly(wanted.staff_id, wanted.weekday, wanted.hours), known.weekly)
    if wanted.day is not None:
        today = now.astimezone(ZoneInfo(hotel.time_zone)).date()
        check_change(DayChange(wanted.staff_id, wanted.day, wanted.hours), known.changes, today=today)


def _columns(wanted: Wanted) -> dict[str, object]:
    return {
        "staff_id": wanted.staff_id,
        "weekday": wanted.weekday,
        "day": wanted.day,
        "starts": wanted.hours.starts if wanted.hours else None,
        "ends": wanted.hours.ends if wanted.hours else None,
    }

"""Who is on duty now: members with their shifts or their switch, and the hotel's settings of duty and assignment.

In the caller's transaction. Changing shifts is workflow/services/duty_shifts, what follows duty_changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from psycopg2.extras import Json

from workflow.assignment import Mode
from workflow.database import rows
from workflow.duty import PEOPLE, Member
from workflow.errors import Invalid
from workflow.models import Hotel, Shift
from workflow.roster import DayChange, Hours, Roster, Weekly
from workflow.services import hotel_events
from workflow.services.hotel_events import Thing
from workflow.services.hotels import members
from workflow.values import Actor

SETTING = "duty"  # in hotels.settings
_PAST = timedelta(days=3)  # a change of a day that is over by then matters no more


class AtShiftEnd(StrEnum):
    """What becomes of the live tickets of a member whose shift ends."""

    RELEASE = "release"  # to everybody on duty; those that wait for the guest when he writes
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class DutySettings:
    """fallback: who is told when nobody is on duty; none: owners and managers."""

    fallback: tuple[int, ...] = ()
    mode: Mode = Mode.MANUAL
    at_shift_end: AtShiftEnd = AtShiftEnd.RELEASE


@dataclass(frozen=True, slots=True)
class Presence:
    """A member, and when his shift ends; None where it has no end, or he is off duty."""

    member: Member
    until: datetime | None


def settings_of(settings: Mapping[str, object]) -> DutySettings:
    """The hotel's choice from its settings; the defaults where it said nothing."""
    said = settings.get(SETTING)
    if not isinstance(said, Mapping):
        return DutySettings()
    return DutySettings(
        fallback=tuple(int(id) for id in said.get("fallback", ())),
        mode=Mode(said.get("mode", Mode.MANUAL)),
        at_shift_end=AtShiftEnd(said.get("at_shift_end", AtShiftEnd.RELEASE)),
    )


def people(hotel: Hotel, *, now: datetime) -> tuple[Member, ...]:
    """The enabled members; on_duty says whether they are on duty now, stands_in whether they are of the fallback."""
    return tuple(one.member for one in presence(hotel, now=now))


def presence(hotel: Hotel, *, now: datetime) -> tuple[Presence, ...]:
    """The same, with the ends of their shifts. A hotel where nobody keeps shifts goes by the members' own switches."""
    known, chosen = members(hotel.id), settings_of(hotel.settings).fallback
    if not any(member.has_shifts for member in known):
        return tuple(Presence(replace(member, stands_in=member.staff_id in chosen), None) for member in known)
    shifts, found = roster(hotel, now=now), []
    for member in known:
        until = shifts.until(member.staff_id, now) if member.has_shifts else None
        present = replace(member, on_duty=until is not None, stands_in=member.staff_id in chosen)
        found.append(Presence(present, until))
    return tuple(found)


def roster(hotel: Hotel, *, now: datetime) -> Roster:
    """All shifts, and the changed days that are not over."""
    weekly, changes = [], []
    for shift in Shift.select().where(Shift.hotel_id == hotel.id):
        hours = Hours(shift.starts, shift.ends) if shift.starts and shift.ends else None
        if shift.weekday is not None and hours is not None:
            weekly.append(Weekly(shift.staff_id, shift.weekday, hours))
        elif shift.day is not None and shift.day > (now - _PAST).date():
            changes.append(DayChange(shift.staff_id, shift.day, hours))
    return Roster(ZoneInfo(hotel.time_zone), tuple(weekly), tuple(changes))


def set_settings(hotel: Hotel, wanted: DutySettings, *, actor: Actor, now: datetime) -> None:
    """Raises Invalid for somebody who cannot be of the fallback group."""
    before = settings_of(hotel.settings)
    check_chosen(hotel.id, wanted.fallback, "fallback", before=before.fallback)
    write_setting(
        hotel,
        SETTING,
        {
            "fallback": list(dict.fromkeys(wanted.fallback)),
            "mode": wanted.mode,
            "at_shift_end": wanted.at_shift_end,
        },
    )
    after = settings_of(hotel.settings)
    hotel_events.changed(
        hotel.id,
        Thing.DUTY,
        "",
        _facts(hotel.id, before),
        _facts(hotel.id, after),
        actor=actor,
        now=now,
    )


def names_of(hotel_id: int, staff_ids: Sequence[int]) -> tuple[str, ...]:
    """As the timeline has them; of who left in the meantime what stands there."""
    found = rows(
        "SELECT id, name FROM staff WHERE id = ANY(%s)"
        " AND id IN (SELECT staff_id FROM memberships WHERE hotel_id = %s)",
        (list(staff_ids), hotel_id),
    )
    known = dict(found)
    return tuple(known.get(id, f"no. {id}") for id in staff_ids)


def _facts(hotel_id: int, settings: DutySettings) -> dict[str, object]:
    return {
        "told when nobody is on duty": names_of(hotel_id, settings.fallback),
        "who gets a new ticket": settings.mode,
        "tickets at the end of a shift": settings.at_shift_end,
    }


def check_people(hotel_id: int, staff_ids: Sequence[int], field: str) -> None:
    """Raises Invalid unless all of them are enabled members and persons."""
    known = {member.staff_id for member in members(hotel_id) if member.role in PEOPLE}
    if not set(staff_ids) <= known:
        raise Invalid("One of these persons is not an enabled member of the hotel.", field)


def check_chosen(hotel_id: int, staff_ids: Sequence[int], field: str, *, before: Sequence[int]) -> None:
    """The same for a choice that is changed: who was chosen before may have been disabled since, and come back."""
    check_people(hotel_id, [id for id in staff_ids if id not in before], field)


def write_setting(hotel: Hotel, name: str, value: Mapping[str, object]) -> None:
    """One setting of the hotel; the others stay as they are, whoever changes them at the same time."""
    rows(
        "UPDATE hotels SET settings = settings || %s WHERE id = %s RETURNING id",
        (Json({name: dict(value)}), hotel.id),
    )
    hotel.settings = {**hotel.settings, name: dict(value)}

"""The calendars of a hotel (R-WF-4): list, make, change, remove. In the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from workflow.calendars import calendar_of
from workflow.errors import InUse, Invalid, NameTaken, NotFound
from workflow.models import SlaCalendar, SlaPolicy
from workflow.services import hotel_events, sla_recompute
from workflow.services.hotel_events import Thing
from workflow.services.in_use import unless_named_meanwhile
from workflow.values import Actor

MAX_NAME = 100


@dataclass(frozen=True, slots=True)
class CalendarDraft:
    """week and holidays as workflow/calendars reads them."""

    name: str
    time_zone: str
    week: Mapping[str, object]
    holidays: Sequence[Mapping[str, object]] = ()


def every(hotel_ids: Sequence[int]) -> list[SlaCalendar]:
    """By hotel and name."""
    chosen = SlaCalendar.select().where(SlaCalendar.hotel_id.in_(hotel_ids))
    return list(chosen.order_by(SlaCalendar.hotel_id, SlaCalendar.name))


def find(hotel_ids: Sequence[int], id: int) -> SlaCalendar:
    """Raises NotFound."""
    found = SlaCalendar.get_or_none(SlaCalendar.id == id, SlaCalendar.hotel_id.in_(hotel_ids))
    if found is None:
        raise NotFound("There is no such calendar.")
    return found


def draft_of(calendar: SlaCalendar) -> CalendarDraft:
    return CalendarDraft(calendar.name, calendar.time_zone, calendar.week, calendar.holidays)


def create(hotel_id: int, draft: CalendarDraft, *, actor: Actor, now: datetime) -> SlaCalendar:
    """Raises Invalid, naming the field."""
    values = _checked(hotel_id, draft, but=None)
    made = SlaCalendar.create(hotel_id=hotel_id, **values, created_at=now, updated_at=now)
    hotel_events.added(hotel_id, Thing.CALENDAR, made.name, actor=actor, now=now)
    return made


def change(calendar: SlaCalendar, draft: CalendarDraft, *, actor: Actor, now: datetime) -> SlaCalendar:
    """Live tickets get new clocks, a little later. Raises Invalid, naming the field."""
    values = _checked(calendar.hotel_id, draft, but=calendar.id)
    sla_recompute.begin(calendar.hotel_id, now=now)
    SlaCalendar.update(**values, updated_at=now).where(SlaCalendar.id == calendar.id).execute()
    before = {name: getattr(calendar, name) for name in values}
    hotel_events.changed(
        calendar.hotel_id, Thing.CALENDAR, calendar.name, before, values, actor=actor, now=now
    )
    return SlaCalendar.get_by_id(calendar.id)


def remove(calendar: SlaCalendar, *, replace_by: int | None = None, actor: Actor, now: datetime) -> None:
    """Raises InUse while a policy goes by it and no other one takes its place."""
    if replace_by is not None:
        if replace_by == calendar.id or replace_by not in {one.id for one in every([calendar.hotel_id])}:
            raise Invalid("Choose another calendar to take its place.", "replaceBy")
        sla_recompute.begin(calendar.hotel_id, now=now)
        SlaPolicy.update(calendar_id=replace_by).where(SlaPolicy.calendar_id == calendar.id).execute()
    used = SlaPolicy.select().where(SlaPolicy.calendar_id == calendar.id).order_by(SlaPolicy.name).first()
    if used is not None:
        raise InUse(
            "The policy %(name)s goes by this calendar: choose another one to take its place.",
            values={"name": f"{used.name!r}"},
        )
    with unless_named_meanwhile():
        SlaCalendar.delete().where(SlaCalendar.id == calendar.id).execute()
    hotel_events.removed(calendar.hotel_id, Thing.CALENDAR, calendar.name, actor=actor, now=now)


def checked_name(name: str, *, taken: Sequence[str], what: str) -> str:
    """One line, and nobody else's. Raises Invalid, NameTaken."""
    name = " ".join(name.split())
    if not name:
        raise Invalid("A %(what)s needs a name.", "name", values={"what": what})
    if len(name) > MAX_NAME:
        raise Invalid("A name has at most %(most)s characters.", "name", values={"most": MAX_NAME})
    if name.lower() in (each.lower() for each in taken):
        raise NameTaken(
            "There is a %(what)s called %(name)s already.", "name", values={"what": what, "name": f"{name!r}"}
        )
    return name


def _checked(hotel_id: int, draft: CalendarDraft, *, but: int | None) -> dict[str, object]:
    calendar_of(draft.time_zone, draft.week, draft.holidays)
    others = [calendar.name for calendar in every([hotel_id]) if calendar.id != but]
    return {
        "name": checked_name(draft.name, taken=others, what="calendar"),
        "time_zone": draft.time_zone,
        "week": dict(draft.week),
        "holidays": [dict(holiday) for holiday in draft.holidays],
    }

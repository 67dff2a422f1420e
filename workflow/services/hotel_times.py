"""The times a hotel sets for its tickets (R-WF-2, R-WF-3): checked, kept, and counted from for what is armed already.

In the caller's transaction. They stand in days in the hotel's settings; workflow/services/hotels reads them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from workflow.database import rows
from workflow.errors import Invalid
from workflow.models import Hotel
from workflow.services import hotel_events
from workflow.services.hotel_events import Thing
from workflow.services.hotels import rules_of
from workflow.values import Actor, DeadlineKind, HotelRules

LONGEST = timedelta(days=365)
SHORTEST = timedelta(minutes=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Times:
    """What is to change; None leaves it. A reminder after nothing is none."""

    reopen_window: timedelta | None = None
    waiting_reminds_after: timedelta | None = None
    waiting_resolves_after: timedelta | None = None
    resolved_closes_after: timedelta | None = None


FIELDS = {
    "reopen_window": "reopenWindowDays",
    "waiting_reminds_after": "waitingRemindsAfterDays",
    "waiting_resolves_after": "waitingResolvesAfterDays",
    "resolved_closes_after": "resolvedClosesAfterDays",
}
"""How programs name them."""

_KINDS = {
    DeadlineKind.REMIND_WAITING: "waiting_reminds_after",
    DeadlineKind.RESOLVE_WAITING: "waiting_resolves_after",
    DeadlineKind.CLOSE_RESOLVED: "resolved_closes_after",
}


def set_times(hotel_id: int, wanted: Times, *, actor: Actor, now: datetime) -> HotelRules:
    """All times of the hotel from now on; tickets that wait already count from when they began. Raises Invalid."""
    hotel = Hotel.select().where(Hotel.id == hotel_id).for_update().get()
    before = rules_of(hotel.settings)
    changes = {name: span for name, span in asdict(wanted).items() if span is not None}
    after = replace(before, **changes)
    _check(after, changes)
    settings = {**hotel.settings, **{f"{name}_days": span / _DAY for name, span in changes.items()}}
    Hotel.update(settings=settings).where(Hotel.id == hotel_id).execute()
    hotel_events.changed(hotel_id, Thing.HOTEL, "", _said(before), _said(after), actor=actor, now=now)
    for kind, name in _KINDS.items():
        _shift(hotel_id, kind, getattr(before, name), getattr(after, name), now=now)
    return after


def _said(times: HotelRules) -> dict[str, object]:
    """In days, as the timeline names them."""
    return {name.replace("_", " "): f"{getattr(times, name) / _DAY:g} days" for name in FIELDS}


def _check(times: HotelRules, changes: dict[str, timedelta]) -> None:
    for name, span in changes.items():
        may_be_none = name in ("reopen_window", "waiting_reminds_after") and not span
        if not may_be_none and not SHORTEST <= span <= LONGEST:
            raise Invalid("A time is between a minute and 365 days.", FIELDS[name])
    if times.waiting_reminds_after and times.waiting_reminds_after >= times.waiting_resolves_after:
        raise Invalid(
            "The reminder must come before the ticket is resolved, or nobody could answer it.",
            FIELDS["waiting_reminds_after"],
        )


def _shift(hotel_id: int, kind: DeadlineKind, before: timedelta, after: timedelta, *, now: datetime) -> None:
    """What is armed moves by the difference. A reminder that is switched off is cancelled; one that is switched on
    comes to tickets that begin to wait afterwards."""
    if before == after or not before:
        return
    if not after:
        rows(
            "UPDATE deadlines SET state = 'cancelled', finished_at = %s"
            " WHERE hotel_id = %s AND kind = %s AND state = 'armed'",
            (now, hotel_id, kind),
        )
        return
    rows(
        "UPDATE deadlines SET due_at = due_at + %s, look_at = greatest(due_at + %s, %s)"
        " WHERE hotel_id = %s AND kind = %s AND state = 'armed'",
        (after - before, after - before, now, hotel_id, kind),
    )

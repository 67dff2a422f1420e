"""How a hotel and its members want to be told: quiet hours, and how many notices make a flood. In the open transaction.

A change holds for what waits already: it is looked at again at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from workflow.database import rows
from workflow.errors import Invalid, NotFound
from workflow.models import Hotel, Membership, Ticket
from workflow.notices import MAX_LIMIT, MAX_MINUTES, Limits, QuietHours, read_quiet_hours
from workflow.services import duty, hotel_events
from workflow.services.hotel_events import Thing
from workflow.values import Actor

SETTING = "notices"  # in hotels.settings
OF_THE_HOTEL = "hotel"
NONE = "none"


@dataclass(frozen=True, slots=True)
class NoticeSettings:
    """Of a hotel; quiet None: no quiet hours unless a member sets his own."""

    quiet: QuietHours | None = None
    limits: Limits = field(default_factory=Limits)


def of_hotel(hotel: Hotel) -> NoticeSettings:
    """The defaults where it said nothing."""
    said, default = hotel.settings.get(SETTING), Limits()
    if not isinstance(said, Mapping):
        return NoticeSettings()
    minutes = said.get("window_minutes")
    return NoticeSettings(
        quiet=read_quiet_hours(str(said.get("quiet_hours", NONE))),
        limits=Limits(
            single=int(said.get("single", default.single)),
            single_new=int(said.get("single_new", default.single_new)),
            window=timedelta(minutes=minutes) if isinstance(minutes, int) else default.window,
        ),
    )


def set_of_hotel(
    hotel: Hotel,
    *,
    quiet_hours: str | None = None,
    single: int | None = None,
    single_new: int | None = None,
    window_minutes: int | None = None,
    actor: Actor,
    now: datetime,
) -> NoticeSettings:
    """None leaves a setting as it is. Raises Invalid, naming the field."""
    before = of_hotel(hotel)
    quiet = before.quiet if quiet_hours is None else read_quiet_hours(quiet_hours)
    wanted = {
        "quiet_hours": str(quiet) if quiet else NONE,
        "single": _checked(single, before.limits.single, "single"),
        "single_new": _checked(single_new, before.limits.single_new, "singleNew"),
        "window_minutes": window_minutes or int(before.limits.window / timedelta(minutes=1)),
    }
    if window_minutes is not None and not 1 <= window_minutes <= MAX_MINUTES:
        raise Invalid(
            "Notices are gathered for one to %(most)s minutes.", "windowMinutes", values={"most": MAX_MINUTES}
        )
    duty.write_setting(hotel, SETTING, wanted)
    _look_again(hotel.id, None, now=now)
    after = of_hotel(hotel)
    hotel_events.changed(hotel.id, Thing.NOTICES, "", _facts(before), _facts(after), actor=actor, now=now)
    return after


def _facts(settings: NoticeSettings) -> dict[str, object]:
    return {
        "quiet hours": str(settings.quiet) if settings.quiet else NONE,
        "one by one": settings.limits.single,
        "new ones one by one": settings.limits.single_new,
        "minutes": int(settings.limits.window / timedelta(minutes=1)),
    }


def of_member(hotel_id: int, staff_id: int) -> str:
    """ "hotel", "none" or the hours. Raises NotFound."""
    return str(_membership(hotel_id, staff_id).quiet_hours)


def set_of_member(hotel_id: int, staff_id: int, quiet_hours: str, *, now: datetime) -> str:
    """What he chose now. Raises Invalid, NotFound."""
    _membership(hotel_id, staff_id)
    chosen = quiet_hours.strip().lower()
    if chosen != OF_THE_HOTEL:
        chosen = str(read_quiet_hours(chosen) or NONE)
    Membership.update(quiet_hours=chosen).where(
        Membership.hotel_id == hotel_id, Membership.staff_id == staff_id
    ).execute()
    _look_again(hotel_id, staff_id, now=now)
    return chosen


def quiet_until(hotel: Hotel, staff_id: int, *, now: datetime) -> datetime | None:
    """Until when this member is not to be woken; None: now is fine.

    The hotel's default is not meant for who is on shift: he works.
    """
    chosen = of_member(hotel.id, staff_id)
    hours = of_hotel(hotel).quiet if chosen == OF_THE_HOTEL else read_quiet_hours(chosen)
    until = hours.until(now, ZoneInfo(hotel.time_zone)) if hours else None
    if until is None or chosen != OF_THE_HOTEL:
        return until
    return None if _is_on_shift(hotel, staff_id, now=now) else until


def drop_waiting(hotel_id: int, staff_id: int, *, now: datetime) -> int:
    """Of a member who was disabled: nothing that waited for him goes out any more. How many that were."""
    return len(
        rows(
            "UPDATE effects SET state = 'done', finished_at = %s, result = %s::jsonb WHERE kind = 'send_notice'"
            " AND hotel_id = %s AND member_id = %s AND state IN ('waiting', 'queued') RETURNING id",
            (now, '{"detail": "The member was disabled: nothing was sent."}', hotel_id, staff_id),
        )
    )


def look_again_at(ticket: Ticket, *, now: datetime) -> None:
    """Of a ticket that became urgent nothing waits any more, neither for the morning nor for company."""
    rows(
        "UPDATE effects SET look_at = %s WHERE kind = 'send_notice' AND hotel_id = %s AND ticket_id = %s"
        " AND state = 'waiting' AND attempts = 0 RETURNING id",
        (now, ticket.hotel_id, ticket.id),
    )


def _checked(wanted: int | None, before: int, field: str) -> int:
    if wanted is None:
        return before
    if not 0 <= wanted <= MAX_LIMIT:
        raise Invalid(
            "This is a number from 0 (always one by one) to %(most)s.", field, values={"most": MAX_LIMIT}
        )
    return wanted


def _membership(hotel_id: int, staff_id: int) -> Membership:
    found = Membership.get_or_none(Membership.hotel_id == hotel_id, Membership.staff_id == staff_id)
    if found is None:
        raise NotFound("There is no such member.")
    return found


def _is_on_shift(hotel: Hotel, staff_id: int, *, now: datetime) -> bool:
    return any(
        member.staff_id == staff_id and member.has_shifts and member.on_duty
        for member in duty.people(hotel, now=now)
    )


def _look_again(hotel_id: int, staff_id: int | None, *, now: datetime) -> None:
    """notices_pending serves it; what waits for its next try is not hurried."""
    rows(
        "UPDATE effects SET look_at = %s WHERE kind = 'send_notice' AND hotel_id = %s"
        " AND member_id = coalesce(%s, member_id) AND state = 'waiting' AND attempts = 0 RETURNING id",
        (now, hotel_id, staff_id),
    )

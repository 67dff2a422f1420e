"""Notices that do not flood: whom one goes to, and whether it goes now, later, or with others in one mail. Pure.

An urgent ticket is told at once, whatever else holds. Rows are workflow/services/notice_pace's.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from workflow import roles
from workflow.duty import Member
from workflow.errors import Invalid

MAX_LIMIT, MAX_MINUTES = 1000, 60


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one local time to another; to the next day when that is not later."""

    starts: time
    ends: time

    def __str__(self) -> str:
        return f"{self.starts:%H:%M}-{self.ends:%H:%M}"

    def until(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """When the quiet ends that is now; None when it is not quiet."""
        today = now.astimezone(zone).date()
        for day in (today - timedelta(days=1), today):
            last = day if self.starts < self.ends else day + timedelta(days=1)
            begins = datetime.combine(day, self.starts, zone).astimezone(UTC)
            ends = datetime.combine(last, self.ends, zone).astimezone(UTC)
            if begins <= now < ends:
                return ends
        return None


def read_quiet_hours(text: str) -> QuietHours | None:
    """ "22:00-07:00"; None for "none". Raises Invalid."""
    if text == "none":
        return None
    try:
        starts, ends = (time.fromisoformat(part.strip()) for part in text.replace("–", "-").split("-"))
    except ValueError:
        raise Invalid("Quiet hours look like 22:00-07:00, or none.", "quietHours") from None
    if starts == ends:
        raise Invalid("Quiet hours end at another time than they begin.", "quietHours")
    return QuietHours(starts.replace(second=0, microsecond=0), ends.replace(second=0, microsecond=0))


@dataclass(frozen=True, slots=True)
class Limits:
    """So many notices to one person within the window go one by one, then in one mail; 0: always one by one.

    A ticket that nobody has is work that somebody must take: of those more go one by one.
    """

    single: int = 5
    single_new: int = 100
    window: timedelta = timedelta(minutes=2)

    def of(self, *, is_new: bool) -> int:
        return self.single_new if is_new else self.single


@dataclass(frozen=True, slots=True)
class Pending:
    """What waits for one person, this notice counted, and what he got within the window."""

    number: int
    oldest: datetime
    sent: int


class Pace(Enum):
    NOW = "now"
    TOGETHER = "together"  # with all that waits for this person, in one mail


def pace(
    pending: Pending,
    limits: Limits,
    *,
    is_new: bool,
    is_urgent: bool,
    quiet_until: datetime | None,
    now: datetime,
) -> Pace | datetime:
    """What to do with the notice; a moment: look at it again then."""
    if is_urgent:
        return Pace.NOW
    if quiet_until is not None:
        return quiet_until
    limit = limits.of(is_new=is_new)
    if not limit or pending.number + pending.sent <= limit:
        return Pace.NOW
    collected_at = pending.oldest + limits.window
    return Pace.TOGETHER if collected_at <= now else collected_at


def with_watchers(
    told: Sequence[Member],
    people: Sequence[Member],
    watching: Collection[int],
    *,
    assignee_id: int | None,
    department_id: int | None,
) -> tuple[Member, ...]:
    """Those told, and who watches and may see the ticket; everybody once."""
    ids = {member.staff_id for member in told}
    watchers = (
        member
        for member in people
        if member.staff_id in watching
        and member.staff_id not in ids
        and roles.concerns(
            member.role,
            staff_id=member.staff_id,
            department_id=member.department_id,
            assignee_id=assignee_id,
            ticket_department_id=department_id,
        )
    )
    return (*told, *watchers)

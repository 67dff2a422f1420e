"""Numbers for reports about one hotel's tickets (issue 9, GET /metrics/tickets).

About tickets that were opened within a stretch of time: how many, how fast, promises kept, reopened; grouped by where
they came from, who has them or when they came, in the hotel's time zone. All counted by PostgreSQL; what is deleted is
left out. How much work was open at the end of each day is workflow/queries/backlog.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import accumulate
from typing import Any

from workflow import clocks, machine, sla
from workflow.database import database, rows
from workflow.open_time import CalendarTime
from workflow.sla import Target
from workflow.values import Priority


class GroupBy(StrEnum):
    CHANNEL = "channel"
    DEPARTMENT = "department"
    CATEGORY = "category"
    PRIORITY = "priority"
    HOUR = "hour"
    WEEKDAY = "weekday"
    DAY = "day"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Of time, `until` not included; days and hours as the hotel's clocks show them."""

    hotel_id: int
    since: datetime
    until: datetime
    time_zone: str


@dataclass(frozen=True, slots=True)
class Hours:
    """When a calendar is open, in order, with the open seconds before each."""

    starts: Sequence[datetime]
    ends: Sequence[datetime]
    before: Sequence[float]


@dataclass(frozen=True, slots=True)
class Speed:
    """How long it took the tickets where it has happened. Seconds; None: it has happened to none."""

    count: int
    median: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """Tickets that have the key in common; key and name None: they have none (no department, nobody)."""

    key: str | None
    name: str | None
    tickets: int
    accepted: Speed
    first_response: Speed
    resolution: Speed
    done: int  # ever
    reopened: int  # of those

    @property
    def reopen_rate(self) -> float | None:
        """Percent of what was ever done."""
        return 100 * self.reopened / self.done if self.done else None


@dataclass(frozen=True, slots=True)
class Kept:
    """Of one promise: how many tickets had it, how it went. What runs and is not late is not judged yet."""

    target: Target
    promised: int
    kept: int
    breached: int

    @property
    def running(self) -> int:
        return self.promised - self.kept - self.breached

    @property
    def percent(self) -> float | None:
        judged = self.kept + self.breached
        return 100 * self.kept / judged if judged else None


_KEYS = {
    GroupBy.CHANNEL: "source",
    GroupBy.DEPARTMENT: "department_id::text",
    GroupBy.CATEGORY: "category_id::text",
    GroupBy.PRIORITY: "priority",
    GroupBy.HOUR: "extract(hour FROM came)::int::text",
    GroupBy.WEEKDAY: "extract(isodow FROM came)::int::text",
    GroupBy.DAY: "came::date::text",
    GroupBy.MEMBER: "assignee_id::text",
}
_NAMES = {
    GroupBy.DEPARTMENT: "(SELECT name FROM departments WHERE id = key::bigint)",
    GroupBy.CATEGORY: "(SELECT name FROM categories WHERE id = key::bigint)",
    GroupBy.MEMBER: "(SELECT name FROM staff WHERE id = key::bigint)",
}
# tickets_by_time finds the tickets, events_of_ticket what happened to each.
_CHOSEN = """
chosen AS (
  SELECT t.*, t.created_at AT TIME ZONE %(zone)s AS came, past.*
  FROM tickets t LEFT JOIN LATERAL (
    SELECT
      min(e.at) FILTER (WHERE e.kind = 'assigned' AND e.new IS NOT NULL
                           OR e.kind = 'transferred' AND e.field = 'assignee') AS accepted_at,
      coalesce(bool_or(e.kind = 'state' AND e.new = ANY(%(done)s)), false) AS was_done,
      coalesce(bool_or(e.kind = 'state' AND e.old = ANY(%(done)s) AND e.new <> ALL(%(done)s)), false) AS was_reopened,
      max(e.at) FILTER (WHERE e.kind = 'guest wrote') AS asked_at,
      max(e.at) FILTER (WHERE e.kind = 'answered') AS answered_at,
      coalesce(array_agg(e.field) FILTER (WHERE e.kind = 'sla_breached'), '{}') AS breached
    FROM events e WHERE e.ticket_id = t.id AND e.hotel_id = t.hotel_id
  ) AS past ON true
  WHERE t.hotel_id = %(hotel)s AND t.created_at >= %(since)s AND t.created_at < %(until)s AND t.deleted_at IS NULL
)
"""
_SPEED = """
count({spent}), percentile_cont(0.5) WITHIN GROUP (ORDER BY {spent}),
  percentile_cont(0.9) WITHIN GROUP (ORDER BY {spent})
"""
_GROUPS = """
WITH {chosen}, timed AS (
  SELECT {key} AS key, was_done, was_reopened,
    {accepted} AS accepted, {first} AS first, {resolution} AS resolution
  FROM chosen
)
SELECT grouping(key), key, {name}, count(*), {speeds},
  count(*) FILTER (WHERE was_done), count(*) FILTER (WHERE was_done AND was_reopened)
FROM timed GROUP BY GROUPING SETS ((), (key)) ORDER BY key
"""
# Open time from the beginning of the calendar's stretch to a moment: what lies before its interval, and its part of it.
_OPEN_UNTIL = """
(SELECT coalesce((%(before)s::float8[])[n] + extract(epoch FROM least({at}, (%(ends)s::timestamptz[])[n])
        - (%(starts)s::timestamptz[])[n]), 0)
 FROM width_bucket({at}, %(starts)s::timestamptz[]) AS n)
"""
_KINDS = "SELECT DISTINCT priority, category_id, department_id FROM chosen"
_KEPT = """
WITH {chosen}, promise AS (
  SELECT * FROM unnest(%(priorities)s::text[], %(categories)s::bigint[], %(departments)s::bigint[],
    %(accepted)s::bool[], %(first_response)s::bool[], %(next_response)s::bool[], %(resolution)s::bool[])
    AS promise (priority, category_id, department_id, accepted, first_response, next_response, resolution)
), judged AS (
  SELECT chosen.breached, promise.*,
    accepted_at IS NOT NULL AS is_accepted, first_response_at IS NOT NULL AS is_answered, resolved_at IS NOT NULL AS is_done,
    asked_at > first_response_at AS asked_again, answered_at > asked_at OR resolved_at IS NOT NULL AS is_answered_again
  FROM chosen JOIN promise ON promise.priority = chosen.priority
    AND promise.category_id IS NOT DISTINCT FROM chosen.category_id
    AND promise.department_id IS NOT DISTINCT FROM chosen.department_id
)
SELECT target, count(*), count(*) FILTER (WHERE met AND NOT late), count(*) FILTER (WHERE late)
FROM judged, LATERAL (VALUES
    ('accepted', accepted, is_accepted), ('first_response', first_response, is_answered),
    ('next_response', next_response AND asked_again, is_answered_again), ('resolution', resolution, is_done)
  ) AS one (target, promised, met), LATERAL (SELECT target = ANY(breached) AS late) AS judgement
WHERE promised GROUP BY target
"""


def hours_of(calendar: CalendarTime, over: Stretch, *, now: datetime) -> Hours:
    """Laid out for all that can have happened to the tickets of the stretch by now."""
    spans = calendar.spans(over.since, max(now, over.until))
    lengths = ((closes - opens).total_seconds() for opens, closes in spans)
    before = list(accumulate(lengths, initial=0.0))
    return Hours([opens for opens, _ in spans], [closes for _, closes in spans], before[:-1])


def groups(over: Stretch, by: GroupBy, *, hours: Hours | None = None) -> tuple[Group, tuple[Group, ...]]:
    """All tickets together, and each group, those without a key last. hours: only these count, instead of all time."""
    statement = _GROUPS.format(
        chosen=_CHOSEN,
        key=_KEYS[by],
        name=_NAMES.get(by, "key"),
        accepted=_spent_until("accepted_at", hours),
        first=_spent_until("first_response_at", hours),
        resolution=_spent_until("resolved_at", hours),
        speeds=", ".join(_SPEED.format(spent=name) for name in ("accepted", "first", "resolution")),
    )
    found = [(row[0], _group(*row[1:])) for row in _ask(statement, over, _laid_out(hours))]
    whole = next(group for is_whole, group in found if is_whole)
    return whole, tuple(group for is_whole, group in found if not is_whole)


def filled(found: Sequence[Group], by: GroupBy, over: Stretch) -> tuple[Group, ...]:
    """Hours, weekdays and days without a ticket too, so that a chart has no gaps."""
    keys = {
        GroupBy.HOUR: [str(hour) for hour in range(24)],
        GroupBy.WEEKDAY: [str(day) for day in range(1, 8)],
        GroupBy.DAY: [str(day) for day in days(over)] if by is GroupBy.DAY else [],
    }.get(by)
    if keys is None:
        return tuple(found)
    by_key = {group.key: group for group in found}
    none = Speed(0, None, None)
    return tuple(by_key.get(key) or Group(key, key, 0, none, none, none, 0, 0) for key in keys)


def days(over: Stretch) -> tuple[date, ...]:
    """The days of the hotel that the stretch touches."""
    found = rows(
        "SELECT (%s AT TIME ZONE %s)::date, ((%s - interval '1 microsecond') AT TIME ZONE %s)::date",
        (over.since, over.time_zone, over.until, over.time_zone),
    )
    first, last = found[0]
    return tuple(first + timedelta(days=number) for number in range((last - first).days + 1))


def kept(over: Stretch) -> tuple[Kept, ...]:
    """Each promise by the policies as they are now; a breach is what the timeline says of it."""
    policies = clocks.policies_of([over.hotel_id])[over.hotel_id]
    kinds = _ask(f"WITH {_CHOSEN} {_KINDS}", over, {}) if policies else []
    promised = [
        sla.match(policies, priority=Priority(priority), category_id=category_id, department_id=department_id)
        for priority, category_id, department_id in kinds
    ]
    columns: dict[str, object] = {
        "priorities": [kind[0] for kind in kinds],
        "categories": [kind[1] for kind in kinds],
        "departments": [kind[2] for kind in kinds],
    }
    for target in Target:
        columns[target] = [policy is not None and target in policy.targets for policy in promised]
    found = {row[0]: row[1:] for row in _ask(_KEPT.format(chosen=_CHOSEN), over, columns)} if kinds else {}
    return tuple(Kept(target, *found.get(target, (0, 0, 0))) for target in Target)


def _spent_until(end: str, hours: Hours | None) -> str:
    """SQL of the seconds since a ticket came; null when it has not happened."""
    if hours is None:
        return f"extract(epoch FROM {end} - created_at)"
    open_time = f"{_OPEN_UNTIL.format(at=end)} - {_OPEN_UNTIL.format(at='created_at')}"
    return f"CASE WHEN {end} IS NOT NULL THEN {open_time} END"


def _laid_out(hours: Hours | None) -> dict[str, object]:
    if hours is None:
        return {}
    return {"starts": list(hours.starts), "ends": list(hours.ends), "before": list(hours.before)}


def _ask(statement: str, over: Stretch, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
    named = {
        "hotel": over.hotel_id,
        "since": over.since,
        "until": over.until,
        "zone": over.time_zone,
        "done": [str(state) for state in machine.DONE],
        **values,
    }
    found: list[tuple[Any, ...]] = database.execute_sql(statement, named).fetchall()
    return found


def _group(key: str | None, name: str | None, tickets: int, *numbers: Any) -> Group:
    accepted, first, resolution = (_speed(*numbers[at : at + 3]) for at in (0, 3, 6))
    done, reopened = numbers[9:]
    return Group(key, name, tickets, accepted, first, resolution, done, reopened)


def _speed(count: int, median: object, p90: object) -> Speed:
    return Speed(count, *(None if value is None else float(str(value)) for value in (median, p90)))

"""The clocks of tickets as the database has them: policies and history are read for many tickets at once, and what
workflow/sla makes of them is what workflow/ledger writes.

Whoever changes policies or calendars holds `lock_policies`: nobody works by the old ones when he commits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from json import loads

from workflow import machine, sla
from workflow.calendars import calendar_of
from workflow.database import rows
from workflow.models import Ticket
from workflow.open_time import ALWAYS, OpenTime, open_time
from workflow.sla import Clock, Fact, FactKind, LadderStep, Policy, Rung, Target
from workflow.values import Decision, Priority, Source, State
from workflow.whatsapp.window import closes_at

_KEYS = "SELECT hashtextextended('policies of ' || id, 0) FROM unnest(%s::bigint[]) AS id ORDER BY id"
_POLICIES = """
SELECT p.hotel_id, p.id, p.name, p.priority, p.category_id, p.department_id, p.accepted_minutes,
  p.first_response_minutes, p.next_response_minutes, p.resolution_minutes, p.warn_minutes, p.warn_percent, p.ladder,
  p.in_force_since,  c.time_zone, c.week::text, c.holidays::text
FROM sla_policies p LEFT JOIN sla_calendars c ON c.id = p.calendar_id WHERE p.hotel_id = ANY(%s)
"""
# events_of_ticket serves it.
_HISTORY = """
SELECT ticket_id, at, kind, field, new FROM events WHERE ticket_id = ANY(%s) AND kind = ANY(%s) ORDER BY id
"""
ASSIGNED, TRANSFERRED = "assigned", "transferred"
AS_WRITTEN = "taken as written"  # what had counted as mere thanks
MERGED_IN = "merged in"
UNANSWERED = "unanswered"  # the field of a merger that brought what still waits for an answer
_EVENTS = (
    ASSIGNED,
    TRANSFERRED,
    AS_WRITTEN,
    MERGED_IN,
    *(kind for kind in FactKind if kind not in (FactKind.TAKEN, FactKind.RELEASED)),
)
GRACE = timedelta(minutes=5)
"""What came due this shortly before policies changed is told all the same: it was about to be."""
_COLUMNS = frozenset({"state", "assignee_id", "priority", "category_id", "department_id", "deleted_at"})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a ticket's clocks stand: the next due moment, and when the clock of the desk must look at them."""

    due_at: datetime | None
    look_at: datetime | None


def concerned(decision: Decision) -> bool:
    """Whether clocks may stand otherwise after this."""
    return not _COLUMNS.isdisjoint(decision.changes) or any(
        event.kind == "created" or event.kind in _EVENTS for event in decision.events
    )


def standings(
    tickets: Collection[Ticket], *, new: Collection[int], written: Iterable[Mapping[str, object]]
) -> dict[int, Standing]:
    """By ticket, those that have clocks or had some. new: ids of tickets without a stored history; written: rows of
    events that are not stored yet."""
    if not tickets:
        return {}
    policies = held_policies({ticket.hotel_id for ticket in tickets})
    heard = _heard(tickets)
    clocked = [
        ticket
        for ticket in tickets
        if policies[ticket.hotel_id] or ticket.due_at is not None or ticket.contact_id in heard
    ]
    if not clocked:
        return {}
    facts = history([ticket.id for ticket in clocked if ticket.id not in new])
    for event in written:
        _add(facts, event["ticket_id"], event["at"], event["kind"], event["field"], event["new"])
    found = {}
    for ticket in clocked:
        known = facts.get(ticket.id, [])
        clocks = clocks_of(ticket, policies[ticket.hotel_id], known)
        window_end = _window_end(ticket, known, heard)
        due = [moment for moment in (sla.next_due(clocks), window_end) if moment is not None]
        found[ticket.id] = Standing(min(due, default=None), sla.next_step(clocks))
    return found


def _heard(tickets: Collection[Ticket]) -> dict[int, datetime]:
    """When those who write by WhatsApp were heard last, by person; nothing is asked when nobody does."""
    people = sorted({ticket.contact_id for ticket in tickets if ticket.contact_id is not None})
    if not people:
        return {}
    return dict(
        rows(
            "SELECT id, last_heard_at FROM whatsapp_contacts WHERE id = ANY(%s) AND last_heard_at IS NOT NULL",
            (people,),
        )
    )


def _window_end(ticket: Ticket, facts: Iterable[Fact], heard: Mapping[int, datetime]) -> datetime | None:
    """By when a guest who waits for an answer by WhatsApp must have it: a due moment like any other (R-WA-6)."""
    if ticket.contact_id not in heard or ticket.deleted_at is not None or ticket.state in machine.DONE:
        return None
    said = [fact.kind for fact in facts if fact.kind in (FactKind.GUEST_WROTE, FactKind.ANSWERED)]
    waits = said[-1] is FactKind.GUEST_WROTE if said else ticket.source == Source.WHATSAPP
    return closes_at(heard[ticket.contact_id]) if waits else None


def clocks_of(ticket: Ticket, policies: Iterable[Policy], facts: list[Fact]) -> tuple[Clock, ...]:
    """All clocks of the ticket under the policy it falls under now; none without one, and none once it is deleted."""
    policy = policy_of(ticket, policies)
    if policy is None or ticket.deleted_at is not None:
        return ()
    return sla.clocks(ticket.created_at, facts, policy)


def policy_of(ticket: Ticket, policies: Iterable[Policy]) -> Policy | None:
    return sla.match(
        policies,
        priority=Priority(ticket.priority),
        category_id=ticket.category_id,
        department_id=ticket.department_id,
    )


def of_ticket(ticket: Ticket) -> tuple[Clock, ...]:
    """All clocks of the ticket as they stand, for people to read."""
    policies = policies_of([ticket.hotel_id])[ticket.hotel_id]
    return clocks_of(ticket, policies, history([ticket.id]).get(ticket.id, [])) if policies else ()


def held_policies(hotel_ids: Collection[int]) -> dict[int, list[Policy]]:
    """By hotel; nobody changes them until the transaction ends."""
    rows(f"SELECT pg_advisory_xact_lock_shared(key) FROM ({_KEYS}) AS keys (key)", (list(hotel_ids),))
    return policies_of(hotel_ids)


def policies_of(hotel_ids: Collection[int]) -> dict[int, list[Policy]]:
    """By hotel."""
    ids = list(hotel_ids)
    found: dict[int, list[Policy]] = {id: [] for id in ids}
    for hotel_id, *columns in rows(_POLICIES, (ids,)):
        found[hotel_id].append(_policy(*columns))
    return found


def lock_policies(hotel_id: int) -> None:
    """Until the transaction ends, no ticket's clocks are set by the hotel's policies, and none were unseen."""
    rows(f"SELECT pg_advisory_xact_lock(key) FROM ({_KEYS}) AS keys (key)", ([hotel_id],))


def history(ticket_ids: Collection[int]) -> dict[int, list[Fact]]:
    """The facts of each ticket's timeline, in order."""
    found: dict[int, list[Fact]] = {}
    if ticket_ids:
        for row in rows(_HISTORY, (list(ticket_ids), list(_EVENTS))):
            _add(found, *row)
    return found


def _add(
    facts: dict[int, list[Fact]], ticket_id: object, at: object, kind: object, field: object, new: object
) -> None:
    fact = _fact(at, str(kind), str(field), new) if kind in _EVENTS else None
    if fact is not None and isinstance(ticket_id, int):
        facts.setdefault(ticket_id, []).append(fact)


def _fact(at: object, kind: str, field: str, new: object) -> Fact | None:
    """What an event says to clocks; None for one whose words were erased."""
    if not isinstance(at, datetime):
        return None
    if kind == TRANSFERRED:
        return Fact(FactKind.TAKEN, at) if field == "assignee" else None
    if kind == MERGED_IN:
        return Fact(FactKind.GUEST_WROTE, at) if field == UNANSWERED else None
    if kind == AS_WRITTEN:
        return Fact(FactKind.GUEST_WROTE, at)
    if kind == ASSIGNED:
        return Fact(FactKind.TAKEN if new else FactKind.RELEASED, at)
    if kind == FactKind.STATE:
        return Fact(FactKind.STATE, at, str(new)) if new in set(State) else None
    if kind == FactKind.BREACHED:
        return Fact(FactKind.BREACHED, at, sla.step_mark(Target(field), 0))
    return Fact(FactKind(kind), at, field)


def _policy(
    id: int,
    name: str,
    priority: str | None,
    category_id: int | None,
    department_id: int | None,
    accepted: int | None,
    first: int | None,
    following: int | None,
    resolution: int | None,
    warn_minutes: int | None,
    warn_percent: int | None,
    ladder: list[dict[str, int | str]],
    in_force_since: datetime,
    *calendar: str | None,
) -> Policy:
    promised = zip(Target, (accepted, first, following, resolution), strict=True)
    return Policy(
        id=id,
        name=name,
        targets={target: timedelta(minutes=minutes) for target, minutes in promised if minutes is not None},
        ladder=tuple(
            LadderStep(timedelta(minutes=int(step["after"])), Rung(str(step["to"]))) for step in ladder
        ),
        hours=_hours(*calendar),
        told_from=in_force_since - GRACE,
        priority=Priority(priority) if priority is not None else None,
        category_id=category_id,
        department_id=department_id,
        warn_before=timedelta(minutes=warn_minutes) if warn_minutes is not None else None,
        warn_percent=warn_percent,
    )


@lru_cache(maxsize=256)
def _hours(time_zone: str | None, week: str | None, holidays: str | None) -> OpenTime:
    if time_zone is None or week is None or holidays is None:
        return ALWAYS
    return open_time(calendar_of(time_zone, loads(week), loads(holidays)))

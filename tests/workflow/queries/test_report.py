"""Reports (issue 9): a small story counted by hand, and random stories against a second opinion in plain Python."""

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import quantiles
from zoneinfo import ZoneInfo

import pytest

from tests.builders import make_department, make_hotel, make_member
from workflow.calendars import calendar_of
from workflow.database import hotel, rows
from workflow.errors import Invalid
from workflow.models import Event, Hotel, Ticket
from workflow.open_time import open_time
from workflow.queries import report
from workflow.queries.report import Report
from workflow.queries.ticket_report import Group, GroupBy
from workflow.services import sla_calendars, sla_policies
from workflow.services.sla_calendars import CalendarDraft
from workflow.services.sla_policies import PolicyDraft
from workflow.settings import Settings
from workflow.sla import Target
from workflow.values import SYSTEM, Role

ROME = "Europe/Rome"
MONDAY = datetime(2026, 3, 23, 8, tzinfo=UTC)  # 9:00 in Rome; summer time begins on the Sunday after
NOW = MONDAY + timedelta(days=14)
DONE = ("resolved", "closed")


@dataclass
class Story:
    """What happened to one ticket, minutes after it came."""

    at: datetime
    source: str = "email"
    department_id: int | None = None
    assignee_id: int | None = None
    priority: str = "medium"
    accepted: float | None = None
    answered: float | None = None
    moves: tuple[tuple[float, str], ...] = ()
    breached: tuple[Target, ...] = ()
    deleted: bool = False
    states: list[tuple[datetime, str, str]] = field(default_factory=list)

    def after(self, minutes: float) -> datetime:
        return self.at + timedelta(minutes=minutes)


def tell(at: Hotel, story: Story, number: int) -> None:
    state, resolved = "open", None
    for minutes, goal in story.moves:
        moment = story.after(minutes)
        story.states.append((moment, state, goal))
        if goal in DONE and state not in DONE:
            resolved = moment
        elif goal not in DONE:
            resolved = None
        state = goal
    ticket = Ticket.create(
        hotel_id=at.id,
        pid=f"T-{number}",
        source=story.source,
        state=state,
        priority=story.priority,
        placed_by="new",
        department_id=story.department_id,
        assignee_id=story.assignee_id,
        created_by_kind="guest",
        created_at=story.at,
        updated_by_kind="guest",
        updated_at=story.at,
        first_response_at=None if story.answered is None else story.after(story.answered),
        resolved_at=resolved,
        deleted_at=NOW if story.deleted else None,
    )
    events = [(moment, "state", "state", old, new) for moment, old, new in story.states]
    if story.accepted is not None:
        events.append((story.after(story.accepted), "assigned", "assignee", None, "Ana"))
        events.append((story.after(story.accepted + 500), "transferred", "assignee", "Ana", "Jon"))
    events += [(story.after(1), "sla_breached", str(target), None, None) for target in story.breached]
    for moment, kind, named, old, new in events:
        Event.create(
            hotel_id=at.id,
            ticket_id=ticket.id,
            at=moment,
            actor_kind="system",
            kind=kind,
            field=named,
            old=old,
            new=new,
        )


@pytest.fixture
def aurora(settings: Settings) -> Hotel:
    return make_hotel(time_zone=ROME)


def read(at: Hotel, by: GroupBy, *, calendar_id: int | None = None, **span: datetime) -> Report:
    with hotel(at.id):
        over = report.stretch(at.id, span.get("since", MONDAY), span.get("until", NOW), now=NOW)
        return report.report(over, by, calendar_id=calendar_id, now=NOW)


def minutes(group: Group) -> tuple[float | None, ...]:
    speeds = (group.accepted, group.first_response, group.resolution)
    values = [value for speed in speeds for value in (speed.median, speed.p90)]
    return tuple(None if value is None else round(value / 60, 3) for value in values)


def test_a_small_story_counted_by_hand(aurora: Hotel) -> None:
    """Issue 9: volume, accepted, first response and resolution, SLA kept, reopen rate, backlog."""
    kitchen = make_department(aurora, "Kitchen")
    ana = make_member(aurora, Role.MANAGER)
    with hotel(aurora.id):
        promise = PolicyDraft(
            name="All", accepted_minutes=15, first_response_minutes=60, resolution_minutes=600
        )
        sla_policies.create(aurora.id, promise, actor=SYSTEM, now=MONDAY)
        stories = (
            Story(MONDAY, accepted=10, answered=30, moves=((100, "resolved"),), assignee_id=ana.staff_id),
            Story(
                MONDAY + timedelta(hours=1),
                source="whatsapp",
                department_id=kitchen.id,
                accepted=20,
                answered=50,
                moves=((200, "resolved"), (1500, "open"), (3000, "closed")),
                breached=(Target.ACCEPTED,),
            ),
            Story(MONDAY + timedelta(days=1), accepted=30, moves=()),
            Story(MONDAY + timedelta(days=2), source="whatsapp", breached=(Target.FIRST_RESPONSE,)),
            Story(MONDAY + timedelta(days=2), deleted=True),
            Story(MONDAY - timedelta(days=1), moves=((60 * 36, "closed"),)),  # before the report
        )
        for number, story in enumerate(stories):
            tell(aurora, story, number)
    found = read(aurora, GroupBy.CHANNEL)
    assert found.whole.tickets == 4
    assert [(group.key, group.tickets) for group in found.groups] == [("email", 2), ("whatsapp", 2)]
    # 10, 20, 30 · 30, 50 · 100, 3000 minutes; the 90th lies a tenth below the last of two, a fifth of three.
    assert minutes(found.whole) == (20, 28, 40, 48, 1550, 2710)
    assert (found.whole.done, found.whole.reopened, found.whole.reopen_rate) == (2, 1, 50)
    kept = {one.target: (one.promised, one.kept, one.breached, one.running) for one in found.kept}
    assert kept == {
        Target.ACCEPTED: (4, 2, 1, 1),
        Target.FIRST_RESPONSE: (4, 2, 1, 1),
        Target.NEXT_RESPONSE: (0, 0, 0, 0),
        Target.RESOLUTION: (4, 2, 0, 2),
    }
    assert [round(one.percent, 1) for one in found.kept if one.percent is not None] == [66.7, 66.7, 100]
    # Monday: the two that came and the older one are done. Tuesday: one comes, the second is opened again.
    # Wednesday: one comes, the second is closed; the other two stay.
    assert [(one.came, one.live) for one in found.backlog[:4]] == [(2, 0), (1, 2), (1, 2), (0, 2)]
    by_department = read(aurora, GroupBy.DEPARTMENT).groups
    assert [(group.name, group.tickets) for group in by_department] == [("Kitchen", 1), (None, 3)]
    by_member = read(aurora, GroupBy.MEMBER).groups
    assert [(group.name, group.tickets) for group in by_member] == [("Ana", 1), (None, 3)]


def test_hours_weekdays_and_days_are_the_hotels(aurora: Hotel) -> None:
    """The clock on the wall, also across the beginning of summer time."""
    sunday = datetime(2026, 3, 29, tzinfo=UTC)
    with hotel(aurora.id):
        for number, at in enumerate((sunday - timedelta(minutes=61), sunday, sunday + timedelta(hours=1))):
            tell(aurora, Story(at), number)
    hours = read(aurora, GroupBy.HOUR).groups
    assert len(hours) == 24
    assert [group.key for group in hours if group.tickets] == ["1", "3", "23"]
    assert [group.tickets for group in hours if group.tickets] == [1, 1, 1]
    weekdays = {group.key: group.tickets for group in read(aurora, GroupBy.WEEKDAY).groups}
    assert weekdays == {"1": 0, "2": 0, "3": 0, "4": 0, "5": 0, "6": 1, "7": 2}
    days = read(aurora, GroupBy.DAY).groups
    assert (len(days), days[0].key, days[-1].key) == (15, "2026-03-23", "2026-04-06")


def test_with_a_calendar_only_open_hours_count(aurora: Hotel) -> None:
    week = {day: [{"from": "09:00", "to": "17:00"}] for day in ("monday", "tuesday", "friday")}
    with hotel(aurora.id):
        calendar = sla_calendars.create(
            aurora.id,
            CalendarDraft(name="Office", time_zone=ROME, week=week, holidays=[]),
            actor=SYSTEM,
            now=MONDAY,
        )
        tell(
            aurora, Story(MONDAY + timedelta(hours=7), answered=60 * 17, moves=((60 * 24 * 7, "closed"),)), 1
        )
    found = read(aurora, GroupBy.PRIORITY, calendar_id=calendar.id)
    # Monday 16:00 to Tuesday 9:00 is one hour; to the next Monday at 17:00 (summer time) four days less seven hours.
    assert minutes(found.whole)[2::2] == (60, 25 * 60)


@pytest.mark.parametrize("span", [{"since": NOW}, {"until": MONDAY}, {"since": NOW - timedelta(days=371)}])
def test_a_stretch_that_cannot_be_reported_is_refused(aurora: Hotel, span: dict[str, datetime]) -> None:
    with pytest.raises(Invalid):
        read(aurora, GroupBy.DAY, **span)


def test_random_stories_have_the_numbers_of_a_second_opinion(aurora: Hotel) -> None:
    """Issue 9: the SQL against plain Python that shares nothing with it."""
    seed = random.randrange(10**9)
    print("seed", seed)
    chance = random.Random(seed)
    kitchen = make_department(aurora, "Kitchen")
    week = {
        day: [{"from": "08:00", "to": "12:30"}, {"from": "22:00", "to": "02:00", "nextDay": True}]
        for day in ("tuesday", "sunday")
    }
    with hotel(aurora.id):
        calendar = sla_calendars.create(
            aurora.id, CalendarDraft("Odd", ROME, week, []), actor=SYSTEM, now=MONDAY
        )
        stories = [_random_story(chance, kitchen.id) for _ in range(120)]
        for number, story in enumerate(stories):
            tell(aurora, story, number)
    hours = open_time(calendar_of(calendar.time_zone, calendar.week, calendar.holidays))
    since = MONDAY + timedelta(hours=chance.randrange(72))
    until = NOW - timedelta(hours=chance.randrange(72))
    told = [story for story in stories if since <= story.at < until and not story.deleted]
    by = chance.choice([GroupBy.CHANNEL, GroupBy.HOUR, GroupBy.WEEKDAY, GroupBy.DAY, GroupBy.PRIORITY])
    found = read(aurora, by, since=since, until=until)
    expected: defaultdict[str, list[Story]] = defaultdict(list)
    for story in told:
        expected[_key(story, by)].append(story)
    assert {group.key: group.tickets for group in found.groups if group.tickets} == {
        key: len(those) for key, those in expected.items()
    }
    for group in found.groups:
        _same(group, expected.get(str(group.key), []), lambda start, end: (end - start).total_seconds())
    counted = read(aurora, by, since=since, until=until, calendar_id=calendar.id)
    _same(counted.whole, told, lambda start, end: hours.between(start, end).total_seconds())
    _same_backlog(found, [story for story in stories if not story.deleted])


def _random_story(chance: random.Random, kitchen: int) -> Story:
    at = MONDAY + timedelta(minutes=chance.randrange(-3000, 60 * 24 * 12))
    moves, passed, state = [], 0.0, "open"
    for _ in range(chance.randrange(5)):
        passed += chance.randrange(1, 600)
        state = chance.choice([goal for goal in ("open", "in_progress", *DONE) if goal != state])
        moves.append((passed, state))
    return Story(
        at=at,
        source=chance.choice(["email", "whatsapp", "qr"]),
        priority=chance.choice(["low", "medium", "urgent"]),
        department_id=chance.choice([None, kitchen]),
        accepted=chance.choice([None, float(chance.randrange(300))]),
        answered=chance.choice([None, float(chance.randrange(3000))]),
        moves=tuple(moves),
        deleted=chance.random() < 0.1,
    )


def _key(story: Story, by: GroupBy) -> str:
    local = story.at.astimezone(ZoneInfo(ROME))
    return {
        GroupBy.CHANNEL: story.source,
        GroupBy.PRIORITY: story.priority,
        GroupBy.HOUR: str(local.hour),
        GroupBy.WEEKDAY: str(local.isoweekday()),
        GroupBy.DAY: local.date().isoformat(),
    }[by]


def _same(group: Group, stories: list[Story], seconds: object) -> None:
    spent = seconds if callable(seconds) else None
    assert spent is not None
    accepted = [
        spent(story.at, story.after(story.accepted)) for story in stories if story.accepted is not None
    ]
    answered = [
        spent(story.at, story.after(story.answered)) for story in stories if story.answered is not None
    ]
    resolved = [
        spent(story.at, [at for at, old, new in story.states if new in DONE and old not in DONE][-1])
        for story in stories
        if story.states and story.states[-1][2] in DONE
    ]
    for speed, values in (
        (group.accepted, accepted),
        (group.first_response, answered),
        (group.resolution, resolved),
    ):
        assert speed.count == len(values)
        assert (speed.median, speed.p90) == (
            pytest.approx(_part(values, 50)),
            pytest.approx(_part(values, 90)),
        )
    done = [story for story in stories if any(new in DONE for _, _, new in story.states)]
    assert group.done == len(done)
    assert group.reopened == sum(
        any(old in DONE and new not in DONE for _, old, new in story.states) for story in done
    )


def _part(values: list[float], percent: int) -> float | None:
    if len(values) < 2:
        return values[0] if values else None
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def _same_backlog(found: Report, stories: list[Story]) -> None:
    zone = ZoneInfo(ROME)
    came = Counter(story.at.astimezone(zone).date() for story in stories if story.at >= found.over.since)
    for day in found.backlog:
        end = datetime.combine(day.day + timedelta(days=1), datetime.min.time(), zone).astimezone(UTC)
        live = 0
        for story in stories:
            if story.at < end:
                states = ["open", *(new for at, _, new in story.states if at < end)]
                live += states[-1] not in DONE
        assert (day.came, day.live) == (came[day.day], live), day.day
    with hotel(found.over.hotel_id):
        assert rows("SELECT count(*) FROM tickets")[0][0] >= len(stories)

"""Clocks by a ticket's history, and which policy it falls under (R-WF-4). Pure: no fixture, milliseconds."""

from datetime import UTC, datetime, timedelta

import pytest

from workflow import sla
from workflow.calendars import calendar_of
from workflow.open_time import open_time
from workflow.sla import Clock, ClockState, Fact, FactKind, LadderStep, Policy, Rung, StepKind, Target
from workflow.values import Priority, State

BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday
MINUTE = timedelta(minutes=1)
LADDER = (LadderStep(timedelta(), Rung.ASSIGNEE), LadderStep(30 * MINUTE, Rung.MANAGER))


def at(minutes: float) -> datetime:
    return BEGAN + minutes * MINUTE


def policy(**changes: object) -> Policy:
    values: dict[str, object] = {
        "id": 1,
        "name": "Standard",
        "targets": dict(zip(Target, (15 * MINUTE, 60 * MINUTE, 120 * MINUTE, 480 * MINUTE), strict=True)),
        "ladder": LADDER,
    }
    return Policy(**(values | changes))  # type: ignore[arg-type]


def state(goal: State, minutes: float) -> Fact:
    return Fact(FactKind.STATE, at(minutes), goal)


def taken(minutes: float) -> Fact:
    return Fact(FactKind.TAKEN, at(minutes))


def released(minutes: float) -> Fact:
    return Fact(FactKind.RELEASED, at(minutes))


def answered(minutes: float) -> Fact:
    return Fact(FactKind.ANSWERED, at(minutes))


def wrote(minutes: float) -> Fact:
    return Fact(FactKind.GUEST_WROTE, at(minutes))


def clock(target: Target, facts: list[Fact], of: Policy | None = None) -> Clock:
    found = {one.target: one for one in sla.clocks(BEGAN, facts, of or policy())}
    return found[target]


A, F, N, R = Target.ACCEPTED, Target.FIRST_RESPONSE, Target.NEXT_RESPONSE, Target.RESOLUTION
RUNS, PAUSED, STOPPED = ClockState.RUNNING, ClockState.PAUSED, ClockState.STOPPED


@pytest.mark.parametrize(
    ("target", "facts", "goes", "due"),
    [
        (A, [], RUNS, 15),
        (A, [taken(5)], STOPPED, 15),
        (A, [answered(5)], STOPPED, 15),
        (A, [taken(5), released(30)], RUNS, 45),
        (A, [taken(5), released(30), taken(31)], STOPPED, 45),
        (A, [state(State.RESOLVED, 9)], STOPPED, 15),
        (A, [state(State.RESOLVED, 9), state(State.OPEN, 100)], RUNS, 115),
        (A, [taken(5), state(State.RESOLVED, 9), state(State.OPEN, 100)], STOPPED, 15),
        (F, [], RUNS, 60),
        (F, [answered(59)], STOPPED, 60),
        (F, [wrote(30), wrote(50)], RUNS, 60),
        (F, [state(State.WAITING_GUEST, 20)], PAUSED, None),
        (F, [state(State.WAITING_GUEST, 20), state(State.IN_PROGRESS, 50)], RUNS, 90),
        (F, [state(State.WAITING_INTERNAL, 20)], RUNS, 60),
        (N, [answered(10), wrote(20)], RUNS, 140),
        (N, [answered(10), wrote(20), wrote(60)], RUNS, 140),
        (N, [answered(10), wrote(20), answered(30)], STOPPED, 140),
        (N, [answered(10), wrote(20), answered(30), wrote(40)], RUNS, 160),
        (R, [], RUNS, 480),
        (R, [state(State.ON_HOLD, 100), state(State.IN_PROGRESS, 200)], RUNS, 580),
        (R, [state(State.ON_HOLD, 100), state(State.WAITING_GUEST, 200)], PAUSED, None),
        (R, [state(State.RESOLVED, 400)], STOPPED, 480),
        (R, [state(State.RESOLVED, 400), state(State.CLOSED, 600)], STOPPED, 480),
        (R, [state(State.RESOLVED, 400), state(State.OPEN, 1000)], RUNS, 1080),
        (R, [state(State.ON_HOLD, 100), state(State.RESOLVED, 400), state(State.OPEN, 1000)], RUNS, 1380),
    ],
)
def test_a_clock_stands_where_the_history_puts_it(
    target: Target, facts: list[Fact], goes: ClockState, due: float | None
) -> None:
    """R-WF-4: accepted, first and next response, resolution; paused in waiting_guest and on_hold."""
    found = clock(target, facts)
    assert (found.state, found.due_at) == (goes, None if due is None else at(due))


def test_before_an_answer_no_clock_waits_for_the_next_one() -> None:
    assert [one.target for one in sla.clocks(BEGAN, [wrote(5)], policy())] == [A, F, R]


def test_thanks_in_a_resolved_ticket_start_no_clock() -> None:
    facts = [answered(10), state(State.RESOLVED, 11), wrote(20)]
    assert N not in [one.target for one in sla.clocks(BEGAN, facts, policy())]


@pytest.mark.parametrize(("minutes", "is_late"), [(60, False), (61, True)])
def test_a_stopped_clock_says_whether_it_was_late(minutes: int, is_late: bool) -> None:
    found = clock(F, [answered(minutes)])
    assert (found.stopped_at, found.is_late) == (at(minutes), is_late)


def test_a_paused_clock_keeps_what_is_left() -> None:
    assert clock(F, [state(State.ON_HOLD, 20)]).left == 40 * MINUTE


def test_pauses_and_nights_both_do_not_count() -> None:
    """R-WF-4: the clock stops at 18:00 and goes on at 8:00, and stands while the guest is asked."""
    week = {
        day: [{"from": "08:00", "to": "12:00"}, {"from": "14:00", "to": "18:00"}]
        for day in ("monday", "tuesday")
    }
    hours = open_time(calendar_of("UTC", week, []))
    facts = [state(State.WAITING_GUEST, 60), state(State.IN_PROGRESS, 390)]  # 10:00 to 15:30
    # 1 h before, 2.5 h until 18:00, the other 4.5 h on Tuesday from 8:00
    assert clock(R, facts, policy(hours=hours)).due_at == datetime(2026, 3, 3, 14, 30, tzinfo=UTC)


def test_a_clock_is_due_soon_by_open_hours() -> None:
    """R-WF-4: when people are warned, else in the last quarter; a night in between takes nothing of it."""
    week = {day: [{"from": "08:00", "to": "09:30"}] for day in ("monday", "tuesday")}
    hours = open_time(calendar_of("UTC", week, []))  # begins at 9:00: half an hour today, the rest tomorrow
    found = clock(R, [], policy(hours=hours, targets={R: 40 * MINUTE}))
    assert (found.due_at, found.soon_at) == (datetime(2026, 3, 3, 8, 10, tzinfo=UTC), at(30))
    assert not found.counts_down(at(29))
    assert found.counts_down(datetime(2026, 3, 3, 8, 1, tzinfo=UTC))
    warned = clock(R, [], policy(hours=hours, targets={R: 40 * MINUTE}, warn_before=5 * MINUTE))
    assert warned.soon_at == datetime(2026, 3, 3, 8, 5, tzinfo=UTC)


def test_the_next_due_moment_is_the_earliest_of_what_runs() -> None:
    assert sla.next_due(sla.clocks(BEGAN, [], policy())) == at(15)
    assert sla.next_due(sla.clocks(BEGAN, [taken(3)], policy())) == at(60)
    assert sla.next_due(sla.clocks(BEGAN, [state(State.ON_HOLD, 3)], policy())) is None


def warned(target: Target, minutes: float) -> Fact:
    return Fact(FactKind.WARNED, at(minutes), target)


def climbed(target: Target, number: int, minutes: float) -> Fact:
    kind = FactKind.ESCALATED if number else FactKind.BREACHED
    return Fact(kind, at(minutes), sla.step_mark(target, number))


ONLY_FIRST = {"targets": {F: 60 * MINUTE}, "warn_before": 10 * MINUTE}


def steps(facts: list[Fact], **changes: object) -> list[tuple[StepKind, int, datetime]]:
    found = sla.clocks(BEGAN, facts, policy(**(ONLY_FIRST | changes)))
    return [(step.kind, step.number, step.at) for step in found[0].steps]


def test_a_clock_warns_breaches_and_climbs_once_each() -> None:
    """R-WF-4: warn before, escalate at breach up a ladder."""
    warn, breach, climb = (
        (StepKind.WARN, 0, at(50)),
        (StepKind.BREACH, 0, at(60)),
        (StepKind.ESCALATE, 1, at(90)),
    )
    assert steps([]) == [warn, breach, climb]
    assert steps([warned(F, 50)]) == [breach, climb]
    assert steps([warned(F, 50), climbed(F, 0, 60)]) == [climb]
    assert steps([warned(F, 50), climbed(F, 0, 60), climbed(F, 1, 90)]) == []
    assert steps([climbed(F, 0, 61)]) == [climb], "who was not warned is not warned after the breach"
    assert steps([answered(20)]) == [], "it stops by itself"


def test_a_moment_that_a_change_has_moved_comes_again() -> None:
    """Warned at 50 for 60; a lower priority promises 240: there will be another warning, before that."""
    assert steps([warned(F, 50), climbed(F, 0, 60)], targets={F: 240 * MINUTE}) == [
        (StepKind.WARN, 0, at(230)),
        (StepKind.BREACH, 0, at(240)),
        (StepKind.ESCALATE, 1, at(270)),
    ]


def test_after_a_pause_nobody_is_warned_again() -> None:
    pause = [warned(F, 50), state(State.ON_HOLD, 55), state(State.IN_PROGRESS, 100)]
    assert steps(pause) == [(StepKind.BREACH, 0, at(105)), (StepKind.ESCALATE, 1, at(135))]


def test_what_was_missed_before_the_policy_was_made_is_not_told() -> None:
    """A policy for a desk full of old tickets is no flood of mail; they are overdue, and the ladder goes on from now."""
    found = sla.clocks(BEGAN, [], policy(**(ONLY_FIRST | {"told_from": at(75)})))
    assert found[0].due_at == at(60)
    assert [(step.kind, step.at) for step in found[0].steps] == [(StepKind.ESCALATE, at(90))]


def test_the_second_question_has_steps_of_its_own() -> None:
    facts = [answered(1), wrote(10), climbed(N, 0, 130), answered(140), wrote(150)]
    found = clock(N, facts)
    assert [step.at for step in found.steps] == [at(270), at(300)]


def test_what_comes_late_comes_whole_but_nobody_is_warned_of_a_breach() -> None:
    """R-WF-4: a clock killed over due times catches up without doubling."""
    found = sla.clocks(BEGAN, [], policy(**ONLY_FIRST))
    assert [step.kind for step in sla.due_steps(found, at(55))] == [StepKind.WARN]
    assert [step.kind for step in sla.due_steps(found, at(1000))] == [StepKind.BREACH, StepKind.ESCALATE]


@pytest.mark.parametrize(("percent", "minutes"), [(25, 45), (50, 30), (1, 59.4)])
def test_a_warning_may_come_at_a_share_of_the_target(percent: int, minutes: float) -> None:
    found = steps([], warn_before=None, warn_percent=percent)
    assert found[0] == (StepKind.WARN, 0, at(minutes))


def test_the_most_specific_policy_wins() -> None:
    """R-WF-4: more named beats less; then category, department, priority; then the name, then the older one."""
    everybody = policy(id=1, name="All")
    urgent = policy(id=2, name="Urgent", priority=Priority.URGENT)
    house = policy(id=3, name="Housekeeping", department_id=7)
    towels = policy(id=4, name="Towels", category_id=5)
    both = policy(id=5, name="Urgent in the house", department_id=7, priority=Priority.URGENT)
    twin = policy(id=6, name="Bath", category_id=5)
    every = [everybody, urgent, house, towels, both]

    def matched(
        policies: list[Policy], priority: Priority, category: int | None, department: int | None
    ) -> str:
        found = sla.match(policies, priority=priority, category_id=category, department_id=department)
        return found.name if found else ""

    assert matched(every, Priority.LOW, None, None) == "All"
    assert matched(every, Priority.URGENT, None, None) == "Urgent"
    assert matched(every, Priority.LOW, None, 7) == "Housekeeping"
    assert matched(every, Priority.URGENT, 5, 8) == "Towels"
    assert matched(every, Priority.URGENT, 5, 7) == "Urgent in the house"
    assert matched([*every, twin], Priority.LOW, 5, 7) == "Bath"
    assert matched([urgent], Priority.LOW, 5, 7) == ""

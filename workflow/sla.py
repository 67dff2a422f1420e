"""Service levels: which policy a ticket falls under, and where its clocks stand by its history (R-WF-4).

Pure: facts of the timeline, a policy with its opening hours, and no `now`; a clock's moments are what they are, late or
not. docs/decisions/sla-from-history.md. What is armed and told is workflow/clocks and workflow/services/sla_firing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from workflow.open_time import ALWAYS, OpenTime
from workflow.values import Priority, State


class Target(StrEnum):
    """What a policy promises, in minutes of open time."""

    ACCEPTED = "accepted"  # somebody takes it, each time that nobody has it
    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"  # to what the guest wrote after an answer
    RESOLUTION = "resolution"


WORDS = {
    Target.ACCEPTED: "acceptance",
    Target.FIRST_RESPONSE: "first response",
    Target.NEXT_RESPONSE: "next response",
    Target.RESOLUTION: "resolution",
}
"""A target as a person says it."""


class Rung(StrEnum):
    """Whom a step of the ladder tells."""

    ASSIGNEE = "assignee"
    DEPARTMENT_LEAD = "department_lead"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class LadderStep:
    """`after` is open time since the breach; the first step is the breach itself, after zero."""

    after: timedelta
    to: Rung


@dataclass(frozen=True, slots=True)
class Policy:
    """Priority, category, department None: any. The warning comes so long, or that part of a target, before it is due."""

    id: int
    name: str
    targets: dict[Target, timedelta]
    ladder: tuple[LadderStep, ...]
    hours: OpenTime = ALWAYS
    priority: Priority | None = None
    category_id: int | None = None
    department_id: int | None = None
    warn_before: timedelta | None = None
    warn_percent: int | None = None
    told_from: datetime | None = None  # what came due before is shown, and nobody is told

    def warns_after(self, target: Target) -> timedelta | None:
        """The open time after which the warning comes."""
        whole = self.targets[target]
        if self.warn_before is not None:
            return whole - self.warn_before
        return whole * (100 - self.warn_percent) / 100 if self.warn_percent is not None else None

    def tells(self, at: datetime) -> bool:
        """Whether anybody is told of what comes due at this moment."""
        return self.told_from is None or at >= self.told_from


def match(
    policies: Iterable[Policy],
    *,
    priority: Priority,
    category_id: int | None,
    department_id: int | None,
) -> Policy | None:
    """The most specific policy that fits: the one that names more of the three; of as many, category goes before
    department before priority; then by name, then the older one."""
    fitting = (
        policy
        for policy in policies
        if policy.priority in (None, priority)
        and policy.category_id in (None, category_id)
        and policy.department_id in (None, department_id)
    )
    return min(fitting, key=_specificity, default=None)


def _specificity(policy: Policy) -> tuple[object, ...]:
    named = [policy.category_id is None, policy.department_id is None, policy.priority is None]
    return sum(named), *named, policy.name, policy.id


class FactKind(StrEnum):
    """Of what happens to a ticket, all that clocks look at."""

    STATE = "state"  # value: the new state
    TAKEN = "taken"
    RELEASED = "released"
    GUEST_WROTE = "guest wrote"
    ANSWERED = "answered"
    WARNED = "sla_warned"  # the last three were written by the clocks; value: the target
    BREACHED = "sla_breached"  # value: step_mark
    ESCALATED = "sla_escalated"


@dataclass(frozen=True, slots=True)
class Fact:
    kind: FactKind
    at: datetime
    value: str = ""


class StepKind(StrEnum):
    WARN = "warn"
    BREACH = "breach"
    ESCALATE = "escalate"


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """Something a clock does once. number: of the ladder's step, the breach is its step 0."""

    at: datetime
    target: Target
    kind: StepKind
    number: int = 0


class ClockState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"  # what was promised has been done


@dataclass(frozen=True, slots=True)
class Clock:
    """due_at is None while paused, and when it is farther than anybody looks. left: open time, negative when late.

    soon_at: when people are warned that a running clock comes due, or would be; hours: by which it runs.
    """

    target: Target
    state: ClockState
    since: datetime
    due_at: datetime | None
    stopped_at: datetime | None = None
    left: timedelta | None = None  # of a paused clock
    is_late: bool = False  # of a clock that is paused or stopped: past its time
    steps: tuple[Step, ...] = ()  # still to do, by time
    soon_at: datetime | None = field(default=None, compare=False)
    hours: OpenTime = field(default=ALWAYS, compare=False, repr=False)

    def counts_down(self, now: datetime) -> bool:
        """Whether it runs without a break from now until it is due."""
        return self.due_at is not None and self.hours.between(now, self.due_at) == self.due_at - now


LAST_PART = 0.25
"""Of a target whose policy warns nobody: in the last quarter of its open time it is due soon."""

PAUSING = frozenset({State.WAITING_GUEST, State.ON_HOLD})
DONE = frozenset({State.RESOLVED, State.CLOSED})


def clocks(opened_at: datetime, facts: Sequence[Fact], policy: Policy) -> tuple[Clock, ...]:
    """One clock for each target that has begun, in the order of Target."""
    life = _Life(opened_at)
    for fact in facts:
        life.add(fact)
    found = []
    for target in Target:
        run = life.runs.get(target)
        if run is not None and target in policy.targets:
            found.append(_clock(target, run, policy, facts))
    return tuple(found)


def next_due(found: Iterable[Clock]) -> datetime | None:
    """The moment the next of them is due, or was; None when none runs."""
    moments = [clock.due_at for clock in found if clock.state is ClockState.RUNNING and clock.due_at]
    return min(moments, default=None)


def next_step(found: Iterable[Clock]) -> datetime | None:
    """When one of them has something to do next."""
    return min((clock.steps[0].at for clock in found if clock.steps), default=None)


def due_steps(found: Iterable[Clock], now: datetime) -> list[Step]:
    """What is to be done by now. After the breach nobody is warned of it."""
    steps = [step for clock in found for step in clock.steps if step.at <= now]
    breached = {step.target for step in steps if step.kind is not StepKind.WARN}
    return sorted(step for step in steps if step.kind is not StepKind.WARN or step.target not in breached)


@dataclass(slots=True)
class _Run:
    """One run of a clock: stretches in which it runs; the last one is open while it runs still."""

    since: datetime
    stretches: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    stopped_at: datetime | None = None

    @property
    def is_running(self) -> bool:
        return bool(self.stretches) and self.stretches[-1][1] is None

    def go(self, at: datetime) -> None:
        if not self.is_running and self.stopped_at is None:
            self.stretches.append((at, None))

    def pause(self, at: datetime) -> None:
        if self.is_running:
            self.stretches[-1] = (self.stretches[-1][0], at)

    def stop(self, at: datetime) -> None:
        self.pause(at)
        self.stopped_at = self.stopped_at or at


class _Life:
    """Goes through the facts once and starts, pauses and stops each target's run."""

    def __init__(self, opened_at: datetime) -> None:
        self._state = State.OPEN
        self._is_taken = False
        self.runs: dict[Target, _Run] = {}
        for target in (Target.ACCEPTED, Target.FIRST_RESPONSE, Target.RESOLUTION):
            self._begin(target, opened_at)

    def add(self, fact: Fact) -> None:
        match fact.kind:
            case FactKind.STATE:
                self._move(State(fact.value), fact.at)
            case FactKind.TAKEN:
                self._is_taken = True
                self._stop(Target.ACCEPTED, fact.at)
            case FactKind.RELEASED:
                self._is_taken = False
                if self._state not in DONE:
                    self._begin(Target.ACCEPTED, fact.at)
            case FactKind.ANSWERED:
                for target in (Target.ACCEPTED, Target.FIRST_RESPONSE, Target.NEXT_RESPONSE):
                    self._stop(target, fact.at)
            case FactKind.GUEST_WROTE:
                self._guest_wrote(fact.at)

    def _guest_wrote(self, at: datetime) -> None:
        """Only the first of several mails, and only after an answer: before it, they wait for the first response."""
        asked = self.runs.get(Target.NEXT_RESPONSE)
        has_answer = self.runs[Target.FIRST_RESPONSE].stopped_at is not None
        if has_answer and self._state not in DONE and (asked is None or asked.stopped_at is not None):
            self._begin(Target.NEXT_RESPONSE, at)

    def _move(self, goal: State, at: datetime) -> None:
        was_done, self._state = self._state in DONE, goal
        if goal in DONE:
            for target in Target:
                self._stop(target, at)
        elif goal in PAUSING:
            for run in self.runs.values():
                run.pause(at)
        else:
            for run in self.runs.values():
                run.go(at)
        if was_done and goal not in DONE:
            self._reopen(at)

    def _reopen(self, at: datetime) -> None:
        """The resolution was none: its clock goes on. The time in between does not count."""
        run = self.runs[Target.RESOLUTION]
        run.stopped_at = None
        if self._state not in PAUSING:
            run.go(at)
        if not self._is_taken:
            self._begin(Target.ACCEPTED, at)

    def _begin(self, target: Target, at: datetime) -> None:
        self.runs[target] = run = _Run(at)
        if self._state not in PAUSING:
            run.go(at)

    def _stop(self, target: Target, at: datetime) -> None:
        if target in self.runs:
            self.runs[target].stop(at)


def _clock(target: Target, run: _Run, policy: Policy, facts: Sequence[Fact]) -> Clock:
    whole, hours = policy.targets[target], policy.hours
    due_at = _reached(run, whole, hours)
    if run.stopped_at is not None:
        is_late = due_at is not None and due_at < run.stopped_at
        return Clock(target, ClockState.STOPPED, run.since, due_at, run.stopped_at, is_late=is_late)
    if not run.is_running:
        left = whole - sum((hours.between(a, b) for a, b in run.stretches if b), timedelta())
        return Clock(target, ClockState.PAUSED, run.since, None, left=left, is_late=left < timedelta())
    steps = tuple(sorted(_steps(target, run, policy, facts)))
    warned_after = policy.warns_after(target)
    soon_after = warned_after if warned_after is not None else whole * (1 - LAST_PART)
    soon_at = _reached(run, soon_after, hours)
    return Clock(target, ClockState.RUNNING, run.since, due_at, steps=steps, soon_at=soon_at, hours=hours)


def _reached(run: _Run, span: timedelta, hours: OpenTime) -> datetime | None:
    """When the clock has run for so long, or would have, had it not stopped; None when a pause came before."""
    for start, end in run.stretches:
        if end is None or end == run.stopped_at:
            return hours.add(start, span)
        spent = hours.between(start, end)
        if span <= spent:
            return hours.add(start, span)
        span -= spent
    return None


def _steps(target: Target, run: _Run, policy: Policy, facts: Sequence[Fact]) -> Iterator[Step]:
    """All that this run has still to do. A step is done when it was written down at its moment or later: what was
    written before that belongs to an earlier run, or to a moment that a change has moved since."""
    whole = policy.targets[target]
    written = [fact for fact in facts if fact.kind in _MARKS and fact.value.split(" ")[0] == target]
    warns_after = policy.warns_after(target)
    if warns_after is not None:
        at = _reached(run, warns_after, policy.hours)
        if at is not None and policy.tells(at) and not _is_written(written, at):
            yield Step(at, target, StepKind.WARN)
    for number, rung in enumerate(policy.ladder):
        at = _reached(run, whole + rung.after, policy.hours)
        mark = step_mark(target, number)
        if at is not None and policy.tells(at) and not _is_written(written, at, mark):
            yield Step(at, target, StepKind.ESCALATE if number else StepKind.BREACH, number)


def _is_written(written: Iterable[Fact], at: datetime, mark: str = "") -> bool:
    return any(fact.at >= at and mark in ("", fact.value) for fact in written)


_MARKS = frozenset({FactKind.WARNED, FactKind.BREACHED, FactKind.ESCALATED})


def step_mark(target: Target, number: int) -> str:
    """What a fact of the ladder's step has for a value; the breach is step 0, and shares it with no warning."""
    return f"{target} {number}"

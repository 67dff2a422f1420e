"""The state table against a copy written by hand from the requirement, and what follows from each move."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from workflow.errors import MoveRefused
from workflow.machine import (
    DONE,
    MOVES,
    STATES,
    TABLE,
    UNDONE_WITHIN,
    WAKES,
    allowed_moves,
    decide,
    moves_now,
    target,
)
from workflow.values import DeadlineKind, HotelRules, Snapshot, State, Trigger

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
RULES = HotelRules()

# Copied by hand from R-WF-1; not derived from the code.
BY_HAND = {
    "open": "in_progress answered waiting_guest waiting_internal on_hold resolved closed",
    "in_progress": "open answered waiting_guest waiting_internal on_hold resolved closed",
    "answered": "open in_progress waiting_guest on_hold resolved closed",
    "waiting_guest": "open answered in_progress resolved closed",
    "waiting_internal": "in_progress answered on_hold resolved closed",
    "on_hold": "in_progress answered resolved closed",
    "resolved": "open closed",
    "closed": "open",
}
# Copied by hand from R-WF-2: where a guest's words lead, with and without an assignee.
GUEST_WROTE = {
    "open": ("open", "open"),
    "in_progress": ("in_progress", "open"),
    "answered": ("in_progress", "open"),
    "waiting_guest": ("in_progress", "open"),
    "waiting_internal": ("waiting_internal", "waiting_internal"),
    "on_hold": ("in_progress", "open"),
    "resolved": ("open", "open"),
    "closed": ("open", "open"),
}


def ticket(state: State, **fields: object) -> Snapshot:
    return Snapshot(id=1, hotel_id=1, state=state, version=1, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("goal", State)
def test_a_person_may_ask_for_what_the_table_lists_and_for_nothing_else(state: State, goal: State) -> None:
    """R-WF-1: all 64 pairs."""
    if goal in BY_HAND[state].split():
        decision = decide(ticket(state), MOVES[goal], now=NOW, rules=RULES)
        assert decision.changes["state"] == goal
    else:
        with pytest.raises(MoveRefused) as refusal:
            decide(ticket(state), MOVES[goal], now=NOW, rules=RULES)
        assert set(refusal.value.allowed) == set(BY_HAND[state].split())


@pytest.mark.parametrize("state", State)
def test_a_guest_who_writes_brings_the_ticket_back_to_people(state: State) -> None:
    """R-WF-2."""
    assigned, unassigned = GUEST_WROTE[state]
    assert target(state, Trigger.GUEST_WROTE, assigned=True) == assigned
    assert target(state, Trigger.GUEST_WROTE, assigned=False) == unassigned


def test_the_table_has_a_row_for_every_trigger_and_a_cell_for_every_state() -> None:
    """R-WF-1: every pair is listed or refused."""
    assert set(TABLE) == set(Trigger)
    assert all(len(row) == len(STATES) == len(State) for row in TABLE.values())


def test_the_first_answer_sets_first_response_and_the_second_does_not() -> None:
    first = decide(ticket(State.OPEN), Trigger.ANSWER_SENT, now=NOW, rules=RULES)
    assert first.changes["first_response_at"] == NOW
    second = decide(
        ticket(State.ANSWERED, first_response_at=NOW - timedelta(hours=1)),
        Trigger.ANSWER_SENT,
        now=NOW,
        rules=RULES,
    )
    assert "first_response_at" not in second.changes


def test_resolving_and_closing_are_stamped_and_opening_again_wipes_the_stamps() -> None:
    resolved = decide(ticket(State.OPEN), Trigger.SET_RESOLVED, now=NOW, rules=RULES)
    assert resolved.changes["resolved_at"] == NOW
    closed = decide(ticket(State.OPEN), Trigger.SET_CLOSED, now=NOW, rules=RULES)
    assert closed.changes["closed_at"] == closed.changes["resolved_at"] == NOW
    reopened = decide(
        ticket(State.CLOSED, resolved_at=NOW, closed_at=NOW), Trigger.SET_OPEN, now=NOW, rules=RULES
    )
    assert reopened.changes["resolved_at"] is reopened.changes["closed_at"] is None


@pytest.mark.parametrize(
    ("trigger", "rules", "armed"),
    [
        (
            Trigger.SET_WAITING_GUEST,
            RULES,
            [
                (DeadlineKind.REMIND_WAITING, RULES.waiting_reminds_after),
                (DeadlineKind.RESOLVE_WAITING, RULES.waiting_resolves_after),
            ],
        ),
        (
            Trigger.SET_WAITING_GUEST,
            replace(RULES, waiting_reminds_after=timedelta()),
            [(DeadlineKind.RESOLVE_WAITING, RULES.waiting_resolves_after)],
        ),
        (Trigger.SET_RESOLVED, RULES, [(DeadlineKind.CLOSE_RESOLVED, RULES.resolved_closes_after)]),
    ],
)
def test_waiting_and_resolved_tickets_get_their_deadlines(
    trigger: Trigger, rules: HotelRules, armed: list[tuple[DeadlineKind, timedelta]]
) -> None:
    """R-WF-3: reminder, resolved, closed; a hotel may do without the reminder."""
    decision = decide(ticket(State.OPEN), trigger, now=NOW, rules=rules)
    assert [(draft.kind, draft.due_at - NOW) for draft in decision.arm] == armed


@pytest.mark.parametrize("state", [state for state in State if state is not State.CLOSED])
def test_every_change_of_state_cancels_the_deadlines_of_the_old_one(state: State) -> None:
    decision = decide(ticket(state), Trigger.SET_CLOSED, now=NOW, rules=RULES)
    assert set(decision.cancel) >= {
        DeadlineKind.REMIND_WAITING,
        DeadlineKind.RESOLVE_WAITING,
        DeadlineKind.CLOSE_RESOLVED,
    }


@pytest.mark.parametrize("state", State)
def test_allowed_moves_are_those_of_the_hand_written_table(state: State) -> None:
    assert set(allowed_moves(state)) == set(BY_HAND[state].split())


@pytest.mark.parametrize("state", sorted(DONE))
@pytest.mark.parametrize(
    ("ago", "window", "may"),
    [
        (timedelta(days=14), timedelta(days=14), True),
        (timedelta(days=14, seconds=1), timedelta(days=14), False),
        (timedelta(days=30), timedelta(days=60), True),
        (UNDONE_WITHIN, timedelta(), True),
        (UNDONE_WITHIN + timedelta(seconds=1), timedelta(), False),
    ],
)
def test_what_ended_is_opened_again_within_the_window(
    state: State, ago: timedelta, window: timedelta, may: bool
) -> None:
    """R-WF-2: later it is a new, linked ticket; for a day every end can be undone."""
    rules = replace(RULES, reopen_window=window)
    ended = ticket(state, resolved_at=NOW - ago, closed_at=NOW - ago if state is State.CLOSED else None)
    assert (State.OPEN in moves_now(ended, now=NOW, rules=rules)) is may
    if may:
        assert decide(ended, Trigger.SET_OPEN, now=NOW, rules=rules).changes["state"] is State.OPEN
        return
    with pytest.raises(MoveRefused, match="open a new one and link it") as refusal:
        decide(ended, Trigger.SET_OPEN, now=NOW, rules=rules)
    assert State.OPEN not in refusal.value.allowed


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("trigger", Trigger)
def test_a_snoozed_ticket_wakes_when_it_needs_people_or_ends(state: State, trigger: Trigger) -> None:
    """R-TKT-6: the guest's words, a failed delivery, another owner, its end; nothing else."""
    goal = target(state, trigger, assigned=False)
    if goal is None:
        return
    decision = decide(ticket(state, snoozed_until=NOW + timedelta(days=1)), trigger, now=NOW, rules=RULES)
    wakes = trigger in WAKES or goal in (State.RESOLVED, State.CLOSED)
    assert ("snoozed_until" in decision.changes) is wakes
    assert (DeadlineKind.SNOOZE_ENDS in decision.cancel) is wakes
    assert any(event.kind == "snooze ended" for event in decision.events) is wakes

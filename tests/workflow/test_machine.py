"""The state table against a copy written by hand from the requirement, and what follows from each move."""

from datetime import UTC, datetime, timedelta

import pytest

from workflow.errors import MoveRefused
from workflow.machine import MOVES, STATES, TABLE, allowed_moves, decide, target
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
    ("trigger", "kind", "after"),
    [
        (Trigger.SET_WAITING_GUEST, DeadlineKind.RESOLVE_WAITING, RULES.waiting_resolves_after),
        (Trigger.SET_RESOLVED, DeadlineKind.CLOSE_RESOLVED, RULES.resolved_closes_after),
    ],
)
def test_waiting_and_resolved_tickets_get_a_deadline(
    trigger: Trigger, kind: DeadlineKind, after: timedelta
) -> None:
    decision = decide(ticket(State.OPEN), trigger, now=NOW, rules=RULES)
    assert [(draft.kind, draft.due_at) for draft in decision.arm] == [(kind, NOW + after)]


@pytest.mark.parametrize("state", [state for state in State if state is not State.CLOSED])
def test_every_change_of_state_cancels_the_deadlines_of_the_old_one(state: State) -> None:
    decision = decide(ticket(state), Trigger.SET_CLOSED, now=NOW, rules=RULES)
    assert set(decision.cancel) >= {DeadlineKind.RESOLVE_WAITING, DeadlineKind.CLOSE_RESOLVED}


@pytest.mark.parametrize("state", State)
def test_allowed_moves_are_those_of_the_hand_written_table(state: State) -> None:
    assert set(allowed_moves(state)) == set(BY_HAND[state].split())

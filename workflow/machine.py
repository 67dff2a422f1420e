"""The life of a ticket: one table of what leads where, and `decide`, which says all that follows from a move.

Pure. Who may ask for a move is workflow/roles; writing the decision down is workflow/apply.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from workflow import refusals
from workflow.errors import MoveRefused
from workflow.values import (
    DeadlineDraft,
    DeadlineKind,
    Decision,
    EventDraft,
    HotelRules,
    Snapshot,
    State,
    Trigger,
)

_O, _P, _A, _G = State.OPEN, State.IN_PROGRESS, State.ANSWERED, State.WAITING_GUEST
_I, _H, _R, _C = State.WAITING_INTERNAL, State.ON_HOLD, State.RESOLVED, State.CLOSED
_x = None  # refused

STATES = (_O, _P, _A, _G, _I, _H, _R, _C)

# fmt: off
# Rows are what happens, columns the state it happens in (R-WF-1, R-WF-2). A state that stays names itself.
TABLE: dict[Trigger, tuple[State | None, ...]] = {
    #                              open prog answ wgst wint hold resd clsd
    Trigger.SET_OPEN:             (_x,  _O,  _O,  _O,  _x,  _x,  _O,  _O),
    Trigger.SET_IN_PROGRESS:      (_P,  _x,  _P,  _P,  _P,  _P,  _x,  _x),
    Trigger.SET_ANSWERED:         (_A,  _A,  _x,  _A,  _A,  _A,  _x,  _x),
    Trigger.SET_WAITING_GUEST:    (_G,  _G,  _G,  _x,  _x,  _x,  _x,  _x),
    Trigger.SET_WAITING_INTERNAL: (_I,  _I,  _x,  _x,  _x,  _x,  _x,  _x),
    Trigger.SET_ON_HOLD:          (_H,  _H,  _H,  _x,  _H,  _x,  _x,  _x),
    Trigger.SET_RESOLVED:         (_R,  _R,  _R,  _R,  _R,  _R,  _x,  _x),
    Trigger.SET_CLOSED:           (_C,  _C,  _C,  _C,  _C,  _C,  _C,  _x),
    Trigger.GUEST_WROTE:          (_O,  _P,  _P,  _P,  _I,  _P,  _O,  _O),
    Trigger.ANSWER_SENT:          (_A,  _A,  _A,  _A,  _A,  _A,  _R,  _C),
    Trigger.TAKEN:                (_P,  _P,  _A,  _G,  _I,  _H,  _R,  _C),
    Trigger.RELEASED:             (_O,  _O,  _A,  _G,  _I,  _H,  _R,  _C),
    Trigger.WAIT_EXPIRED:         (_x,  _x,  _x,  _R,  _x,  _x,  _x,  _x),
    Trigger.CLOSE_DUE:            (_x,  _x,  _x,  _x,  _x,  _x,  _C,  _x),
    Trigger.DELIVERY_FAILED:      (_O,  _P,  _P,  _P,  _I,  _H,  _O,  _O),
}
# fmt: on

MOVES: dict[State, Trigger] = {state: Trigger(f"set_{state}") for state in STATES}
"""The trigger by which a person asks for a state."""

NEEDS_A_PERSON = frozenset({Trigger.GUEST_WROTE, Trigger.DELIVERY_FAILED})
"""Triggers that lead to work: without an assignee the ticket is open for all instead of in progress."""

DONE = frozenset({State.RESOLVED, State.CLOSED})
UNDONE_WITHIN = timedelta(days=1)

LEFT_BY_THANKS = DONE | {State.ANSWERED}
"""States in which a guest's mere thanks change nothing; elsewhere the house waits for his words, or works already."""

WAKES = frozenset({Trigger.GUEST_WROTE, Trigger.DELIVERY_FAILED, Trigger.TAKEN, Trigger.RELEASED})
"""What brings a snoozed ticket back before its time; so does its end."""

SNOOZE_ENDED = EventDraft("snooze ended")


def target(state: State, trigger: Trigger, *, assigned: bool) -> State | None:
    """The state that follows, or None when the table refuses."""
    goal = TABLE[trigger][STATES.index(state)]
    if goal is State.IN_PROGRESS and trigger in NEEDS_A_PERSON and not assigned:
        return State.OPEN
    return goal


def allowed_moves(state: State) -> tuple[State, ...]:
    """The states a person may ask for from here, in the order of the table."""
    return tuple(goal for goal, trigger in MOVES.items() if target(state, trigger, assigned=True))


def moves_now(ticket: Snapshot, *, now: datetime, rules: HotelRules) -> tuple[State, ...]:
    """The same for this ticket at this moment: what ended long ago is not opened again."""
    late = not may_reopen(ticket, now=now, rules=rules)
    return tuple(goal for goal in allowed_moves(ticket.state) if not (late and goal is State.OPEN))


def may_reopen(ticket: Snapshot, *, now: datetime, rules: HotelRules) -> bool:
    """Whether its end is within the hotel's window; for a day every end can be undone."""
    ended = ticket.closed_at or ticket.resolved_at
    if ticket.state not in DONE or ended is None:
        return True
    return now - ended <= max(rules.reopen_window, UNDONE_WITHIN)


def decide(ticket: Snapshot, trigger: Trigger, *, now: datetime, rules: HotelRules) -> Decision:
    """All that follows for the ticket itself. Raises MoveRefused, naming what is allowed."""
    goal = target(ticket.state, trigger, assigned=ticket.assignee_id is not None)
    if goal is None:
        raise MoveRefused(
            refusals.NO_SUCH_STEP,
            moves_now(ticket, now=now, rules=rules),
            values={
                "state": words(ticket.state),
                "states": ", ".join(words(state) for state in allowed_moves(ticket.state)),
            },
        )
    if trigger is Trigger.SET_OPEN and not may_reopen(ticket, now=now, rules=rules):
        raise MoveRefused(
            refusals.ENDED_LONG_AGO,
            moves_now(ticket, now=now, rules=rules),
            values={"state": words(ticket.state)},
        )
    decision = _moved(ticket, trigger, goal, now=now, rules=rules)
    return _awake(decision, ticket) if trigger in WAKES or goal in DONE else decision


def _moved(ticket: Snapshot, trigger: Trigger, goal: State, *, now: datetime, rules: HotelRules) -> Decision:
    changes: dict[str, object] = {}
    if trigger is Trigger.ANSWER_SENT and ticket.first_response_at is None:
        changes["first_response_at"] = now
    if goal is ticket.state:
        return Decision(changes=changes)
    changes |= {"state": goal, "resolved_at": ticket.resolved_at, "closed_at": None}
    if goal is State.RESOLVED:
        changes["resolved_at"] = now
    elif goal is State.CLOSED:
        changes["closed_at"] = now
        changes["resolved_at"] = ticket.resolved_at or now
    else:
        changes["resolved_at"] = None
    return Decision(
        changes=changes,
        events=(EventDraft("state", "state", ticket.state, goal),),
        arm=deadlines_of(goal, now=now, rules=rules),
        cancel=OF_A_STATE,
    )


def _awake(decision: Decision, ticket: Snapshot) -> Decision:
    """The same, and the ticket is back in the queue if it was snoozed."""
    if ticket.snoozed_until is None:
        return decision
    woken = decision.with_changes(snoozed_until=None).with_events(SNOOZE_ENDED)
    return replace(woken, cancel=(*woken.cancel, DeadlineKind.SNOOZE_ENDS))


def deadlines_of(state: State, *, now: datetime, rules: HotelRules) -> tuple[DeadlineDraft, ...]:
    """The moments at which a ticket that comes into this state now is looked at again (R-WF-3)."""
    if state is State.WAITING_GUEST:
        resolve = DeadlineDraft(DeadlineKind.RESOLVE_WAITING, now + rules.waiting_resolves_after)
        if not rules.waiting_reminds_after:
            return (resolve,)
        return DeadlineDraft(DeadlineKind.REMIND_WAITING, now + rules.waiting_reminds_after), resolve
    if state is State.RESOLVED:
        return (DeadlineDraft(DeadlineKind.CLOSE_RESOLVED, now + rules.resolved_closes_after),)
    return ()


FIRES: dict[DeadlineKind, Trigger] = {
    DeadlineKind.RESOLVE_WAITING: Trigger.WAIT_EXPIRED,
    DeadlineKind.CLOSE_RESOLVED: Trigger.CLOSE_DUE,
}
"""The moves that a deadline makes."""

OF_A_STATE = (*FIRES, DeadlineKind.REMIND_WAITING)
"""The deadlines that belong to the state a ticket is in: leaving it cancels them."""


def words(state: State) -> str:
    """A state as a person says it."""
    return state.replace("_", " ")

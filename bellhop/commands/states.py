"""`bellhop states`: the state table of workflow/machine as the page docs/states.md (R-WF-1)."""

from __future__ import annotations

from collections.abc import Iterator

import click

from workflow.machine import NEEDS_A_PERSON, STATES, TABLE, UNDONE_WITHIN, words
from workflow.values import HotelRules, State, Trigger

HAPPENS: dict[Trigger, str] = {
    **{Trigger(f"set_{state}"): f"a person asks for *{words(state)}*" for state in STATES},
    Trigger.GUEST_WROTE: "the guest writes",
    Trigger.ANSWER_SENT: "a person answers the guest",
    Trigger.TAKEN: "somebody gets the ticket",
    Trigger.RELEASED: "the ticket is released",
    Trigger.WAIT_EXPIRED: "the guest never came back",
    Trigger.CLOSE_DUE: "it has been resolved long enough",
    Trigger.DELIVERY_FAILED: "an answer could not be delivered",
}
BY_ITSELF = (
    Trigger.GUEST_WROTE,
    Trigger.ANSWER_SENT,
    Trigger.WAIT_EXPIRED,
    Trigger.CLOSE_DUE,
    Trigger.DELIVERY_FAILED,
)
REFUSED, STAYS, OR_OPEN = "–", "stays", " ¹"


@click.command("states")
def states() -> None:
    """Print the state table as a page: `bellhop states > docs/states.md`."""
    click.echo("\n".join(page()))


def page() -> Iterator[str]:
    """The lines of docs/states.md."""
    rules = HotelRules()
    yield "# States of a ticket"
    yield ""
    yield "Printed by `bellhop states` from `workflow/machine.py`; a test compares. Rows are what happens, columns the state it happens in."
    yield f"“{REFUSED}” is refused: the API answers 409 with the states that are allowed, the panel says the same in a sentence."
    yield ""
    yield from _table()
    yield ""
    yield "¹ *open* when nobody has the ticket."
    yield ""
    yield "## What happens by itself"
    yield ""
    yield from _diagram()
    yield ""
    yield "## Beside the table"
    yield ""
    yield f"- **Opening again.** What is resolved or closed is opened again within the hotel's window ({rules.reopen_window.days} days), by the guest's words or by a"
    yield f"  person; for {UNDONE_WITHIN.days} day every end can be undone. Later words of the guest make a new ticket, linked to the old one."
    yield "- **Thanks.** Mere politeness (“ok”, “Danke, alles klar”, 👍) leaves a ticket that is answered, resolved or closed as it is. The message is kept and"
    yield "  marked; one click treats it as written."
    yield f"- **Times.** Waiting for the guest: a reminder after {rules.waiting_reminds_after.days} days, resolved after {rules.waiting_resolves_after.days}. Resolved: closed after {rules.resolved_closes_after.days} days."
    yield "  Each hotel sets its own. Any change of the state cancels what was to come, in the same transaction."
    yield "- **Snooze** is no state: the ticket leaves the queue until a moment, the guest's words, another owner, or its end."
    yield "- **Two at once.** Every change names the version it was decided on; the slower one is refused (409; with If-Match 412)."


def _table() -> Iterator[str]:
    yield "| | " + " | ".join(words(state) for state in STATES) + " |"
    yield "|---" * (len(STATES) + 1) + "|"
    for trigger, row in TABLE.items():
        cells = (_cell(trigger, state, goal) for state, goal in zip(STATES, row, strict=True))
        yield f"| {HAPPENS[trigger]} | " + " | ".join(cells) + " |"


def _cell(trigger: Trigger, state: State, goal: State | None) -> str:
    if goal is None:
        return REFUSED
    said = STAYS if goal is state else words(goal)
    return said + (OR_OPEN if goal is State.IN_PROGRESS and trigger in NEEDS_A_PERSON else "")


def _diagram() -> Iterator[str]:
    """Mermaid's; the moves of people are in the table above."""
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f"    [*] --> {State.OPEN}"
    for state in STATES:
        by_goal: dict[State, list[str]] = {}
        for trigger in BY_ITSELF:
            goal = TABLE[trigger][STATES.index(state)]
            if goal is not None and goal is not state:
                by_goal.setdefault(goal, []).append(HAPPENS[trigger])
        for goal, happens in by_goal.items():
            yield f"    {state} --> {goal}: {', '.join(happens)}"
    yield "```"

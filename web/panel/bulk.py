"""Many tickets changed at once from the queue, with a word on each that was not (R-TKT-9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from flask import Response, make_response, request

from web.access import Visit, current_visit, needs
from web.errors import problem_of
from web.languages import gettext
from web.panel import queue
from web.panel.blueprint import panel
from web.panel.choice import read_choice
from web.panel.queue import Outcome
from web.panel.settings_forms import said
from workflow import clock
from workflow.errors import Invalid
from workflow.queries import tickets as ticket_queries
from workflow.roles import Action
from workflow.services import bulk
from workflow.services.bulk import Change, Result
from workflow.values import Priority, State
from workflow.wake import wake_clock


@panel.post("/queue/bulk")
@needs(Action.BULK)
def change_many() -> Response:
    """The queue again: what is done stands as it is now, what is not stays selected, with the reason."""
    visit, form = current_visit(), request.form
    choice = read_choice(cast(Mapping[str, str], request.args))
    focus = form.get("focus", "")[:60]
    try:
        wanted, pids = _wanted(visit), form.getlist("pid")
        if not pids:
            raise Invalid(gettext("Select tickets first."), "pids")
        results = _change(visit, pids, wanted)
    except Invalid as error:
        page = queue.page(choice, problem=said(error), focus=focus)
        return make_response(page, problem_of(error).status)
    wake_clock()
    refused = {result.pid: said(result.problem) for result in results if result.problem is not None}
    outcome = Outcome(len(results) - len(refused), refused)
    return make_response(queue.page(choice, outcome=outcome, focus=focus))


def _change(visit: Visit, pids: list[str], wanted: Change) -> tuple[Result, ...]:
    with visit.sight.transaction():
        return bulk.change(
            pids,
            wanted,
            find=lambda pid: ticket_queries.find(visit.sight, pid),
            actor=visit.actor,
            now=clock.now(),
        )


def _wanted(visit: Visit) -> Change:
    """What the button that was pressed sets. Raises Invalid."""
    form = request.form
    assignee, state, priority = form.get("assignee"), form.get("state", ""), form.get("priority", "")
    if (state and state not in set(State)) or (priority and priority not in set(Priority)):
        raise Invalid(gettext("This form is not complete. Load the page again and repeat."))
    return Change(
        state=State(state) if state else None,
        assignee_id=None if assignee is None else _person(visit, assignee),
        priority=Priority(priority) if priority else None,
        add_tags=tuple(filter(None, [form.get("tag", "").strip()])),
        remove_tags=tuple(filter(None, [form.get("untag", "").strip()])),
    )


def _person(visit: Visit, named: str) -> int:
    """0 for nobody."""
    if named == "me":
        return visit.person.staff_id or 0
    if named and not (named.isascii() and named.isdigit() and len(named) < 19):
        raise Invalid(gettext("There is no such member."))
    return int(named or 0)

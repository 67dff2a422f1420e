"""What is done to a ticket on its page: state, owner, priority. What is refused shows the page again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from flask import Response, make_response, redirect, request

from web import assignment
from web.access import Visit, current_visit, needs
from web.errors import problem_of
from web.languages import N_, gettext
from web.panel import ticket as ticket_page
from web.panel.blueprint import panel
from web.panel.choice import read_choice
from web.panel.ticket import Typed
from workflow import clock
from workflow.errors import AlreadyTaken, Invalid, MoveRefused, VersionStale
from workflow.models import Ticket
from workflow.queries import tickets as ticket_queries
from workflow.queries.heard import Overtaken
from workflow.roles import Action
from workflow.services import edits, tickets
from workflow.services.edits import Edit
from workflow.values import Priority, State
from workflow.wake import wake_clock

STALE = N_(
    "Somebody else changed this ticket while you had it open. Nothing of yours was saved: "
    "the page now shows how it stands; look, and repeat what still fits."
)

Work = Callable[[Visit, Ticket], object]


@panel.post("/tickets/<pid>/state")
@needs(Action.MOVE)
def move(pid: str) -> Response:
    def work(visit: Visit, ticket: Ticket) -> None:
        goal = request.form.get("state", "")
        if goal not in set(State):
            raise Invalid("There is no such state.", "state")
        tickets.move(ticket, State(goal), actor=visit.actor, now=clock.now(), version=seen_version())

    return work_on(pid, work, done="moved")


@panel.post("/tickets/<pid>/take")
@needs(Action.TAKE)
def take(pid: str) -> Response:
    def work(visit: Visit, ticket: Ticket) -> None:
        assignment.give(visit, ticket, visit.person.staff_id, version=seen_version())

    return work_on(pid, work, done="taken")


@panel.post("/tickets/<pid>/assign")
@needs(Action.TAKE)
def assign(pid: str) -> Response:
    wanted = request.form.get("assignee", "")

    def work(visit: Visit, ticket: Ticket) -> None:
        assignment.give(visit, ticket, row_id(wanted) if wanted else None, version=seen_version())

    return work_on(pid, work, done="assigned" if wanted else "released")


@panel.post("/tickets/<pid>/edit")
@needs(Action.EDIT)
def edit(pid: str) -> Response:
    def work(visit: Visit, ticket: Ticket) -> None:
        priority = request.form.get("priority")
        if priority is not None and priority not in set(Priority):
            raise Invalid("There is no such priority.", "priority")
        wanted = Edit(
            priority=Priority(priority) if priority else None,
            subject=request.form.get("subject"),
            category_id=_id_or_none("category"),
            department_id=_id_or_none("department"),
        )
        edits.edit(ticket, wanted, actor=visit.actor, now=clock.now(), version=seen_version())

    return work_on(pid, work, done="edited")


def work_on(pid: str, work: Work, *, done: str, typed: Typed | None = None) -> Response:
    """Works on the locked ticket, then shows it again: as it stands, or with the reason of the refusal."""
    visit = current_visit()
    try:
        with visit.sight.transaction():
            work(visit, ticket_queries.find_to_change(visit.sight, pid))
    except (AlreadyTaken, Invalid, MoveRefused, VersionStale) as error:
        problem = problem_of(error)
        is_stale = isinstance(error, VersionStale) and not isinstance(error, Overtaken)
        sentence = gettext(STALE) if is_stale else problem.detail
        return make_response(ticket_page.page(pid, problem=sentence, typed=typed), problem.status)
    wake_clock()
    query = read_choice(cast(Mapping[str, str], request.args)).query(done=done)
    return make_response(redirect(f"/tickets/{pid}?{query}", 303))


def seen_version() -> int:
    """The version the person saw. Raises Invalid when the form does not say."""
    return row_id(request.form.get("version", ""))


def _id_or_none(field: str) -> int | None:
    """None: the form says nothing of it. Raises Invalid."""
    return row_id(request.form[field]) if field in request.form else None


def row_id(text: str) -> int:
    """A number of a form. Raises Invalid."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Invalid("This form is not complete. Load the page again and repeat.")
    return int(text)

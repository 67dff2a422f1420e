"""The queue: which tickets there are, narrowed by what the address says, so that a list can be kept and sent on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import Response, current_app, make_response, render_template, request

from web import polling, words
from web.access import current_visit, needs
from web.languages import gettext
from web.panel import list_options, saved_views
from web.panel.blueprint import panel
from web.panel.choice import SORTS, Choice, read_choice
from web.panel.frame import load_frame, render
from web.panel.list_options import Options
from web.panel.listing import load_listing, narrowings
from workflow.roles import Action
from workflow.values import Priority, Source, State


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a change of many. refused: a sentence by the ticket's number."""

    done: int
    refused: Mapping[str, str]


@panel.get("/queue")
@needs(Action.VIEW)
def queue() -> str:
    return page(read_choice(cast(Mapping[str, str], request.args)))


def page(choice: Choice, *, outcome: Outcome | None = None, focus: str = "", problem: str = "") -> str:
    """The page, also after a change of many. focus: the ticket whose row one was on."""
    visit = current_visit()
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        listing = load_listing(visit, choice, frame)
        options = list_options.load(visit, choice, frame.hotel)
        views = saved_views.load(visit, choice, today=frame.now.astimezone(frame.zone).date())
    return render(
        "queue.html",
        frame,
        listing=listing,
        choice=choice,
        options=options,
        narrowings=narrowings(choice, options),
        views=views,
        lists=_lists(options),
        outcome=outcome,
        focus=focus,
        problem=problem,
        may_export=visit.may(Action.EXPORT),
        may_bulk=visit.may(Action.BULK),
        may_share=visit.may(Action.SHARE_VIEWS),
        me=visit.person.staff_id,
    )


@panel.get("/queue/changes")
@polling.polled(polling.queue_tag)
@needs(Action.VIEW)
def queue_changes() -> Response:
    """The list anew, for the page that shows it: in the queue, or beside the ticket that `open` names."""
    visit = current_visit()
    choice = read_choice(cast(Mapping[str, str], request.args))
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        listing = load_listing(visit, choice, frame)
    open_pid = request.args.get("open", "")[:60]
    return make_response(
        render_template(
            "_parts/live_list.html",
            frame=frame,
            words=words,
            listing=listing,
            open_pid=open_pid,
            may_bulk=not open_pid and visit.may(Action.BULK),
        )
    )


def _lists(options: Options) -> dict[str, list[tuple[str, str]]]:
    """What a list is narrowed to and a selection is set to, as values with their words."""
    return {
        "people": [(str(one.staff_id), one.name) for one in options.people],
        "sources": [(source.value, gettext(words.SOURCES[source])) for source in Source],
        "states": [(state.value, gettext(words.STATES[state])) for state in State],
        "priorities": [(one.value, gettext(words.PRIORITIES[one])) for one in reversed(Priority)],
        "sorts": [(name, gettext(said)) for name, said in SORTS.items()],
    }

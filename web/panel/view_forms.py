"""A list kept under a name, for oneself or, by reception and above, for the hotel: keep, rename, change, remove."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from flask import Response, make_response, redirect, request

from web.access import Visit, current_visit, needs
from web.languages import N_, gettext
from web.panel import queue
from web.panel.blueprint import panel
from web.panel.choice import Choice, read_choice
from web.panel.saved_views import filters_of, today_of
from workflow import clock, roles
from workflow.errors import Invalid
from workflow.roles import Action
from workflow.services import views
from workflow.services.views import View

REFUSALS = (N_("A view's name has 1 to 60 characters."),)


@panel.post("/queue/views")
@needs(Action.INSIDE)
def keep_view() -> Response:
    """The list that the address shows, under a name."""
    visit, choice = current_visit(), _choice()
    is_shared = bool(request.form.get("shared"))
    if is_shared:
        roles.require(visit.seat.role, Action.SHARE_VIEWS)
    try:
        with visit.sight.transaction():
            made = views.create(
                visit.seat.hotel_id,
                staff_id=None if is_shared else visit.person.staff_id,
                name=request.form.get("name", ""),
                filters=_filters(visit, choice),
                sort=choice.sorting,
                now=clock.now(),
            )
    except Invalid as error:
        return _refused(choice, error)
    return _to(replace(choice, view=str(made.id)), done="view_kept")


@panel.post("/queue/views/<id:id>")
@needs(Action.INSIDE)
def change_view(id: int) -> Response:
    """Another name; with `list` also the list that the address shows."""
    visit, choice = current_visit(), _choice()
    try:
        with visit.sight.transaction():
            view = _to_change(visit, id)
            is_list = bool(request.form.get("list"))
            changed = views.change(
                view,
                name=request.form.get("name"),
                filters=_filters(visit, choice) if is_list else None,
                sort=choice.sorting if is_list else None,
            )
    except Invalid as error:
        return _refused(choice, error)
    return _to(replace(choice, view=str(changed.id)), done="view_kept")


@panel.post("/queue/views/<id:id>/remove")
@needs(Action.INSIDE)
def remove_view(id: int) -> Response:
    visit = current_visit()
    with visit.sight.transaction():
        views.delete(_to_change(visit, id))
    return _to(replace(_choice(), view=""), done="view_removed")


def _filters(visit: Visit, choice: Choice) -> dict[str, object]:
    """In the open transaction."""
    return filters_of(choice, counted_from=today_of(visit) if request.form.get("moving") else None)


def _to_change(visit: Visit, id: int) -> View:
    """Raises NotFound, and Forbidden for one of the hotel that he may not change."""
    view = views.find(visit.sight.hotel_ids, visit.person.staff_id, id)
    if view.is_shared:
        roles.require(visit.seat.role, Action.SHARE_VIEWS)
    return view


def _choice() -> Choice:
    return read_choice(cast(Mapping[str, str], request.args))


def _refused(choice: Choice, error: Invalid) -> Response:
    return make_response(queue.page(choice, problem=gettext(str(error))), 422)


def _to(choice: Choice, *, done: str) -> Response:
    return make_response(redirect(f"/queue?{choice.query(page=1, after='', done=done)}", 303))

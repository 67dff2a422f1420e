"""Settings → Categories: the shared ones, and the hotel's own."""

from __future__ import annotations

from flask import Response

from web.access import Visit, needs
from web.panel.blueprint import panel
from web.panel.settings_forms import Problems, Values, chosen, field, named, remove, show, submit
from workflow import clock
from workflow.errors import NotFound
from workflow.roles import Action
from workflow.services import categories, replacing
from workflow.services.hotel_events import Thing

BASE = "/settings/categories"


@panel.get(BASE)
@needs(Action.HOTEL)
def categories_page() -> str:
    return _list({})


@panel.post(BASE)
@needs(Action.HOTEL)
def add_category() -> Response:
    def work(visit: Visit) -> None:
        categories.add(visit.seat.hotel_id, field("name"), actor=visit.actor, now=clock.now())

    return submit(work, to=f"{BASE}?done=added", page=_list)


@panel.get(f"{BASE}/<id:id>")
@needs(Action.HOTEL)
def category_page(id: int) -> str:
    return _one(id, {})


@panel.post(f"{BASE}/<id:id>")
@needs(Action.HOTEL)
def change_category(id: int) -> Response:
    def work(visit: Visit) -> None:
        category = categories.find((visit.seat.hotel_id,), id)
        categories.rename(category, field("name"), actor=visit.actor, now=clock.now())

    return submit(work, to=f"{BASE}?done=edited", page=lambda problems: _one(id, problems))


@panel.post(f"{BASE}/<id:id>/remove")
@needs(Action.HOTEL)
def remove_category(id: int) -> Response:
    def work(visit: Visit) -> bool:
        category = categories.find((visit.seat.hotel_id,), id)
        return categories.remove(category, replace_by=chosen("replaceBy"), actor=visit.actor, now=clock.now())

    return remove(BASE, id, work, page=lambda problems: _one(id, problems))


def _list(problems: Problems) -> str:
    return show(
        "categories.html",
        lambda visit: {"categories": categories.of_hotels((visit.seat.hotel_id,))},
        problems,
    )


def _one(id: int, problems: Problems) -> str:
    """Raises NotFound, also for a shared one: it has no page."""

    def read(visit: Visit) -> Values:
        category = categories.find((visit.seat.hotel_id,), id)
        if category.hotel_id is None:
            raise NotFound("There is no such category.")
        others = named(one for one in categories.of_hotels((visit.seat.hotel_id,)) if one.id != id)
        going = replacing.progress(visit.seat.hotel_id, Thing.CATEGORY, id)
        return {"category": category, "others": others, "going": going}

    return show("category.html", read, problems)

"""Settings → Tags: names and colours."""

from __future__ import annotations

from flask import Response

from web.access import Visit, needs
from web.panel.blueprint import panel
from web.panel.settings_forms import Problems, Values, field, remove, show, submit
from workflow import clock
from workflow.roles import Action
from workflow.services import replacing, tags
from workflow.services.hotel_events import Thing

BASE = "/settings/tags"


@panel.get(BASE)
@needs(Action.TAGS)
def tags_page() -> str:
    return _list({})


@panel.post(BASE)
@needs(Action.TAGS)
def add_tag() -> Response:
    def work(visit: Visit) -> None:
        tags.create(visit.seat.hotel_id, field("name"), field("colour"), actor=visit.actor, now=clock.now())

    return submit(work, to=f"{BASE}?done=added", page=_list)


@panel.get(f"{BASE}/<id:id>")
@needs(Action.TAGS)
def tag_page(id: int) -> str:
    return _one(id, {})


@panel.post(f"{BASE}/<id:id>")
@needs(Action.TAGS)
def change_tag(id: int) -> Response:
    def work(visit: Visit) -> None:
        tag = tags.find((visit.seat.hotel_id,), id)
        tags.change(tag, name=field("name"), colour=field("colour"), actor=visit.actor, now=clock.now())

    return submit(work, to=f"{BASE}?done=edited", page=lambda problems: _one(id, problems))


@panel.post(f"{BASE}/<id:id>/remove")
@needs(Action.TAGS)
def remove_tag(id: int) -> Response:
    def work(visit: Visit) -> bool:
        return tags.delete(tags.find((visit.seat.hotel_id,), id), actor=visit.actor, now=clock.now())

    return remove(BASE, id, work, page=lambda problems: _one(id, problems))


def _list(problems: Problems) -> str:
    return show(
        "tags.html",
        lambda visit: {"tags": tags.of_hotels((visit.seat.hotel_id,)), "colour": tags.DEFAULT_COLOUR},
        problems,
    )


def _one(id: int, problems: Problems) -> str:
    """Raises NotFound."""

    def read(visit: Visit) -> Values:
        hotel_id = visit.seat.hotel_id
        return {"tag": tags.find((hotel_id,), id), "going": replacing.progress(hotel_id, Thing.TAG, id)}

    return show("tag.html", read, problems)

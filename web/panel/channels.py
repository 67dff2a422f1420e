"""Settings → Channels: the desk's addresses and how each goes; changing those of mail. Mailboxes are mailboxes.py's, WhatsApp numbers.py's."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, current_app, make_response, redirect, request

from web.access import Visit, current_visit, needs
from web.channel_words import Shown, shown
from web.errors import problem_of
from web.languages import gettext
from web.panel.acting import Problems, act
from web.panel.blueprint import panel
from web.panel.frame import load_frame, render
from web.refusal_words import said
from workflow import clock
from workflow.errors import Invalid
from workflow.queries import channels as channel_queries
from workflow.queries import numbers as number_queries
from workflow.roles import Action
from workflow.services import channels
from workflow.services.channels import Wanted
from workflow.settings import Settings


@panel.get("/settings/channels")
@needs(Action.CHANNELS)
def channel_list() -> str:
    visit, settings = current_visit(), _settings()
    with visit.sight.transaction():
        frame = load_frame(visit, settings)
        found = channel_queries.of_hotels((visit.seat.hotel_id,))
        muted = channel_queries.muted(visit.seat.hotel_id)
        numbers = number_queries.of_hotel(visit.seat.hotel_id)
    tests: dict[int, Shown] = {line.id: shown(line.test) for line in found if line.test}
    return render("channels.html", frame, channels=found, numbers=numbers, muted=muted, tests=tests)


@panel.get("/settings/channels/new")
@needs(Action.CHANNELS)
def new_channel() -> str:
    return _new_page({})


@panel.post("/settings/channels/new")
@needs(Action.CHANNELS)
def add_channel() -> Response:
    visit = current_visit()
    try:
        with visit.sight.transaction():
            made = channels.add(
                visit.seat.hotel_id,
                request.form.get("address", ""),
                _wanted(),
                actor=visit.actor,
                now=clock.now(),
            )
    except Invalid as error:
        return make_response(_new_page({error.field: said(error)}), problem_of(error).status)
    return make_response(redirect(f"/settings/channels/{made.id}?done=added", 303))


@panel.get("/settings/channels/<id:id>")
@needs(Action.CHANNELS)
def channel_page(id: int) -> str:
    return page(id)


@panel.post("/settings/channels/<id:id>")
@needs(Action.CHANNELS)
def change_channel(id: int) -> Response:
    return do(
        id,
        lambda visit: channels.change(visit.seat.hotel_id, id, _wanted(), actor=visit.actor, now=clock.now()),
        done="edited",
    )


@panel.post("/settings/channels/<id:id>/off")
@needs(Action.CHANNELS)
def switch_channel_off(id: int) -> Response:
    return do(
        id,
        lambda visit: channels.switch_off(visit.seat.hotel_id, id, actor=visit.actor, now=clock.now()),
        done="switched_off",
    )


@panel.post("/settings/channels/<id:id>/on")
@needs(Action.CHANNELS)
def switch_channel_on(id: int) -> Response:
    return do(
        id,
        lambda visit: channels.switch_on(visit.seat.hotel_id, id, actor=visit.actor, now=clock.now()),
        done="switched_on",
    )


def do(id: int, work: Callable[[Visit], object], *, done: str) -> Response:
    """Works on one address in a transaction; a refusal is said on its page."""
    own = f"/settings/channels/{id}?done={done}"
    return act(work, page=lambda problems: page(id, problems), then=own)


def page(id: int, problems: Problems | None = None) -> str:
    """One address; with what was typed when it was refused. Raises NotFound."""
    visit, settings = current_visit(), _settings()
    with visit.sight.transaction():
        frame = load_frame(visit, settings)
        line = channel_queries.of_hotel(visit.seat.hotel_id, id)
    typed = request.form if "displayName" in request.form else None
    return render(
        "channel.html",
        frame,
        channel=line,
        typed=typed,
        problems=problems or {},
        test=shown(line.test) if line.test else None,
        settings=settings,
    )


def _new_page(problems: Problems) -> str:
    visit, settings = current_visit(), _settings()
    with visit.sight.transaction():
        frame = load_frame(visit, settings)
    return render("channel_new.html", frame, typed=request.form, problems=problems, settings=settings)


def _wanted() -> Wanted:
    form = request.form
    pinned = form.get("authservId", "") if form.get("trust") == "pinned" else ""
    if form.get("trust") == "pinned" and not pinned.strip():
        raise Invalid(gettext("Name the server whose word counts."), "authservId")
    return Wanted(form.get("displayName", ""), pinned)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings

"""Settings → Channels: a WhatsApp number, its account at Twilio, and what Twilio says of it (R-WEB-4)."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, current_app, make_response, redirect, render_template, request

from web.access import Visit, current_visit, needs
from web.errors import problem_of
from web.panel.acting import Problems, act
from web.panel.blueprint import panel
from web.panel.frame import load_frame, render
from web.refusal_words import said
from workflow import clock
from workflow.desk import Desk
from workflow.errors import Invalid
from workflow.queries import numbers
from workflow.roles import Action
from workflow.sealing import Keys
from workflow.services import number_checks, number_settings
from workflow.services.whatsapp_channels import Account
from workflow.settings import Settings
from workflow.wake import wake_clock

BASE = "/settings/channels/whatsapp"


@panel.get(f"{BASE}/new")
@needs(Action.CHANNELS)
def new_number() -> str:
    return _new_page({})


@panel.post(f"{BASE}/new")
@needs(Action.CHANNELS)
def add_number() -> Response:
    visit = current_visit()
    try:
        with visit.sight.transaction():
            made = number_settings.add(
                visit.seat.hotel_id,
                request.form.get("number", ""),
                _account(),
                display_name=request.form.get("displayName", ""),
                keys=_keys(),
                actor=visit.actor,
                now=clock.now(),
            )
    except Invalid as error:
        return make_response(_new_page({error.field: said(error)}), problem_of(error).status)
    return make_response(redirect(f"{BASE}/{made.id}?done=added", 303))


@panel.get(f"{BASE}/<id:id>")
@needs(Action.CHANNELS)
def number_page(id: int) -> str:
    return _page(id)


@panel.post(f"{BASE}/<id:id>")
@needs(Action.CHANNELS)
def change_number(id: int) -> Response:
    def change(visit: Visit) -> None:
        number_settings.change(
            visit.seat.hotel_id,
            id,
            _account(),
            display_name=request.form.get("displayName", ""),
            keys=_keys(),
            actor=visit.actor,
            now=clock.now(),
        )

    return _do(id, change, done="edited")


@panel.post(f"{BASE}/<id:id>/off")
@needs(Action.CHANNELS)
def switch_number_off(id: int) -> Response:
    return _do(
        id,
        lambda visit: number_settings.switch_off(visit.seat.hotel_id, id, actor=visit.actor, now=clock.now()),
        done="switched_off",
    )


@panel.post(f"{BASE}/<id:id>/on")
@needs(Action.CHANNELS)
def switch_number_on(id: int) -> Response:
    return _do(
        id,
        lambda visit: number_settings.switch_on(visit.seat.hotel_id, id, actor=visit.actor, now=clock.now()),
        done="switched_on",
    )


@panel.post(f"{BASE}/<id:id>/check")
@needs(Action.CHANNELS)
def check_number(id: int) -> Response:
    answer = _do(
        id,
        lambda visit: number_checks.start(visit.seat.hotel_id, id, actor=visit.actor, now=clock.now()),
        done="asking",
    )
    wake_clock()
    return answer


@panel.get(f"{BASE}/<id:id>/check")
@needs(Action.CHANNELS)
def check_progress(id: int) -> Response:
    """The part of the page alone, for the script that looks again; without an answer to show, back to the page."""
    visit = current_visit()
    with visit.sight.transaction():
        line = numbers.one_of_hotel(visit.seat.hotel_id, id)
    if line.check is None:
        return make_response(redirect(f"{BASE}/{id}", 303))
    return make_response(
        render_template("_parts/number_check.html", check=line.check, now=clock.now(), number=line)
    )


def _do(id: int, work: Callable[[Visit], object], *, done: str) -> Response:
    """Works on one number in a transaction; a refusal is said on its page."""
    return act(work, page=lambda problems: _page(id, problems), then=f"{BASE}/{id}?done={done}")


def _page(id: int, problems: Problems | None = None) -> str:
    """One number; with what was typed when it was refused, but never a token. Raises NotFound."""
    visit, settings = current_visit(), _settings()
    with visit.sight.transaction():
        frame = load_frame(visit, settings)
        line = numbers.one_of_hotel(visit.seat.hotel_id, id)
    values = {
        "displayName": line.display_name,
        "accountSid": line.account_sid,
        "serviceSid": line.service_sid,
        "templates": "\n".join(f"{language}={sid}" for language, sid in sorted(line.templates.items())),
        "alarmTemplates": "\n".join(
            f"{language}={sid}" for language, sid in sorted(line.alarm_templates.items())
        ),
        "outside": "mail" if line.prefers_mail else "template",
    }
    message, status = number_settings.webhooks(settings, id)
    return render(
        "number.html",
        frame,
        number=line,
        values=request.form if "accountSid" in request.form else values,
        problems=problems or {},
        message_url=message,
        status_url=status,
        check=line.check,
        now=clock.now(),
    )


def _new_page(problems: Problems) -> str:
    visit, settings = current_visit(), _settings()
    with visit.sight.transaction():
        frame = load_frame(visit, settings)
    return render("number_new.html", frame, values=request.form, problems=problems)


def _account() -> Account:
    form = request.form
    return Account(
        account_sid=form.get("accountSid", "").strip(),
        token=form.get("token", "").strip(),
        service_sid=form.get("serviceSid", "").strip(),
        templates=number_settings.templates_of(form.get("templates", "").splitlines()),
        prefers_mail=form.get("outside") == "mail",
        alarm_templates=number_settings.templates_of(form.get("alarmTemplates", "").splitlines()),
    )


def _keys() -> Keys:
    desk: Desk = current_app.config["DESK"]
    return desk.keys


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings

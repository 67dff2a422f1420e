"""Settings → Webhooks: whom the hotel tells what happens, how each delivery went, sending one again (R-WF-8)."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, current_app, make_response, redirect, request

from web.access import Visit, current_visit, needs
from web.errors import problem_of
from web.languages import N_, gettext
from web.panel.acting import Problems, act
from web.panel.blueprint import panel
from web.panel.frame import load_frame, render
from web.refusal_words import said
from workflow import clock
from workflow.desk import Desk
from workflow.errors import Invalid, NotFound
from workflow.models import WebhookEndpoint
from workflow.queries import webhooks as webhook_queries
from workflow.queries.paging import Wanted
from workflow.roles import Action
from workflow.services import webhook_deliveries, webhook_endpoints
from workflow.services.webhook_endpoints import Draft
from workflow.webhooks import EventType

BASE = "/settings/webhooks"
SHOWN = 20

MEANINGS = {
    EventType.TICKET_CREATED: N_("A ticket was opened"),
    EventType.TICKET_UPDATED: N_("Something else about a ticket changed"),
    EventType.TICKET_ASSIGNED: N_("Somebody has the ticket now, or nobody any more"),
    EventType.TICKET_COMMENTED: N_("The guest wrote, the house answered, or left a note"),
    EventType.TICKET_CLOSED: N_("The ticket was closed"),
    EventType.TICKET_REOPENED: N_("A ticket that was done goes on"),
    EventType.TICKET_SLA_WARNED: N_("A promised time is nearly over"),
    EventType.TICKET_SLA_BREACHED: N_("A promised time is over"),
    EventType.QR_ISSUED: N_("A QR code was issued"),
    EventType.QR_VALIDATED: N_("A guest showed a valid QR code"),
    EventType.MESSAGE_FAILED: N_("An answer could not be delivered"),
}
STATES = {
    "waiting": N_("waits"),
    "delivered": N_("delivered"),
    "failed": N_("given up"),
    "dropped": N_("dropped"),
}


@panel.get(BASE)
@needs(Action.WEBHOOKS)
def webhook_list() -> str:
    visit = current_visit()
    with visit.sight.transaction():
        frame = load_frame(visit, _desk().settings)
        found = webhook_endpoints.every([visit.seat.hotel_id])
    return render("webhooks.html", frame, endpoints=found)


@panel.get(f"{BASE}/new")
@needs(Action.WEBHOOKS)
def new_webhook() -> str:
    return _new_page({}, _typed() or {"events": list(EventType)})


@panel.post(f"{BASE}/new")
@needs(Action.WEBHOOKS)
def add_webhook() -> Response:
    visit, desk = current_visit(), _desk()
    try:
        with visit.sight.transaction():
            made, secret = webhook_endpoints.create(
                visit.seat.hotel_id,
                _draft(enabled=True),
                allow_private=desk.settings.egress_allow_private,
                keys=desk.keys,
                actor=visit.actor,
                now=clock.now(),
            )
    except Invalid as error:
        return make_response(_new_page({error.field: said(error)}, _typed()), problem_of(error).status)
    return make_response(_page(made.id, secret=secret), 201)


@panel.get(f"{BASE}/<id:id>")
@needs(Action.WEBHOOKS)
def webhook_page(id: int) -> str:
    return _page(id)


@panel.post(f"{BASE}/<id:id>")
@needs(Action.WEBHOOKS)
def change_webhook(id: int) -> Response:
    def change(visit: Visit, endpoint: WebhookEndpoint) -> None:
        webhook_endpoints.change(
            endpoint,
            _draft(enabled=endpoint.enabled),
            allow_private=_desk().settings.egress_allow_private,
            actor=visit.actor,
            now=clock.now(),
        )

    return _do(id, change, done="edited")


@panel.post(f"{BASE}/<id:id>/off")
@needs(Action.WEBHOOKS)
def switch_webhook_off(id: int) -> Response:
    return _do(id, lambda visit, endpoint: _switch(visit, endpoint, enabled=False), done="switched_off")


@panel.post(f"{BASE}/<id:id>/on")
@needs(Action.WEBHOOKS)
def switch_webhook_on(id: int) -> Response:
    return _do(id, lambda visit, endpoint: _switch(visit, endpoint, enabled=True), done="switched_on")


@panel.post(f"{BASE}/<id:id>/test")
@needs(Action.WEBHOOKS)
def test_webhook(id: int) -> Response:
    return _do(
        id,
        lambda visit, endpoint: webhook_endpoints.test(endpoint, actor=visit.actor, now=clock.now()),
        done="hook_testing",
    )


@panel.post(f"{BASE}/<id:id>/secret")
@needs(Action.WEBHOOKS)
def renew_webhook_secret(id: int) -> Response:
    """Shown on the page that answers, and on no other."""
    visit = current_visit()
    with visit.sight.transaction():
        endpoint = webhook_endpoints.find([visit.seat.hotel_id], id, lock=True)
        secret = webhook_endpoints.rotate_secret(
            endpoint, keys=_desk().keys, actor=visit.actor, now=clock.now()
        )
    return make_response(_page(id, secret=secret))


@panel.post(f"{BASE}/<id:id>/redeliver")
@needs(Action.WEBHOOKS)
def redeliver_webhook(id: int) -> Response:
    wanted = request.form.get("delivery", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        raise NotFound("There is no such delivery.")
    return _do(
        id,
        lambda visit, endpoint: webhook_deliveries.redeliver(endpoint, int(wanted), now=clock.now()),
        done="retried",
    )


@panel.post(f"{BASE}/<id:id>/remove")
@needs(Action.WEBHOOKS)
def remove_webhook(id: int) -> Response:
    visit = current_visit()
    with visit.sight.transaction():
        endpoint = webhook_endpoints.find([visit.seat.hotel_id], id, lock=True)
        webhook_endpoints.remove(endpoint, actor=visit.actor, now=clock.now())
    return make_response(redirect(f"{BASE}?done=removed", 303))


def _switch(visit: Visit, endpoint: WebhookEndpoint, *, enabled: bool) -> None:
    allow_private = _desk().settings.egress_allow_private
    webhook_endpoints.switch(
        endpoint, enabled=enabled, allow_private=allow_private, actor=visit.actor, now=clock.now()
    )


def _do(id: int, work: Callable[[Visit, WebhookEndpoint], object], *, done: str) -> Response:
    """Works on one endpoint in a transaction; a refusal is said on its page."""

    def on_endpoint(visit: Visit) -> None:
        work(visit, webhook_endpoints.find([visit.seat.hotel_id], id, lock=True))

    return act(on_endpoint, page=lambda problems: _page(id, problems), then=f"{BASE}/{id}?done={done}")


def _page(id: int, problems: Problems | None = None, *, secret: str = "") -> str:
    """One endpoint with its newest deliveries; with what was typed when it was refused. Raises NotFound."""
    visit = current_visit()
    with visit.sight.transaction():
        frame = load_frame(visit, _desk().settings)
        endpoint = webhook_endpoints.find([visit.seat.hotel_id], id)
        deliveries = webhook_queries.deliveries(id, Wanted(1, SHOWN, request.args.get("cursor", "")))
    draft = webhook_endpoints.draft_of(endpoint)
    stands = {"url": draft.url, "description": draft.description, "events": draft.events}
    return render(
        "webhook.html",
        frame,
        endpoint=endpoint,
        place=webhook_endpoints.host(endpoint.url),
        values=(_typed() if problems else None) or stands,
        problems=problems or {},
        secret=secret,
        deliveries=deliveries,
        meanings=_said(MEANINGS),
        states=_said(STATES),
    )


def _new_page(problems: Problems, values: dict[str, object]) -> str:
    visit = current_visit()
    with visit.sight.transaction():
        frame = load_frame(visit, _desk().settings)
    return render("webhook_new.html", frame, values=values, problems=problems, meanings=_said(MEANINGS))


def _said(sentences: dict[EventType, str] | dict[str, str]) -> dict[str, str]:
    return {str(name): gettext(sentence) for name, sentence in sentences.items()}


def _draft(*, enabled: bool) -> Draft:
    form = request.form
    return Draft(
        form.get("url", ""), tuple(form.getlist("events")), form.get("description", ""), enabled=enabled
    )


def _typed() -> dict[str, object]:
    form = request.form
    if "url" not in form:
        return {}
    return {"url": form["url"], "description": form.get("description", ""), "events": form.getlist("events")}


def _desk() -> Desk:
    desk: Desk = current_app.config["DESK"]
    return desk

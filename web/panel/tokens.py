"""Settings: API tokens for programs (R-WEB-1). A token is shown once, on the page that its making answers with."""

from __future__ import annotations

from flask import Response, current_app, make_response, redirect, request

from web.access import current_visit, needs
from web.errors import problem_of
from web.panel.account_words import ROLES, grantable, said
from web.panel.blueprint import panel
from web.panel.frame import load_frame, render
from workflow import clock
from workflow.errors import Forbidden, Invalid
from workflow.roles import Action
from workflow.services import api_tokens
from workflow.services.member_changes import By
from workflow.values import Role

BASE = "/settings/tokens"


@panel.get(BASE)
@needs(Action.TOKENS)
def tokens_page() -> str:
    return _page({})


@panel.post(BASE)
@needs(Action.TOKENS)
def create_token() -> Response:
    visit = current_visit()
    role = request.form.get("role", "")
    try:
        if role not in [one.value for one in ROLES]:
            raise Invalid("Choose a role.", "role")
        with visit.sight.transaction():
            _, token = api_tokens.create(
                visit.seat.hotel_id,
                request.form.get("name", ""),
                Role(role),
                by_role=visit.seat.role,
                maker=visit.person.maker,
                actor=visit.actor,
                now=clock.now(),
            )
    except (Invalid, Forbidden) as error:
        field = error.field if isinstance(error, Invalid) else "role"
        return make_response(_page({field: said(error)}), problem_of(error).status)
    return make_response(_page({}, made=token))


@panel.post(f"{BASE}/<id:id>/end")
@needs(Action.TOKENS)
def end_token(id: int) -> Response:
    visit = current_visit()
    try:
        with visit.sight.transaction():
            token = api_tokens.find((visit.seat.hotel_id,), id)
            api_tokens.revoke(token, by_role=visit.seat.role, actor=visit.actor, now=clock.now())
    except Forbidden as error:
        return make_response(_page({"": said(error)}), problem_of(error).status)
    return make_response(redirect(f"{BASE}?done=removed", 303))


def _page(problems: dict[str, str], *, made: str = "") -> str:
    visit = current_visit()
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        found = api_tokens.of_hotels((visit.seat.hotel_id,))
    return render(
        "tokens.html",
        frame,
        tokens=found,
        made=made,
        values={} if made else request.form,
        problems=problems,
        role_names=ROLES,
        roles=grantable(By(visit.actor, visit.seat.role)),
    )

"""What does not go on by itself: why, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, current_app, make_response, redirect, request

from web import stuck_words, words
from web.access import Visit, current_visit, needs
from web.downloads import plain_text
from web.errors import problem_of
from web.languages import gettext
from web.panel.blueprint import panel
from web.panel.frame import load_frame, render
from workflow import clock
from workflow.errors import Invalid, MoveRefused, NotFound
from workflow.queries import stuck as stuck_queries
from workflow.roles import Action
from workflow.services import held_mail, stuck_bulk
from workflow.services import stuck as stuck_service
from workflow.services.stuck_bulk import StuckKind
from workflow.values import EffectKind
from workflow.wake import wake_clock

SHOWN_OF_A_SOURCE = 1024 * 1024


@panel.get("/stuck")
@needs(Action.STUCK)
def stuck() -> str:
    return _page()


@panel.get("/stuck/mail/<id:id>")
@needs(Action.STUCK)
def source(id: int) -> Response:
    """The mail as it came, as text: the first megabyte."""
    visit = current_visit()
    with visit.sight.transaction():
        raw = stuck_queries.raw_source(stuck_queries.stuck_mail(visit.sight.hotel_ids, id))
    return plain_text(raw[:SHOWN_OF_A_SOURCE].decode("utf-8", "replace"))


@panel.post("/stuck/mail/<id:id>/retry")
@needs(Action.STUCK)
def retry_mail(id: int) -> Response:
    return _do(
        lambda visit: stuck_service.retry_mail(visit.seat.hotel_id, id, now=clock.now()), done="retried"
    )


@panel.post("/stuck/mail/<id:id>/release")
@needs(Action.RELEASE)
def release_mail(id: int) -> Response:
    """Somebody vouches for a member's mail that is held: it goes its way."""

    def work(visit: Visit) -> None:
        held_mail.release_by_colleague(visit.seat.hotel_id, id, actor=visit.actor, now=clock.now())

    return _do(work, done="released-mail")


@panel.post("/stuck/mail/<id:id>/drop")
@needs(Action.STUCK)
def drop_mail(id: int) -> Response:
    def work(visit: Visit) -> None:
        held_mail.drop_mail(
            visit.seat.hotel_id, id, request.form.get("reason", ""), actor=visit.actor, now=clock.now()
        )

    return _do(work, done="dropped", refused=f"mail-{id}")


@panel.post("/stuck/effect/<id:id>/retry")
@needs(Action.STUCK)
def retry_effect(id: int) -> Response:
    return _do(
        lambda visit: stuck_service.retry_effect(visit.seat.hotel_id, id, now=clock.now()), done="retried"
    )


@panel.post("/stuck/effect/<id:id>/drop")
@needs(Action.STUCK)
def drop_effect(id: int) -> Response:
    def work(visit: Visit) -> None:
        stuck_service.drop_effect(
            visit.seat.hotel_id, id, request.form.get("reason", ""), actor=visit.actor, now=clock.now()
        )

    return _do(work, done="dropped", refused=f"effect-{id}")


@panel.post("/stuck/deadline/<id:id>/retry")
@needs(Action.STUCK)
def retry_deadline(id: int) -> Response:
    return _do(
        lambda visit: stuck_service.retry_deadline(visit.seat.hotel_id, id, now=clock.now()), done="retried"
    )


@panel.post("/stuck/deadline/<id:id>/drop")
@needs(Action.STUCK)
def drop_deadline(id: int) -> Response:
    def work(visit: Visit) -> None:
        stuck_service.drop_deadline(
            visit.seat.hotel_id, id, request.form.get("reason", ""), actor=visit.actor, now=clock.now()
        )

    return _do(work, done="dropped", refused=f"deadline-{id}")


@panel.post("/stuck/answer/<id:id>/retry")
@needs(Action.STUCK)
def send_again(id: int) -> Response:
    return _do(
        lambda visit: stuck_service.send_again(visit.seat.hotel_id, id, now=clock.now()), done="retried"
    )


@panel.post("/stuck/all/<kind>/retry")
@needs(Action.STUCK)
def retry_all(kind: str) -> Response:
    """All of one kind. Raises NotFound for what is no kind."""
    visit = current_visit()
    if kind not in set(StuckKind):
        raise NotFound(gettext("This is no kind of stuck items."))
    with visit.sight.transaction():
        stuck_bulk.retry_all(visit.seat.hotel_id, StuckKind(kind), now=clock.now())
    wake_clock()
    return make_response(redirect("/stuck?done=retried", 303))


def _do(work: Callable[[Visit], None], *, done: str, refused: str = "") -> Response:
    visit = current_visit()
    try:
        with visit.sight.transaction():
            work(visit)
    except (Invalid, MoveRefused, NotFound) as error:
        problem = problem_of(error)
        return make_response(_page(problem.detail, refused=refused), problem.status)
    wake_clock()
    return make_response(redirect(f"/stuck?done={done}", 303))


def _page(problem: str = "", *, refused: str = "") -> str:
    visit = current_visit()
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        found = stuck_queries.of_hotel(visit.seat.hotel_id)
    return render(
        "stuck.html",
        frame,
        stuck=found,
        problem=problem,
        refused=refused,
        webhooks=[one for one in found.effects if one.kind == EffectKind.SEND_WEBHOOK],
        effects=[one for one in found.effects if one.kind != EffectKind.SEND_WEBHOOK],
        effect_words=words.EFFECTS,
        deadline_words=words.DEADLINES,
        effect_advice=stuck_words.EFFECT_ADVICE,
        deadline_advice=stuck_words.DEADLINE_ADVICE,
        may_release=visit.may(Action.RELEASE),
    )

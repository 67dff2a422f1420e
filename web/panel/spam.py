"""The spam folder, blocked senders, and addresses that mail comes back from."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, current_app, make_response, redirect, request

from web.access import Visit, current_visit, needs
from web.downloads import plain_text
from web.errors import problem_of
from web.panel.blueprint import panel
from web.panel.frame import load_frame, render
from workflow import clock
from workflow.errors import Invalid, NotFound
from workflow.roles import Action
from workflow.services import muting, spam
from workflow.services.hotels import members
from workflow.services.inbox import load_raw
from workflow.wake import wake_clock

SHOWN_OF_A_SOURCE = 1024 * 1024


@panel.get("/spam")
@needs(Action.SPAM)
def spam_folder() -> str:
    return _page()


@panel.get("/spam/<id:id>")
@needs(Action.SPAM)
def spam_source(id: int) -> Response:
    """The mail as it came, as text: the first megabyte."""
    visit = current_visit()
    with visit.sight.transaction():
        raw = load_raw(spam.find(visit.sight.hotel_ids, id).id)
    return plain_text(raw[:SHOWN_OF_A_SOURCE].decode("utf-8", "replace"))


@panel.post("/spam/<id:id>/release")
@needs(Action.SPAM)
def release_spam(id: int) -> Response:
    return _do(
        lambda visit: spam.release(visit.seat.hotel_id, id, actor=visit.actor, now=clock.now()),
        done="released-mail",
    )


@panel.post("/spam/block")
@needs(Action.SPAM)
def block_sender() -> Response:
    pattern = request.form.get("pattern", "")
    return _do(
        lambda visit: spam.block(visit.seat.hotel_id, pattern, actor=visit.actor, now=clock.now()),
        done="blocked",
    )


@panel.post("/spam/blocked/<id:id>/remove")
@needs(Action.SPAM)
def unblock_sender(id: int) -> Response:
    return _do(lambda visit: spam.unblock(visit.seat.hotel_id, id), done="unblocked")


def _do(work: Callable[[Visit], object], *, done: str) -> Response:
    visit = current_visit()
    try:
        with visit.sight.transaction():
            work(visit)
    except (Invalid, NotFound) as error:
        problem = problem_of(error)
        return make_response(_page(problem.detail), problem.status)
    wake_clock()
    return make_response(redirect(f"/spam?done={done}", 303))


def _page(problem: str = "") -> str:
    visit = current_visit()
    hotel_id = visit.seat.hotel_id
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        mails = spam.folder([hotel_id])
        blocked = spam.blocked([hotel_id])
        muted = muting.of_hotels([hotel_id])
        unreached = [member for member in members(hotel_id) if member.mail_error]
    return render(
        "spam.html", frame, mails=mails, blocked=blocked, muted=muted, unreached=unreached, problem=problem
    )

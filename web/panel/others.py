"""Other people at a ticket: claims on it, participants, the way to the spam folder. Shown on the ticket's page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, make_response, redirect, request

from web.access import Visit, current_visit, needs
from web.errors import problem_of
from web.panel import ticket as ticket_page
from web.panel.blueprint import panel
from web.refusal_words import said
from workflow import clock
from workflow.errors import Invalid, MoveRefused, NotFound, VersionStale
from workflow.models import Ticket
from workflow.queries import tickets as ticket_queries
from workflow.roles import Action
from workflow.services import claims, participants, spam
from workflow.wake import wake_clock

Work = Callable[[Visit, Ticket], str | None]
"""Returns the path of the page that one goes on with, or None for the ticket's own."""


@dataclass(frozen=True, slots=True)
class Decision:
    """How a claim is decided, and the sentence that follows."""

    decide: Callable[..., Ticket]
    done: str


@panel.post("/tickets/<pid>/claims/<id:id>/accept")
@needs(Action.CLAIM)
def accept_claim(pid: str, id: int) -> Response:
    return _decide(pid, id, Decision(claims.accept, "claimed"))


@panel.post("/tickets/<pid>/claims/<id:id>/accept-author")
@needs(Action.CLAIM)
def accept_claim_with_author(pid: str, id: int) -> Response:
    return _decide(pid, id, Decision(claims.accept_with_author, "claimed"))


@panel.post("/tickets/<pid>/claims/<id:id>/dismiss")
@needs(Action.CLAIM)
def dismiss_claim(pid: str, id: int) -> Response:
    return _decide(pid, id, Decision(claims.dismiss, "dismissed"))


@panel.post("/tickets/<pid>/participants/accept")
@needs(Action.CLAIM)
def accept_participant(pid: str) -> Response:
    address = request.form.get("address", "")
    return decide_unlocked(
        pid,
        lambda visit, ticket: participants.accept(ticket, address, actor=visit.actor, now=clock.now()),
        done="joined",
    )


@panel.post("/tickets/<pid>/participants/remove")
@needs(Action.CLAIM)
def remove_participant(pid: str) -> Response:
    address = request.form.get("address", "")
    return decide_unlocked(
        pid,
        lambda visit, ticket: participants.remove(ticket, address, actor=visit.actor, now=clock.now()),
        done="left",
    )


@panel.post("/tickets/<pid>/spam")
@needs(Action.SPAM)
def move_to_spam(pid: str) -> Response:
    def work(visit: Visit, ticket: Ticket) -> str:
        spam.move_ticket(ticket, actor=visit.actor, now=clock.now())
        if "block" in request.form:
            spam.block(ticket.hotel_id, ticket.requester_address, actor=visit.actor, now=clock.now())
        return "/spam"

    return decide_unlocked(pid, work, done="spam")


def _decide(pid: str, id: int, decision: Decision) -> Response:
    def work(visit: Visit, ticket: Ticket) -> None:
        decision.decide(ticket.id, id, sees=visit.sight.sees, actor=visit.actor, now=clock.now())

    return decide_unlocked(pid, work, done=decision.done)


def decide_unlocked(pid: str, work: Work, *, done: str) -> Response:
    """Not locked here: what touches two tickets locks them in one order."""
    visit = current_visit()
    try:
        with visit.sight.transaction():
            goes_on = work(visit, ticket_queries.find(visit.sight, pid))
    except (Invalid, MoveRefused, VersionStale) as error:
        problem = problem_of(error)
        return make_response(ticket_page.page(pid, problem=problem.detail), problem.status)
    except NotFound as error:
        with visit.sight.transaction():
            ticket_queries.find(visit.sight, pid)  # a ticket that is not there is told as such
        return make_response(ticket_page.page(pid, problem=said(error)), 404)
    wake_clock()
    return make_response(redirect(f"{goes_on or f'/tickets/{pid}'}?done={done}", 303))

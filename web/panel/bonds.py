"""Two tickets on the page of one: linking, merging, splitting (R-TKT-5)."""

from __future__ import annotations

from flask import Response, request

from web.access import Visit, needs
from web.panel.blueprint import panel
from web.panel.others import decide_unlocked
from web.panel.ticket_forms import row_id
from workflow import clock
from workflow.errors import Invalid, NotFound
from workflow.models import Ticket
from workflow.queries import tickets as ticket_queries
from workflow.roles import Action
from workflow.services import links, merging, splitting, tickets
from workflow.values import LinkKind


@panel.post("/tickets/<pid>/link")
@needs(Action.MERGE)
def link(pid: str) -> Response:
    def work(visit: Visit, ticket: Ticket) -> None:
        kind = request.form.get("kind", "")
        if kind not in set(LinkKind) - {LinkKind.SPLIT}:
            raise Invalid("Choose what the tickets have to do with each other.", "kind")
        one, other = _both(visit, ticket)
        links.link(one, other, LinkKind(kind), actor=visit.actor, now=clock.now())

    return decide_unlocked(pid, work, done="linked")


@panel.post("/tickets/<pid>/unlink")
@needs(Action.MERGE)
def unlink(pid: str) -> Response:
    def work(visit: Visit, ticket: Ticket) -> None:
        one, other = _both(visit, ticket)
        links.unlink(one, other, actor=visit.actor, now=clock.now())

    return decide_unlocked(pid, work, done="unlinked")


@panel.post("/tickets/<pid>/merge")
@needs(Action.MERGE)
def merge(pid: str) -> Response:
    """Goes on in the ticket that is left."""

    def work(visit: Visit, ticket: Ticket) -> str:
        one, into = _both(visit, ticket)
        merging.merge(one, into, actor=visit.actor, now=clock.now())
        return f"/tickets/{into.pid}"

    return decide_unlocked(pid, work, done="merged")


@panel.post("/tickets/<pid>/split")
@needs(Action.MERGE)
def split(pid: str) -> Response:
    def work(visit: Visit, ticket: Ticket) -> None:
        ids = [row_id(text) for text in request.form.getlist("message")]
        subject = request.form.get("subject", "")
        splitting.split(tickets.lock(ticket.id), ids, subject, actor=visit.actor, now=clock.now())

    return decide_unlocked(pid, work, done="split")


def _both(visit: Visit, ticket: Ticket) -> tuple[Ticket, Ticket]:
    """The ticket and the one that the form names, locked in one order for all. Raises NotFound."""
    named = _named()
    if not named:
        raise Invalid("Write the number of the other ticket.", "pid")
    other = ticket_queries.find(visit.sight, named)
    if other.id == ticket.id:
        return ticket, ticket
    locked = merging.lock_both(ticket.id, other.id)
    if not all(visit.sight.sees(one) for one in locked):
        raise NotFound("There is no ticket %(pid)s.", values={"pid": named})
    return locked


def _named() -> str:
    """What was written goes before what was picked."""
    said = [text.strip()[:60] for text in request.form.getlist("pid")]
    return next((text for text in reversed(said) if text), "")

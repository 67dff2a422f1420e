"""Deleting tickets and bringing them back (R-TKT-7); many at once: web/api/ticket_bulk."""

from __future__ import annotations

from web.access import current_visit, needs
from web.api import ticket_schemas
from web.api.blueprint import api
from web.api.idempotency import Answer
from web.api.ticket_answers import answer
from web.api.versions import check_if_match
from workflow import clock
from workflow.queries import tickets as ticket_queries
from workflow.roles import Action
from workflow.services import deleting
from workflow.wake import wake_clock


@api.delete("/tickets/<pid>")
@api.output({}, status_code=204)
@needs(Action.DELETE)
def delete_ticket(pid: str) -> str:
    """Deletes a ticket: it leaves every list, and can be restored until the hotel's time for that is over."""
    visit = current_visit()
    with visit.sight.transaction():
        ticket = ticket_queries.find_to_change(visit.sight, pid)
        check_if_match(ticket)
        deleting.delete(ticket, actor=visit.actor, now=clock.now())
    return ""


@api.post("/tickets/<pid>/restore")
@api.output(ticket_schemas.TicketOut)
@needs(Action.DELETE)
def restore_ticket(pid: str) -> Answer:
    """Restores a deleted ticket as it was; the times of its state begin anew."""
    visit = current_visit()
    with visit.sight.transaction():
        ticket = ticket_queries.find_deleted(visit.sight, pid)
        check_if_match(ticket)
        deleting.restore(ticket, actor=visit.actor, now=clock.now())
        row = ticket_queries.row(ticket)
    wake_clock()
    return answer(row)

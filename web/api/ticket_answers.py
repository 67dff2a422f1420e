"""What every route that changes one ticket shares: the ticket is locked, worked on, and answered as it stands then."""

from __future__ import annotations

from collections.abc import Callable

from web.access import Visit, current_visit
from web.api import guest_shapes, shapes
from web.api.idempotency import Answer
from web.api.versions import check_if_match, entity_tag
from workflow.models import Ticket
from workflow.queries import tickets as ticket_queries
from workflow.wake import wake_clock

Work = Callable[[Visit, Ticket], None]


def change(pid: str, work: Work) -> Answer:
    """Raises PreconditionFailed and what the work raises; then nothing is changed."""
    visit = current_visit()
    with visit.sight.transaction():
        ticket = ticket_queries.find_to_change(visit.sight, pid)
        check_if_match(ticket)
        work(visit, ticket)
        row = ticket_queries.row(ticket)
    wake_clock()
    return answer(row)


def answer(row: ticket_queries.TicketRow) -> Answer:
    """One ticket, as far as who asks may know it. The entity tag is its version."""
    shape = shapes.ticket if current_visit().guest is None else guest_shapes.ticket
    return shape(row), 200, {"ETag": entity_tag(row.version)}


def number(text: str | None) -> int | None:
    """An id as the contract writes it."""
    return int(text) if text and text.isdigit() else None

"""What a guest writes through the API, with the token of his session (R-WEB-2): the same routes, his own rules."""

from __future__ import annotations

from web.access import Visit
from web.api import guest_shapes
from web.api.idempotency import Answer, once
from web.api.shapes import Json
from web.api.versions import entity_tag
from workflow import clock
from workflow.errors import Invalid
from workflow.models import Ticket
from workflow.queries import thread
from workflow.queries import tickets as ticket_queries
from workflow.services import guest_tickets, sent_ahead
from workflow.services.guest_sessions import GuestVisit
from workflow.values import Priority
from workflow.wake import wake_clock

_NOT_HIS = (
    "guest_id",
    "guest_name",
    "guest_email",
    "guest_phone",
    "room_id",
    "room_number",
    "category_id",
    "department_id",
    "tags",
)
_LIST = frozenset({"state", "since", "until", "sort", "page", "page_size", "cursor"})


def open_ticket(visit: Visit, guest: GuestVisit, body: Json) -> Answer:
    """For himself, his room and his stay: he names nothing else. Raises Invalid."""
    if any(body[name] for name in _NOT_HIS) or body["priority"] != Priority.MEDIUM:
        raise Invalid("A guest's ticket has a subject and a description; the hotel sees to the rest.")

    def work() -> Answer:
        written = guest_tickets.open_ticket(
            guest, body["description"] or body["subject"], subject=body["subject"], now=clock.now()
        )
        row = ticket_queries.row(written.ticket)
        headers = {"ETag": entity_tag(row.version), "Location": f"/api/v1/tickets/{row.pid}"}
        return guest_shapes.ticket(row), 201, headers

    with visit.sight.transaction():
        opened = once(visit, guest.hotel_id, body, work)
    wake_clock()
    return opened


def write(guest: GuestVisit, ticket: Ticket, body: Json, *, by: str) -> Answer:
    """In the open transaction, the ticket locked. Raises Invalid. The message tells the ticket that it stands in."""
    if body["internal"] or body["solution"] or body["channel"] or body["canned_id"] is not None:
        raise Invalid("A guest's message has a body and attachmentIds.")
    now = clock.now()
    ids = [int(id) for id in body["attachment_ids"]]
    files = sent_ahead.take(ids, hotel_id=guest.hotel_id, author=by, now=now) if ids else ()
    written = guest_tickets.write(guest, ticket, body["body"], now=now, files=files)
    said = thread.message(written.ticket, written.message.id)
    return guest_shapes.message(written.ticket, said), 201, {}


def check_list(query: Json) -> None:
    """Filters ask about what the house knows of a ticket; a guest's list has few of them. Raises Invalid."""
    wanted = next((name for name, value in query.items() if value and name not in _LIST), None)
    if wanted is not None or query["sort"] not in ("createdAt", "-createdAt"):
        raise Invalid("A guest's list takes state, from, to and pages.", wanted or "sort")

"""Files made of tickets, as the API and the panel hand them out: lists as CSV, lists and single tickets as PDF."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from flask import Response

from web.access import Visit
from web.downloads import download
from web.languages import gettext
from web.pdf import ticket as ticket_sheet
from web.pdf import ticket_list
from workflow import clock, ticket_csv
from workflow.models import Hotel, Ticket
from workflow.queries import export, thread, tickets
from workflow.queries.export import Batch
from workflow.queries.ticket_filter import Filter
from workflow.queries.ticket_order import Order
from workflow.values import Direction

MOST_LINES = 50_000
MOST_ON_PAPER = 1_000
MOST_MESSAGES = 300
PDF = "application/pdf"
CUT = f"Only the first {MOST_LINES:,} tickets are here: narrow the list for the others."


def csv_of_list(visit: Visit, filter: Filter, *, order: Order) -> Response:
    """Sent while it is read. Raises Invalid before anything is sent."""
    with visit.sight.transaction():
        zones = export.zones(visit.sight)
    batches = export.batches(visit.sight, filter, order=order, most=MOST_LINES)
    first = next(batches)
    response = download(b"", f"tickets-{clock.now():%Y-%m-%d}.csv", content_type="text/csv; charset=utf-8")
    response.response = _csv(first, batches, zones)
    response.headers.pop("Content-Length", None)
    return response


def _csv(first: Batch, following: Iterator[Batch], zones: dict[int, ZoneInfo]) -> Iterator[bytes]:
    yield ticket_csv.head().encode()
    batch: Batch | None = first
    while batch is not None:
        yield "".join(ticket_csv.lines(batch.rows, zones)).encode()
        if batch.is_cut:
            yield ticket_csv.remark(CUT).encode()
        batch = next(following, None)


def pdf_of_list(visit: Visit, filter: Filter, *, order: Order) -> Response:
    """The first of them, as many as one reads on paper. Raises Invalid."""
    with visit.sight.transaction():
        zones = export.zones(visit.sight)
    batches = list(export.batches(visit.sight, filter, order=order, most=MOST_ON_PAPER))
    rows = [row for batch in batches for row in batch.rows]
    title = ", ".join(dict.fromkeys(seat.hotel_name for seat in visit.seats))
    now = clock.now()
    content = ticket_list.of(
        rows,
        zones,
        title=gettext("Tickets of %(hotel)s", hotel=title),
        is_cut=batches[-1].is_cut,
        now=now,
    )
    return download(content, f"tickets-{now:%Y-%m-%d}.pdf", content_type=PDF)


def pdf_of_ticket(visit: Visit, pid: str, *, with_notes: bool) -> Response:
    """Raises NotFound."""
    with visit.sight.transaction():
        ticket: Ticket = tickets.find(visit.sight, pid)
        row = tickets.row(ticket)
        said = thread.latest_messages(ticket, MOST_MESSAGES)
        hotel = Hotel.get_by_id(ticket.hotel_id)
    content = ticket_sheet.of(
        row,
        [one for one in said if with_notes or one.direction != Direction.NOTE],
        hotel_name=hotel.name,
        zone=ZoneInfo(hotel.time_zone),
        is_cut=len(said) == MOST_MESSAGES,
        now=clock.now(),
    )
    return download(content, f"{row.pid}.pdf", content_type=PDF)

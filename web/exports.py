"""Files made of tickets, as the API and the panel hand them out: lists as CSV, lists and single tickets as PDF."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from flask import Response

from web import category_words, words
from web.access import Visit, is_api_request
from web.category_words import category_name
from web.downloads import download
from web.languages import N_, gettext
from web.pdf import ticket as ticket_sheet
from web.pdf import ticket_list
from workflow import clock, ticket_csv
from workflow.models import Hotel, Ticket
from workflow.queries import export, thread, tickets
from workflow.queries.export import Batch
from workflow.queries.ticket_filter import Filter
from workflow.queries.ticket_order import Order
from workflow.ticket_csv import CsvWords
from workflow.values import Direction

MOST_LINES = 50_000
MOST_ON_PAPER = 1_000
MOST_MESSAGES = 300
PDF = "application/pdf"
CUT = N_("Only the first %(number)s tickets are here: narrow the list for the others.")
COLUMNS = (
    N_("Number"), N_("State"), N_("Priority"), N_("Subject"), N_("Guest"), N_("Address"), N_("Room"), N_("Category"),
    N_("Department"), N_("Assignee"), N_("Tags"), N_("Source"), N_("Created"), N_("First response"), N_("Due"),
    N_("Resolved"), N_("Closed"), N_("Time zone"), N_("Created (ISO)"), N_("First response (ISO)"), N_("Due (ISO)"),
    N_("Resolved (ISO)"), N_("Closed (ISO)"), N_("Opened by staff"),
)  # fmt: skip
"""Of workflow/ticket_csv."""


def csv_of_list(visit: Visit, filter: Filter, *, order: Order) -> Response:
    """Sent while it is read. Raises Invalid before anything is sent."""
    with visit.sight.transaction():
        zones = export.zones(visit.sight)
    batches = export.batches(visit.sight, filter, order=order, most=MOST_LINES)
    first = next(batches)
    response = download(b"", f"tickets-{clock.now():%Y-%m-%d}.csv", content_type="text/csv; charset=utf-8")
    most = {"number": f"{MOST_LINES:,}"}
    if is_api_request():
        said, cut = ticket_csv.FOR_PROGRAMS, CUT % most
    else:
        said, cut = _in_words(), gettext(CUT, **most)
    response.response = _csv(first, batches, zones, said=said, cut=cut)
    response.headers.pop("Content-Length", None)
    return response


def _in_words() -> CsvWords:
    """For people: in the page's language."""
    values = {
        "State": {state.value: gettext(said) for state, said in words.STATES.items()},
        "Priority": {priority.value: gettext(said) for priority, said in words.PRIORITIES.items()},
        "Source": {source.value: gettext(said) for source, said in words.SOURCES.items()},
    }
    values["Category"] = {name: category_name(name) for name in category_words.SHARED}
    return CsvWords({column: gettext(column) for column in COLUMNS}, values)


def _csv(
    first: Batch, following: Iterator[Batch], zones: dict[int, ZoneInfo], *, said: CsvWords, cut: str
) -> Iterator[bytes]:
    yield ticket_csv.head(said).encode()
    batch: Batch | None = first
    while batch is not None:
        yield "".join(ticket_csv.lines(batch.rows, zones, said)).encode()
        if batch.is_cut:
            yield ticket_csv.remark(cut).encode()
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

"""Lists of tickets and single tickets as files to take away (R-TKT-10), with the filters of the list."""

from __future__ import annotations

from apiflask.fields import Boolean
from apiflask.schemas import FileSchema
from flask import Response

from web.access import current_visit, needs
from web.api import ticket_schemas
from web.api.blueprint import api
from web.api.schema import Schema
from web.api.shapes import Json
from web.api.ticket_filters import filter_of, order_of
from web.exports import csv_of_list, pdf_of_list, pdf_of_ticket
from workflow.roles import Action

_FILE = FileSchema(type="string", format="binary")


class TicketPdfIn(Schema):
    notes = Boolean(load_default=False)


@api.get("/export.csv")
@api.input(ticket_schemas.ExportIn, location="query")
@api.output(_FILE, content_type="text/csv")
@needs(Action.EXPORT)
def export_csv(query_data: Json) -> Response:
    """The tickets of a list as CSV, a line each. Nothing in it is a formula; card numbers are masked."""
    visit = current_visit()
    return csv_of_list(visit, filter_of(visit, query_data), order=order_of(query_data))


@api.get("/export.pdf")
@api.input(ticket_schemas.ExportIn, location="query")
@api.output(_FILE, content_type="application/pdf")
@needs(Action.EXPORT)
def export_pdf(query_data: Json) -> Response:
    """The tickets of a list as PDF, the first thousand."""
    visit = current_visit()
    return pdf_of_list(visit, filter_of(visit, query_data), order=order_of(query_data))


@api.get("/tickets/<pid>/export.pdf")
@api.input(TicketPdfIn, location="query")
@api.output(_FILE, content_type="application/pdf")
@needs(Action.EXPORT)
def export_ticket(pid: str, query_data: Json) -> Response:
    """One ticket as PDF. Without internal notes, unless they are asked for."""
    return pdf_of_ticket(current_visit(), pid, with_notes=query_data["notes"])

"""Lists and tickets to take away from the panel: the list as it is narrowed on the page, or one ticket on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from flask import Response, request

from web.access import Visit, current_visit, needs
from web.exports import csv_of_list, pdf_of_list, pdf_of_ticket
from web.panel.blueprint import panel
from web.panel.choice import Choice, read_choice, zone_of
from workflow.queries.ticket_filter import Filter
from workflow.roles import Action


@panel.get("/export.csv")
@needs(Action.EXPORT)
def export_csv() -> Response:
    visit = current_visit()
    choice, filter = _asked(visit)
    return csv_of_list(visit, filter, order=choice.order)


@panel.get("/export.pdf")
@needs(Action.EXPORT)
def export_pdf() -> Response:
    visit = current_visit()
    choice, filter = _asked(visit)
    return pdf_of_list(visit, filter, order=choice.order)


@panel.get("/tickets/<pid>/export.pdf")
@needs(Action.EXPORT)
def export_ticket(pid: str) -> Response:
    return pdf_of_ticket(current_visit(), pid, with_notes="notes" in request.args)


def _asked(visit: Visit) -> tuple[Choice, Filter]:
    choice = read_choice(cast(Mapping[str, str], request.args))
    with visit.sight.transaction():
        return choice, choice.filter(visit, zone_of(visit))

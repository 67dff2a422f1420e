"""The JSON API, one file a family of routes. Shapes and names are fixed by the contract: add, never change."""

from apiflask import APIFlask

from web.api import (
    account,
    assignment_rules,
    calendars,
    canned,
    duty,
    emergency,
    files,
    guests,
    hotels,
    live,
    media,
    messages,
    notifications,
    outsiders,
    queue,
    reference,
    sla,
    spam,
    staff,
    staff_mail,
    stats,
    stays,
    stuck,
    tags,
    ticket_bonds,
    ticket_bulk,
    ticket_deletion,
    ticket_moves,
    tickets,
    uploads,
)
from web.api.blueprint import api
from web.api.description import describe

__all__ = [
    "account",
    "assignment_rules",
    "calendars",
    "canned",
    "duty",
    "emergency",
    "files",
    "guests",
    "hotels",
    "install_api",
    "live",
    "media",
    "messages",
    "notifications",
    "outsiders",
    "queue",
    "reference",
    "sla",
    "spam",
    "staff",
    "staff_mail",
    "stats",
    "stays",
    "stuck",
    "tags",
    "ticket_bonds",
    "ticket_bulk",
    "ticket_deletion",
    "ticket_moves",
    "tickets",
    "uploads",
]


def install_api(app: APIFlask) -> None:
    app.register_blueprint(api)
    describe(app)

"""The JSON API, one file a family of routes. Shapes and names are fixed by the contract: add, never change."""

from apiflask import APIFlask

from web.api import account, calendars, files, messages, outsiders, sla, spam, stats, stuck, tickets, uploads
from web.api.blueprint import api
from web.api.description import describe

__all__ = [
    "account",
    "calendars",
    "files",
    "install_api",
    "messages",
    "outsiders",
    "sla",
    "spam",
    "stats",
    "stuck",
    "tickets",
    "uploads",
]


def install_api(app: APIFlask) -> None:
    app.register_blueprint(api)
    describe(app)

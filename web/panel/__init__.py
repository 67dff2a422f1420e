"""The panel's pages, one file a family."""

from web.panel import files, log_in, new_ticket, outbox, queue, stuck, ticket, ticket_forms, writing
from web.panel.blueprint import panel

__all__ = [
    "files",
    "log_in",
    "new_ticket",
    "outbox",
    "panel",
    "queue",
    "stuck",
    "ticket",
    "ticket_forms",
    "writing",
]

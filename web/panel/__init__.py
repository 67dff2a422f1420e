"""The panel's pages, one file a family."""

from web.panel import (
    channel_test,
    channels,
    confirm,
    duty,
    files,
    log_in,
    mailboxes,
    new_ticket,
    others,
    outbox,
    queue,
    spam,
    stuck,
    ticket,
    ticket_forms,
    writing,
)
from web.panel.blueprint import panel

__all__ = [
    "channel_test",
    "channels",
    "confirm",
    "duty",
    "files",
    "log_in",
    "mailboxes",
    "new_ticket",
    "others",
    "outbox",
    "panel",
    "queue",
    "spam",
    "stuck",
    "ticket",
    "ticket_forms",
    "writing",
]

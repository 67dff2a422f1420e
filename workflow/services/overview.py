"""Counters over all hotels, for operators: how much came in, is under way, went out, is stuck."""

from __future__ import annotations

from datetime import datetime

from workflow.database import as_clock, hotels, rows
from workflow.values import InboxState, State

Counters = dict[str, dict[str, int]]


def all_hotels() -> list[int]:
    """The ids of every hotel of the installation."""
    with as_clock():
        return [id for (id,) in rows("SELECT id FROM hotels ORDER BY id")]


def counters(*, now: datetime) -> Counters:
    """inbox, effects, deadlines and tickets by state; every key always there.

    inbox.received counts all that ever came in. effects.due: their moment has come and nobody has them yet;
    queued: handed to Redis, or waiting for a later moment.
    """
    with as_clock():
        inbox = dict(rows("SELECT state, count(*) FROM inbox GROUP BY state"))
        effects = dict(
            rows(
                "SELECT CASE WHEN state = 'waiting' AND look_at <= %s THEN 'due'"
                " WHEN state = 'waiting' THEN 'queued' ELSE state END AS what, count(*)"
                " FROM effects GROUP BY what",
                (now,),
            )
        )
        deadlines = dict(rows("SELECT state, count(*) FROM deadlines GROUP BY state"))
    ids = all_hotels()
    tickets: dict[str, int] = {}
    if ids:
        with hotels(ids):
            tickets = dict(
                rows("SELECT state, count(*) FROM tickets WHERE deleted_at IS NULL GROUP BY state")
            )
    return {
        "inbox": {
            "received": sum(inbox.values()),
            "processed": inbox.get(InboxState.PROCESSED, 0),
            "ignored": inbox.get(InboxState.IGNORED, 0),
            "held": inbox.get(InboxState.HELD, 0),
            "spam": inbox.get(InboxState.SPAM, 0),
            "quarantined": inbox.get(InboxState.QUARANTINED, 0),
        },
        "effects": {
            "due": effects.get("due", 0),
            "queued": effects.get("queued", 0),
            "inflight": effects.get("inflight", 0),
            "done": effects.get("done", 0),
            "dead": effects.get("dead", 0),
        },
        "deadlines": {name: deadlines.get(name, 0) for name in ("armed", "fired", "cancelled")},
        "tickets": {state: tickets.get(state, 0) for state in State},
    }

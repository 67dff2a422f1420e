"""What other programs are told of by webhook: the types, and which lines of the timeline lead to them. Pure.

The bodies are webhook_bodies', writing them down webhook_events', sending them the worker's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from workflow.machine import DONE
from workflow.values import State


class EventType(StrEnum):
    TICKET_CREATED = "ticket.created"
    TICKET_UPDATED = "ticket.updated"
    TICKET_ASSIGNED = "ticket.assigned"
    TICKET_COMMENTED = "ticket.commented"
    TICKET_CLOSED = "ticket.closed"
    TICKET_REOPENED = "ticket.reopened"
    TICKET_SLA_WARNED = "ticket.sla_warned"
    TICKET_SLA_BREACHED = "ticket.sla_breached"
    QR_ISSUED = "qr.issued"
    QR_VALIDATED = "qr.validated"
    MESSAGE_FAILED = "message.failed"


TEST = "webhook.test"
"""Sent to one endpoint when a person asks for it; nobody subscribes to it."""

MEANINGS: dict[EventType, str] = {
    EventType.TICKET_CREATED: "A ticket was opened.",
    EventType.TICKET_UPDATED: "Something else about a ticket changed: state, priority, subject, tags, links, …",
    EventType.TICKET_ASSIGNED: "Somebody has the ticket now, or nobody any more.",
    EventType.TICKET_COMMENTED: "The guest wrote, the house answered, or a colleague left an internal note.",
    EventType.TICKET_CLOSED: "The ticket was closed.",
    EventType.TICKET_REOPENED: "A resolved or closed ticket goes on.",
    EventType.TICKET_SLA_WARNED: "A promised time is nearly over.",
    EventType.TICKET_SLA_BREACHED: "A promised time is over.",
    EventType.QR_ISSUED: "A QR code was issued.",
    EventType.QR_VALIDATED: "A guest showed a valid QR code.",
    EventType.MESSAGE_FAILED: "An answer could not be delivered to the guest.",
}

DATA: dict[EventType, str] = dict.fromkeys(EventType, "ticket") | {
    EventType.TICKET_COMMENTED: "ticket, message",
    EventType.TICKET_SLA_WARNED: "ticket, sla",
    EventType.TICKET_SLA_BREACHED: "ticket, sla",
    EventType.QR_ISSUED: "qr",
    EventType.QR_VALIDATED: "qr",
    EventType.MESSAGE_FAILED: "ticket, message",
}
"""What stands in `data`."""

OF_TIMELINE: dict[str, EventType] = {
    "created": EventType.TICKET_CREATED,
    "assigned": EventType.TICKET_ASSIGNED,
    "answered": EventType.TICKET_COMMENTED,
    "noted": EventType.TICKET_COMMENTED,
    "guest wrote": EventType.TICKET_COMMENTED,
    "guest thanked": EventType.TICKET_COMMENTED,
    "sla_warned": EventType.TICKET_SLA_WARNED,
    "sla_breached": EventType.TICKET_SLA_BREACHED,
    "answer failed": EventType.MESSAGE_FAILED,
}
"""Lines of the timeline by kind; `state` has its own rule, all others are an update."""

WITH_MESSAGE = frozenset({EventType.TICKET_COMMENTED, EventType.MESSAGE_FAILED})
LONG_FAILING = timedelta(days=5)
"""An endpoint that took nothing for so long is switched off."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the timeline that has just been written."""

    ticket_id: int
    kind: str
    field: str = ""
    old: str | None = None
    new: str | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """What is told of one ticket. detail: of which promise, for SLA; of which kind of message, for comments."""

    ticket_id: int
    type: EventType
    detail: str = ""


def happenings(entries: Sequence[Entry]) -> tuple[Happening, ...]:
    """In the order they happened, each once: several changes written together are one update, and what makes up
    a new ticket is no update of it."""
    found = dict.fromkeys(_happening(entry) for entry in entries)
    named = {one.ticket_id for one in found if one.type is EventType.TICKET_CREATED}
    return tuple(
        one for one in found if not (one.type is EventType.TICKET_UPDATED and one.ticket_id in named)
    )


def _happening(entry: Entry) -> Happening:
    type = _type(entry)
    if type in (EventType.TICKET_SLA_WARNED, EventType.TICKET_SLA_BREACHED):
        return Happening(entry.ticket_id, type, entry.field.partition(" ")[0])
    return Happening(entry.ticket_id, type, entry.kind if type in WITH_MESSAGE else "")


def _type(entry: Entry) -> EventType:
    if entry.kind != "state":
        return OF_TIMELINE.get(entry.kind, EventType.TICKET_UPDATED)
    if entry.new == State.CLOSED:
        return EventType.TICKET_CLOSED
    if entry.old in DONE and entry.new not in DONE:
        return EventType.TICKET_REOPENED
    return EventType.TICKET_UPDATED

"""One ticket opened: its messages with their files, and its timeline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from workflow.database import rows
from workflow.errors import NotFound
from workflow.models import Attachment, Ticket
from workflow.queries.sight import Sight


@dataclass(frozen=True, slots=True)
class File:
    """An attachment without its bytes. size in bytes."""

    id: int
    message_id: int | None
    filename: str
    content_type: str
    size: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Utterance:
    """A message of the thread. full_text None: nothing was cut from the body."""

    id: int
    direction: str
    channel: str
    author_kind: str
    author_id: int | None
    author_name: str
    author_address: str
    body: str
    full_text: str | None
    body_html: str | None
    recipients: Sequence[str]
    is_solution: bool
    is_automatic: bool
    placed_by: str
    verdict: str
    delivery_state: str
    delivery_at: datetime | None
    delivery_error: str | None
    inbox_id: int | None
    created_at: datetime
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    id: int
    at: datetime
    actor_kind: str
    actor_id: int | None
    actor_name: str
    kind: str
    field: str
    old: str | None
    new: str | None


_MESSAGES = """
SELECT id, direction, channel, author_kind, author_id, author_name, author_address, body, full_text, body_html,
  recipients, is_solution, is_automatic, placed_by, verdict, delivery_state, delivery_at, delivery_error, inbox_id,
  created_at
FROM (SELECT * FROM messages WHERE hotel_id = %s AND ticket_id = %s AND (%s::bigint IS NULL OR id > %s)
      ORDER BY id {direction} LIMIT %s) AS chosen
ORDER BY id
"""
_EVENTS = """
SELECT id, at, actor_kind, actor_id, actor_name, kind, field, old, new
FROM (SELECT * FROM events WHERE hotel_id = %s AND ticket_id = %s AND (%s::bigint IS NULL OR id > %s)
      ORDER BY id {direction} LIMIT %s) AS chosen
ORDER BY id
"""


def latest_messages(ticket: Ticket, limit: int) -> tuple[Utterance, ...]:
    """The end of the thread, oldest first."""
    return _messages(ticket, "DESC", None, limit)


def messages_after(ticket: Ticket, after: int | None, limit: int) -> tuple[Utterance, ...]:
    """The thread from its beginning, or from behind a message."""
    return _messages(ticket, "ASC", after, limit)


def message(ticket: Ticket, id: int) -> Utterance:
    return _messages(ticket, "ASC", id - 1, 1)[0]


def latest_events(ticket: Ticket, limit: int) -> tuple[TimelineEntry, ...]:
    """The end of the timeline, oldest first."""
    return _events(ticket, "DESC", None, limit)


def events_after(ticket: Ticket, after: int | None, limit: int) -> tuple[TimelineEntry, ...]:
    return _events(ticket, "ASC", after, limit)


def attachment(sight: Sight, id: int) -> Attachment:
    """The row of a file, in the open transaction. Raises NotFound, also when its ticket is not for this person."""
    if id < 2**63:
        file = Attachment.get_or_none(Attachment.id == id, Attachment.hotel_id.in_(sight.hotel_ids))
        if file is not None:
            ticket = Ticket.get_or_none(Ticket.id == file.ticket_id, Ticket.deleted_at.is_null())
            if ticket is not None and sight.sees(ticket):
                return file
    raise NotFound("There is no such file.")


def _messages(ticket: Ticket, direction: str, after: int | None, limit: int) -> tuple[Utterance, ...]:
    found = rows(_MESSAGES.format(direction=direction), (ticket.hotel_id, ticket.id, after, after, limit))
    files = _files(ticket, [row[0] for row in found])
    return tuple(Utterance(*row, files[row[0]]) for row in found)


def _files(ticket: Ticket, message_ids: Iterable[int]) -> dict[int, tuple[File, ...]]:
    found = rows(
        "SELECT id, message_id, filename, content_type, size, created_at FROM attachments"
        " WHERE hotel_id = %s AND message_id = ANY(%s) ORDER BY id",
        (ticket.hotel_id, list(message_ids)),
    )
    files: defaultdict[int, tuple[File, ...]] = defaultdict(tuple)
    for row in found:
        files[row[1]] += (File(*row),)
    return files


def _events(ticket: Ticket, direction: str, after: int | None, limit: int) -> tuple[TimelineEntry, ...]:
    found = rows(_EVENTS.format(direction=direction), (ticket.hotel_id, ticket.id, after, after, limit))
    return tuple(TimelineEntry(*row) for row in found)

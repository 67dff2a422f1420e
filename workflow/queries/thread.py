"""One ticket opened: its messages with their files, and its timeline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workflow.database import rows
from workflow.errors import NotFound
from workflow.models import Attachment, Ticket
from workflow.queries import paging
from workflow.queries.paging import Page, Wanted
from workflow.queries.sight import Sight
from workflow.queries.sql import EVERY, Condition, all_of
from workflow.queries.whatsapp import Missing, missing_files


@dataclass(frozen=True, slots=True)
class File:
    """An attachment without its bytes. size in bytes."""

    id: int
    message_id: int | None
    filename: str
    content_type: str
    size: int
    created_at: datetime
    check: str = "unchecked"  # what the scanner said: workflow/services/stored_files


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
    is_politeness: bool  # it only thanks: the ticket was left as it was
    auto_reason: str  # with is_automatic false: it is probably automatic
    placed_by: str
    verdict: str
    verdict_reason: str
    delivery_state: str
    delivery_at: datetime | None
    delivery_error: str | None
    inbox_id: int | None
    created_at: datetime
    remark: str  # what one must know of how it came, or went
    files: tuple[File, ...]
    missing: tuple[Missing, ...] = ()  # of a WhatsApp: files that are not here yet


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


_MESSAGE_COLUMNS = """
id, direction, channel, author_kind, author_id, author_name, author_address, body, full_text, body_html, recipients,
is_solution, is_automatic, is_politeness, auto_reason, placed_by, verdict, verdict_reason, delivery_state, delivery_at, delivery_error, inbox_id,
created_at, remark
"""
_EVENT_COLUMNS = "id, at, actor_kind, actor_id, actor_name, kind, field, old, new"


def latest_messages(ticket: Ticket, limit: int, *, among: Condition = EVERY) -> tuple[Utterance, ...]:
    """The end of the thread, oldest first. among: which of its messages, for a guest Sight.words."""
    found = _latest("messages", _MESSAGE_COLUMNS, ticket, limit, among=among)
    ids = [row[0] for row in found]
    files, missing = _files(ticket, ids), missing_files(ticket.hotel_id, ids)
    return tuple(Utterance(*(*row, files[row[0]], missing[row[0]])) for row in found)


def messages_page(ticket: Ticket, wanted: Wanted, *, among: Condition = EVERY) -> Page[Utterance]:
    """One page of the thread, oldest first. Raises Invalid."""
    found = _page("messages", _MESSAGE_COLUMNS, ticket, wanted, among=among)
    ids = [row[0] for row in found.rows]
    files, missing = _files(ticket, ids), missing_files(ticket.hotel_id, ids)
    return found.of(lambda row: Utterance(*(*row, files[row[0]], missing[row[0]])))


def message(ticket: Ticket, id: int) -> Utterance:
    """One message of this ticket, which is known to be there."""
    found = rows(
        f"SELECT {_MESSAGE_COLUMNS} FROM messages WHERE hotel_id = %s AND ticket_id = %s AND id = %s",
        (ticket.hotel_id, ticket.id, id),
    )
    files, missing = _files(ticket, [id])[id], missing_files(ticket.hotel_id, [id])[id]
    return Utterance(*(*found[0], files, missing))


def latest_events(ticket: Ticket, limit: int) -> tuple[TimelineEntry, ...]:
    """The end of the timeline, oldest first."""
    return tuple(TimelineEntry(*row) for row in _latest("events", _EVENT_COLUMNS, ticket, limit))


def events_page(ticket: Ticket, wanted: Wanted) -> Page[TimelineEntry]:
    """One page of the timeline, oldest first. Raises Invalid."""
    return _page("events", _EVENT_COLUMNS, ticket, wanted).of(lambda row: TimelineEntry(*row))


def linked_to(sight: Sight, ticket: Ticket) -> tuple[tuple[str, str, str], ...]:
    """PID, subject and rule of the tickets that name this one; tickets_linked serves it.

    Not those that went into it: they go on here.
    """
    seen = sight.condition()
    found = rows(
        "SELECT t.pid, t.subject, t.placed_by FROM tickets t"
        " WHERE t.linked_id = %s AND t.merged_into_id IS DISTINCT FROM %s AND t.deleted_at IS NULL"
        f" AND {seen.sql} ORDER BY t.id DESC LIMIT 20",
        (ticket.id, ticket.id, *seen.values),
    )
    return tuple(found)


def attachment(sight: Sight, id: int) -> Attachment:
    """The row of a file, in the open transaction. Raises NotFound, also when its ticket is not for this person."""
    if id < 2**63:
        file = Attachment.get_or_none(Attachment.id == id, Attachment.hotel_id.in_(sight.hotel_ids))
        if file is not None:
            ticket = Ticket.get_or_none(Ticket.id == file.ticket_id, Ticket.deleted_at.is_null())
            if ticket is not None and sight.sees(ticket) and _is_shown(file, sight.words(ticket)):
                return file
    raise NotFound("There is no such file.")


def _is_shown(file: Attachment, among: Condition) -> bool:
    return among == EVERY or bool(
        rows(
            f"SELECT 1 FROM messages WHERE id = %s AND hotel_id = %s AND {among.sql}",
            (file.message_id, file.hotel_id, *among.values),
        )
    )


def _files(ticket: Ticket, message_ids: Iterable[int]) -> dict[int, tuple[File, ...]]:
    found = rows(
        "SELECT id, message_id, filename, content_type, size, created_at, coalesce(s.state, 'unchecked')"
        " FROM attachments a LEFT JOIN stored_files s ON s.hotel_id = a.hotel_id AND s.sha256 = a.sha256"
        " WHERE a.hotel_id = %s AND message_id = ANY(%s) ORDER BY id",
        (ticket.hotel_id, list(message_ids)),
    )
    files: defaultdict[int, tuple[File, ...]] = defaultdict(tuple)
    for row in found:
        files[row[1]] += (File(*row),)
    return files


def _latest(
    table: str, columns: str, ticket: Ticket, limit: int, *, among: Condition = EVERY
) -> list[tuple[Any, ...]]:
    """messages_of_ticket and events_of_ticket serve it."""
    found = rows(
        f"SELECT {columns} FROM {table} WHERE hotel_id = %s AND ticket_id = %s AND {among.sql}"
        " ORDER BY id DESC LIMIT %s",
        (ticket.hotel_id, ticket.id, *among.values, limit),
    )
    return found[::-1]


def _page(
    table: str, columns: str, ticket: Ticket, wanted: Wanted, *, among: Condition = EVERY
) -> Page[tuple[Any, ...]]:
    wanted = paging.checked(wanted)
    where = all_of((Condition("hotel_id = %s AND ticket_id = %s", (ticket.hotel_id, ticket.id)), among))
    total, is_estimate = paging.count(table, where)
    if wanted.cursor:
        where = all_of((where, Condition("id > %s", (paging.read_cursor(wanted.cursor),))))
    found = rows(
        f"SELECT {columns} FROM {table} WHERE {where.sql} ORDER BY id LIMIT %s OFFSET %s",
        (*where.values, wanted.page_size + 1, wanted.offset),
    )
    shown = tuple(found[: wanted.page_size])
    cursor = paging.write_cursor(shown[-1][0]) if len(found) > wanted.page_size else ""
    return Page(shown, total, is_estimate, wanted.page, wanted.page_size, cursor)

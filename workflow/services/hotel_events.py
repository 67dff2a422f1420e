"""What administrators set, written down (R-TKT-4): lines of the timeline that belong to the hotel and not to a ticket.

In the caller's transaction; the audit chain seals them like any other. Never a secret, never a guest's words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from workflow.database import rows
from workflow.models import Event
from workflow.queries import paging
from workflow.queries.paging import Page, Wanted
from workflow.queries.sql import Condition, all_of
from workflow.values import Actor

MAX_VALUE = 500

# events_of_hotel serves it.
_ROWS = """
SELECT id, hotel_id, at, actor_kind, actor_id, actor_name, kind, field, old, new FROM events
WHERE {where} ORDER BY id DESC LIMIT %s OFFSET %s
"""


class Thing(StrEnum):
    """What is set. The kind of the event is the thing and what became of it: "room added"."""

    HOTEL = "hotel"
    DEPARTMENT = "department"
    CATEGORY = "category"
    ROOM = "room"
    TAG = "tag"
    CANNED = "canned reply"
    POLICY = "SLA policy"
    CALENDAR = "calendar"
    SHIFT = "shift"
    SIGN = "QR sign"
    CHANNEL = "channel"
    MAILBOX = "mailbox"
    WEBHOOK = "webhook endpoint"
    DUTY = "duty"
    EMERGENCIES = "emergencies"
    NOTICES = "notifications"
    RULE = "assignment rule"
    PHONE = "phone for alarms"


@dataclass(frozen=True, slots=True)
class HotelEvent:
    """Who changed what of the hotel, from what to what."""

    id: int
    hotel_id: int
    at: datetime
    actor_kind: str
    actor_id: int | None
    actor_name: str
    kind: str
    field: str
    old: str | None
    new: str | None


def added(hotel_id: int, thing: str, name: str, *, actor: Actor, now: datetime) -> None:
    _write(hotel_id, f"{thing} added", "", (None, name), actor=actor, now=now)


def removed(hotel_id: int, thing: str, name: str, *, actor: Actor, now: datetime) -> None:
    _write(hotel_id, f"{thing} removed", "", (name, None), actor=actor, now=now)


def changed(
    hotel_id: int,
    thing: str,
    name: str,
    before: Mapping[str, object],
    after: Mapping[str, object],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """A line for each field that is another one now. name: which of them it was, "" for the hotel itself."""
    for field, new in after.items():
        old = before.get(field)
        if old != new:
            where = f"{name}: {field}" if name else field
            _write(hotel_id, f"{thing} changed", where, (_text(old), _text(new)), actor=actor, now=now)


def happened(hotel_id: int, kind: str, about: str, *, actor: Actor, now: datetime) -> None:
    """Something that is no change of a setting; about: which of them it was, never a guest's name."""
    _write(hotel_id, kind, about, (None, None), actor=actor, now=now)


def of_hotels(hotel_ids: Sequence[int], wanted: Wanted) -> Page[HotelEvent]:
    """The newest first. Raises Invalid for a page that cannot be given."""
    wanted = paging.checked(wanted)
    where = Condition("hotel_id = ANY(%s) AND ticket_id IS NULL", (list(hotel_ids),))
    total, is_estimate = paging.count("events", where)
    if wanted.cursor:
        where = all_of((where, Condition("id < %s", (paging.read_cursor(wanted.cursor),))))
    found = rows(_ROWS.format(where=where.sql), (*where.values, wanted.page_size + 1, wanted.offset))
    shown = tuple(HotelEvent(*row) for row in found[: wanted.page_size])
    cursor = paging.write_cursor(shown[-1].id) if len(found) > wanted.page_size else ""
    return Page(shown, total, is_estimate, wanted.page, wanted.page_size, cursor)


def _text(value: object) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{key} {_text(one) or 'none'}" for key, one in value.items())[:MAX_VALUE] or None
    if isinstance(value, list | tuple):
        return ", ".join(_text(one) or "none" for one in value)[:MAX_VALUE] or None
    return str(value)[:MAX_VALUE]


def _write(
    hotel_id: int,
    kind: str,
    field: str,
    values: tuple[str | None, str | None],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    Event.insert(
        hotel_id=hotel_id,
        ticket_id=None,
        at=now,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        kind=kind,
        field=field[:MAX_VALUE],
        old=values[0],
        new=values[1],
    ).execute()

"""Erasing one guest everywhere (R-PRIV-1): what is about him goes; numbers, states and times of tickets stay.

The timeline is erased by the audit chain's own functions, so it still verifies. Digests that keep a mail or a stay
from coming in again outlive it. Files leave the store after the commit; what was left over by a crash goes next time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import structlog

from workflow import apply
from workflow.database import database, hotel, rows
from workflow.errors import InUse
from workflow.files import FileStore
from workflow.models import Erasure, Ticket
from workflow.services import audit, hotel_events, personal_data, tickets
from workflow.services.erasing_places import GONE, PLACES
from workflow.services.personal_data import Held
from workflow.values import Actor, Decision, EventDraft

_BUSY = """
SELECT EXISTS (SELECT FROM effects WHERE hotel_id = %s AND state = 'inflight' AND (ticket_id = ANY(%s)
  OR message_id = ANY(%s) OR inbox_id = ANY(%s)))
"""
_UNREAD = "SELECT EXISTS (SELECT FROM inbox WHERE id = ANY(%s) AND state = 'received')"
_HERE = "SELECT EXISTS (SELECT FROM stays WHERE guest_id = ANY(%s) AND status = 'in_house')"
_EVENTS = """
SELECT id, ticket_id, ticket_id = ANY(%s) AND actor_kind IN ('guest', 'outsider') AND actor_name <> '',
  (old IS NOT NULL OR new IS NOT NULL)
    AND (NOT (kind = ANY(%s) OR (kind = 'edited' AND field = ANY(%s))) OR ticket_id <> ALL(%s))
FROM events WHERE hotel_id = %s AND ticket_id IS NOT NULL AND (ticket_id = ANY(%s)
  OR old ILIKE ANY(%s) OR new ILIKE ANY(%s) OR old = ANY(%s) OR new = ANY(%s)) ORDER BY ticket_id, id
"""
# Lines that say what the house did, in its own words: the states and times that stay.
_OF_THE_HOUSE = (
    "created",
    "state",
    "assigned",
    "transferred",
    "snoozed",
    "sla_warned",
    "sla_breached",
    "sla_escalated",
    "merged into",
    "merged in",
    "linked",
    "unlinked",
    "split",
    "claim dismissed",
    "words erased",
)
_FIELDS_OF_THE_HOUSE = ("priority", "category", "department", "tags")
# Bytes that nothing else of the hotel uses.
_FILES = """
SELECT DISTINCT a.sha256 FROM attachments a WHERE a.hotel_id = %s AND a.sha256 <> ''
  AND (a.ticket_id = ANY(%s) OR a.message_id = ANY(%s))
  AND NOT EXISTS (SELECT FROM attachments o WHERE o.hotel_id = a.hotel_id AND o.sha256 = a.sha256
                  AND NOT (o.ticket_id = ANY(%s) OR coalesce(o.message_id = ANY(%s), false)))
  AND NOT EXISTS (SELECT FROM uploaded_files u WHERE u.hotel_id = a.hotel_id AND u.sha256 = a.sha256)
"""
_USED_AGAIN = """
SELECT 1 FROM attachments WHERE hotel_id = %s AND sha256 = %s
UNION ALL SELECT 1 FROM uploaded_files WHERE hotel_id = %s AND sha256 = %s
UNION ALL SELECT 1 FROM stored_files WHERE hotel_id = %s AND sha256 = %s AND put_at > %s LIMIT 1
"""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """How many rows of which table were emptied, and how many files were deleted."""

    guest_id: int
    at: datetime
    rows: dict[str, int]
    files: int


def erase(hotel_id: int, guest_id: int, *, files: FileStore, actor: Actor, now: datetime) -> Report:
    """In a transaction of its own, then the files. Raises NotFound, Invalid, InUse for what is under way just now."""
    with hotel(hotel_id):
        held = personal_data.of_guest(hotel_id, guest_id)
        rows("SELECT id FROM guests WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", (list(held.guests),))
        rows("SELECT id FROM tickets WHERE id = ANY(%s) ORDER BY id FOR UPDATE", (list(held.tickets),))
        refuse_busy(held)
        lost = _lone_files(held)
        counts = _tickets(held, actor=actor, now=now)
        for place in PLACES:
            done = database.execute_sql(place.statement, {**held.values, "now": now}).rowcount
            counts[place.table] = counts.get(place.table, 0) + done
        _search(held)
        report = {table: count for table, count in counts.items() if count}
        made = Erasure.create(
            hotel_id=hotel_id, guest_id=guest_id, at=now, by=actor.name, report=report, files=lost
        )
        hotel_events.removed(hotel_id, "guest", str(guest_id), actor=actor, now=now)
    _log.info("guest_erased", hotel=hotel_id, guest=guest_id, by=actor.kind, by_id=actor.id)
    remove_files(hotel_id, files)
    return Report(guest_id, now, dict(made.report), len(lost))


def refuse_busy(held: Held) -> None:
    """What is being read or sent at this moment would write him down again. Raises InUse."""
    if rows(_HERE, (list(held.guests),))[0][0]:
        raise InUse("This guest is in the house: check him out first.")
    if rows(_UNREAD, (list(held.mails),))[0][0]:
        raise InUse("A message of this guest is still to be read: try again in a minute.")
    parts = (held.hotel_id, list(held.tickets), list(held.messages), list(held.mails))
    if rows(_BUSY, parts)[0][0]:
        raise InUse("Something for this guest is being sent at this moment: try again in a minute.")


def remove_files(hotel_id: int, files: FileStore) -> None:
    """From the store, what erased guests left there; outside any transaction. Raises FilesUnavailable."""
    with hotel(hotel_id):
        left = list(Erasure.select().where(Erasure.hotel_id == hotel_id, Erasure.files != []))
    for erasure in left:
        for sha256 in erasure.files:
            _remove_file(hotel_id, sha256, files, since=erasure.at)
        with hotel(hotel_id):
            Erasure.update(files=[]).where(Erasure.id == erasure.id).execute()


def _remove_file(hotel_id: int, sha256: str, files: FileStore, *, since: datetime) -> None:
    """Unless somebody has come with the same bytes since; who comes now waits for the row (services/unused_files)."""
    with hotel(hotel_id):
        rows(
            "SELECT sha256 FROM stored_files WHERE hotel_id = %s AND sha256 = %s FOR UPDATE",
            (hotel_id, sha256),
        )
        if rows(_USED_AGAIN, (hotel_id, sha256) * 3 + (since,)):
            return
        files.delete(hotel_id, sha256)
        rows(
            "DELETE FROM stored_files WHERE hotel_id = %s AND sha256 = %s RETURNING sha256",
            (hotel_id, sha256),
        )


def _lone_files(held: Held) -> list[str]:
    tickets_, messages = list(held.tickets), list(held.messages)
    found = rows(_FILES, (held.hotel_id, tickets_, messages, tickets_, messages))
    return [sha256 for (sha256,) in found]


def _tickets(held: Held, *, actor: Actor, now: datetime) -> dict[str, int]:
    """The tickets themselves and their timelines, with a line in each that says so."""
    values = held.values
    found = rows(
        _EVENTS,
        (
            values["tickets"],
            list(_OF_THE_HOUSE),
            list(_FIELDS_OF_THE_HOUSE),
            values["tickets"],
            held.hotel_id,
            values["tickets"],
            values["patterns"],
            values["patterns"],
            values["names"],
            values["names"],
        ),
    )
    names: dict[int, list[int]] = {}
    changes: dict[int, list[int]] = {}
    for id, ticket_id, has_name, has_change in found:
        if has_name:
            names.setdefault(ticket_id, []).append(id)
        if has_change:
            changes.setdefault(ticket_id, []).append(id)
    for ticket_id in sorted({*names, *changes, *held.tickets}):
        ticket = tickets.lock(ticket_id)
        if ticket_id in names:
            audit.erase_names(ticket, names[ticket_id], actor=actor, now=now)
        if ticket_id in changes:
            audit.erase_changes(ticket, changes[ticket_id], actor=actor, now=now)
        if ticket_id in held.tickets:
            _empty(ticket, actor=actor, now=now)
    return {"tickets": len(held.tickets), "events": sum(map(len, (*names.values(), *changes.values())))}


def _empty(ticket: Ticket, *, actor: Actor, now: datetime) -> None:
    blank: dict[str, object] = {
        "subject": GONE,
        "description": "",
        "requester_address": "",
        "requester_name": "",
        "language": "",
    }
    decision = Decision(changes=blank, events=(EventDraft("guest erased"),))
    apply.write(ticket, decision, actor=actor, now=now)


def _search(held: Held) -> None:
    """The words leave the search at once; the clock gathers what is left of them."""
    rows(
        "SELECT bellhop_keep_words(%s, %s, %s::text[])",
        (held.hotel_id, list(held.tickets), [None] * len(held.tickets)),
    )

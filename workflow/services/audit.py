"""Sealing the timeline (R-TKT-4): the clock puts a seal on each event soon after it has committed. And erasing in it.

Work transactions never wait for the chain, and the chain never for them; workflow/audit has the arithmetic,
workflow/services/audit_check verifies.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from psycopg2.extras import execute_values

from workflow import apply, audit
from workflow.audit import SALT_BYTES, Head, Line, Seal
from workflow.database import as_clock, database, hotel, rows
from workflow.models import Ticket
from workflow.sealing import Keys
from workflow.values import Actor, Decision, EventDraft

BATCH = 1000
ERASED = "words erased"
"""The kind of the event that says so; words that are gone without one were removed by nobody who may."""

# Its unsealed_events primary key is probed once a hotel: idle, that is all a round costs.
_WAITING = """
SELECT id FROM hotels WHERE EXISTS (SELECT FROM unsealed_events WHERE unsealed_events.hotel_id = hotels.id) ORDER BY id
"""
_UNSEALED = """
SELECT e.id, e.hotel_id, e.ticket_id, e.at, e.actor_kind, e.actor_id, e.actor_name, e.kind, e.field, e.old, e.new
FROM unsealed_events u JOIN events e ON e.id = u.event_id AND e.hotel_id = u.hotel_id
WHERE u.hotel_id = %s ORDER BY u.event_id LIMIT %s
"""
_SEAL = """
INSERT INTO event_seals (hotel_id, position, event_id, actor_salt, actor_digest, change_salt, change_digest, key_id,
  link, sealed_at) VALUES %s
"""


def chain_key(keys: Keys) -> bytes:
    """Who has only the database cannot make a link."""
    return keys.key("audit chain")


def seal_all(*, key: bytes, now: datetime, batch: int = BATCH) -> int:
    """Seals what waits, in turns of one batch a hotel, each a transaction. Returns how many events that were."""
    sealed = 0
    waiting = hotels_waiting()
    while waiting:
        counts = {hotel_id: seal_batch(hotel_id, key=key, now=now, batch=batch) for hotel_id in waiting}
        sealed += sum(counts.values())
        waiting = [hotel_id for hotel_id, count in counts.items() if count == batch]
    return sealed


def hotels_waiting() -> list[int]:
    """The hotels that have unsealed events."""
    with as_clock():
        return [id for (id,) in rows(_WAITING)]


def seal_batch(hotel_id: int, *, key: bytes, now: datetime, batch: int = BATCH) -> int:
    """Seals events of one hotel, the oldest ids first. 0 also while another clock seals this hotel.

    The lock is a sealer's own, nobody else waits for it; the seals' primary key would refuse a second link anyway.
    """
    with hotel(hotel_id):
        (is_mine,) = rows(
            "SELECT pg_try_advisory_xact_lock(hashtextextended('audit chain', %s))", (hotel_id,)
        )[0]
        if not is_mine:
            return 0
        lines = [Line(*row) for row in rows(_UNSEALED, (hotel_id, batch))]
        if lines:
            _write(_sealed(lines, head_of(hotel_id), key=key, now=now), hotel_id)
        return len(lines)


def head_of(hotel_id: int) -> Head:
    """Where the chain of a hotel ends, in the open transaction."""
    found = rows(
        "SELECT position, link FROM event_seals WHERE hotel_id = %s ORDER BY position DESC LIMIT 1",
        (hotel_id,),
    )
    return Head(found[0][0], bytes(found[0][1])) if found else Head()


def _sealed(lines: Sequence[Line], head: Head, *, key: bytes, now: datetime) -> list[Seal]:
    seals = []
    for line in lines:
        salts = (secrets.token_bytes(SALT_BYTES), secrets.token_bytes(SALT_BYTES))
        seals.append(audit.seal(line, head, key=key, salts=salts, now=now))
        head = Head(seals[-1].position, seals[-1].link)
    return seals


def _write(seals: Sequence[Seal], hotel_id: int) -> None:
    execute_values(
        database.connection().cursor(),
        _SEAL,
        [
            (
                hotel_id,
                seal.position,
                seal.event_id,
                seal.actor_salt,
                seal.actor_digest,
                seal.change_salt,
                seal.change_digest,
                seal.key_id,
                seal.link,
                seal.sealed_at,
            )
            for seal in seals
        ],
        page_size=len(seals),
    )
    rows(
        "DELETE FROM unsealed_events WHERE hotel_id = %s AND event_id = ANY(%s)",
        (hotel_id, [seal.event_id for seal in seals]),
    )


def erase_names(ticket: Ticket, event_ids: Sequence[int], *, actor: Actor, now: datetime) -> None:
    """Takes away who did these (R-PRIV-1); that it was done is an event of its own. In the open transaction."""
    rows("SELECT bellhop_erase_event_names(%s, %s)", (ticket.hotel_id, list(event_ids)))
    _note(ticket, "names", len(event_ids), actor=actor, now=now)


def erase_changes(ticket: Ticket, event_ids: Sequence[int], *, actor: Actor, now: datetime) -> None:
    """Takes away from what to what; the rest of the event stays. In the open transaction."""
    rows("SELECT bellhop_erase_event_changes(%s, %s)", (ticket.hotel_id, list(event_ids)))
    _note(ticket, "values", len(event_ids), actor=actor, now=now)


def _note(ticket: Ticket, what: str, count: int, *, actor: Actor, now: datetime) -> None:
    event = EventDraft(ERASED, field=what, new=str(count))
    apply.write(ticket, Decision(events=(event,)), actor=actor, now=now)

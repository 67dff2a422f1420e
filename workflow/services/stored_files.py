"""The bytes in the file store, with a row that says what is known of them: kept, lent, let go.

Whoever keeps bytes announces them first: from then on for a day nobody removes them, so the row that will use them
finds them there. What a scanner must look at is asked for here; who asks it is the worker.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from workflow.database import hotel, rows
from workflow.desk import Desk
from workflow.errors import FileHeld, FileUnchecked
from workflow.models import Deadline, Effect
from workflow.values import DeadlineKind, EffectKind

KEPT = timedelta(days=1)
CHECKING = "This file is being checked. Try again in a moment."
HELD = (
    "This file was held by the check of files: %(finding)s. An owner or manager of the hotel may release it."
)

# In the order of their names, so that two who announce the same ones do not wait for each other in a circle.
# One that is being removed at this moment is waited for, and then announced anew.
_ANNOUNCE = """
INSERT INTO stored_files (hotel_id, sha256, put_at, look_at, state)
SELECT %s, sha256, %s, %s, %s FROM unnest(%s::text[]) AS wanted (sha256) ORDER BY sha256
ON CONFLICT (hotel_id, sha256) DO UPDATE SET put_at = excluded.put_at, look_at = excluded.look_at,
  state = CASE WHEN stored_files.state = 'unchecked' THEN excluded.state ELSE stored_files.state END
"""
# deadlines_one_a_subject: one that is armed already comes earlier.
_ARM = """
INSERT INTO deadlines (hotel_id, kind, subject, due_at, look_at, created_at) VALUES (%s, %s, '', %s, %s, %s)
ON CONFLICT (hotel_id, kind, subject) WHERE state = 'armed' AND ticket_id IS NULL DO NOTHING
"""
_UNASKED = """
SELECT sha256 FROM stored_files
WHERE hotel_id = %s AND sha256 = ANY(%s) AND state IN ('unchecked', 'waiting') AND NOT EXISTS (
  SELECT FROM effects WHERE effects.hotel_id = stored_files.hotel_id AND kind = %s
    AND effects.state IN ('waiting', 'queued', 'inflight') AND payload ->> 'sha256' = stored_files.sha256)
ORDER BY sha256 FOR UPDATE
"""


def keep(contents: Sequence[bytes], *, hotel_id: int, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Puts the bytes into the store, in transactions of its own, and returns their SHA-256. Raises StoreUnavailable."""
    if not contents:
        return ()
    names = {hashlib.sha256(content).hexdigest() for content in contents}
    with hotel(hotel_id):
        _announce(names, hotel_id=hotel_id, is_checked=desk.settings.checks_files, now=now)
    kept = tuple(desk.files.put(hotel_id, content) for content in contents)
    if desk.settings.checks_files:
        with hotel(hotel_id):
            ask_for_check(names, hotel_id=hotel_id, now=now)
    return kept


def _announce(names: Collection[str], *, hotel_id: int, is_checked: bool, now: datetime) -> None:
    state = "waiting" if is_checked else "unchecked"
    rows(_ANNOUNCE + " RETURNING sha256", (hotel_id, now, now + KEPT, state, list(names)))
    arm(hotel_id, at=now + KEPT, now=now)


def arm(hotel_id: int, *, at: datetime, now: datetime) -> None:
    """In the open transaction: unused files are looked for then, or earlier."""
    rows(_ARM + " RETURNING id", (hotel_id, DeadlineKind.FORGET_FILES, at, at, now))


def ask_for_check(names: Collection[str], *, hotel_id: int, now: datetime) -> None:
    """In the open transaction: those that nobody has looked at yet, each once."""
    for (sha256,) in rows(_UNASKED, (hotel_id, list(names), EffectKind.CHECK_FILE)):
        Effect.create(
            hotel_id=hotel_id,
            kind=EffectKind.CHECK_FILE,
            look_at=now,
            payload={"sha256": sha256},
            created_at=now,
        )


def hold_on(names: Collection[str], *, hotel_id: int) -> None:
    """In the open transaction, by who makes a row that uses them: until it ends nobody removes the bytes."""
    rows(
        "SELECT sha256 FROM stored_files WHERE hotel_id = %s AND sha256 = ANY(%s) ORDER BY sha256 FOR KEY SHARE",
        (hotel_id, list(names)),
    )


def let_go(names: Collection[str], *, hotel_id: int, now: datetime) -> None:
    """In the open transaction, after rows that used them were deleted: soon it is seen whether others still do."""
    mark(names, hotel_id=hotel_id, now=now)
    Deadline.update(due_at=now, look_at=now).where(
        Deadline.hotel_id == hotel_id, Deadline.kind == DeadlineKind.FORGET_FILES, Deadline.state == "armed"
    ).execute()
    arm(hotel_id, at=now, now=now)


def mark(names: Collection[str], *, hotel_id: int, now: datetime) -> None:
    """In the open transaction: the next look at the hotel's files asks who uses these; of what was put meanwhile, its
    own day later, for until then nobody removes it.
    """
    rows(
        "INSERT INTO stored_files (hotel_id, sha256, put_at, look_at)"
        " SELECT %s, sha256, %s, %s FROM unnest(%s::text[]) AS wanted (sha256) ORDER BY sha256"
        " ON CONFLICT (hotel_id, sha256) DO UPDATE SET look_at = greatest(excluded.look_at, stored_files.put_at + %s)"
        " RETURNING sha256",
        (hotel_id, now - KEPT, now, sorted(set(names)), KEPT),
    )


def check_may_leave(names: Collection[str], *, hotel_id: int, desk: Desk, now: datetime) -> None:
    """In transactions of its own, before bytes are handed to anybody. Raises FileHeld."""
    if not names:
        return
    with hotel(hotel_id):
        known = _states(names, hotel_id)
        unlooked = [
            name for name in names if known.get(name, ("unchecked", ""))[0] in ("unchecked", "waiting")
        ]
        if desk.settings.checks_files and unlooked:
            _announce_old(unlooked, hotel_id=hotel_id, now=now)
            ask_for_check(unlooked, hotel_id=hotel_id, now=now)
    for state, finding in known.values():
        if state == "held":
            raise FileHeld(HELD, values={"finding": finding})
    if desk.settings.checks_files and unlooked:
        raise FileUnchecked(CHECKING)


def lent(hotel_id: int, sha256: str, *, desk: Desk, now: datetime) -> bytes:
    """The bytes of a file for whoever may have it. Raises FileHeld, NotFound, StoreUnavailable."""
    check_may_leave([sha256], hotel_id=hotel_id, desk=desk, now=now)
    return desk.files.get(hotel_id, sha256)


def _announce_old(names: Collection[str], *, hotel_id: int, now: datetime) -> None:
    """Files from before there was a scanner, or before these rows."""
    rows(
        "INSERT INTO stored_files (hotel_id, sha256, put_at, state)"
        " SELECT %s, sha256, %s, 'waiting' FROM unnest(%s::text[]) AS wanted (sha256) ORDER BY sha256"
        " ON CONFLICT (hotel_id, sha256) DO NOTHING RETURNING sha256",
        (hotel_id, now, list(names)),
    )


def _states(names: Collection[str], hotel_id: int) -> dict[str, tuple[str, str]]:
    found = rows(
        "SELECT sha256, state, finding FROM stored_files WHERE hotel_id = %s AND sha256 = ANY(%s)",
        (hotel_id, list(names)),
    )
    return {sha256: (state, finding) for sha256, state, finding in found}


def state_of(hotel_id: int, sha256: str) -> str:
    """In the open transaction: unchecked, waiting, clean, held or released."""
    return _states([sha256], hotel_id).get(sha256, ("unchecked", ""))[0]


def release(hotel_id: int, sha256: str) -> bool:
    """In the open transaction: what was held may be had from now on. False when it was not held."""
    return bool(
        rows(
            "UPDATE stored_files SET state = 'released' WHERE hotel_id = %s AND sha256 = %s AND state = 'held'"
            " RETURNING sha256",
            (hotel_id, sha256),
        )
    )


def record_check(hotel_id: int, sha256: str, finding: str, *, now: datetime) -> None:
    """In the open transaction. finding "": clean. What a person has released stays released."""
    rows(
        "UPDATE stored_files SET state = %s, finding = %s, checked_at = %s"
        " WHERE hotel_id = %s AND sha256 = %s AND state <> 'released' RETURNING sha256",
        ("held" if finding else "clean", finding, now, hotel_id, sha256),
    )

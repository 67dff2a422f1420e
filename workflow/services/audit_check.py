"""Reads the audit chain of a hotel from its beginning and says what is wrong with it (R-TKT-4).

In short transactions and bounded memory, beside a running desk. workflow/audit says what is wrong with one seal;
this file also finds what no seal speaks of, and a tail that was cut since a checkpoint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from workflow import audit
from workflow.audit import LONGEST_TRANSACTION, Head, Line, Seal
from workflow.database import hotel, rows
from workflow.services.audit import ERASED, head_of

BATCH = 5000

_SEALED = """
SELECT s.position, s.event_id, s.actor_salt, s.actor_digest, s.change_salt, s.change_digest, s.key_id, s.link,
  s.sealed_at,
  e.id, e.hotel_id, e.ticket_id, e.at, e.actor_kind, e.actor_id, e.actor_name, e.kind, e.field, e.old, e.new,
  (s.actor_salt IS NULL OR s.change_salt IS NULL) AND NOT EXISTS
    (SELECT FROM events n WHERE n.ticket_id = e.ticket_id AND n.id > e.id AND n.kind = %s)
FROM event_seals s LEFT JOIN events e ON e.id = s.event_id AND e.hotel_id = s.hotel_id
WHERE s.hotel_id = %s AND s.position > %s ORDER BY s.position LIMIT %s
"""
# A line that the desk wrote is sealed, or listed as waiting, since the moment it committed.
_UNLISTED = """
SELECT e.id, e.ticket_id, e.at, e.kind FROM events e
WHERE e.hotel_id = %s AND NOT EXISTS (SELECT FROM event_seals s WHERE s.event_id = e.id)
  AND NOT EXISTS (SELECT FROM unsealed_events u WHERE u.hotel_id = e.hotel_id AND u.event_id = e.id)
ORDER BY e.id LIMIT 20
"""
_MISPLACED = """
SELECT u.event_id, e.ticket_id, e.at, e.kind FROM unsealed_events u
LEFT JOIN events e ON e.id = u.event_id AND e.hotel_id = u.hotel_id
WHERE u.hotel_id = %s AND (e.id IS NULL OR e.at < %s) ORDER BY u.event_id LIMIT 20
"""
_WAITING = """
SELECT count(*), min(e.at) FROM unsealed_events u JOIN events e ON e.id = u.event_id WHERE u.hotel_id = %s
"""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A head that was noted outside the database."""

    position: int
    link: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. position None: with an event that has no seal, or with the chain as a whole."""

    what: str
    position: int | None = None
    event_id: int | None = None
    ticket_id: int | None = None
    kind: str = ""
    at: datetime | None = None


@dataclass(slots=True)
class Report:
    """What was found. first is the first fault in the order of the chain, what no seal speaks of behind it."""

    hotel_id: int
    head: Head = field(default_factory=Head)
    sealed: int = 0
    erased: int = 0
    waiting: int = 0
    waiting_since: datetime | None = None
    faults: int = 0
    first: Fault | None = None

    def note(self, fault: Fault) -> None:
        self.faults += 1
        self.first = self.first or fault


def count_sealed(hotel_id: int) -> int:
    """How long the chain is, by its head."""
    with hotel(hotel_id):
        return head_of(hotel_id).position


def verify(
    hotel_id: int,
    *,
    keys: Mapping[bytes, bytes],
    checkpoint: Checkpoint | None = None,
    progress: Callable[[int], None] = lambda _: None,
    batch: int = BATCH,
) -> Report:
    """Checks every seal and event of the hotel. keys by their id; progress is told how many were checked."""
    report = Report(hotel_id)
    youngest: datetime | None = None
    for seals in _batches(hotel_id, batch):
        for seal, line, is_silent in seals:
            youngest = _check(report, seal, line, is_silent=is_silent, youngest=youngest, keys=keys)
            _compare(report, seal, checkpoint)
        progress(len(seals))
    if checkpoint is not None and report.head.position < checkpoint.position:
        what = (
            f"the chain ends at position {report.head.position}, and the checkpoint saw {checkpoint.position}:"
            " its tail was cut"
        )
        report.note(Fault(what))
    _look_for_unsealed(report, youngest)
    return report


def _batches(hotel_id: int, size: int) -> Iterator[list[tuple[Seal, Line | None, bool]]]:
    after = 0
    while True:
        with hotel(hotel_id):
            found = rows(_SEALED, (ERASED, hotel_id, after, size))
        if not found:
            return
        yield [_read(row) for row in found]
        after = found[-1][0]


def _read(row: tuple[object, ...]) -> tuple[Seal, Line | None, bool]:
    values = [bytes(value) if isinstance(value, memoryview) else value for value in row]
    line = Line(*values[9:20]) if values[9] is not None else None  # type: ignore[arg-type]
    return Seal(*values[:9]), line, bool(values[20])  # type: ignore[arg-type]


def _check(
    report: Report,
    seal: Seal,
    line: Line | None,
    *,
    is_silent: bool,
    youngest: datetime | None,
    keys: Mapping[bytes, bytes],
) -> datetime | None:
    """Notes what is wrong and moves on with the seal as it stands, so that one fault is counted once."""
    what = audit.fault(seal, line, report.head, keys=keys)
    if not what and line is not None:
        if is_silent:
            what = "words were erased, and no event says so"
        elif youngest is not None and line.at < youngest - LONGEST_TRANSACTION:
            what = "it was put in later than its time says"
    if what:
        report.note(_fault(what, seal, line))
    report.erased += seal.actor_salt is None or seal.change_salt is None
    report.sealed += 1
    report.head = Head(seal.position, seal.link)
    if line is None:
        return youngest
    return line.at if youngest is None else max(youngest, line.at)


def _fault(what: str, seal: Seal, line: Line | None) -> Fault:
    if line is None:
        return Fault(what, seal.position, seal.event_id)
    return Fault(what, seal.position, seal.event_id, line.ticket_id, line.kind, line.at)


def _compare(report: Report, seal: Seal, checkpoint: Checkpoint | None) -> None:
    if checkpoint is not None and seal.position == checkpoint.position and seal.link != checkpoint.link:
        report.note(Fault("the chain up to here is another one than the checkpoint saw", seal.position))


def _look_for_unsealed(report: Report, youngest: datetime | None) -> None:
    oldest_allowed = youngest - LONGEST_TRANSACTION if youngest is not None else None
    with hotel(report.hotel_id):
        for id, ticket_id, at, kind in rows(_UNLISTED, (report.hotel_id,)):
            report.note(Fault("it was put in, or its seal removed", None, id, ticket_id, kind, at))
        for id, ticket_id, at, kind in rows(_MISPLACED, (report.hotel_id, oldest_allowed)):
            what = "the event was deleted before it was sealed"
            if at is not None:
                what = "it was put in later than its time says"
            report.note(Fault(what, None, id, ticket_id, kind, at))
        report.waiting, report.waiting_since = rows(_WAITING, (report.hotel_id,))[0]

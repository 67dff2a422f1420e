"""What does not go on by itself: mail in quarantine or held, dead effects and deadlines, answers that did not arrive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from workflow.database import rows
from workflow.errors import NotFound
from workflow.queries.paging import Page, Wanted, checked, count, read_cursor, write_cursor
from workflow.queries.sql import Condition, all_of
from workflow.services.inbox import load_raw
from workflow.values import DeadlineKind, EffectKind, InboxState

LIMIT = 200
COUNTED = 1000


@dataclass(frozen=True, slots=True)
class StuckMail:
    id: int
    hotel_id: int
    state: InboxState
    door: str
    sender: str
    recipient: str
    subject: str
    reason: str
    size: int
    received_at: datetime
    pid: str | None
    author: str | None = None  # the member whose answer it is, when it can be released
    words: str = ""  # what he wrote


@dataclass(frozen=True, slots=True)
class DeadEffect:
    id: int
    hotel_id: int
    kind: EffectKind
    error: str
    attempts: int
    inbox_id: int | None
    pid: str | None
    subject: str | None
    member: str | None
    created_at: datetime
    finished_at: datetime | None
    endpoint_id: int | None = None
    endpoint: str | None = None  # its address


@dataclass(frozen=True, slots=True)
class DeadDeadline:
    """Something that was to happen at a moment and could not be done."""

    id: int
    hotel_id: int
    kind: DeadlineKind
    error: str
    attempts: int
    pid: str | None
    subject: str | None
    due_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class FailedAnswer:
    """An answer the guest did not get, on a ticket that is not done and has no later answer."""

    message_id: int
    pid: str
    subject: str
    recipient: str
    words: str
    author: str
    error: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Stuck:
    """All of a hotel, the newest of each kind first, at most LIMIT of a kind; `number` counts the others too."""

    quarantined: tuple[StuckMail, ...]
    held: tuple[StuckMail, ...]
    effects: tuple[DeadEffect, ...]
    deadlines: tuple[DeadDeadline, ...]
    answers: tuple[FailedAnswer, ...]
    number: int

    @property
    def not_shown(self) -> int:
        shown = (self.quarantined, self.held, self.effects, self.deadlines, self.answers)
        return max(0, self.number - sum(map(len, shown)))


# inbox_stuck serves it. The author of a member's answer stands there only while it can be released.
_MAIL = """
SELECT i.id, i.hotel_id, i.state, i.door, coalesce(nullif(i.sender, ''), i.envelope_from), i.envelope_to,
  i.subject, i.reason, i.size, i.received_at, t.pid, s.name, coalesce(h.words, '')
FROM inbox i LEFT JOIN tickets t ON t.id = i.ticket_id
  LEFT JOIN held_mails h ON h.inbox_id = i.id AND h.state = 'held' AND i.state = 'held'
  LEFT JOIN staff s ON s.id = h.staff_id
WHERE {where} ORDER BY i.id DESC LIMIT %s OFFSET %s
"""
# effects_dead serves it.
_EFFECTS = """
SELECT e.id, e.hotel_id, e.kind, coalesce(e.error, ''), e.attempts, e.inbox_id, t.pid, t.subject, s.name,
  e.created_at, e.finished_at, e.endpoint_id, w.url
FROM effects e LEFT JOIN tickets t ON t.id = e.ticket_id LEFT JOIN staff s ON s.id = e.member_id
  LEFT JOIN webhook_endpoints w ON w.id = e.endpoint_id
WHERE {where} ORDER BY e.id DESC LIMIT %s OFFSET %s
"""
# deadlines_dead serves it.
_DEADLINES = """
SELECT d.id, d.hotel_id, d.kind, d.error, d.attempts, t.pid, t.subject, d.due_at, d.finished_at
FROM deadlines d LEFT JOIN tickets t ON t.id = d.ticket_id
WHERE {where} ORDER BY d.id DESC LIMIT %s OFFSET %s
"""
# A mail in quarantine and an answer that failed have a dead effect too; in the panel each is listed once.
_NOT_LISTED_ELSEWHERE = Condition(
    "NOT EXISTS (SELECT FROM inbox WHERE inbox.id = e.inbox_id AND inbox.state = 'quarantined')"
    " AND NOT EXISTS (SELECT FROM messages m WHERE m.id = e.message_id AND m.delivery_state = 'failed'"
    " AND e.kind = 'send_answer')"
)
# messages_failed serves it.
_ANSWERS = """
SELECT m.id, t.pid, t.subject, coalesce(m.recipients ->> 0, ''), left(m.body, 200), m.author_name,
  coalesce(m.delivery_error, ''), coalesce(m.delivery_at, m.created_at)
FROM messages m JOIN tickets t ON t.id = m.ticket_id
WHERE m.hotel_id = %s AND m.delivery_state = 'failed' AND t.state NOT IN ('resolved', 'closed')
  AND NOT EXISTS (SELECT FROM messages later WHERE later.ticket_id = m.ticket_id AND later.id > m.id
                  AND later.direction = 'out' AND NOT later.is_automatic AND later.delivery_state <> 'failed')
ORDER BY m.id DESC LIMIT %s
"""

Row = TypeVar("Row")


def of_hotel(hotel_id: int) -> Stuck:
    """In the open transaction."""
    of = (hotel_id,)
    effects = all_of((_dead("e", of), _NOT_LISTED_ELSEWHERE))
    return Stuck(
        quarantined=_mails(_in_state(of, InboxState.QUARANTINED), limit=LIMIT),
        held=_mails(_in_state(of, InboxState.HELD), limit=LIMIT),
        effects=_found(_EFFECTS, effects, _effect, limit=LIMIT),
        deadlines=_found(_DEADLINES, _dead("d", of), _deadline, limit=LIMIT),
        answers=tuple(FailedAnswer(*row) for row in rows(_ANSWERS, (hotel_id, LIMIT))),
        number=number(hotel_id),
    )


def number(hotel_id: int) -> int:
    """How many there are in all, counted up to COUNTED of a kind: every page of the panel asks."""
    of = (hotel_id,)
    effects = all_of((_dead("e", of), _NOT_LISTED_ELSEWHERE))
    counted = (
        _counted("inbox i", _stuck(of)),
        _counted("effects e", effects),
        _counted("deadlines d", _dead("d", of)),
        Condition(f"(SELECT count(*) FROM ({_ANSWERS}) AS answers)", (hotel_id, LIMIT)),
    )
    sql = " + ".join(each.sql for each in counted)
    return int(rows(f"SELECT {sql}", [value for each in counted for value in each.values])[0][0])


def _counted(table: str, where: Condition) -> Condition:
    sql = f"(SELECT count(*) FROM (SELECT FROM {table} WHERE {where.sql} LIMIT %s) AS counted)"
    return Condition(sql, (*where.values, COUNTED))


def stuck_mails(hotel_ids: tuple[int, ...], wanted: Wanted) -> Page[StuckMail]:
    """Held and quarantined mail, newest first."""
    return _page("inbox i", _MAIL, _stuck(hotel_ids), _mail, wanted)


def stuck_mail(hotel_ids: tuple[int, ...], id: int) -> StuckMail:
    """Raises NotFound when there is none, or it is stuck no longer."""
    return _one(_MAIL, "i", _stuck(hotel_ids), _mail, id, "This mail is not stuck any more.")


def raw_source(mail: StuckMail) -> bytes:
    """The bytes as they came."""
    return load_raw(mail.id)


def dead_effects(hotel_ids: tuple[int, ...], wanted: Wanted) -> Page[DeadEffect]:
    """Every dead effect, newest first."""
    return _page("effects e", _EFFECTS, _dead("e", hotel_ids), _effect, wanted)


def dead_effect(hotel_ids: tuple[int, ...], id: int) -> DeadEffect:
    """Raises NotFound when there is none, or it is dead no longer."""
    return _one(_EFFECTS, "e", _dead("e", hotel_ids), _effect, id, "This effect is not dead any more.")


def dead_deadlines(hotel_ids: tuple[int, ...], wanted: Wanted) -> Page[DeadDeadline]:
    """Every dead deadline, newest first."""
    return _page("deadlines d", _DEADLINES, _dead("d", hotel_ids), _deadline, wanted)


def dead_deadline(hotel_ids: tuple[int, ...], id: int) -> DeadDeadline:
    """Raises NotFound when there is none, or it is dead no longer."""
    return _one(_DEADLINES, "d", _dead("d", hotel_ids), _deadline, id, "This deadline is not dead any more.")


def _stuck(hotel_ids: tuple[int, ...]) -> Condition:
    return Condition("i.hotel_id = ANY(%s) AND i.state IN ('held', 'quarantined')", (list(hotel_ids),))


def _in_state(hotel_ids: tuple[int, ...], state: InboxState) -> Condition:
    return all_of((_stuck(hotel_ids), Condition("i.state = %s", (state,))))


def _dead(table: str, hotel_ids: tuple[int, ...]) -> Condition:
    return Condition(f"{table}.hotel_id = ANY(%s) AND {table}.state = 'dead'", (list(hotel_ids),))


def _mails(where: Condition, *, limit: int) -> tuple[StuckMail, ...]:
    return _found(_MAIL, where, _mail, limit=limit)


def _page(table: str, sql: str, where: Condition, make: Callable[..., Row], wanted: Wanted) -> Page[Row]:
    wanted = checked(wanted)
    total, is_estimate = count(table, where)
    after = (
        Condition(f"{table[-1]}.id < %s", (read_cursor(wanted.cursor),))
        if wanted.cursor
        else Condition("true")
    )
    found = rows(
        sql.format(where=all_of((where, after)).sql),
        (*where.values, *after.values, wanted.page_size + 1, wanted.offset),
    )
    shown = found[: wanted.page_size]
    cursor = write_cursor(shown[-1][0]) if len(found) > len(shown) else ""
    return Page(tuple(make(*row) for row in shown), total, is_estimate, wanted.page, wanted.page_size, cursor)


def _found(sql: str, where: Condition, make: Callable[..., Row], *, limit: int) -> tuple[Row, ...]:
    return tuple(make(*row) for row in rows(sql.format(where=where.sql), (*where.values, limit, 0)))


def _one(sql: str, table: str, where: Condition, make: Callable[..., Row], id: int, refusal: str) -> Row:
    this = all_of((where, Condition(f"{table}.id = %s", (min(id, 2**63 - 1),))))
    found = _found(sql, this, make, limit=1)
    if not found:
        raise NotFound(refusal)
    return found[0]


def _mail(id: int, hotel_id: int, state: str, *rest: object) -> StuckMail:
    return StuckMail(id, hotel_id, InboxState(state), *rest)  # type: ignore[arg-type]


def _effect(id: int, hotel_id: int, kind: str, *rest: object) -> DeadEffect:
    return DeadEffect(id, hotel_id, EffectKind(kind), *rest)  # type: ignore[arg-type]


def _deadline(id: int, hotel_id: int, kind: str, *rest: object) -> DeadDeadline:
    return DeadDeadline(id, hotel_id, DeadlineKind(kind), *rest)  # type: ignore[arg-type]

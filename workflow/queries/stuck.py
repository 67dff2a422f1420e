"""What does not go on by itself: mail in quarantine or held, dead effects, answers that did not arrive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workflow.database import rows
from workflow.errors import NotFound
from workflow.services.inbox import load_raw
from workflow.values import EffectKind, InboxState

LIMIT = 200


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
    """All of a hotel, the newest of each kind first, at most LIMIT of a kind."""

    quarantined: tuple[StuckMail, ...]
    held: tuple[StuckMail, ...]
    effects: tuple[DeadEffect, ...]
    answers: tuple[FailedAnswer, ...]

    @property
    def number(self) -> int:
        return len(self.quarantined) + len(self.held) + len(self.effects) + len(self.answers)


_MAIL = """
SELECT i.id, i.hotel_id, i.state, i.door, coalesce(nullif(i.sender, ''), i.envelope_from), i.envelope_to,
  i.subject, i.reason, i.size, i.received_at, t.pid, s.name, coalesce(h.words, '')
FROM inbox i LEFT JOIN tickets t ON t.id = i.ticket_id
  LEFT JOIN held_mails h ON h.inbox_id = i.id AND h.state = 'held' AND i.state = 'held'
  LEFT JOIN staff s ON s.id = h.staff_id
WHERE i.hotel_id = ANY(%s) AND i.state IN ('held', 'quarantined') AND {more} ORDER BY i.id DESC LIMIT %s
"""
# A mail in quarantine and an answer that failed have a dead effect too; each is listed once.
_EFFECTS = """
SELECT e.id, e.hotel_id, e.kind, coalesce(e.error, ''), e.attempts, e.inbox_id, t.pid, t.subject, s.name,
  e.created_at, e.finished_at
FROM effects e LEFT JOIN tickets t ON t.id = e.ticket_id LEFT JOIN staff s ON s.id = e.member_id
WHERE e.hotel_id = ANY(%s) AND e.state = 'dead' AND {more} ORDER BY e.id DESC LIMIT %s
"""
_NOT_LISTED_ELSEWHERE = """
  NOT EXISTS (SELECT FROM inbox WHERE inbox.id = e.inbox_id AND inbox.state = 'quarantined')
  AND NOT EXISTS (SELECT FROM messages m WHERE m.id = e.message_id AND m.delivery_state = 'failed'
                  AND e.kind = 'send_answer')
"""
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


def of_hotel(hotel_id: int) -> Stuck:
    """In the open transaction."""
    mails = stuck_mails((hotel_id,))
    return Stuck(
        quarantined=tuple(mail for mail in mails if mail.state is InboxState.QUARANTINED),
        held=tuple(mail for mail in mails if mail.state is InboxState.HELD),
        effects=tuple(
            _effect(*row) for row in rows(_EFFECTS.format(more=_NOT_LISTED_ELSEWHERE), ([hotel_id], LIMIT))
        ),
        answers=tuple(FailedAnswer(*row) for row in rows(_ANSWERS, (hotel_id, LIMIT))),
    )


def number(hotel_id: int) -> int:
    """How many there are in all, counted up to LIMIT of a kind."""
    mails = _MAIL.format(more="true")
    effects = _EFFECTS.format(more=_NOT_LISTED_ELSEWHERE)
    found = rows(
        f"SELECT (SELECT count(*) FROM ({mails}) AS mails) + (SELECT count(*) FROM ({effects}) AS effects)"
        f" + (SELECT count(*) FROM ({_ANSWERS}) AS answers)",
        ([hotel_id], LIMIT, [hotel_id], LIMIT, hotel_id, LIMIT),
    )
    return int(found[0][0])


def stuck_mails(hotel_ids: tuple[int, ...]) -> tuple[StuckMail, ...]:
    """Held and quarantined mail, newest first."""
    return tuple(_mail(*row) for row in rows(_MAIL.format(more="true"), (list(hotel_ids), LIMIT)))


def stuck_mail(hotel_ids: tuple[int, ...], id: int) -> StuckMail:
    """Raises NotFound when there is none, or it is stuck no longer."""
    found = rows(_MAIL.format(more="i.id = %s"), (list(hotel_ids), id, 1)) if id < 2**63 else []
    if not found:
        raise NotFound("This mail is not stuck any more.")
    return _mail(*found[0])


def raw_source(mail: StuckMail) -> bytes:
    """The bytes as they came."""
    return load_raw(mail.id)


def dead_effects(hotel_ids: tuple[int, ...]) -> tuple[DeadEffect, ...]:
    """Every dead effect, newest first."""
    return tuple(_effect(*row) for row in rows(_EFFECTS.format(more="true"), (list(hotel_ids), LIMIT)))


def dead_effect(hotel_ids: tuple[int, ...], id: int) -> DeadEffect:
    """Raises NotFound when there is none, or it is dead no longer."""
    found = rows(_EFFECTS.format(more="e.id = %s"), (list(hotel_ids), id, 1)) if id < 2**63 else []
    if not found:
        raise NotFound("This effect is not dead any more.")
    return _effect(*found[0])


def _mail(id: int, hotel_id: int, state: str, *rest: object) -> StuckMail:
    return StuckMail(id, hotel_id, InboxState(state), *rest)  # type: ignore[arg-type]


def _effect(id: int, hotel_id: int, kind: str, *rest: object) -> DeadEffect:
    return DeadEffect(id, hotel_id, EffectKind(kind), *rest)  # type: ignore[arg-type]

"""A form sent twice, or a program that asks again because it got no answer: done once, in the caller's transaction.

The row commits or rolls back with what was asked for, and a second one waits for the first.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.database import rows
from workflow.errors import Invalid

KEPT = timedelta(days=1)

_FORGET = """
DELETE FROM written_once WHERE (hotel_id, key) IN (
  SELECT hotel_id, key FROM written_once WHERE hotel_id = %s AND at < %s ORDER BY at LIMIT 500
  FOR UPDATE SKIP LOCKED)
"""
_CLAIM = """
INSERT INTO written_once (hotel_id, key, asked, at) VALUES (%s, %s, %s, %s)
ON CONFLICT DO NOTHING RETURNING true
"""

Answer = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody wants done once: who, the name he gave the attempt, and what he asked for."""

    hotel_id: int
    author: str
    name: str
    asked: tuple[str, ...]

    @property
    def key(self) -> bytes:
        return _digest(self.author, self.name)


def claim(attempt: Attempt, *, now: datetime) -> bool:
    """Whether this is the first time. Raises Invalid when the name stood for something else before."""
    rows(_FORGET, (attempt.hotel_id, now - KEPT))
    asked = _digest(*attempt.asked)
    if rows(_CLAIM, (attempt.hotel_id, attempt.key, asked, now)):
        return True
    found = rows(
        "SELECT asked FROM written_once WHERE hotel_id = %s AND key = %s", (attempt.hotel_id, attempt.key)
    )
    if bytes(found[0][0]) != asked:
        raise Invalid("This Idempotency-Key was used before, for another request.", "Idempotency-Key")
    return False


def keep_answer(attempt: Attempt, answer: Answer) -> None:
    """For whoever asks the same again."""
    rows(
        "UPDATE written_once SET answer = %s WHERE hotel_id = %s AND key = %s",
        (json.dumps(answer), attempt.hotel_id, attempt.key),
    )


def earlier_answer(attempt: Attempt) -> Answer:
    """What keep_answer kept for an attempt that is not the first."""
    found = rows(
        "SELECT answer FROM written_once WHERE hotel_id = %s AND key = %s", (attempt.hotel_id, attempt.key)
    )
    answer: Answer = found[0][0]
    return answer


def _digest(*parts: str) -> bytes:
    return hashlib.sha256(json.dumps(parts).encode()).digest()

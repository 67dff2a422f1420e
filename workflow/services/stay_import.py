"""A list of stays taken in: each line by itself, so that a bad one is listed and the others stand.

In the caller's transaction; a line is written whole or not at all. The same list again changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from workflow.database import database
from workflow.errors import Invalid
from workflow.services import stay_feed
from workflow.services.stay_feed import Outcome, StayWord
from workflow.stay_lines import StayLine
from workflow.values import Actor

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Line:
    """outcome: created, updated, unchanged, older, or refused with the reason."""

    number: int
    confirmation: str
    outcome: str
    reason: str = ""
    field: str = ""
    stay_id: int | None = None
    warnings: tuple[str, ...] = ()


REFUSED = "refused"


def take(hotel_id: int, lines: Sequence[StayLine], *, actor: Actor, now: datetime) -> tuple[Line, ...]:
    """What became of each line, in their order."""
    done = tuple(_take(hotel_id, line, now=now) for line in lines)
    refused = sum(line.outcome == REFUSED for line in done)
    _log.info(
        "stays_imported", hotel=hotel_id, lines=len(done), refused=refused, by=actor.kind, by_id=actor.id
    )
    return done


def _take(hotel_id: int, line: StayLine, *, now: datetime) -> Line:
    if line.problem or line.arrival is None or line.departure is None:
        return Line(line.number, line.confirmation, REFUSED, line.problem, line.field)
    word = StayWord(
        confirmation=line.confirmation,
        name=line.name,
        arrival=line.arrival,
        departure=line.departure,
        status=line.status,
        room=line.room,
        emails=line.emails,
        phones=line.phones,
        language=line.language,
    )
    try:
        with database.atomic():
            taken = stay_feed.take(hotel_id, word, as_of=now, now=now, may_make_rooms=False)
    except Invalid as error:
        return Line(line.number, line.confirmation, REFUSED, str(error), error.field)
    return Line(
        line.number,
        line.confirmation,
        Outcome(taken.outcome),
        stay_id=taken.stay_id,
        warnings=taken.warnings,
    )

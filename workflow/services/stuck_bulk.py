"""Trying again all that got stuck of one kind, as somebody does after the cause is mended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum

from workflow.database import database
from workflow.errors import MoveRefused, NotFound
from workflow.queries.stuck import Stuck, of_hotel
from workflow.services import stuck
from workflow.values import EffectKind


class StuckKind(StrEnum):
    ANSWERS = "answers"
    MAILS = "mails"  # that could not be read; what is held is somebody's decision, one by one
    DEADLINES = "deadlines"
    WEBHOOKS = "webhooks"
    EFFECTS = "effects"  # all others that were given up


def retry_all(hotel_id: int, kind: StuckKind, *, now: datetime) -> int:
    """Those that the page shows, as far as they can be tried again; returns how many. What cannot stays as it is."""
    found = of_hotel(hotel_id)
    again = {
        StuckKind.ANSWERS: stuck.send_again,
        StuckKind.MAILS: stuck.retry_mail,
        StuckKind.DEADLINES: stuck.retry_deadline,
    }.get(kind, stuck.retry_effect)
    return sum(_tried(again, hotel_id, id, now) for id in _ids(found, kind))


def _ids(found: Stuck, kind: StuckKind) -> Sequence[int]:
    match kind:
        case StuckKind.ANSWERS:
            return [one.message_id for one in found.answers]
        case StuckKind.MAILS:
            return [one.id for one in found.quarantined]
        case StuckKind.DEADLINES:
            return [one.id for one in found.deadlines]
        case StuckKind.WEBHOOKS:
            return [one.id for one in found.effects if one.kind == EffectKind.SEND_WEBHOOK]
        case StuckKind.EFFECTS:
            return [one.id for one in found.effects if one.kind != EffectKind.SEND_WEBHOOK]


def _tried(again: Callable[..., None], hotel_id: int, id: int, now: datetime) -> bool:
    try:
        with database.atomic():
            again(hotel_id, id, now=now)
    except (MoveRefused, NotFound):
        return False
    return True

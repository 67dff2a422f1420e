"""Files on their way out, asked once more whether the check of files lets them go (R-TKT-13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from worker.compose import TO_GUESTS
from workflow.desk import Desk
from workflow.errors import DeliveryFailed, FileHeld, FileUnchecked
from workflow.letter import Enclosure, Letter
from workflow.services import stored_files


def let_through(letter: Letter, *, desk: Desk, now: datetime) -> Letter:
    """An answer goes whole or not; a notice goes at once, without what may not be opened: it is in the ticket.

    Raises DeliveryFailed.
    """
    if not letter.enclosures:
        return letter
    if letter.kind in TO_GUESTS:
        check([one.sha256 for one in letter.enclosures], letter.hotel_id, desk=desk, now=now)
        return letter
    free = tuple(one for one in letter.enclosures if _is_free(one, letter.hotel_id, desk=desk, now=now))
    return replace(letter, enclosures=free)


def check(names: Sequence[str], hotel_id: int, *, desk: Desk, now: datetime) -> None:
    """Raises DeliveryFailed: for now while a file is being checked, for good when it was held."""
    try:
        stored_files.check_may_leave(names, hotel_id=hotel_id, desk=desk, now=now)
    except FileUnchecked as error:
        raise DeliveryFailed("A file that goes with it is still being checked.", permanent=False) from error
    except FileHeld as error:
        raise DeliveryFailed(str(error), permanent=True) from error


def _is_free(file: Enclosure, hotel_id: int, *, desk: Desk, now: datetime) -> bool:
    try:
        stored_files.check_may_leave([file.sha256], hotel_id=hotel_id, desk=desk, now=now)
    except FileHeld:
        return False
    return True

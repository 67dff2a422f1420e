"""Files on their way out, asked once more: does the check of files let them go (R-TKT-13), are they still there, does
WhatsApp take so much? Nothing goes without its file in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from worker.compose import TO_GUESTS
from workflow.desk import Desk
from workflow.errors import DeliveryFailed, FileHeld, FileUnchecked
from workflow.letter import Enclosure, Letter
from workflow.reasons import because
from workflow.services import stored_files
from workflow.services.whatsapp_out import Ask

MB = 1024 * 1024
MOST_OF_WHATSAPP, MOST_OF_A_PICTURE = 16 * MB, 5 * MB
"""Twilio's guidance on WhatsApp media messages, "Message size limits"."""


def let_through(letter: Letter, *, desk: Desk, now: datetime) -> Letter:
    """An answer goes whole or not; a notice goes at once, without what may not be opened or is gone: the ticket says so.

    Raises DeliveryFailed, StoreUnavailable.
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
        raise DeliveryFailed(
            because("A file that goes with it is still being checked."), permanent=False
        ) from error
    except FileHeld as error:
        raise DeliveryFailed(str(error), permanent=True) from error


def check_media(ask: Ask, hotel_id: int, *, desk: Desk, now: datetime) -> None:
    """Before WhatsApp is sent a link to a file, which it would fetch in vain. Raises DeliveryFailed, StoreUnavailable."""
    check([ask.sha256], hotel_id, desk=desk, now=now)
    most = MOST_OF_A_PICTURE if ask.content_type.startswith("image/") else MOST_OF_WHATSAPP
    if ask.size > most:
        raise DeliveryFailed(
            because(
                "%(name)s is too large for WhatsApp: it takes at most %(most)s MB of this kind.",
                name=ask.filename,
                most=most // MB,
            ),
            permanent=True,
        )
    if not desk.files.exists(hotel_id, ask.sha256):
        raise DeliveryFailed(
            because("%(name)s is no longer in the file store.", name=ask.filename), permanent=True
        )


def _is_free(file: Enclosure, hotel_id: int, *, desk: Desk, now: datetime) -> bool:
    try:
        stored_files.check_may_leave([file.sha256], hotel_id=hotel_id, desk=desk, now=now)
    except FileHeld:
        return False
    return desk.files.exists(hotel_id, file.sha256)

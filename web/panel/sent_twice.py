"""A form carries a nonce, so that a second click, or a browser that repeats it, does nothing twice."""

from __future__ import annotations

from flask import request

from web.access import Visit
from workflow.services.written_once import Attempt


def attempt(visit: Visit, hotel_id: int, said: tuple[str, ...]) -> Attempt | None:
    """What this form wants done once; None when it carries no nonce.

    Other words from the same page (by the way back) are another attempt.
    """
    nonce = request.form.get("nonce", "")
    if not nonce:
        return None
    return Attempt(hotel_id, f"staff {visit.person.staff_id}", " ".join((nonce, *said)), said)

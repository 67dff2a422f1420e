"""Idempotency-Key: a program that got no answer asks again, and is answered what it would have been the first time.

For a day, for the same token and the same body.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import cast

from flask import request

from web.access import Visit
from web.api.shapes import Json
from workflow import clock
from workflow.errors import Invalid
from workflow.services import written_once
from workflow.services.written_once import Attempt

HEADER = "Idempotency-Key"
MAX_KEY = 255

Answer = tuple[Json, int, dict[str, str]]


def author(visit: Visit) -> str:
    """The person, or the very token of a program."""
    if visit.person.staff_id is not None:
        return f"staff {visit.person.staff_id}"
    return f"token {hashlib.sha256(visit.token.encode()).hexdigest()}"


def once(visit: Visit, hotel_id: int, body: Json, work: Callable[[], Answer]) -> Answer:
    """Works in the open transaction, or answers as the first time. Raises Invalid for a key of another request."""
    key = request.headers.get(HEADER)
    if key is None:
        return work()
    if not (0 < len(key) <= MAX_KEY and key.isprintable()):
        raise Invalid(
            "An Idempotency-Key has 1 to %(most)s printable characters.", HEADER, values={"most": MAX_KEY}
        )
    asked = (request.method, request.path, json.dumps(body, sort_keys=True))
    attempt = Attempt(hotel_id, author(visit), key, asked)
    if not written_once.claim(attempt, now=clock.now()):
        earlier = written_once.earlier_answer(attempt)
        headers = cast("dict[str, str]", earlier["headers"])
        return cast(Json, earlier["body"]), cast(int, earlier["status"]), headers
    shape, status, headers = work()
    written_once.keep_answer(attempt, {"body": shape, "status": status, "headers": headers})
    return shape, status, headers

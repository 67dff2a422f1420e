"""Pages and programs that ask again and again: an entity tag made of a cheap stamp, and 304 when nothing changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from flask import Response, make_response, request

from web.access import Visit, current_visit
from workflow import clock
from workflow.queries import stamps

A_WHILE = 60
"""Seconds after which a list counts as changed in any case: what is due, snoozed or so many minutes old moves on."""

View = Callable[..., Any]


def polled(tag_of: Callable[..., str]) -> Callable[[View], View]:
    """Stands right below the route: 304 for who has it already. tag_of gets the visit and what the address names.

    The tag is made before the answer: what changes in between is told the next time.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def ask(**values: Any) -> Response:
            visit = current_visit()
            with visit.sight.transaction():
                now_is = tag_of(visit, **values)
            headers = {"ETag": now_is, "Cache-Control": "private, no-cache"}
            if is_current(now_is):
                return Response(status=304, headers=headers)
            response = make_response(view(**values))
            response.headers.update(headers)
            return response

        return ask

    return wrap


def queue_tag(visit: Visit) -> str:
    """Of a list as this person sees it, in the open transaction: his seats, what he asked for, what happened."""
    seats = [f"{seat.hotel_id} {seat.role} {seat.department_id}" for seat in visit.seats]
    return tag(visit, *seats, *stamps.of_hotels(visit.sight.hotel_ids), _moment(clock.now()))


def tag(visit: Visit, *parts: object) -> str:
    """Weak: the bytes may differ, what they say does not."""
    asked = (visit.person.staff_id, request.path, request.query_string, request.accept_languages.best)
    digest = hashlib.sha256(repr((*asked, *parts)).encode()).hexdigest()[:24]
    return f'W/"{digest}"'


def is_current(tag: str) -> bool:
    """Whether the caller has what this tag stands for (RFC 9110, section 13.1.2: weakly compared)."""
    return request.if_none_match.contains_weak(tag.removeprefix("W/").strip('"'))


def _moment(now: datetime) -> int:
    return int(now.timestamp()) // A_WHILE

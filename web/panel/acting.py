"""A form that does one thing: in a transaction, a refusal said on its own page, then on with what was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Response, make_response, redirect

from web.access import Visit, current_visit
from web.errors import problem_of
from web.refusal_words import said
from workflow.errors import Invalid, MoveRefused, Throttled

Problems = Mapping[str, str]
"""Sentences by the field they are about; "" for the page as a whole."""


def act(work: Callable[[Visit], object], *, page: Callable[[Problems], str], then: str) -> Response:
    """Does it and goes to `then`; else `page`, with what was typed and the sentence at its field."""
    visit = current_visit()
    try:
        with visit.sight.transaction():
            work(visit)
    except (Invalid, MoveRefused, Throttled) as error:
        field = error.field if isinstance(error, Invalid) else ""
        return make_response(page({field: said(error)}), problem_of(error).status)
    return make_response(redirect(then, 303))

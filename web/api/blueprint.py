"""The API's blueprint under /api/v1. Bodies are read strictly before a view sees them."""

from __future__ import annotations

import json
from typing import Any

from apiflask import APIBlueprint
from flask import request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from web import uploads
from workflow.texts import TEMPLATES

MAX_BODY = 1024 * 1024

api = APIBlueprint("api", "web.api", url_prefix="/api/v1", template_folder=str(TEMPLATES / "reference"))


@api.before_request
def read_strictly() -> None:
    """What a lenient parser would let pass or fall over: other content types, duplicate keys, NaN, endless nesting."""
    if request.method not in ("POST", "PUT", "PATCH") or (uploads.is_taken() and not request.is_json):
        return
    if (request.content_length or 0) > MAX_BODY:
        raise RequestEntityTooLarge
    raw = request.get_data(cache=True)
    if not raw:
        return
    if not request.is_json:
        raise UnsupportedMediaType
    try:
        body = json.loads(raw.decode("utf-8"), object_pairs_hook=_once_each, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise BadRequest from None
    if not isinstance(body, dict):
        raise BadRequest


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)

"""What comes in is made clean at the door: no text of a form or a query holds NUL or half a surrogate pair.

JSON bodies: web/api/schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Request, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict, iter_multi_items

from workflow.reading.charsets import clean


def cleaned(value: Any) -> Any:
    """Every string in a parsed JSON value, keys too."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    if isinstance(value, dict):
        return {clean(name): cleaned(item) for name, item in value.items()}
    return value


def shown_path() -> str:
    """This request's, as the log has it: who has a link with a secret in it may use it, so of such the pattern alone."""
    is_secret = not {"token", "code"}.isdisjoint(request.view_args or {})
    return request.url_rule.rule if is_secret and request.url_rule else request.path


class CleanFields(ImmutableMultiDict[str, Any]):
    """The fields of a form or a query; files pass as they are."""

    def __init__(self, mapping: Any = None) -> None:
        if isinstance(mapping, CleanFields) or not mapping:
            super().__init__(mapping)
            return
        pairs = mapping if not isinstance(mapping, Mapping | MultiDict) else iter_multi_items(mapping)
        # A part of a form may come without a name: nobody asks for it.
        super().__init__([(clean(name), cleaned(value)) for name, value in pairs if name is not None])


class CleanRequest(Request):
    parameter_storage_class = CleanFields

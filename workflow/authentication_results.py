"""The header field in which a mail server writes what it found out about a sender (RFC 8601). Pure.

Read from its raw bytes: decoded words, comments and quoted strings may hold anything an author likes, also text that
looks like a result.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow.reading.headers import every, read_block

MAX_FIELD = 16 * 1024  # bytes; a longer one says nothing


@dataclass(frozen=True, slots=True)
class MethodResult:
    """One `method=result` with its properties, all lower case: dkim=pass header.d=aurora.example."""

    method: str
    result: str
    properties: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AuthenticationResults:
    authserv_id: str
    results: Sequence[MethodResult]


_ASSIGNMENT = re.compile(r"([a-z][a-z0-9._-]*)(?:/[0-9]+)?=(\S*)")
_AROUND_EQUALS = re.compile(r"[ \t]*=[ \t]*")
_UNSAFE = re.compile(r"[\s;=()\"]")


def authentication_results(raw: bytes) -> list[AuthenticationResults]:
    """The fields of a mail, topmost first."""
    fields = read_block(raw, 0, len(raw)).fields
    return [read_results(value) for value in every(fields, "authentication-results")]


def read_results(value: bytes) -> AuthenticationResults:
    """What one field says; nothing for a field that is too long to be honest."""
    text = value.decode("utf-8", "replace").lower() if len(value) <= MAX_FIELD else ""
    head, *parts = _AROUND_EQUALS.sub("=", _plain(text)).split(";")
    authserv_id = next(iter(head.split()), "")
    return AuthenticationResults(authserv_id, tuple(found for part in parts if (found := _method(part))))


def _method(part: str) -> MethodResult | None:
    assignments = _ASSIGNMENT.findall(part)
    if not assignments:
        return None
    (method, result), *rest = assignments
    properties: dict[str, str] = {}
    for name, value in rest:
        properties.setdefault(name, value)
    return MethodResult(method, result, properties)


def _plain(text: str) -> str:
    """Without comments; what stood in quotes has none of the characters that mean something outside."""
    kept: list[str] = []
    quoted: list[str] = []
    depth, in_quotes, escaped = 0, False, False
    for char in text:
        if escaped or (char == "\\" and (in_quotes or depth)):
            if escaped and in_quotes:
                quoted.append(char)
            escaped = not escaped
        elif in_quotes:
            if char == '"':
                kept.append(_UNSAFE.sub("_", "".join(quoted)))
                quoted, in_quotes = [], False
            else:
                quoted.append(char)
        elif char == "(":
            depth += 1
        elif char == ")" and depth:
            depth -= 1
            kept.append(" ")
        elif not depth:
            in_quotes = char == '"'
            if not in_quotes:
                kept.append(char)
    return "".join(kept)

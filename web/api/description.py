"""What the OpenAPI document says beyond the routes: bearer tokens, the header for the hotel, problems as answers."""

from __future__ import annotations

from typing import Any

from apiflask import APIFlask

PROBLEM = "application/problem+json"
PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "field": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "string"}},
        "allowed": {"type": "array", "items": {"type": "string"}},
    },
}
HOTEL_HEADER = {
    "name": "Bellhop-Hotel",
    "in": "header",
    "required": False,
    "description": "Code of the hotel, for a token that covers several",
    "schema": {"type": "string", "pattern": "^[A-Z0-9]{2,8}$"},
}
OPEN_PATHS = frozenset({"/api/v1/auth/login"})


def describe(app: APIFlask) -> None:
    app.config.update(
        DESCRIPTION="The message desk of a hotel: tickets, their messages, and what got stuck.",
        AUTO_404_RESPONSE=False,
        AUTO_VALIDATION_ERROR_RESPONSE=False,
        AUTO_SERVERS=False,
    )
    app.security_schemes = {"bearer": {"type": "http", "scheme": "bearer"}}
    app.spec_processor(_complete)


def _complete(spec: Any) -> Any:
    spec["security"] = [{"bearer": []}]
    spec.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM_SCHEMA
    for path, operations in spec["paths"].items():
        for method, operation in operations.items():
            if method not in ("get", "post", "put", "patch", "delete"):
                continue
            if path in OPEN_PATHS:
                operation["security"] = []
            else:
                operation.setdefault("parameters", []).append(HOTEL_HEADER)
            operation["responses"]["default"] = {
                "description": "A refusal, in a plain sentence",
                "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
    return spec

"""What the OpenAPI document says beyond the routes: bearer tokens, the header for the hotel, problems as answers.

What the schemas' library says in OpenAPI 3.0's or Python's way is said in 3.1's: JSON Schema 2020-12, ECMA-262 patterns.
"""

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
METHODS = ("get", "post", "put", "patch", "delete")
PREFIX = "/api/v1/"
SIGNED_PATHS = frozenset({"/api/v1/webhooks/pms/stays", "/api/v1/webhooks/pms/ticket-sync"})
SIGNATURE = [
    {
        "name": name,
        "in": "header",
        "required": True,
        "description": "Standard Webhooks",
        "schema": {"type": "string"},
    }
    for name in ("webhook-id", "webhook-timestamp", "webhook-signature")
]
# Bodies that are no JSON, which the framework cannot say.
BINARY: dict[str, Any] = {"type": "string", "format": "binary"}
OTHER_BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("post", "/api/v1/stays/import"): {"text/csv": {"schema": {"type": "string"}}},
    ("post", "/api/v1/uploads"): {
        "multipart/form-data": {
            "schema": {"type": "object", "required": ["file"], "properties": {"file": BINARY}}
        }
    },
    ("put", "/api/v1/uploads/arriving/{token}"): {"application/octet-stream": {"schema": BINARY}},
    ("post", "/api/v1/tickets/{pid}/attachments"): {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {"file": {"type": "array", "items": BINARY}, "body": {"type": "string"}},
            }
        }
    },
}
OPEN_PATHS = frozenset(
    {
        "/api/v1/uploads/arriving/{token}",
        "/api/v1/auth/login",
        "/api/v1/auth/reset",
        "/api/v1/auth/password",
    }
)


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
    _say_portably(spec)
    for path, operations in spec["paths"].items():
        for method, operation in operations.items():
            if method not in METHODS:
                continue
            operation["tags"] = [path.removeprefix(PREFIX).split("/")[0]]
            if (method, path) in OTHER_BODIES:
                body = operation.setdefault("requestBody", {"content": {}})
                body.update(required=True, content=body["content"] | OTHER_BODIES[method, path])
            if path in SIGNED_PATHS:
                operation["security"] = []
                operation.setdefault("parameters", []).extend(
                    ({**HOTEL_HEADER, "required": True}, *SIGNATURE)
                )
            elif path in OPEN_PATHS:
                operation["security"] = []
            else:
                operation.setdefault("parameters", []).append(HOTEL_HEADER)
            operation["responses"]["default"] = {
                "description": "A refusal, in a plain sentence",
                "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
    return spec


def _say_portably(node: Any) -> None:
    """In place: a pattern ends with $ (Python's \\Z is no ECMA-262), what may be null says so in its type."""
    if isinstance(node, list):
        for inner in node:
            _say_portably(inner)
    if not isinstance(node, dict):
        return
    if isinstance(node.get("pattern"), str):
        node["pattern"] = node["pattern"].replace("\\Z", "$")
    if node.get("nullable") is True and isinstance(node.get("type"), str):
        node["type"] = [node["type"], "null"]
        del node["nullable"]
    for inner in node.values():
        _say_portably(inner)

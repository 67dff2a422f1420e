"""Bodies that a route of the API takes, made from its own OpenAPI document."""

from functools import cache
from typing import Any

from flask import Flask

from bellhop import roles_page
from bellhop.roles_page import Route


@cache
def application() -> Flask:
    """Made once a process, without a database: for its routes, and to be furnished by who calls them."""
    return roles_page.application()


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document."""
    found: dict[str, Any] = application().test_client().get("/api/v1/openapi.json").get_json()
    return found


def json_body(route: Route, *, everything: bool = False) -> Any:
    """The required fields, or all; None for a route that takes no JSON."""
    operation = document()["paths"].get(route.path, {}).get(route.method.lower(), {})
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    return None if content is None else _value(content["schema"], everything)


def _value(schema: dict[str, Any], everything: bool) -> Any:
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return _value(document()["components"]["schemas"][name], everything)
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return _value(schema[key][0], everything)
    kinds = schema.get("type", "object")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    if kind == "object":
        wanted = schema.get("required", ())
        return {
            name: _value(inner, everything)
            for name, inner in schema.get("properties", {}).items()
            if everything or name in wanted
        }
    if schema.get("enum"):
        return schema["enum"][0]
    if kind == "array":
        return [_value(schema["items"], everything)]
    if kind == "string":
        return _string(schema)
    return {"integer": schema.get("minimum", 1), "number": 1.0, "boolean": True}[kind]


def _string(schema: dict[str, Any]) -> str:
    if schema.get("format") == "date-time":
        return "2026-11-20T12:00:00Z"
    if schema.get("format") == "date":
        return "2026-11-20"
    if schema.get("format") == "email":
        return "mia@example.org"
    if "[0-9]" in schema.get("pattern", ""):
        return "1001"
    return "x" * max(1, schema.get("minLength", 1))

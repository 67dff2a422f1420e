"""The API's reference as one page, made from the OpenAPI document on the server: no script, nothing from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from apiflask import APIFlask
from flask import current_app, render_template

from web.access import Access, needs
from web.api.blueprint import api
from web.api.description import METHODS, PREFIX

Schema = Mapping[str, Any]
MAX_DEPTH = 4  # of fields within fields that are listed


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a table: `name` is dotted for what stands within (`guest.id`, `tags[]`)."""

    name: str
    kind: str
    required: bool
    note: str


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    path: str
    summary: str
    parameters: tuple[tuple[str, Field], ...]  # where it stands ("path", "query"), the field
    body: tuple[Field, ...]
    body_kind: str
    answers: tuple[tuple[str, tuple[Field, ...]], ...]
    is_open: bool
    example: str

    @property
    def anchor(self) -> str:
        return f"{self.method.lower()}{self.path}".replace("/", "-").replace("{", "").replace("}", "")


@api.get("/docs")
@api.doc(hide=True)
@needs(Access.EVERYBODY)
def reference() -> str:
    document = cast(APIFlask, current_app).spec
    return render_template("reference.html", document=document, families=families(cast(Schema, document)))


def families(document: Schema) -> dict[str, list[Operation]]:
    """The operations by the first part of their path, by name."""
    found: dict[str, list[Operation]] = {}
    for path, operations in document["paths"].items():
        for method in METHODS:
            if method in operations:
                family = path.removeprefix(PREFIX).split("/")[0]
                found.setdefault(family, []).append(_operation(document, method, path, operations[method]))
    return dict(sorted(found.items()))


def _operation(document: Schema, method: str, path: str, said: Schema) -> Operation:
    contents = said.get("requestBody", {}).get("content", {})
    body_kind = next(iter(contents), "")
    schema = contents[body_kind].get("schema", {}) if contents else {}
    is_open = said.get("security") == []
    parameters = tuple(
        (str(one["in"]), _field(document, one["name"], one["schema"], bool(one.get("required")), one))
        for one in said.get("parameters", ())
        if one["in"] != "header"
    )
    answers = tuple(
        (status, tuple(_fields(document, _json_schema(answer))))
        for status, answer in said["responses"].items()
        if status != "default"
    )
    return Operation(
        method=method.upper(),
        path=path,
        summary=f"{said.get('summary', '')} {said.get('description', '')}".strip(),
        parameters=parameters,
        body=tuple(_fields(document, schema)),
        body_kind=body_kind,
        answers=answers,
        is_open=is_open,
        example=_curl(document, method, path, schema if "json" in body_kind else {}, is_open=is_open),
    )


def _json_schema(answer: Schema) -> Schema:
    found: Schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return found


def _fields(document: Schema, schema: Schema, *, within: str = "", depth: int = 0) -> Iterator[Field]:
    """The fields of an object, those within right below."""
    schema = _resolved(document, schema)
    required = schema.get("required", ())
    for name, inner in schema.get("properties", {}).items():
        inner = _resolved(document, inner)
        is_list = inner.get("type") == "array"
        content = _resolved(document, inner.get("items", {})) if is_list else inner
        path = f"{within}{name}{'[]' if is_list else ''}"
        yield _field(document, path, inner, name in required, inner)
        if content.get("properties") and depth < MAX_DEPTH:
            yield from _fields(document, content, within=f"{path}.", depth=depth + 1)


def _field(document: Schema, name: str, schema: Schema, required: bool, described: Schema) -> Field:
    schema = _resolved(document, schema)
    return Field(name, _kind(document, schema), required, _note(schema, described))


def _resolved(document: Schema, schema: Schema) -> Schema:
    """Follows a reference; of "this or null" the this, marked as nullable."""
    if "$ref" in schema:
        return _resolved(document, document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
    for key in ("anyOf", "oneOf", "allOf"):
        others = [one for one in schema.get(key, ()) if one != {"type": "null"}]
        if len(others) == 1:
            nullable = len(schema[key]) > 1
            return {**_resolved(document, others[0]), "x-null": nullable}
    return schema


def _kind(document: Schema, schema: Schema) -> str:
    kinds = schema.get("type", "")
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    if "array" in kinds:
        inner = _kind(document, _resolved(document, schema.get("items", {})))
        kinds[kinds.index("array")] = f"list of {inner or 'values'}"
    if schema.get("x-null") and "null" not in kinds:
        kinds.append("null")
    if schema.get("format"):
        kinds[0] = f"{kinds[0]} ({schema['format']})"
    return " or ".join(kind for kind in kinds if kind)


def _note(schema: Schema, described: Schema) -> str:
    content = schema.get("items", schema)
    parts = [str(described.get("description", schema.get("description", "")))]
    if content.get("enum"):
        parts.append("One of: " + ", ".join(str(one) for one in content["enum"] if one is not None) + ".")
    for key, words in (
        ("minimum", "at least"),
        ("maximum", "at most"),
        ("maxLength", "up to"),
        ("maxItems", "up to"),
    ):
        if key in schema:
            parts.append(
                f"{words} {schema[key]:,}{' characters' if key == 'maxLength' else ''}".capitalize() + "."
            )
    if schema.get("default") not in (None, "", [], {}):
        parts.append(f"Default: {json.dumps(schema['default'])}.")
    return " ".join(part for part in parts if part)


def _curl(document: Schema, method: str, path: str, schema: Schema, *, is_open: bool) -> str:
    lines = [f"curl -X {method.upper()} https://desk.example{path}"]
    if not is_open:
        lines.append("-H 'Authorization: Bearer TOKEN'")
    sample = _sample(document, schema)
    if sample:
        lines += ["-H 'Content-Type: application/json'", f"-d '{json.dumps(sample)}'"]
    return " \\\n  ".join(lines)


def _sample(document: Schema, schema: Schema) -> Any:
    """A value of this shape, with the required fields of objects; all of them when none is required."""
    schema = _resolved(document, schema)
    fields = schema.get("properties", {})
    if fields:
        wanted = schema.get("required") or list(fields)[:3]
        return {name: _sample(document, inner) for name, inner in fields.items() if name in wanted}
    if schema.get("enum"):
        return schema["enum"][0]
    kinds = schema.get("type", "string")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    return {"integer": 1, "number": 1.0, "boolean": True, "array": [], "object": {}}.get(kind, "text")

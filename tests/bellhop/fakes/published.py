"""Twilio's published OpenAPI, when it lies beside the corpus, and how to hold an answer against it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS30Validator, oas30_format_checker

from workflow.settings import environment


class Published:
    """One of Twilio's OpenAPI files."""

    def __init__(self, file: Path) -> None:
        self._document: dict[str, Any] = json.loads(file.read_text())

    def check(self, method: str, path: str, status: int, value: object) -> None:
        """Raises ValidationError when the answer is not of the published shape."""
        operation = self._path(path)[method.lower()]
        content = operation["responses"][str(status)]["content"]["application/json"]["schema"]
        schema = {**content, "components": self._document["components"]}
        OAS30Validator(schema, format_checker=oas30_format_checker).validate(value)

    def fields(self, name: str) -> set[str]:
        """The names that a resource has."""
        return set(self._document["components"]["schemas"][name]["properties"])

    def _path(self, path: str) -> dict[str, Any]:
        for template, item in self._document["paths"].items():
            if re.fullmatch(re.sub(r"\\{\w+\\}", r"[^/]+", re.escape(template)), path):
                return dict(item)
        raise LookupError(f"{path} is none of the published paths.")


def published(name: str) -> Published:
    """Skips the test where the file is not at hand."""
    corpus = environment().get("BELLHOP_CORPUS")
    if not corpus:
        pytest.skip("BELLHOP_CORPUS is not set: Twilio's OpenAPI lies beside the corpus")
    return Published(Path(corpus).parent / "twilio" / f"{name}.openapi.json")

"""The API keeps to its own document, whatever a program sends (R-WEB-5): schemathesis on every route.

Each route is called as the owner, with what its schema allows and with what it does not, on ids that exist and on
others. BELLHOP_SEED repeats a run, BELLHOP_EXAMPLES makes it longer.
"""

import os
import random
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, seed
from hypothesis import settings as hypothesis_settings
from schemathesis import APIOperation, Case
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.builders import make_member, make_session
from tests.web.conftest import House
from tests.web.full_house import fill
from web.app import create_app
from workflow.settings import Settings, load_settings
from workflow.values import Role

SEED = int(os.environ.get("BELLHOP_SEED", random.randrange(2**32)))
EXAMPLES = int(os.environ.get("BELLHOP_EXAMPLES", "4"))
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]
# A session that the campaign goes on with must not end in the middle of it.
ENDS_THE_SESSION = {("post", "/api/v1/auth/logout")}
# Any bytes at any address: what they are worth, only the address says.
NOTHING_TO_GET_WRONG = {("/api/v1/uploads/arriving/{token}", "put")}
ORDER = ("get", "post", "put", "patch", "delete")


@cache
def described() -> Flask:
    """An application without a database, whose document names the routes."""
    nowhere = load_settings(
        {
            "DATABASE_URL": "postgresql://nobody@nowhere.invalid/none",
            "REDIS_URL": "redis://nowhere.invalid",
            "BELLHOP_HOME": str(Path("output")),
            "BELLHOP_SECRET": "a secret that only tests know, 32 characters and more",
        }
    )
    return create_app(nowhere)


def families() -> dict[str, list[tuple[str, str]]]:
    """Paths with their methods, those that take away last, by the first part of the path."""
    document = described().test_client().get("/api/v1/openapi.json").json
    found: dict[str, list[tuple[str, str]]] = {}
    for path, operations in document["paths"].items():
        for method in operations:
            if (method, path) not in ENDS_THE_SESSION:
                found.setdefault(path.split("/")[3], []).append((path, method))
    return {name: sorted(those, key=lambda one: ORDER.index(one[1])) for name, those in found.items()}


@pytest.fixture
def api(house: House) -> BaseSchema:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", house.app)
    refusals = schema.config.checks.negative_data_rejection
    refusals.expected_statuses = [*refusals.expected_statuses, "413"]  # a long text is a large body first
    return schema


@pytest.fixture
def ids(house: House, settings: Settings) -> dict[str, str]:
    """Of a hotel in the middle of its day; ids are the first of each table."""
    full = fill(house.hotel, house.channel, house.ana, settings)
    return {"pid": full.towels.pid, "id": "1"}


@pytest.mark.parametrize("family", sorted(families()))
def test_routes_keep_to_the_document(house: House, api: BaseSchema, ids: dict[str, str], family: str) -> None:
    """R-WEB-5: no fault, no answer that the document does not describe, nothing taken that it forbids."""
    print(f"seed {SEED}, {EXAMPLES} examples a way of each route of {family}")
    owner = make_member(house.hotel, Role.OWNER, email="owner@aurora.example", name="Olga")
    headers = {"Authorization": f"Bearer {make_session(owner)}"}
    failures: list[str] = []
    for path, method in families()[family]:
        known = {name: value for name, value in ids.items() if f"{{{name}}}" in path}
        try:
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                for fixed in ({}, {"path_parameters": known}) if known else ({},):
                    if mode is GenerationMode.POSITIVE or (path, method) not in NOTHING_TO_GET_WRONG:
                        _call(api[path][method], mode, headers, fixed)
        except FailureGroup as failed:
            failures += [f"{method.upper()} {path}: {one}" for one in failed.exceptions]
    assert failures == [], "\n".join(failures)


def _call(
    operation: APIOperation[Any, Any, Any, Any],
    mode: GenerationMode,
    headers: dict[str, str],
    fixed: dict[str, Any],
) -> None:
    @seed(SEED)
    @hypothesis_settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode, headers=headers, **fixed))
    def campaign(case: Case) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    campaign()

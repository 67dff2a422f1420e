"""The API keeps to its own document, whatever a program sends (R-WEB-5): schemathesis on every route.

Each route is called as the owner, with what its schema allows and with what it does not, on ids that exist and on
others. Every run is the same; BELLHOP_SEED makes another, BELLHOP_EXAMPLES a longer one.
"""

import os
from functools import cache
from typing import Any

import pytest
import schemathesis
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
from tests.web.samples import document
from workflow.settings import Settings
from workflow.values import Role

SEED = int(os.environ.get("BELLHOP_SEED", "1"))
EXAMPLES = int(os.environ.get("BELLHOP_EXAMPLES", "2"))
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
def families() -> dict[str, list[tuple[str, str]]]:
    """Paths with their methods, those that take away last, by the first part of the path."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path, operations in document()["paths"].items():
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
            there: dict[str, Any] = {"path_parameters": known} if known else {}
            _call(api[path][method], GenerationMode.POSITIVE, headers, there)
            if known:
                _call(api[path][method], GenerationMode.POSITIVE, headers, {})
            if (path, method) not in NOTHING_TO_GET_WRONG:
                _call(api[path][method], GenerationMode.NEGATIVE, headers, there)
        except FailureGroup as failed:
            failures += [f"{method.upper()} {path}: {one}" for one in failed.exceptions]
    assert failures == [], "\n".join(failures)


def _is_form(operation: APIOperation[Any, Any, Any, Any]) -> bool:
    """The parts of a form are words on the wire, also those that were numbers before: nothing is wrong with them."""
    return "multipart/form-data" in operation.get_request_payload_content_types()


def _call(
    operation: APIOperation[Any, Any, Any, Any],
    mode: GenerationMode,
    headers: dict[str, str],
    fixed: dict[str, Any],
) -> None:
    checks = [check for check in CHECKS if check is not negative_data_rejection or not _is_form(operation)]

    @seed(SEED)
    @hypothesis_settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode, headers=headers, **fixed))
    def campaign(case: Case) -> None:
        case.call_and_validate(headers=headers, checks=checks)

    campaign()

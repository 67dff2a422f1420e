"""The OpenAPI document comes from the code and names every route (R-WEB-5)."""

import re

from tests.web.conftest import House


def test_the_document_is_3_1_and_complete(house: House) -> None:
    document = house.app.test_client().get("/api/v1/openapi.json").json
    assert document["openapi"].startswith("3.1")
    described = {
        (path, method.upper())
        for path, operations in document["paths"].items()
        for method in operations
        if method != "parameters"
    }
    routes = {
        (re.sub(r"<(?:id:)?(\w+)>", r"{\1}", rule.rule), method)
        for rule in house.app.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and rule.endpoint != "api.reference"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert described == routes
    assert not [path for path in document["paths"] if not path.startswith("/api/v1/")]
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert operation["responses"]["default"]["content"]["application/problem+json"], path


def test_every_route_says_in_one_sentence_what_it_does(house: House) -> None:
    document = house.app.test_client().get("/api/v1/openapi.json").json
    summaries = [
        operation["summary"] for operations in document["paths"].values() for operation in operations.values()
    ]
    assert len(summaries) > 190
    assert [one for one in summaries if not one.endswith(".")] == []
    assert len(set(summaries)) == len(summaries)

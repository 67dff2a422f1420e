"""The API's reference page: every route, in any browser, without the internet (R-WEB-5)."""

import re

from tests.web.conftest import House

FROM_ELSEWHERE = re.compile(r'(?:src|href|action)="(?!/|#)')


def test_the_page_names_every_route_and_loads_nothing_from_elsewhere(house: House) -> None:
    """R-WEB-5"""
    client = house.app.test_client()
    document = client.get("/api/v1/openapi.json").json
    answer = client.get("/api/v1/docs")
    assert answer.content_type.startswith("text/html")
    for path, operations in document["paths"].items():
        for method in operations:
            anchor = f"{method}{path}".replace("/", "-").replace("{", "").replace("}", "")
            assert f'id="{anchor}"' in answer.text, f"{method} {path}"
    assert FROM_ELSEWHERE.findall(answer.text) == []
    assert "<script" not in answer.text
    assert " style=" not in answer.text
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_an_operation_shows_its_fields_and_an_example(house: House) -> None:
    """R-WEB-5"""
    page = house.app.test_client().get("/api/v1/docs").text
    opening = page[page.index('id="post-api-v1-tickets"') :]
    opening = opening[: opening.index("</details>")]
    assert "One of: low, medium, high, urgent." in opening
    assert "<code>guest.name</code>" in opening, "what stands within a field"
    assert "curl -X POST https://desk.example/api/v1/tickets" in opening
    assert "Authorization: Bearer TOKEN" in opening


def test_the_document_speaks_json_schema_and_ecma(house: House) -> None:
    """R-WEB-5: OpenAPI 3.1 knows no `nullable`, and ECMA-262 no \\Z."""
    text = house.app.test_client().get("/api/v1/openapi.json").text
    assert '"nullable"' not in text
    assert "\\\\Z" not in text

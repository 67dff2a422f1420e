"""What `bellhop doctor` says of webhook endpoints (R-RUN-3)."""

from datetime import UTC, datetime, timedelta

import pytest

from bellhop.doctor import webhooks
from bellhop.doctor.finding import Result
from workflow.models import WebhookEndpoint

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
LONG_AGO = NOW - timedelta(hours=1)


@pytest.mark.parametrize(
    ("standing", "result", "words"),
    [
        ({}, Result.OK, "Nothing was taken yet"),
        ({"delivered_at": NOW}, Result.OK, "took the last event at 2026-11-20 10:00 UTC"),
        ({"failing_since": NOW}, Result.OK, "Nothing was taken yet"),
        (
            {"failing_since": LONG_AGO, "last_error": "It answered 500."},
            Result.WARN,
            "takes nothing since 2026-11-20 09:00 UTC. It answered 500.",
        ),
        (
            {"enabled": False, "off_because": "It answered 410 Gone."},
            Result.WARN,
            "Bellhop switched it off. It answered 410 Gone.",
        ),
    ],
)
def test_an_endpoint_that_takes_nothing_is_named(
    standing: dict[str, object], result: Result, words: str
) -> None:
    endpoint = WebhookEndpoint(id=7, url="https://partner.example/hooks?key=abc", **standing)
    (found,) = webhooks.look(endpoint, now=NOW)
    assert found.result is result
    assert words in found.says
    assert found.subject == "partner.example (endpoint 7)"
    assert "key=abc" not in str(found)

"""Whether the programs that are told by webhook take what they are told. Nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bellhop.doctor.finding import Finding, ok, warn
from workflow.models import WebhookEndpoint
from workflow.services.webhook_endpoints import host

CHECK = "webhook"
FAILING = timedelta(minutes=10)
"""A shorter trouble passes by itself."""


def look(endpoint: WebhookEndpoint, *, now: datetime) -> Iterator[Finding]:
    """One that is switched on, or that Bellhop itself switched off."""
    subject = f"{host(endpoint.url)} (endpoint {endpoint.id})"
    if not endpoint.enabled:
        says = f"Bellhop switched it off. {endpoint.off_because}"
        yield warn(
            CHECK, says, "Mend the receiver, then switch it on under Settings → Webhooks.", subject=subject
        )
    elif endpoint.failing_since is not None and endpoint.failing_since < now - FAILING:
        says = f"It takes nothing since {endpoint.failing_since:%Y-%m-%d %H:%M} UTC. {endpoint.last_error}"
        yield warn(
            CHECK, says, "Look at its log under Settings → Webhooks, and at the receiver.", subject=subject
        )
    elif endpoint.delivered_at is None:
        yield ok(CHECK, "Nothing was taken yet; a test event can be sent from its page.", subject=subject)
    else:
        yield ok(
            CHECK,
            f"It took the last event at {endpoint.delivered_at:%Y-%m-%d %H:%M} UTC.",
            subject=subject,
        )

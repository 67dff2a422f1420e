"""Posts a webhook through the desk's one way out for HTTP (safety rule 10). Follows no redirect, keeps no cookie."""

from __future__ import annotations

from worker.egress import EgressClient, EgressRequest
from workflow import clock
from workflow.errors import DeliveryFailed
from workflow.services.webhook_deliveries import ANSWER_BYTES, Outgoing, Tried

SECONDS = 10.0  # for the whole of it, name and certificate included


class HttpPost:
    """May be called from several threads at once."""

    def __init__(self, egress: EgressClient) -> None:
        self._egress = egress

    def send(self, outgoing: Outgoing) -> Tried:
        """What came of it; nothing is raised for what the other side does."""
        began = clock.monotonic()
        request = EgressRequest(
            "POST",
            outgoing.url,
            headers=outgoing.headers,
            body=outgoing.body,
            seconds=SECONDS,
            max_bytes=ANSWER_BYTES,
        )
        try:
            response = self._egress.request(request)
        except DeliveryFailed as error:
            return Tried(None, _ms_since(began), error=str(error), is_refused=error.permanent)
        return Tried(
            response.status,
            _ms_since(began),
            answer=response.body,
            retry_after=_seconds(response.headers.get("retry-after", "")),
        )


def _ms_since(began: float) -> int:
    return round((clock.monotonic() - began) * 1000)


def _seconds(written: str) -> int | None:
    """Retry-After as a number of seconds (RFC 9110, 10.2.3); a date is left to our own schedule."""
    written = written.strip()
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else None

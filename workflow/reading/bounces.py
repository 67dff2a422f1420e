"""Delivery reports (RFC 3464 and the usual non-standard ones)."""

from __future__ import annotations

from workflow.reading.mail import Bounce, Mail
from workflow.reading.mime import Part


def read_bounce(mail: Mail, root: Part, raw: bytes) -> Bounce | None:
    if (
        root.content_type == "multipart/report"
        and root.parameters.get("report-type", "").lower() == "delivery-status"
    ):
        return Bounce()
    return None

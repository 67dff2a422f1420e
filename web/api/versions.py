"""Whether the caller saw the ticket as it stands: If-Match by entity tag (412), or a version in the body (409)."""

from __future__ import annotations

from flask import request

from workflow.errors import VersionStale
from workflow.models import Ticket


class PreconditionFailed(VersionStale):
    """If-Match names another version. Outside: 412."""


def entity_tag(version: int) -> str:
    return f'"{version}"'


def check_if_match(ticket: Ticket) -> None:
    """Raises PreconditionFailed. Weak tags never match (RFC 9110, section 13.1.1)."""
    if "If-Match" not in request.headers:
        return
    wanted = request.if_match
    if not wanted.contains(str(ticket.version)):
        raise PreconditionFailed(
            "Somebody else changed this ticket in the meantime. Load it again and repeat."
        )

"""How a ticket stands, in a few letters: an open page that has other ones asks for itself again (R-WEB-4)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from workflow.models import Ticket
from workflow.queries import stamps
from workflow.services.recall import Waiting


def of_ticket(ticket: Ticket, unsent: Sequence[Waiting]) -> str:
    """In the open transaction."""
    standing = (ticket.version, stamps.of_thread(ticket), [answer.id for answer in unsent])
    return hashlib.sha256(repr(standing).encode()).hexdigest()[:16]

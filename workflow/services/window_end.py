"""The 24 hours of a guest end soon and nobody has answered him: it shows in the ticket, while there is time (R-WA-6)."""

from __future__ import annotations

from datetime import datetime

from workflow import apply
from workflow.database import rows
from workflow.machine import DONE
from workflow.models import Deadline, Ticket
from workflow.values import SYSTEM, Decision, EventDraft, State

WARNED = EventDraft("whatsapp window closes")


def warn(_deadline: Deadline, ticket: Ticket | None, now: datetime) -> None:
    """In the open transaction, when the moment has come."""
    if ticket is not None and State(ticket.state) not in DONE and awaits_answer(ticket):
        apply.write(ticket, Decision(events=(WARNED,)), actor=SYSTEM, now=now)


def awaits_answer(ticket: Ticket) -> bool:
    """Whether the guest said something that no person has answered; messages_of_ticket serves it."""
    found = rows(
        "SELECT direction FROM messages WHERE ticket_id = %s AND direction IN ('in', 'out') AND NOT is_automatic"
        " AND NOT is_politeness ORDER BY id DESC LIMIT 1",
        (ticket.id,),
    )
    return bool(found) and found[0][0] == "in"

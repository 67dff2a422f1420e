"""Where a guest's WhatsApp belongs: what he quotes, else what goes on with him, else a new ticket (R-WA-5). Pure."""

from __future__ import annotations

from datetime import datetime

from workflow.matching import Candidate, Placement, settle
from workflow.values import HotelRules, Rule


def place(
    quoted: Candidate | None, latest: Candidate | None, *, now: datetime, rules: HotelRules
) -> Placement:
    """quoted: the ticket of the message that this one answers. latest: the guest's newest that goes on, else that ended.

    What ended long ago is gone on with only when he says so himself, by quoting it.
    """
    if quoted is not None:
        return settle(Rule.QUOTED, quoted, now=now, rules=rules)
    if latest is not None:
        placement = settle(Rule.LIVE_TICKET, latest, now=now, rules=rules)
        if placement.ticket_id is not None:
            return placement
    return Placement(Rule.NEW)

"""What letters about no single ticket have in common: the queue in the ticket's place, the hotel's first mail address.

In the open transaction.
"""

from __future__ import annotations

from workflow.desk import Desk
from workflow.letter import TicketFacts
from workflow.models import Channel
from workflow.values import ChannelKind

NO_TICKET = 0  # in reply addresses and Message-IDs: it leads nowhere


def queue_facts(desk: Desk) -> TicketFacts:
    """Its link leads to the queue."""
    url = f"{desk.settings.public_url}/queue"
    return TicketFacts(
        pid="", subject="", state="", priority="", guest="", room="", assignee="", panel_url=url
    )


def desk_address(hotel_id: int) -> Channel | None:
    """The hotel's first mail address that is switched on."""
    found: Channel | None = (
        Channel.select()
        .where(Channel.hotel_id == hotel_id, Channel.kind == ChannelKind.EMAIL, Channel.enabled)
        .order_by(Channel.id)
        .first()
    )
    return found

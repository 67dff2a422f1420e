"""Who sends a mail, and which desks it is for."""

from __future__ import annotations

from dataclasses import dataclass

from aiosmtpd.smtp import Envelope

from workflow.services.inbox import Route


@dataclass(frozen=True, slots=True)
class Recipient:
    address: str  # as given
    route: Route


class DeskEnvelope(Envelope):
    """aiosmtpd makes a new one for each connection, we after each mail, RSET and hello."""

    def __init__(self) -> None:
        super().__init__()
        self.sender: str | None = None  # "" is the null sender
        self.recipients: list[Recipient] = []

    def one_for_each_desk(self) -> list[Recipient]:
        """Of two recipients at one desk the one with a +token counts: it says more."""
        of_desk: dict[int, Recipient] = {}
        for recipient in sorted(self.recipients, key=lambda each: "+" not in each.address):
            of_desk.setdefault(recipient.route.channel_id, recipient)
        return list(of_desk.values())

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
        """One for each address with a +token, for it may answer another ticket; else one for each desk."""
        tagged = {each.address.lower(): each for each in self.recipients if "+" in each.address}
        of_desk = {each.route.channel_id: each for each in reversed(self.recipients)}
        answered = {each.route.channel_id for each in tagged.values()}
        plain = [each for channel_id, each in of_desk.items() if channel_id not in answered]
        return [*tagged.values(), *reversed(plain)]

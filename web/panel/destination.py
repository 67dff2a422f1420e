"""Where an answer goes, as the composer says it: by which ways the guest can be reached."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.models import Ticket
from workflow.services import letter_parts, ways
from workflow.services.ways import Way
from workflow.values import ChannelKind


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an answer goes; address "": nowhere, and why. choices: channel and its words, where there are several."""

    address: str
    sentence: str
    choices: tuple[tuple[str, str], ...] = ()


def of_ticket(ticket: Ticket) -> Destination:
    """The way the guest used last stands first."""
    found = ways.of_ticket(ticket)
    if not found:
        return Destination("", _why_nowhere(ticket))
    choices = tuple((way.channel.value, _goes(way, ticket)) for way in found)
    return Destination(found[0].to, choices[0][1], choices if len(choices) > 1 else ())


def _goes(way: Way, ticket: Ticket) -> str:
    if way.channel is ChannelKind.WHATSAPP:
        return f"Goes by WhatsApp to {way.to}"
    if way.channel is ChannelKind.QR:
        return f"Stands on {way.to}, to be read there"
    channel = letter_parts.desk_address(ticket)
    return f"Goes by mail to {way.to}{f', from {channel.address}' if channel else ''}"


def _why_nowhere(ticket: Ticket) -> str:
    if not ways.mail_address(ticket):
        return "No address of the guest is known: this ticket can take notes only."
    return "The hotel has no desk address to write from: this ticket can take notes only."

"""Where an answer goes, as the composer says it before one types: by which ways the guest can be reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from web import due_words
from web.languages import gettext
from workflow.models import Channel, Ticket, WhatsappContact
from workflow.services import letter_parts, ways
from workflow.services.ways import Way
from workflow.values import ChannelKind
from workflow.whatsapp import window


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an answer goes; address "": nowhere, and why. choices: channel and its words, where there are several."""

    address: str
    sentence: str
    choices: tuple[tuple[str, str], ...] = ()
    goes_by_mail: bool = False  # or could
    window: str = ""  # how long WhatsApp takes free text, or what happens instead


def of_ticket(ticket: Ticket, *, now: datetime) -> Destination:
    """The way the guest used last stands first. In the open transaction."""
    found = ways.of_ticket(ticket)
    if not found:
        return Destination("", _why_nowhere(ticket))
    choices = tuple((way.channel.value, _goes(way, ticket)) for way in found)
    return Destination(
        found[0].to,
        choices[0][1],
        choices if len(choices) > 1 else (),
        goes_by_mail=any(way.channel is ChannelKind.EMAIL for way in found),
        window=next((_window(way, ticket, now=now) for way in found if way.contact_id is not None), ""),
    )


def _goes(way: Way, ticket: Ticket) -> str:
    if way.channel is ChannelKind.WHATSAPP:
        return gettext("Goes by WhatsApp to %(number)s", number=way.to)
    if way.channel is ChannelKind.QR:
        return gettext("Stands on the guest's page, to be read there")
    channel = letter_parts.desk_address(ticket)
    if channel is None:
        return gettext("Goes by mail to %(address)s", address=way.to)
    return gettext("Goes by mail to %(address)s, from %(desk)s", address=way.to, desk=channel.address)


def _window(way: Way, ticket: Ticket, *, now: datetime) -> str:
    """As workflow/services/whatsapp_paths will decide, if it goes now."""
    contact = WhatsappContact.get_by_id(way.contact_id)
    if contact.stopped_at is not None:
        return gettext("WhatsApp: the guest asked for no more messages")
    if window.is_open(contact.last_heard_at, now=now):
        left = window.closes_at(contact.last_heard_at) - now
        return gettext("WhatsApp takes free text for %(span)s more", span=due_words.span(left))
    settings = Channel.get_by_id(contact.channel_id).settings
    if settings.get("templates") and not contact.template_error:
        return gettext("WhatsApp's 24 hours are over: a template will ask the guest to tap first")
    if ways.mail_address(ticket):
        return gettext("WhatsApp's 24 hours are over: it will go by mail")
    return gettext("WhatsApp's 24 hours are over, and there is no other way")


def _why_nowhere(ticket: Ticket) -> str:
    if not ways.mail_address(ticket):
        return gettext("No address of the guest is known: this ticket can take notes only.")
    return gettext("The hotel has no desk address to write from: this ticket can take notes only.")

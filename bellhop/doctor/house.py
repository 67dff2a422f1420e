"""What is set up on this desk and will be looked at: addresses, mailboxes, WhatsApp numbers, of all hotels."""

from __future__ import annotations

from dataclasses import dataclass

from workflow import database
from workflow.desk import Desk
from workflow.mailbox import Mailbox
from workflow.models import MailboxRow, WebhookEndpoint
from workflow.queries import channels
from workflow.queries.channels import ChannelLine
from workflow.services import mailboxes, webhook_endpoints, whatsapp_channels
from workflow.services.overview import all_hotels
from workflow.services.whatsapp_channels import Number


@dataclass(frozen=True, slots=True)
class House:
    """Only what is switched on; of endpoints also those that Bellhop switched off."""

    addresses: tuple[ChannelLine, ...]
    mailboxes: tuple[Mailbox, ...]
    numbers: tuple[Number, ...]
    endpoints: tuple[WebhookEndpoint, ...]


def house_of(desk: Desk) -> House:
    """Raises StoreUnavailable, and SettingsError when secrets were sealed with another BELLHOP_SECRET."""
    numbers = tuple(whatsapp_channels.numbers(desk.keys).values())
    hotel_ids = all_hotels()
    if not hotel_ids:
        return House((), (), numbers, ())
    with database.hotels(hotel_ids):
        addresses = tuple(line for line in channels.of_hotels(hotel_ids) if line.enabled)
        ids = [row.id for row in MailboxRow.select().where(MailboxRow.enabled).order_by(MailboxRow.id)]
        boxes = tuple(mailboxes.load(id, keys=desk.keys) for id in ids)
        endpoints = tuple(one for one in webhook_endpoints.every(hotel_ids) if one.enabled or one.off_because)
    return House(addresses, boxes, numbers, endpoints)

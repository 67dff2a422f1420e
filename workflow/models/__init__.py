"""The tables, one class each. Columns and indexes are made by workflow/migrations; these only speak to them."""

from workflow.models.base import Table, TenantTable
from workflow.models.channel_tests import ChannelTest
from workflow.models.engine import Deadline, Effect, Inbox, InboxChunk, MailKey
from workflow.models.mail_rules import AutomaticMail, BlockedSender, MutedAddress, TicketClaim
from workflow.models.mailboxes import MailboxRow, MailboxTrouble
from workflow.models.people import (
    ApiToken,
    Channel,
    Department,
    Guest,
    GuestAddress,
    Hotel,
    Membership,
    Room,
    Staff,
    Stay,
)
from workflow.models.tickets import (
    Attachment,
    Category,
    Event,
    Message,
    Participant,
    Tag,
    Ticket,
    TicketTag,
    UploadedFile,
    Watcher,
)

__all__ = [
    "ApiToken",
    "Attachment",
    "AutomaticMail",
    "BlockedSender",
    "Category",
    "Channel",
    "ChannelTest",
    "Deadline",
    "Department",
    "Effect",
    "Event",
    "Guest",
    "GuestAddress",
    "Hotel",
    "Inbox",
    "InboxChunk",
    "MailKey",
    "MailboxRow",
    "MailboxTrouble",
    "Membership",
    "Message",
    "MutedAddress",
    "Participant",
    "Room",
    "Staff",
    "Stay",
    "Table",
    "Tag",
    "TenantTable",
    "Ticket",
    "TicketClaim",
    "TicketTag",
    "UploadedFile",
    "Watcher",
]

"""The tables, one class each. Columns and indexes are made by workflow/migrations; these only speak to them."""

from workflow.models.audit import EventSeal, UnsealedEvent
from workflow.models.base import Table, TenantTable
from workflow.models.channel_tests import ChannelTest
from workflow.models.duty import (
    AssignmentRuleRow,
    AssignmentTurns,
    HandOver,
    HandOverAnswer,
    HandOverLine,
    Shift,
)
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
from workflow.models.sla import SlaCalendar, SlaPolicy
from workflow.models.staff_mail import CannedReply, HeldMail, Receipt
from workflow.models.tickets import (
    Attachment,
    Category,
    Event,
    Message,
    Participant,
    Tag,
    Ticket,
    TicketLink,
    TicketTag,
    UploadedFile,
    Watcher,
)
from workflow.models.whatsapp import (
    MediaWaiting,
    NumberCheck,
    ProviderMessage,
    ProviderReport,
    WhatsappContact,
    WhatsappCursor,
)

__all__ = [
    "ApiToken",
    "AssignmentRuleRow",
    "AssignmentTurns",
    "Attachment",
    "AutomaticMail",
    "BlockedSender",
    "CannedReply",
    "Category",
    "Channel",
    "ChannelTest",
    "Deadline",
    "Department",
    "Effect",
    "Event",
    "EventSeal",
    "Guest",
    "GuestAddress",
    "HandOver",
    "HandOverAnswer",
    "HandOverLine",
    "HeldMail",
    "Hotel",
    "Inbox",
    "InboxChunk",
    "MailKey",
    "MailboxRow",
    "MailboxTrouble",
    "MediaWaiting",
    "Membership",
    "Message",
    "MutedAddress",
    "NumberCheck",
    "Participant",
    "ProviderMessage",
    "ProviderReport",
    "Receipt",
    "Room",
    "Shift",
    "SlaCalendar",
    "SlaPolicy",
    "Staff",
    "Stay",
    "Table",
    "Tag",
    "TenantTable",
    "Ticket",
    "TicketClaim",
    "TicketLink",
    "TicketTag",
    "UnsealedEvent",
    "UploadedFile",
    "Watcher",
    "WhatsappContact",
    "WhatsappCursor",
]

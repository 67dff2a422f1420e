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
from workflow.models.files import StoredFile
from workflow.models.guest_sessions import (
    GuestSession,
    QrToken,
    RoomCode,
    RoomGreeting,
    RoomTry,
    SessionTicket,
)
from workflow.models.guests import ErasedStay, Erasure, GuestMerge
from workflow.models.mail_rules import AutomaticMail, BlockedSender, MutedAddress, TicketClaim
from workflow.models.mailboxes import MailboxRow, MailboxTrouble
from workflow.models.onlookers import Onlooker
from workflow.models.people import (
    AccountLink,
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
from workflow.models.pms import PmsConnection, PmsDelivery, PmsMirror, PmsMirrorCursor, PmsTicket
from workflow.models.search import SavedView, TicketReading, TicketWords, UnreadWords
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
from workflow.models.unsent_answers import UnsentAnswer
from workflow.models.webhooks import WebhookAttempt, WebhookDelivery, WebhookEndpoint, WebhookEvent
from workflow.models.whatsapp import (
    MediaWaiting,
    NumberCheck,
    ProviderMessage,
    ProviderReport,
    WhatsappContact,
    WhatsappCursor,
)

__all__ = [
    "AccountLink",
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
    "ErasedStay",
    "Erasure",
    "Event",
    "EventSeal",
    "Guest",
    "GuestAddress",
    "GuestMerge",
    "GuestSession",
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
    "Onlooker",
    "Participant",
    "PmsConnection",
    "PmsDelivery",
    "PmsMirror",
    "PmsMirrorCursor",
    "PmsTicket",
    "ProviderMessage",
    "ProviderReport",
    "QrToken",
    "Receipt",
    "Room",
    "RoomCode",
    "RoomGreeting",
    "RoomTry",
    "SavedView",
    "SessionTicket",
    "Shift",
    "SlaCalendar",
    "SlaPolicy",
    "Staff",
    "Stay",
    "StoredFile",
    "Table",
    "Tag",
    "TenantTable",
    "Ticket",
    "TicketClaim",
    "TicketLink",
    "TicketReading",
    "TicketTag",
    "TicketWords",
    "UnreadWords",
    "UnsealedEvent",
    "UnsentAnswer",
    "UploadedFile",
    "Watcher",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookEvent",
    "WhatsappContact",
    "WhatsappCursor",
]

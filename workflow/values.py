"""The words of the trade as types: states, triggers, kinds, and the drafts that a decision is made of.

Pure: no database, no clock, no framework. Rows have their own classes in workflow/models.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"
    WAITING_GUEST = "waiting_guest"
    WAITING_INTERNAL = "waiting_internal"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Trigger(StrEnum):
    """What can happen to a ticket. The first eight are a person's own moves, named by their goal."""

    SET_OPEN = "set_open"
    SET_IN_PROGRESS = "set_in_progress"
    SET_ANSWERED = "set_answered"
    SET_WAITING_GUEST = "set_waiting_guest"
    SET_WAITING_INTERNAL = "set_waiting_internal"
    SET_ON_HOLD = "set_on_hold"
    SET_RESOLVED = "set_resolved"
    SET_CLOSED = "set_closed"
    GUEST_WROTE = "guest_wrote"
    ANSWER_SENT = "answer_sent"
    TAKEN = "taken"
    RELEASED = "released"
    WAIT_EXPIRED = "wait_expired"
    CLOSE_DUE = "close_due"
    DELIVERY_FAILED = "delivery_failed"


class Priority(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    URGENT = "urgent"


class Source(StrEnum):
    """Where a ticket came from."""

    EMAIL = "email"
    WHATSAPP = "whatsapp"
    QR = "qr"
    PANEL = "panel"
    API = "api"
    AI_AGENT = "ai_agent"
    PMS = "pms"


class ChannelKind(StrEnum):
    EMAIL = "email"
    WHATSAPP = "whatsapp"
    QR = "qr"  # the guest's page: he reads there what is said


class Direction(StrEnum):
    IN = "in"
    OUT = "out"
    NOTE = "note"


class DeliveryState(StrEnum):
    NONE = "none"  # nothing to deliver: an incoming message or a note
    PENDING = "pending"
    SENT = "sent"  # the relay or provider took it
    DELAYED = "delayed"  # the recipient's server could not take it yet; those on the way keep trying
    KEPT = "kept"  # no relay is configured: it lies in the outbox folder
    DELIVERED = "delivered"
    READ = "read"
    PARKED = "parked"  # waits for the guest's next WhatsApp message
    FAILED = "failed"


class ActorKind(StrEnum):
    GUEST = "guest"
    STAFF = "staff"
    PROGRAM = "program"  # by an API token, which has a name and is no person
    OUTSIDER = "outsider"  # wrote into a ticket he does not take part in
    SYSTEM = "system"


class Participation(StrEnum):
    """Of somebody besides the requester: only who is accepted gets answers."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REMOVED = "removed"  # and not proposed again


class Role(StrEnum):
    PLATFORM = "platform"
    OWNER = "owner"
    MANAGER = "manager"
    RECEPTION = "reception"
    STAFF = "staff"
    AI_AGENT = "ai_agent"
    GUEST = "guest"


class InboxState(StrEnum):
    RECEIVED = "received"  # kept, not yet read
    PROCESSED = "processed"
    IGNORED = "ignored"  # read, and for a stated reason nothing came of it
    HELD = "held"  # waits for a person's decision
    SPAM = "spam"  # kept apart: no ticket, no answer, nobody is told, until a person says it is none
    QUARANTINED = "quarantined"  # could not be processed


class EffectKind(StrEnum):
    PROCESS_INBOX = "process_inbox"
    SEND_ANSWER = "send_answer"  # a message of the thread goes to the guest
    SEND_COPY = "send_copy"  # the same mail goes to an accepted participant
    SEND_NOTICE = "send_notice"  # a mail to a member about a ticket
    SEND_RECEIPT = "send_receipt"  # what a member is told about a mail of his
    SEND_PROBE = "send_probe"  # a mail to a desk address of our own: the live test
    SEND_WHATSAPP = "send_whatsapp"  # a message of the thread goes to the guest's phone
    RECONCILE_WHATSAPP = "reconcile_whatsapp"  # the provider's list is read for what the webhook missed
    APPLY_REPORT = "apply_report"  # what the provider reported of a message
    FETCH_MEDIA = "fetch_media"  # a guest's file that lies at the provider
    CHECK_NUMBER = "check_number"  # the provider is asked whether it agrees with a WhatsApp number
    SEND_HANDOVER = "send_handover"  # the list of tickets at the end of a shift, to a member
    SEND_ACCOUNT_MAIL = (
        "send_account_mail"  # a mail to a member about his account: a link to set his password
    )
    SEND_ALARM = "send_alarm"  # a mail to a member about an emergency; another route has a kind of its own
    SEND_ALARM_WHATSAPP = "send_alarm_whatsapp"  # the same to his phone
    SEND_WEBHOOK = "send_webhook"  # an event goes to an endpoint of another program
    CHECK_FILE = "check_file"  # a scanner looks at the bytes of a file
    REMOVE_FILE = "remove_file"  # bytes that no row uses leave the store
    SEND_ENDPOINT_OFF = "send_endpoint_off"  # a mail to a member: an endpoint was switched off


class EffectState(StrEnum):
    WAITING = "waiting"
    QUEUED = "queued"  # its id lies in Redis
    INFLIGHT = "inflight"
    DONE = "done"
    DEAD = "dead"


class DeadlineKind(StrEnum):
    RESOLVE_WAITING = "resolve_waiting"  # the guest never came back
    CLOSE_RESOLVED = "close_resolved"
    REMIND_WAITING = "remind_waiting"  # the guest is asked once more, by mail
    SNOOZE_ENDS = "snooze_ends"
    HELD_EXPIRES = (
        "held_expires"  # of the hotel: a member's answer that waits for his SEND; subject: its inbox row
    )
    SLA = "sla"  # the next thing that one of the ticket's clocks has to do
    SLA_RECOMPUTE = "sla_recompute"  # of the hotel: policies changed, live tickets get new clocks
    SHIFT_CHANGE = "shift_change"  # of the hotel: somebody comes on duty or goes off
    WINDOW_CLOSES = "window_closes"  # soon the guest can be written to by WhatsApp only once he writes again
    RECONCILE_WHATSAPP = (
        "reconcile_whatsapp"  # of the hotel: a number's list is read again; subject: the channel
    )
    PURGE = "purge"  # of the hotel: the words of tickets whose time is over are taken
    EMERGENCY = "emergency"  # nobody has accepted it yet: alarm again
    FORGET_FILES = "forget_files"  # of the hotel: uploads that nobody used
    FORGET_WEBHOOKS = "forget_webhooks"  # of the hotel: old deliveries leave the log
    REPLACE = "replace"  # of the hotel: tickets of a department, category or tag that goes; subject: which
    ANSWER_GOES = "answer_goes"  # of the hotel: an answer can no longer be taken back; subject: its row


class Rule(StrEnum):
    """Which rule placed an incoming message (R-MAIL-8), in the order they are tried."""

    REPLY_ADDRESS = "reply_address"
    REFERENCES = "references"
    BODY_MARKER = "body_marker"  # a signed marker in the text that was quoted
    PID_IN_SUBJECT = "pid_in_subject"
    AFTER_CLOSE = "after_close"  # belongs to a ticket closed too long ago: a new one, linked
    CLAIM = "claim"  # points to a ticket its author takes no part in: its own ticket until staff accept
    QUOTED = "quoted"  # by WhatsApp: it quotes a message of this ticket
    LIVE_TICKET = "live_ticket"  # by WhatsApp: the guest's ticket that goes on
    NEW = "new"
    SPLIT = "split"  # its words stood in another ticket before
    PANEL = "panel"
    API = "api"
    QR = "qr"  # on the guest's page
    FORM = "form"  # in the hotel's public form, by whoever he says he is


class StayStatus(StrEnum):
    BOOKED = "booked"
    IN_HOUSE = "in_house"
    DEPARTED = "departed"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


class LinkKind(StrEnum):
    """What one ticket is to another."""

    RELATED = "related"
    DUPLICATE = "duplicate"
    FOLLOW_UP = "follow_up"
    SPLIT = "split"  # made from some of its messages


class Notice(StrEnum):
    """Mails to members, each with its folder under templates/mail."""

    NEW_TICKET = "new_ticket"
    GUEST_WROTE = "guest_wrote"
    ASSIGNED = "assigned"
    REASSIGNED = "reassigned"
    ANSWERED = "answered"
    NOTED = "noted"
    TRANSFERRED = "transferred"
    SNOOZE_ENDED = "snooze_ended"
    ANSWER_FAILED = "answer_failed"
    SLA_WARNED = "sla_warned"
    SLA_BREACHED = "sla_breached"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it, as the timeline shows it."""

    kind: ActorKind
    id: int | None = None
    name: str = ""


SYSTEM = Actor(ActorKind.SYSTEM, None, "Bellhop")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a decision needs to know of a ticket, as read in this transaction."""

    id: int
    hotel_id: int
    state: State
    version: int
    assignee_id: int | None = None
    first_response_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    snoozed_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class HotelRules:
    """The times a hotel may set; the defaults stand where it said nothing."""

    reopen_window: timedelta = timedelta(days=14)
    waiting_reminds_after: timedelta = timedelta(days=2)  # zero: no reminder
    waiting_resolves_after: timedelta = timedelta(days=7)
    resolved_closes_after: timedelta = timedelta(days=3)
    second_answer_within: timedelta = timedelta(minutes=5)  # of a colleague's: then it is held
    automatic_an_hour: int = 300  # automatic mails to people outside, for the whole hotel


@dataclass(frozen=True, slots=True)
class EventDraft:
    """One line of the timeline: what changed, from what to what."""

    kind: str
    field: str = ""
    old: str | None = None
    new: str | None = None


@dataclass(frozen=True, slots=True)
class EffectDraft:
    """One thing that must be done outside, once this transaction has committed."""

    kind: EffectKind
    message_id: int | None = None
    member_id: int | None = None
    payload: Mapping[str, str] = field(default_factory=dict)
    due_at: datetime | None = None  # None = at once


@dataclass(frozen=True, slots=True)
class DeadlineDraft:
    """When to look at the ticket again."""

    kind: DeadlineKind
    due_at: datetime
    payload: Mapping[str, str] = field(default_factory=dict)  # names and ids, never words of a guest


@dataclass(frozen=True, slots=True)
class Decision:
    """All that follows from one trigger; written down whole by workflow.apply or not at all."""

    changes: Mapping[str, object] = field(default_factory=dict)
    events: tuple[EventDraft, ...] = ()
    effects: tuple[EffectDraft, ...] = ()
    arm: tuple[DeadlineDraft, ...] = ()
    cancel: tuple[DeadlineKind, ...] = ()

    def with_changes(self, **changes: object) -> Decision:
        return replace(self, changes={**self.changes, **changes})

    def with_events(self, *events: EventDraft) -> Decision:
        return replace(self, events=self.events + events)

    def with_effects(self, *effects: EffectDraft) -> Decision:
        return replace(self, effects=self.effects + effects)

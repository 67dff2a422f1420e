"""A mail that must go out, as a value: all that composing it needs, nothing of how it is sent. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class LetterKind(StrEnum):
    """Which folder under templates/mail makes it."""

    ANSWER = "answer"  # a member's words to the guest
    ACKNOWLEDGEMENT = "acknowledgement"  # the automatic first answer
    NEW_TICKET = "new_ticket"  # the rest go to members
    GUEST_WROTE = "guest_wrote"
    ASSIGNED = "assigned"
    REASSIGNED = "reassigned"  # somebody else has it now
    ANSWERED = "answered"  # a colleague answered the guest
    NOTED = "noted"  # a colleague wrote an internal note
    DIGEST = "digest"  # many of these in one mail
    TRANSFERRED = "transferred"
    SNOOZE_ENDED = "snooze_ended"
    ANSWER_FAILED = "answer_failed"
    RECEIPT = "receipt"  # these five to a member about a mail of his
    NOT_DONE = "not_done"
    WAS_THIS_YOU = "was_this_you"
    COLLISION = "collision"
    HELP = "help"
    SLA_WARNED = "sla_warned"
    SLA_BREACHED = "sla_breached"
    EMERGENCY = "emergency"  # a guest calls for help, and nobody has accepted it
    HAND_OVER = "hand_over"  # the tickets of those whose shift ended
    HAND_OVER_DONE = "hand_over_done"  # what came of an answer to it
    WEBHOOK_OFF = "webhook_off"  # an endpoint of another program was switched off
    PASSWORD_RESET = "password_reset"  # these three to a member about his account
    INVITATION = "invitation"
    MEMBERSHIP = "membership"
    PROBE = "probe"  # to the desk itself: its live test


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with the mail; its bytes stand in the file store."""

    filename: str
    content_type: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """What a mail to a member says about the ticket, already in words."""

    pid: str
    subject: str
    state: str
    priority: str
    guest: str
    room: str
    assignee: str
    panel_url: str
    due: str = ""  # by the hotel's clocks
    is_overdue: bool = False


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One notice of a digest; words: how the message begins, by author."""

    notice: str
    author: str
    words: str


@dataclass(frozen=True, slots=True)
class DigestTicket:
    """What a digest says of one ticket; answer_to: the signed address for this ticket alone."""

    facts: TicketFacts
    answer_to: str
    lines: tuple[DigestLine, ...]


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What a mail about a member's own mail says besides the ticket, already in words."""

    lines: tuple[str, ...]
    own_words: str  # what he wrote
    subject: str  # of his mail, without "Re:"; "" when it is not known to be his
    due: str
    confirm_url: str = ""
    runs_out: str = ""  # when the link, and what is held, ends
    commands: tuple[tuple[str, str, str], ...] = ()  # HELP: how it is written, what it does, an example


@dataclass(frozen=True, slots=True)
class ListedTicket:
    """A line of a hand-over, already in words; `words`: what was said last, by `author`."""

    number: int
    pid: str
    subject: str
    room: str
    state: str
    priority: str
    due: str
    guest: str
    owner: str
    author: str
    words: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The list at the end of a shift: whose, when by the hotel's clocks, and how many tickets did not fit."""

    left: str
    at: str
    lines: tuple[ListedTicket, ...] = ()
    more: int = 0
    done: tuple[str, ...] = ()  # HAND_OVER_DONE: what came of each line of the answer
    not_done: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alarm:
    """The words that told of an emergency, and how often the alarm has gone out, this time included."""

    phrase: str
    number: int


@dataclass(frozen=True, slots=True)
class Letter:
    """Addresses are bare addr-specs; message ids carry their angle brackets."""

    kind: LetterKind
    message_id: str
    hotel_id: int
    hotel_name: str
    desk_address: str
    to_address: str
    to_name: str
    reply_to: str  # signed address of the desk
    envelope_from: str  # "" for what a machine answers (RFC 3834, section 3.3)
    language: str
    ticket: TicketFacts
    words: str  # what is said: the answer, the acknowledgement, or the guest's words shown to a member
    cc: tuple[str, ...] = ()  # who else gets it, each in an envelope of his own
    goes_to: str = ""  # the envelope's recipient when it is not to_address
    author_name: str = ""  # who said the words, for mails to members
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = field(default=())
    body_marker: str = ""  # signed, stands small at the foot: finds the ticket when the mail is quoted
    is_automatic: bool = False  # Auto-Submitted: auto-replied
    error: str = ""  # ANSWER_FAILED: why it could not be delivered
    target: str = ""  # SLA_…: what is promised
    due: str = ""  # SLA_…: by when, as the hotel's clocks show it
    reason: str = ""  # TRANSFERRED: why it was passed on
    passed_on_by: str = ""
    receipt: ReceiptFacts | None = None  # RECEIPT and the four below it
    alarm: Alarm | None = None  # EMERGENCY
    handed_over: HandedOver | None = None  # HAND_OVER, HAND_OVER_DONE
    digest: tuple[DigestTicket, ...] = ()  # DIGEST
    probe: str = ""  # PROBE: its signed mark
    by_own_door: bool = False  # PROBE: handed to the desk's own door, not to the relay

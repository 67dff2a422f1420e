"""How the panel says things: states, deliveries, times, in the words of the house. Lines of the timeline: timeline_words."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from web.timeline_words import SOURCES as SOURCES
from web.timeline_words import timeline as timeline
from workflow import machine
from workflow.queries.thread import Utterance
from workflow.values import DeadlineKind, DeliveryState, Direction, EffectKind, Priority, Rule, State

STATES = {state: machine.words(state).capitalize() for state in State} | {
    State.WAITING_GUEST: "Waiting for guest",
    State.WAITING_INTERNAL: "Waiting inside the house",
}
MOVES = {
    State.OPEN: "Back to open",
    State.IN_PROGRESS: "In progress",
    State.ANSWERED: "Answered",
    State.WAITING_GUEST: "Wait for guest",
    State.WAITING_INTERNAL: "Wait for somebody inside",
    State.ON_HOLD: "Put on hold",
    State.RESOLVED: "Resolve",
    State.CLOSED: "Close",
}
PRIORITIES = {priority: priority.capitalize() for priority in Priority}
CHANNELS = {"email": "mail", "whatsapp": "WhatsApp", "panel": "the desk", "api": "the API", "qr": "the guest's page"}
RULES = {
    Rule.REPLY_ADDRESS: "It was sent to the signed reply address of this ticket.",
    Rule.REFERENCES: "It answers a mail of this ticket, and its author takes part in it.",
    Rule.BODY_MARKER: "It quotes a mail of this ticket, with the signed marker at its foot.",
    Rule.PID_IN_SUBJECT: "The subject names this ticket, and its author takes part in it.",
    Rule.AFTER_CLOSE: "It belongs to a ticket that was closed too long ago, so it became a new one.",
    Rule.CLAIM: "It points to another ticket, but its author takes no part in that one, so it stands by itself.",
    Rule.SPLIT: "It stood in another ticket, and was split off.",
    Rule.QUOTED: "It answers a message of this ticket.",
    Rule.LIVE_TICKET: "It came by WhatsApp while this ticket of the same guest goes on.",
    Rule.NEW: "Nothing in it points to an earlier ticket.",
    Rule.PANEL: "It was written here, at the desk.",
    Rule.API: "It came through the API.",
    Rule.QR: "The guest wrote it on his page.",
}
VERDICTS = {
    "pass": "The sender's address is confirmed.",
    "fail": "The sender's address is forged or could not be confirmed: treat it with care.",
    "none": "Nobody has confirmed the sender's address.",
}
DEADLINES = {
    DeadlineKind.RESOLVE_WAITING: "Resolving a ticket whose guest stays silent",
    DeadlineKind.CLOSE_RESOLVED: "Closing a resolved ticket",
    DeadlineKind.REMIND_WAITING: "Reminding the guest",
    DeadlineKind.SNOOZE_ENDS: "Waking a snoozed ticket",
    DeadlineKind.PURGE: "Taking the words of tickets whose time is over",
    DeadlineKind.HELD_EXPIRES: "Giving up an answer that waits for its SEND",
    DeadlineKind.SLA: "Warning of a time limit",
    DeadlineKind.SLA_RECOMPUTE: "Computing new time limits",
    DeadlineKind.SHIFT_CHANGE: "Changing the shift",
    DeadlineKind.WINDOW_CLOSES: "Warning that WhatsApp's window closes",
    DeadlineKind.RECONCILE_WHATSAPP: "Reading Twilio's list of WhatsApp messages",
    DeadlineKind.EMERGENCY: "Repeating an alarm",
    DeadlineKind.FORGET_FILES: "Removing uploads that nobody used",
    DeadlineKind.FORGET_WEBHOOKS: "Forgetting old webhook deliveries",
    DeadlineKind.ANSWER_GOES: "Sending an answer that can no longer be taken back",
}
EFFECTS = {
    EffectKind.PROCESS_INBOX: "Reading a mail",
    EffectKind.SEND_ANSWER: "Sending an answer to the guest",
    EffectKind.SEND_WHATSAPP: "Sending an answer by WhatsApp",
    EffectKind.RECONCILE_WHATSAPP: "Reading Twilio's list of WhatsApp messages",
    EffectKind.APPLY_REPORT: "Noting what Twilio reported",
    EffectKind.CHECK_FILE: "Checking a file",
    EffectKind.REMOVE_FILE: "Removing a file that nothing uses",
    EffectKind.FETCH_MEDIA: "Fetching a guest's file from Twilio",
    EffectKind.CHECK_NUMBER: "Asking Twilio about a WhatsApp number",
    EffectKind.SEND_COPY: "Sending a copy to a participant",
    EffectKind.SEND_NOTICE: "Telling a member by mail",
    EffectKind.SEND_RECEIPT: "Answering a member's mail",
    EffectKind.SEND_HANDOVER: "Telling a member what a shift leaves",
    EffectKind.SEND_ACCOUNT_MAIL: "Sending a link to set a password",
    EffectKind.SEND_ALARM: "Alarming a member",
    EffectKind.SEND_ALARM_WHATSAPP: "Alarming a member by WhatsApp",
    EffectKind.SEND_PROBE: "Testing a desk address",
    EffectKind.SEND_WEBHOOK: "Telling another program by webhook",
    EffectKind.SEND_ENDPOINT_OFF: "Telling a member that a webhook was switched off",
}
LETTERS = {
    "answer": "Answer to the guest",
    "acknowledgement": "Acknowledgement to the guest",
    "new_ticket": "New ticket, to a member",
    "guest_wrote": "The guest wrote, to a member",
    "assigned": "Ticket assigned, to a member",
    "reassigned": "Ticket given to somebody else, to a member",
    "answered": "A colleague answered, to a member",
    "noted": "A colleague's note, to a member",
    "digest": "Many notices in one mail, to a member",
    "receipt": "Receipt, to a member",
    "not_done": "Not done, to a member",
    "was_this_you": "Was this you, to a member",
    "collision": "Held answer, to a member",
    "help": "List of commands, to a member",
    "transferred": "Ticket passed on, to a member",
    "snooze_ended": "Snooze ended, to a member",
    "answer_failed": "Answer not delivered, to a member",
    "emergency": "Emergency, to a member",
    "hand_over": "Tickets of an ended shift, to a member",
    "hand_over_done": "What came of an answer to such a list, to a member",
    "webhook_off": "Webhook switched off, to a member",
    "password_reset": "Link to set a password, to a member",
    "invitation": "Invitation, to a new member",
    "membership": "Word of a new membership, to a member",
    "probe": "Test of a desk address",
}
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def delivery(message: Utterance) -> str:
    """What became of an answer; "" for what is not delivered at all."""
    recipient = message.recipients[0] if message.recipients else "the guest"
    match DeliveryState(message.delivery_state):
        case DeliveryState.PENDING:
            why = f": {message.delivery_error}" if message.delivery_error else ""
            return f"On its way to {recipient}{why}"
        case DeliveryState.SENT:
            return f"Sent to {recipient}"
        case DeliveryState.DELAYED:
            return f"Delayed on its way to {recipient}, still being tried: {message.delivery_error or 'no reason was given'}"
        case DeliveryState.KEPT:
            return f"Kept in the outbox for {recipient}: no mail relay is set up"
        case DeliveryState.DELIVERED:
            return f"Delivered to {recipient}"
        case DeliveryState.READ:
            return f"Read by {recipient}"
        case DeliveryState.PARKED:
            return f"Waits for {recipient} to tap: WhatsApp's 24 hours are over"
        case DeliveryState.FAILED:
            return f"Could not be delivered to {recipient}: {message.delivery_error or 'no reason was given'}"
    return ""


def placed(message: Utterance) -> str:
    """Why a message landed in this ticket; "" for what was written here."""
    if message.direction != Direction.IN or message.placed_by not in set(Rule):
        return ""
    return RULES[Rule(message.placed_by)]


def verdict(message: Utterance) -> str:
    if message.direction != Direction.IN:
        return ""
    return " ".join(filter(None, (VERDICTS.get(message.verdict), message.verdict_reason)))


def duration(span: timedelta) -> str:
    """ "4 min", "3 h", "2 days": short enough for a column."""
    if span < _MINUTE:
        return "now"
    if span < _HOUR:
        return f"{span // _MINUTE} min"
    if span < _DAY:
        return f"{span // _HOUR} h"
    days = span // _DAY
    return "1 day" if days == 1 else f"{days} days"


def clock_time(moment: datetime, *, zone: ZoneInfo, now: datetime) -> str:
    """The time on the hotel's clocks; with the date when it is not today."""
    local, today = moment.astimezone(zone), now.astimezone(zone)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    if local.year == today.year:
        return f"{local.day} {local:%b %H:%M}"
    return f"{local.day} {local:%b %Y %H:%M}"


def size(number: int) -> str:
    """Bytes as people read them."""
    if number < 1000:
        return f"{number} bytes"
    if number < 1_000_000:
        return f"{number / 1000:.0f} kB"
    return f"{number / 1_000_000:.1f} MB"

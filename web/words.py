"""How the panel says things: states, deliveries, times, in the words of the house. Lines of the timeline: timeline_words."""

from __future__ import annotations

from datetime import timedelta

from babel.numbers import format_decimal

from web.languages import N_, gettext, language, ngettext, reason
from web.timeline_words import SOURCES as SOURCES
from web.timeline_words import timeline as timeline
from workflow.queries.thread import Utterance
from workflow.services.whatsapp_paths import TEMPLATE_WORDS
from workflow.values import DeadlineKind, DeliveryState, Direction, EffectKind, Priority, Rule, State

STATES = {
    State.OPEN: N_("Open"),
    State.IN_PROGRESS: N_("In progress"),
    State.ANSWERED: N_("Answered"),
    State.WAITING_GUEST: N_("Waiting for guest"),
    State.WAITING_INTERNAL: N_("Waiting inside the house"),
    State.ON_HOLD: N_("On hold"),
    State.RESOLVED: N_("Resolved"),
    State.CLOSED: N_("Closed"),
}
MOVES = {
    State.OPEN: N_("Back to open"),
    State.IN_PROGRESS: N_("In progress"),
    State.ANSWERED: N_("Answered"),
    State.WAITING_GUEST: N_("Wait for guest"),
    State.WAITING_INTERNAL: N_("Wait for somebody inside"),
    State.ON_HOLD: N_("Put on hold"),
    State.RESOLVED: N_("Resolve"),
    State.CLOSED: N_("Close"),
}
PRIORITIES = {
    Priority.LOW: N_("Low"),
    Priority.MEDIUM: N_("Medium"),
    Priority.HIGH: N_("High"),
    Priority.URGENT: N_("Urgent"),
}
CHANNELS = {
    "email": N_("mail"),
    "whatsapp": N_("WhatsApp"),
    "panel": N_("the desk"),
    "api": N_("the API"),
    "qr": N_("the guest's page"),
}
BY_CHANNEL = {
    "email": N_("by mail"),
    "whatsapp": N_("by WhatsApp"),
    "panel": N_("at the desk"),
    "api": N_("by API"),
    "qr": N_("on the guest's page"),
}
RULES = {
    Rule.REPLY_ADDRESS: N_("It was sent to the signed reply address of this ticket."),
    Rule.REFERENCES: N_("It answers a mail of this ticket, and its author takes part in it."),
    Rule.BODY_MARKER: N_("It quotes a mail of this ticket, with the signed marker at its foot."),
    Rule.PID_IN_SUBJECT: N_("The subject names this ticket, and its author takes part in it."),
    Rule.AFTER_CLOSE: N_("It belongs to a ticket that was closed too long ago, so it became a new one."),
    Rule.CLAIM: N_(
        "It points to another ticket, but its author takes no part in that one, so it stands by itself."
    ),
    Rule.SPLIT: N_("It stood in another ticket, and was split off."),
    Rule.QUOTED: N_("It answers a message of this ticket."),
    Rule.LIVE_TICKET: N_("It came by WhatsApp while this ticket of the same guest goes on."),
    Rule.NEW: N_("Nothing in it points to an earlier ticket."),
    Rule.PANEL: N_("It was written here, at the desk."),
    Rule.API: N_("It came through the API."),
    Rule.QR: N_("The guest wrote it on his page."),
    Rule.FORM: N_("It was written in the hotel's public form, by whoever he says he is."),
}
VERDICTS = {
    "pass": N_("The sender's address is confirmed."),
    "fail": N_("The sender's address is forged or could not be confirmed: treat it with care."),
    "none": N_("Nobody has confirmed the sender's address."),
}
DEADLINES = {
    DeadlineKind.RESOLVE_WAITING: N_("Resolving a ticket whose guest stays silent"),
    DeadlineKind.CLOSE_RESOLVED: N_("Closing a resolved ticket"),
    DeadlineKind.REMIND_WAITING: N_("Reminding the guest"),
    DeadlineKind.SNOOZE_ENDS: N_("Waking a snoozed ticket"),
    DeadlineKind.PURGE: N_("Taking the words of tickets whose time is over"),
    DeadlineKind.HELD_EXPIRES: N_("Giving up an answer that waits for its SEND"),
    DeadlineKind.SLA: N_("Warning of a time limit"),
    DeadlineKind.SLA_RECOMPUTE: N_("Computing new time limits"),
    DeadlineKind.SHIFT_CHANGE: N_("Changing the shift"),
    DeadlineKind.WINDOW_CLOSES: N_("Warning that WhatsApp's window closes"),
    DeadlineKind.RECONCILE_WHATSAPP: N_("Reading Twilio's list of WhatsApp messages"),
    DeadlineKind.EMERGENCY: N_("Repeating an alarm"),
    DeadlineKind.FORGET_FILES: N_("Removing uploads that nobody used"),
    DeadlineKind.FORGET_WEBHOOKS: N_("Forgetting old webhook deliveries"),
    DeadlineKind.REPLACE: N_("Changing the tickets of what was removed"),
    DeadlineKind.ANSWER_GOES: N_("Sending an answer that can no longer be taken back"),
}
EFFECTS = {
    EffectKind.PROCESS_INBOX: N_("Reading a mail"),
    EffectKind.SEND_ANSWER: N_("Sending an answer to the guest"),
    EffectKind.SEND_WHATSAPP: N_("Sending an answer by WhatsApp"),
    EffectKind.RECONCILE_WHATSAPP: N_("Reading Twilio's list of WhatsApp messages"),
    EffectKind.APPLY_REPORT: N_("Noting what Twilio reported"),
    EffectKind.CHECK_FILE: N_("Checking a file"),
    EffectKind.REMOVE_FILE: N_("Removing a file that nothing uses"),
    EffectKind.FETCH_MEDIA: N_("Fetching a guest's file from Twilio"),
    EffectKind.CHECK_NUMBER: N_("Asking Twilio about a WhatsApp number"),
    EffectKind.SEND_COPY: N_("Sending a copy to a participant"),
    EffectKind.SEND_NOTICE: N_("Telling a member by mail"),
    EffectKind.SEND_RECEIPT: N_("Answering a member's mail"),
    EffectKind.SEND_HANDOVER: N_("Telling a member what a shift leaves"),
    EffectKind.SEND_ACCOUNT_MAIL: N_("Sending a link to set a password"),
    EffectKind.SEND_ALARM: N_("Alarming a member"),
    EffectKind.SEND_ALARM_WHATSAPP: N_("Alarming a member by WhatsApp"),
    EffectKind.SEND_PROBE: N_("Testing a desk address"),
    EffectKind.SEND_WEBHOOK: N_("Telling another program by webhook"),
    EffectKind.SEND_ENDPOINT_OFF: N_("Telling a member that a webhook was switched off"),
}
LETTERS = {
    "answer": N_("Answer to the guest"),
    "acknowledgement": N_("Acknowledgement to the guest"),
    "new_ticket": N_("New ticket, to a member"),
    "guest_wrote": N_("The guest wrote, to a member"),
    "assigned": N_("Ticket assigned, to a member"),
    "reassigned": N_("Ticket given to somebody else, to a member"),
    "answered": N_("A colleague answered, to a member"),
    "noted": N_("A colleague's note, to a member"),
    "digest": N_("Many notices in one mail, to a member"),
    "receipt": N_("Receipt, to a member"),
    "not_done": N_("Not done, to a member"),
    "was_this_you": N_("Was this you, to a member"),
    "collision": N_("Held answer, to a member"),
    "help": N_("List of commands, to a member"),
    "transferred": N_("Ticket passed on, to a member"),
    "snooze_ended": N_("Snooze ended, to a member"),
    "answer_failed": N_("Answer not delivered, to a member"),
    "sla_warned": N_("Promised time nearly over, to a member"),
    "sla_breached": N_("Promised time over, to a member"),
    "emergency": N_("Emergency, to a member"),
    "hand_over": N_("Tickets of an ended shift, to a member"),
    "hand_over_done": N_("What came of an answer to such a list, to a member"),
    "webhook_off": N_("Webhook switched off, to a member"),
    "password_reset": N_("Link to set a password, to a member"),
    "invitation": N_("Invitation, to a new member"),
    "membership": N_("Word of a new membership, to a member"),
    "probe": N_("Test of a desk address"),
}
DELIVERIES = {
    DeliveryState.PENDING: N_("On its way"),
    DeliveryState.SENT: N_("Sent"),
    DeliveryState.DELAYED: N_("Delayed"),
    DeliveryState.KEPT: N_("Kept in the outbox"),
    DeliveryState.DELIVERED: N_("Delivered"),
    DeliveryState.READ: N_("Read"),
    DeliveryState.PARKED: N_("Waits for the guest to tap"),
    DeliveryState.FAILED: N_("Not delivered"),
}
"""In a word, beside the ticks; `delivery` is the whole sentence."""
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def delivery(message: Utterance) -> str:
    """What became of an answer; "" for what is not delivered at all."""
    to = message.recipients[0] if message.recipients else gettext("the guest")
    why = reason(message.delivery_error or "") or gettext("no reason was given")
    match DeliveryState(message.delivery_state):
        case DeliveryState.PENDING if message.delivery_error:
            return gettext("On its way to %(to)s: %(why)s", to=to, why=why)
        case DeliveryState.PENDING:
            return gettext("On its way to %(to)s", to=to)
        case DeliveryState.SENT:
            return gettext("Sent to %(to)s", to=to)
        case DeliveryState.DELAYED:
            return gettext("Delayed on its way to %(to)s, still being tried: %(why)s", to=to, why=why)
        case DeliveryState.KEPT:
            return gettext("Kept in the outbox for %(to)s: no mail relay is set up", to=to)
        case DeliveryState.DELIVERED:
            return gettext("Delivered to %(to)s", to=to)
        case DeliveryState.READ:
            return gettext("Read by %(to)s", to=to)
        case DeliveryState.PARKED:
            return gettext("Waits for %(to)s to tap: WhatsApp's 24 hours are over", to=to)
        case DeliveryState.FAILED:
            return gettext("Could not be delivered to %(to)s: %(why)s", to=to, why=why)
    return ""


def body(message: Utterance) -> str:
    """What was said. Of a template, whose words stand at Twilio, what it is."""
    return reason(message.body) if message.body == TEMPLATE_WORDS else message.body


def delivered(message: Utterance) -> str:
    """The same in a word or two; "" for what is not delivered at all."""
    return gettext(DELIVERIES.get(DeliveryState(message.delivery_state), ""))


def placed(message: Utterance) -> str:
    """Why a message landed in this ticket; "" for what was written here."""
    if message.direction != Direction.IN or message.placed_by not in set(Rule):
        return ""
    return gettext(RULES[Rule(message.placed_by)])


def verdict(message: Utterance) -> str:
    if message.direction != Direction.IN:
        return ""
    return " ".join(
        filter(None, (gettext(VERDICTS.get(message.verdict, "")), reason(message.verdict_reason)))
    )


def duration(span: timedelta) -> str:
    """ "4 min", "3 h", "2 days": short enough for a column."""
    if span < _MINUTE:
        return gettext("now")
    if span < _HOUR:
        return gettext("%(number)s min", number=span // _MINUTE)
    if span < _DAY:
        return gettext("%(number)s h", number=span // _HOUR)
    return ngettext("%(num)s day", "%(num)s days", span // _DAY)


def size(number: int) -> str:
    """Bytes as people read them."""
    if number < 1000:
        return gettext("%(number)s bytes", number=number)
    if number < 1_000_000:
        return f"{number / 1000:.0f} kB"
    return gettext("%(number)s MB", number=decimal(number / 1_000_000))


def decimal(number: float) -> str:
    """With one decimal, as the page's language writes it."""
    return str(format_decimal(number, "0.0", locale=language()))

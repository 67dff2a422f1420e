"""What Twilio reports of a message, and what follows whatever the order and however often it is said. Pure.

https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
"""

from __future__ import annotations

from workflow.reasons import because
from workflow.values import DeliveryState

_STATES: dict[str, DeliveryState] = {
    "accepted": DeliveryState.PENDING,
    "scheduled": DeliveryState.PENDING,
    "queued": DeliveryState.PENDING,
    "sending": DeliveryState.PENDING,
    "sent": DeliveryState.SENT,
    "delivered": DeliveryState.DELIVERED,
    "partially_delivered": DeliveryState.DELIVERED,
    "read": DeliveryState.READ,
    "failed": DeliveryState.FAILED,
    "undelivered": DeliveryState.FAILED,
    "canceled": DeliveryState.FAILED,
}
_ORDER = (
    DeliveryState.PENDING,
    DeliveryState.SENT,
    DeliveryState.DELIVERED,
    DeliveryState.READ,
    DeliveryState.FAILED,
)

OUTSIDE_WINDOW = 63016

_REASONS = {
    21211: because("WhatsApp does not know this number."),
    21610: because("The guest has asked to get no messages (STOP)."),
    63003: because("WhatsApp does not know this number."),
    63013: because("WhatsApp refused the message: it goes against its rules for businesses."),
    63016: because("The guest's 24-hour window is closed: WhatsApp takes only approved templates."),
    63018: because("WhatsApp's limit of messages was reached."),
    63019: because("WhatsApp could not fetch the file."),
    63021: because("WhatsApp could not show the content of the message."),
    63024: because("The guest cannot be reached on WhatsApp by this number."),
    63032: because("WhatsApp does not deliver this message to this guest."),
    63049: because("WhatsApp chose not to deliver this message to the guest."),
    63051: because("The hotel's WhatsApp account is locked."),
}
"""https://www.twilio.com/docs/api/errors, in a receptionist's words."""


def state_of(status: str) -> DeliveryState | None:
    """None for a status that is not known."""
    return _STATES.get(status.strip().lower())


def joined(now: DeliveryState, reported: DeliveryState) -> DeliveryState:
    """The state after a report: never back, and a failure stays. Any order of the same reports ends the same."""
    if now not in _ORDER:
        return reported
    return max(now, reported, key=_ORDER.index)


def reason_of(code: int | None) -> str:
    """Why a message failed, as a sentence with the provider's code."""
    if not code:
        return because("WhatsApp did not deliver the message and gave no reason.")
    return because(
        "%(reason)s (Twilio %(code)s)",
        reason=_REASONS.get(code, because("WhatsApp did not deliver the message.")),
        code=code,
    )

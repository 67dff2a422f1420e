"""The 24 hours in which a business may write freely to a guest, and by which path an answer goes. Pure.

https://www.twilio.com/docs/whatsapp/key-concepts#customer-service-windows
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LENGTH = timedelta(hours=24)
MARGIN = timedelta(minutes=2)
"""Nothing is sent so late that it may reach WhatsApp after the end."""
WARNED_BEFORE = timedelta(hours=1)


class Path(StrEnum):
    """How an answer goes."""

    FREE = "free"  # as it is, inside the window
    PARKED = "parked"  # waits; a template asks the guest to tap, and his next message releases it
    MAIL = "mail"
    NONE = "none"  # there is no way: shown as not sent, with the reason


@dataclass(frozen=True, slots=True)
class Ways:
    """What is open for one guest on one number."""

    last_heard: datetime | None  # the provider's moment of his last message to this number
    has_template: bool
    mail_address: str
    prefers_mail: bool  # what the hotel wants outside the window
    has_stopped: bool  # the guest said STOP


def closes_at(last_heard: datetime) -> datetime:
    return last_heard + LENGTH


def warned_at(last_heard: datetime) -> datetime:
    """When people are told that the end comes."""
    return closes_at(last_heard) - WARNED_BEFORE


def is_open(last_heard: datetime | None, *, now: datetime) -> bool:
    return last_heard is not None and now < closes_at(last_heard) - MARGIN


def path_of(ways: Ways, *, now: datetime) -> Path:
    """The one path for an answer that is to go now."""
    by_mail = Path.MAIL if ways.mail_address else Path.NONE
    if ways.has_stopped:
        return by_mail
    if is_open(ways.last_heard, now=now):
        return Path.FREE
    if ways.mail_address and ways.prefers_mail:
        return Path.MAIL
    return Path.PARKED if ways.has_template else by_mail

"""Bytes of a mail to a value: `read` and `Mail`. Pure code; whatever stores, sends or decides lives elsewhere."""

from workflow.reading.forwarded import is_forwarded
from workflow.reading.mail import Address, Attachment, Auto, Bounce, BouncedRecipient, Cut, Mail
from workflow.reading.read import read
from workflow.reading.visible import REPLY_MARKER, visible

__all__ = [
    "REPLY_MARKER",
    "Address",
    "Attachment",
    "Auto",
    "Bounce",
    "BouncedRecipient",
    "Cut",
    "Mail",
    "is_forwarded",
    "read",
    "visible",
]

"""A letter becomes the bytes of a mail and its envelope. What it says is worker/bodies; how it travels, transports.

The same letter gives the same mail but for its Date, so that a mail that must be sent again is the same mail.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from worker import bodies
from worker.header_lines import clean, fixed, header_address, mailbox, mailboxes, message_ids, unstructured
from worker.mime_parts import file_part, multipart, text_part
from workflow.automatic_mail import DESK_HEADER
from workflow.files import FileStore
from workflow.letter import Letter, LetterKind
from workflow.letter_masking import without_cards
from workflow.probe import PROBE_HEADER
from workflow.texts import choose

TO_GUESTS = frozenset({LetterKind.ANSWER, LetterKind.ACKNOWLEDGEMENT})
# MS-OXCMAIL 2.1.3.2.20: "All" would also silence the non-delivery reports that tell us an answer failed (R-MAIL-11).
SUPPRESS_ALL_BUT_BOUNCES = "DR, RN, NRN, OOF, AutoReply"
# The upper 48 bits of a FILETIME begin a Thread-Index (MS-OXOMSG 2.2.1.3). Notices about a ticket share one.
_THREAD_BEGAN = bytes.fromhex("01d5c0366905")


@dataclass(frozen=True, slots=True)
class Composed:
    """A mail as it goes to a transport. envelope_from "" is the null sender."""

    message_bytes: bytes
    envelope_from: str
    envelope_to: str
    message_id: str
    subject: str
    hotel_id: int


def compose(letter: Letter, *, files: FileStore, now: datetime) -> Composed:
    """Raises DeliveryFailed (no such address can exist), NotFound and StoreUnavailable (an enclosure)."""
    words = bodies.render(letter if letter.kind in TO_GUESTS else without_cards(letter))
    subject = clean(words.subject)
    head = b"".join(_headers(letter, subject, now=now))
    return Composed(
        message_bytes=head + b"MIME-Version: 1.0\r\n" + _content(letter, words, files=files),
        envelope_from=clean(letter.envelope_from),
        envelope_to=header_address(letter.goes_to or letter.to_address),
        message_id=clean(letter.message_id),
        subject=subject,
        hotel_id=letter.hotel_id,
    )


def _headers(letter: Letter, subject: str, *, now: datetime) -> Iterator[bytes]:
    yield mailbox("From", letter.desk_address, letter.hotel_name)
    yield mailbox("To", letter.to_address, letter.to_name)
    yield mailboxes("Cc", letter.cc)
    yield mailbox("Reply-To", letter.reply_to, letter.hotel_name)
    yield unstructured("Subject", subject)
    yield fixed("Date", format_datetime(now))
    yield message_ids("Message-ID", [letter.message_id])
    yield message_ids("In-Reply-To", [letter.in_reply_to])
    yield message_ids("References", [*letter.references, letter.in_reply_to])
    yield fixed(DESK_HEADER, letter.desk_address)
    yield fixed("Content-Language", choose(letter.language))
    if letter.kind is LetterKind.PROBE:
        yield fixed(PROBE_HEADER, letter.probe)
        yield fixed("Auto-Submitted", "auto-generated")
    elif letter.kind not in TO_GUESTS:
        yield from _notice_headers(letter, subject)
    elif letter.is_automatic or letter.kind is LetterKind.ACKNOWLEDGEMENT:
        yield fixed("Auto-Submitted", "auto-replied")
        yield fixed("X-Auto-Response-Suppress", "All")


def _notice_headers(letter: Letter, subject: str) -> Iterator[bytes]:
    """Made by a machine; grouped by ticket in Outlook too, which looks at Thread-Index first."""
    thread = hashlib.sha256(f"{letter.ticket.pid} {letter.to_address}".encode("utf-8", "replace")).digest()
    yield fixed("Auto-Submitted", "auto-replied" if letter.receipt else "auto-generated")
    yield fixed("X-Auto-Response-Suppress", "All" if letter.receipt else SUPPRESS_ALL_BUT_BOUNCES)
    yield fixed("List-Id", f"<{letter.desk_address.replace('@', '.')}>")
    if letter.kind is LetterKind.EMERGENCY:
        yield fixed("Importance", "high")  # RFC 2156, 5.3.4
        yield fixed("X-Priority", "1")
    yield unstructured("Thread-Topic", subject)
    yield fixed("Thread-Index", base64.b64encode(_THREAD_BEGAN + thread[:16]).decode())


def _content(letter: Letter, words: bodies.Bodies, *, files: FileStore) -> bytes:
    seed = letter.message_id
    twins = multipart(
        "alternative", [text_part("plain", words.text), text_part("html", words.html)], seed=seed
    )
    if not letter.enclosures:
        return twins
    enclosed = [
        file_part(one.filename, one.content_type, files.get(letter.hotel_id, one.sha256))
        for one in letter.enclosures
    ]
    return multipart("mixed", [twins, *enclosed], seed=seed)

"""Which files of a member's mail go to the guest: what he attached, not what his mail program hung on. Pure.

Left out are pictures of the signature or the quote, calendar answers, signatures of the transport, and our own notices.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from workflow.automatic_mail import DESK_HEADER
from workflow.own_lines import holds_our_lines
from workflow.reading import Attachment, Mail, read
from workflow.reading.html_text import marked_text
from workflow.reading.visible import visible_marked
from workflow.reply_address import read_message_id
from workflow.sealing import Keys

CALENDAR = "text/calendar"
MAIL_TYPE, MAIL_SUFFIX = "message/rfc822", ".eml"
MACHINE_TYPES = frozenset(
    {
        "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", "application/pgp-keys",
        "application/ms-tnef", "application/vnd.ms-tnef", "message/delivery-status", "message/disposition-notification",
        "text/rfc822-headers",
    }
)  # fmt: skip
CALENDAR_ANSWER = re.compile(rb"^METHOD:\s*(?:REPLY|COUNTER|REFRESH|DECLINECOUNTER|CANCEL)\b", re.I | re.M)
CALENDAR_METHOD = re.compile(rb"^METHOD:", re.I | re.M)
OUTLOOKS_PICTURE = re.compile(r"(?:image|outlook-)[\w-]{0,40}\.(?:png|gif|jpe?g|bmp)", re.I)
PICTURE_TAG = r"<img\b[^<>]{0,2000}?cid:%s[^<>]{0,2000}>"
STAND_IN = "\ufffc"  # put before a picture
MAX_PICTURES = 20  # looked for in one mail; what is more does not go
MAX_NESTED = 5


def files_for_guest(mail: Mail, *, public_url: str, keys: Keys, now: datetime) -> tuple[Attachment, ...]:
    """The member's own files, enclosed mails under a name that says what they are."""
    own = _own_pictures(mail)
    kept = []
    for file in mail.attachments:
        if _is_picture_of_program(file, mail, own) or _is_machines(file):
            continue
        if is_mail(file):
            if _is_ours(file.content, public_url=public_url, keys=keys, now=now, depth=MAX_NESTED):
                continue
            file = _named_as_mail(file)
        kept.append(file)
    return tuple(kept)


def answers_alone(files: tuple[Attachment, ...]) -> bool:
    """Whether a file is enough of an answer without a word: not so a picture in the text, nor an invitation."""
    return any(
        not (file.inline and file.content_id)
        and not (file.content_type == CALENDAR and CALENDAR_METHOD.search(file.content))
        for file in files
    )


def is_mail(file: Attachment) -> bool:
    return file.content_type == MAIL_TYPE or file.filename.lower().endswith(MAIL_SUFFIX)


def _is_machines(file: Attachment) -> bool:
    if file.content_type in MACHINE_TYPES or file.filename.lower() == "winmail.dat":
        return True
    return file.content_type == CALENDAR and CALENDAR_ANSWER.search(file.content) is not None


def _is_picture_of_program(file: Attachment, mail: Mail, own: frozenset[str]) -> bool:
    """A picture shown inside the body that does not stand among the typed words."""
    if not (file.inline and file.content_id) or file.content_id in own:
        return False
    is_shown = f"cid:{file.content_id}" in mail.html
    return is_shown or OUTLOOKS_PICTURE.fullmatch(file.filename) is not None


def _own_pictures(mail: Mail) -> frozenset[str]:
    """Content-Ids of the pictures among the typed words: the reader is asked with a sign before the picture."""
    shown = [
        file.content_id
        for file in mail.attachments
        if file.content_id and f"cid:{file.content_id}" in mail.html
    ]
    if not shown:
        return frozenset()
    words = _visible(mail.html, mail)
    return frozenset(
        content_id for content_id in shown[:MAX_PICTURES] if _stands_among(content_id, words, mail)
    )


def _stands_among(content_id: str, words: str, mail: Mail) -> bool:
    marked, places = re.subn(PICTURE_TAG % re.escape(content_id), rf"{STAND_IN}\g<0>", mail.html, flags=re.I)
    found = _visible(marked, mail) if places else ""
    return STAND_IN in found and _letters(found) == _letters(words)


def _visible(html: str, mail: Mail) -> str:
    return visible_marked(marked_text(html), subject=mail.subject)[0]


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _named_as_mail(file: Attachment) -> Attachment:
    if file.filename.lower().endswith(MAIL_SUFFIX):
        return file
    return replace(file, filename=f"{file.filename or 'mail'}{MAIL_SUFFIX}")


def _is_ours(content: bytes, *, public_url: str, keys: Keys, now: datetime, depth: int) -> bool:
    """Whether an enclosed mail is a mail of this desk, or holds one."""
    enclosed = read(content)
    if enclosed.header(DESK_HEADER) or read_message_id(enclosed.message_id, keys=keys) is not None:
        return True
    if any(holds_our_lines(one, public_url=public_url, keys=keys, now=now) for one in _said(enclosed)):
        return True
    nested = [file.content for file in enclosed.attachments if is_mail(file)]
    return bool(nested) and (
        not depth
        or any(_is_ours(one, public_url=public_url, keys=keys, now=now, depth=depth - 1) for one in nested)
    )


def _said(mail: Mail) -> Iterator[str]:
    yield mail.text
    yield mail.html
    yield from (value for name, value in mail.headers if name in ("to", "cc", "reply-to", "delivered-to"))

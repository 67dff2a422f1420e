"""Files that a member sends along: looked at, kept in the store, made into rows for a message to carry.

The bytes are kept before any transaction opens; a row exists only once its message does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import puremagic

from workflow.errors import Invalid
from workflow.files import FileStore
from workflow.models import Attachment, Message

MAX_FILES = 10
MAX_BYTES = 20 * 1024 * 1024  # together: base64 makes it 27 MB, which most mail servers still take
MAX_NAME = 200
PROGRAMS = (b"MZ", b"\x7fELF", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"#!")


@dataclass(frozen=True, slots=True)
class Upload:
    filename: str
    content: bytes


def keep(
    uploads: Sequence[Upload], *, hotel_id: int, files: FileStore, now: datetime
) -> tuple[Attachment, ...]:
    """Rows that are not saved yet. Raises Invalid (too many, too large, a program), StoreUnavailable."""
    if len(uploads) > MAX_FILES:
        raise Invalid(f"At most {MAX_FILES} files go with one message.", "files")
    if sum(len(upload.content) for upload in uploads) > MAX_BYTES:
        raise Invalid(f"The files are larger than {MAX_BYTES // 1024 // 1024} MB together.", "files")
    for upload in uploads:
        if upload.content.startswith(PROGRAMS):
            raise Invalid(f"{clean_name(upload.filename)} is a program: it is not sent to guests.", "files")
    return tuple(
        Attachment(
            filename=clean_name(upload.filename),
            content_type=content_type(upload.content),
            size=len(upload.content),
            sha256=files.put(hotel_id, upload.content),
            created_at=now,
        )
        for upload in uploads
    )


def hang(message: Message, files: Sequence[Attachment]) -> None:
    """Saves the rows with a message that stands already, in the open transaction."""
    for file in files:
        file.hotel_id, file.ticket_id, file.message_id = message.hotel_id, message.ticket_id, message.id
        file.save(force_insert=True)


def clean_name(filename: str) -> str:
    """The last part of a path, without what is no letter of a name."""
    name = filename.replace("\\", "/").rpartition("/")[2]
    name = "".join(character for character in name if character.isprintable()).strip(" .")
    return name[-MAX_NAME:] or "file"


def content_type(content: bytes) -> str:
    """By the bytes, never by the name or by what the browser said."""
    try:
        return str(puremagic.from_string(content, mime=True)) or "application/octet-stream"
    except (puremagic.PureError, ValueError):
        return _text_or_bytes(content)


def _text_or_bytes(content: bytes) -> str:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "application/octet-stream"
    return "application/octet-stream" if b"\x00" in content else "text/plain"

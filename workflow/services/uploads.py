"""Files that a member sends along: looked at, kept in the store, made into rows for a message to carry.

The bytes are kept before any transaction opens; a row exists only once its message does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import puremagic

from workflow.database import hotel
from workflow.desk import Desk
from workflow.errors import Invalid
from workflow.models import Attachment, Hotel, Message
from workflow.services import stored_files

MAX_FILES = 10
MB = 1024 * 1024
LIMIT_SETTING = "max_file_megabytes"  # in hotels.settings, for one file
MAX_BYTES = 20 * MB  # together: base64 makes it 27 MB, which most mail servers still take
MAX_NAME = 200
TOO_MANY = "At most %(most)s files go with one message."
TOO_MUCH = "The files are larger than %(most)s MB together."
TOO_LARGE = "%(name)s is larger than %(most)s MB."
A_PROGRAM = "%(name)s is a program: programs are not sent along."
_PHONES = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
"""Brands of what phones photograph (ISO/IEC 23008-12), which puremagic takes for films."""
PROGRAMS = (b"MZ", b"\x7fELF", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"#!")


@dataclass(frozen=True, slots=True)
class Upload:
    filename: str
    content: bytes


def keep(uploads: Sequence[Upload], *, hotel_id: int, desk: Desk, now: datetime) -> tuple[Attachment, ...]:
    """Rows that are not saved yet. Raises Invalid (too many, too large, a program), StoreUnavailable."""
    if not uploads:
        return ()
    if len(uploads) > MAX_FILES:
        raise Invalid(TOO_MANY, "files", values={"most": str(MAX_FILES)})
    if sum(len(upload.content) for upload in uploads) > MAX_BYTES:
        raise Invalid(TOO_MUCH, "files", values={"most": str(MAX_BYTES // MB)})
    with hotel(hotel_id):
        most = limit_of(hotel_id)
    for upload in uploads:
        check(upload.content, upload.filename, most=most)
    digests = stored_files.keep([upload.content for upload in uploads], hotel_id=hotel_id, desk=desk, now=now)
    return tuple(
        Attachment(
            filename=clean_name(upload.filename),
            content_type=content_type(upload.content),
            size=len(upload.content),
            sha256=sha256,
            created_at=now,
        )
        for upload, sha256 in zip(uploads, digests, strict=True)
    )


def check(content: bytes, filename: str, *, most: int) -> None:
    """One file that somebody wants to send. most: bytes. Raises Invalid."""
    if len(content) > most:
        raise Invalid(TOO_LARGE, "files", values={"name": clean_name(filename), "most": str(most // MB)})
    if content.startswith(PROGRAMS):
        raise Invalid(A_PROGRAM, "files", values={"name": clean_name(filename)})


def limit_of(hotel_id: int) -> int:
    """The bytes that one file may have in this hotel, in the open transaction."""
    megabytes = Hotel.get_by_id(hotel_id).settings.get(LIMIT_SETTING)
    return megabytes * MB if isinstance(megabytes, int) and 1 <= megabytes * MB <= MAX_BYTES else MAX_BYTES


def hang(message: Message, files: Sequence[Attachment]) -> None:
    """Saves the rows with a message that stands already, in the open transaction."""
    stored_files.hold_on([file.sha256 for file in files], hotel_id=message.hotel_id)
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
    if content[4:8] == b"ftyp" and content[8:12] in _PHONES:
        return "image/heic"
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

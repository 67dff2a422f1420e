"""Files that a program uploads first and names in a message later: each goes with one message, within a day.

The bytes are kept and looked at by workflow/services/uploads. In the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from workflow.errors import Invalid
from workflow.models import Attachment, UploadedFile
from workflow.services import stored_files
from workflow.services.stored_files import KEPT
from workflow.services.uploads import MAX_BYTES, MAX_FILES


def add(file: Attachment, *, hotel_id: int, author: str, now: datetime) -> UploadedFile:
    """Remembers a file that stands in the store. What nobody uses for a day, unused_files forgets."""
    stored_files.arm(hotel_id, at=now + KEPT, now=now)
    return UploadedFile.create(
        hotel_id=hotel_id,
        author=author,
        filename=file.filename,
        content_type=file.content_type,
        size=file.size,
        sha256=file.sha256,
        created_at=now,
    )


def take(ids: Sequence[int], *, hotel_id: int, author: str, now: datetime) -> tuple[Attachment, ...]:
    """Rows for a message, in the order named. Raises Invalid for a file that is not there for this author."""
    _check_number(len(ids))
    mine = (
        UploadedFile.id.in_(ids),
        UploadedFile.hotel_id == hotel_id,
        UploadedFile.author == author,
        UploadedFile.created_at > now - KEPT,
        ~UploadedFile.announced,
    )
    found = {row.id: row for row in UploadedFile.delete().where(*mine).returning(UploadedFile).execute()}
    if len(found) != len(ids):
        raise Invalid(
            "One of these files is not there: it was used already, or a day has passed.", "attachmentIds"
        )
    check_room(found.values())
    stored_files.hold_on([row.sha256 for row in found.values()], hotel_id=hotel_id)
    return tuple(_attachment(found[id], now=now) for id in ids)


def check_room(files: Collection[UploadedFile]) -> None:
    """Raises Invalid for more than go with one message."""
    _check_number(len(files))
    if sum(row.size for row in files) > MAX_BYTES:
        raise Invalid(
            "The files are larger than %(most)s MB together.",
            "attachmentIds",
            values={"most": MAX_BYTES // 1024 // 1024},
        )


def _check_number(of_files: int) -> None:
    if of_files > MAX_FILES:
        raise Invalid(
            "At most %(most)s files go with one message.", "attachmentIds", values={"most": MAX_FILES}
        )


def waiting(ids: Sequence[int], *, hotel_id: int, author: str, now: datetime) -> tuple[UploadedFile, ...]:
    """Those of them that still wait for this author's message, in the order named: for a page that shows them."""
    found = UploadedFile.by_ids(ids)
    return tuple(
        found[id]
        for id in dict.fromkeys(ids)
        if id in found
        and (found[id].hotel_id, found[id].author) == (hotel_id, author)
        and found[id].created_at > now - KEPT
        and not found[id].announced
    )


def _attachment(row: UploadedFile, *, now: datetime) -> Attachment:
    return Attachment(
        filename=row.filename,
        content_type=row.content_type,
        size=row.size,
        sha256=row.sha256,
        created_at=now,
    )

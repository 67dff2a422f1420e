"""Uploads that go straight to the store: announced, sent by whoever holds the address, looked at, and only then files.

What arrived lies apart until it was looked at; it is as large as announced, has the announced digest, and its kind is
read from its bytes. What never arrives is forgotten with the uploads that nobody used (unused_files).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.database import hotel
from workflow.desk import Desk
from workflow.errors import Invalid, NotFound
from workflow.models import UploadedFile
from workflow.services import signed_links, stored_files, uploads
from workflow.services.stored_files import KEPT

LIFETIME = timedelta(minutes=15)
PURPOSE = "upload"
GONE = "There is no such upload: it was finished already, or a day has passed."


@dataclass(frozen=True, slots=True)
class Announced:
    """The row, and the one request that brings its bytes."""

    file: UploadedFile
    url: str
    method: str
    headers: Mapping[str, str]
    expires_at: datetime


def announce(
    filename: str, size: int, sha256: str, *, hotel_id: int, author: str, desk: Desk, now: datetime
) -> Announced:
    """In the open transaction. Raises Invalid."""
    if size > uploads.limit_of(hotel_id):
        raise Invalid(
            "The file is larger than %(most)s MB.",
            "size",
            values={"most": uploads.limit_of(hotel_id) // uploads.MB},
        )
    file = UploadedFile.create(
        hotel_id=hotel_id,
        author=author,
        filename=uploads.clean_name(filename),
        content_type="application/octet-stream",
        size=size,
        sha256=sha256,
        announced=True,
        created_at=now,
    )
    stored_files.arm(hotel_id, at=now + KEPT, now=now)
    until = now + LIFETIME
    seconds = int(LIFETIME.total_seconds())
    granted = desk.files.grant_arrival(hotel_id, file.id, sha256=sha256, size=size, now=now, seconds=seconds)
    if granted is not None:
        return Announced(file, granted.url, granted.method, granted.headers, until)
    token = signed_links.make_token(hotel_id, file.id, until=until, keys=desk.keys, purpose=PURPOSE)
    url = f"{desk.settings.public_url}/api/v1/uploads/arriving/{token}"
    return Announced(file, url, "PUT", {"content-type": "application/octet-stream"}, until)


def expected(token: str, *, desk: Desk, now: datetime) -> UploadedFile:
    """Whose bytes come by this address of ours, in a transaction of its own. Raises NotFound."""
    hotel_id, id = signed_links.read_token(token, keys=desk.keys, now=now, purpose=PURPOSE)
    with hotel(hotel_id):
        found = UploadedFile.get_or_none(
            UploadedFile.id == id, UploadedFile.hotel_id == hotel_id, UploadedFile.announced
        )
    if found is None:
        raise NotFound(GONE)
    return found


def finish(id: int, *, hotel_id: int, author: str, desk: Desk, now: datetime) -> UploadedFile:
    """In transactions of its own. Twice is the same as once. Raises NotFound, Invalid, StoreUnavailable."""
    with hotel(hotel_id):
        file = _mine(id, hotel_id=hotel_id, author=author, now=now)
        most = uploads.limit_of(hotel_id)
    if not file.announced:
        return file
    content = desk.files.arrived(hotel_id, file.id, size=file.size)
    if content is None:
        raise Invalid("The file has not arrived, or it has another size than was said.", "size")
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise Invalid(
            "Other bytes have arrived than were announced: their SHA-256 is not the same.", "sha256"
        )
    uploads.check(content, file.filename, most=most)
    stored_files.keep([content], hotel_id=hotel_id, desk=desk, now=now)
    with hotel(hotel_id):
        UploadedFile.update(announced=False, content_type=uploads.content_type(content)).where(
            UploadedFile.id == file.id
        ).execute()
        found = _mine(id, hotel_id=hotel_id, author=author, now=now)
    desk.files.forget_arrival(hotel_id, file.id)
    return found


def _mine(id: int, *, hotel_id: int, author: str, now: datetime) -> UploadedFile:
    found: UploadedFile | None = UploadedFile.get_or_none(
        UploadedFile.id == id,
        UploadedFile.hotel_id == hotel_id,
        UploadedFile.author == author,
        UploadedFile.created_at > now - KEPT,
    )
    if found is None:
        raise NotFound(GONE)
    return found

"""The small picture of a file: made when first asked for, kept beside the file, and so is that none can be made.

What failed by chance is tried again, each time later, a few times; then there is none. In transactions of its own.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from workflow import thumbnails
from workflow.database import hotel, rows
from workflow.errors import NotFound
from workflow.files import FileStore, thumbnail_name
from workflow.models import StoredFile
from workflow.thumbnails import ChildLost, NoChild

NONE = "There is no small picture of this file."
PAUSES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=2))

# The row may be missing: a file from before there were rows.
_PUT_OFF = """
INSERT INTO stored_files (hotel_id, sha256, put_at, thumbnail_tries, thumbnail_at) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (hotel_id, sha256) DO UPDATE SET thumbnail_tries = excluded.thumbnail_tries, thumbnail_at = excluded.thumbnail_at
RETURNING sha256
"""
_log = structlog.get_logger(__name__)


def small_picture(hotel_id: int, sha256: str, *, files: FileStore, now: datetime) -> bytes:
    """A WebP. Raises NotFound when there is none (yet), StoreUnavailable."""
    name = thumbnail_name(sha256)
    if files.exists(hotel_id, name):
        made = files.get(hotel_id, name)
    else:
        made = _made(hotel_id, sha256, files=files, now=now)
        files.put_beside(hotel_id, name, made)
    if not made:
        raise NotFound(NONE)
    return made


def _made(hotel_id: int, sha256: str, *, files: FileStore, now: datetime) -> bytes:
    """b"" when there is none for good. Raises NotFound when it is too early, or failed by chance."""
    with hotel(hotel_id):
        row = StoredFile.get_or_none(StoredFile.hotel_id == hotel_id, StoredFile.sha256 == sha256)
    tries = row.thumbnail_tries if row else 0
    if row and row.thumbnail_at is not None and now < row.thumbnail_at:
        raise NotFound(NONE)
    try:
        return thumbnails.make(files.get(hotel_id, sha256))
    except NoChild:
        raise NotFound(NONE) from None
    except ChildLost as error:
        _log.warning("thumbnail_lost", hotel=hotel_id, sha256=sha256, tries=tries + 1, reason=str(error))
        if tries >= len(PAUSES):
            return b""
        with hotel(hotel_id):
            rows(_PUT_OFF, (hotel_id, sha256, now, tries + 1, now + PAUSES[tries]))
        raise NotFound(NONE) from None

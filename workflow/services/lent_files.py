"""A download by an address that is good for a minute: the store's own where it gives one, else a signed one of ours."""

from __future__ import annotations

from datetime import datetime, timedelta

from workflow.desk import Desk
from workflow.models import Attachment
from workflow.services import signed_links, stored_files

SECONDS = 60


def address(file: Attachment, *, desk: Desk, now: datetime) -> str:
    """Raises FileHeld, StoreUnavailable."""
    stored_files.check_may_leave([file.sha256], hotel_id=file.hotel_id, desk=desk, now=now)
    granted = desk.files.grant_read(
        file.hotel_id, file.sha256, filename=file.filename, now=now, seconds=SECONDS
    )
    if granted is not None:
        return granted.url
    return signed_links.url(file, desk=desk, now=now, lifetime=timedelta(seconds=SECONDS))

"""A download by an address that needs no log-in for a moment: the store's own where it gives one, else one of ours.

Ours names who it was lent to, and is asked at redemption whether he may have the file now: a guest who has checked out,
a session that was ended or a token that was revoked gets nothing. A bucket asks nobody, so its addresses are shorter.
"""

from __future__ import annotations

import struct
from datetime import datetime, timedelta
from urllib.parse import quote

from workflow import roles
from workflow.desk import Desk
from workflow.errors import NotFound
from workflow.models import Attachment
from workflow.queries import thread
from workflow.queries.sight import Sight
from workflow.roles import Action
from workflow.sealing import digest
from workflow.services import accounts, guest_sessions, signed_links, stored_files
from workflow.services.signed_links import GONE

SECONDS = 60
SECONDS_OF_A_BUCKET = 15
"""Enough to begin a download; one that has begun goes on."""

PURPOSE = "lent file"
_BODY = struct.Struct(">QQQ32s")  # hotel, file, the second in which it ends, SHA-256 of the borrower's token


def address(file: Attachment, *, token: str, desk: Desk, now: datetime) -> str:
    """token: the session or API token of whom it is lent to. Raises FileHeld, StoreUnavailable."""
    stored_files.check_may_leave([file.sha256], hotel_id=file.hotel_id, desk=desk, now=now)
    granted = desk.files.grant_read(
        file.hotel_id, file.sha256, filename=file.filename, now=now, seconds=SECONDS_OF_A_BUCKET
    )
    if granted is not None:
        return granted.url
    until = int((now + timedelta(seconds=SECONDS)).timestamp())
    body = _BODY.pack(file.hotel_id, file.id, until, digest(token))
    sealed = signed_links.seal(body, keys=desk.keys, purpose=PURPOSE)
    return f"{desk.settings.public_url}/files/lent/{sealed}/{quote(file.filename or 'file', safe='')}"


def file_of(sealed: str, *, desk: Desk, now: datetime) -> Attachment:
    """The row of the file, in transactions of its own. Raises NotFound: the same for all that is wrong."""
    body = signed_links.unseal(sealed, keys=desk.keys, purpose=PURPOSE, size=_BODY.size)
    hotel_id, file_id, until, borrower = _BODY.unpack(body)
    sight = _sight_of(borrower, now=now) if now.timestamp() < until else None
    if sight is None or hotel_id not in sight.hotel_ids:
        raise NotFound(GONE)
    try:
        with sight.transaction():
            return thread.attachment(sight, file_id)
    except NotFound:
        raise NotFound(GONE) from None


def _sight_of(borrower: bytes, *, now: datetime) -> Sight | None:
    """What the borrower may see this moment; None when he is out, or may see no files any more."""
    guest = guest_sessions.of_digest(borrower, now=now)
    if guest is not None:
        return Sight(None, (guest.seat,), guest)
    person = accounts.of_digest(borrower, now=now)
    if person is None:
        return None
    able = tuple(seat for seat in person.seats if roles.may(seat.role, Action.VIEW_FILES))
    return Sight(person.staff_id, able) if able else None

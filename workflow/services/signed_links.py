"""Links to one file for who cannot log in, the provider that fetches it: signed, for an hour (R-STAFF-1, R-WA-6)."""

from __future__ import annotations

import base64
import binascii
import struct
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from workflow.database import hotel
from workflow.desk import Desk
from workflow.errors import NotFound
from workflow.models import Attachment
from workflow.sealing import MAC_BYTES, Keys

LIFETIME = timedelta(hours=1)
PURPOSE = "signed file"
_BODY = struct.Struct(">QQQ")  # hotel, file, the second in which it ends
GONE = "This link has run out, or was never made here."


def url(file: Attachment, *, desk: Desk, now: datetime) -> str:
    """Its last part is the file's name, which the phone shows."""
    token = make_token(file.hotel_id, file.id, until=now + LIFETIME, keys=desk.keys)
    return f"{desk.settings.public_url}/files/signed/{token}/{quote(file.filename, safe='')}"


def make_token(hotel_id: int, file_id: int, *, until: datetime, keys: Keys, purpose: str = PURPOSE) -> str:
    return seal(_BODY.pack(hotel_id, file_id, int(until.timestamp())), keys=keys, purpose=purpose)


def file_of(token: str, *, desk: Desk, now: datetime) -> Attachment:
    """The row of the file, in a transaction of its own. Raises NotFound: the same for all that is wrong."""
    hotel_id, file_id = read_token(token, keys=desk.keys, now=now)
    with hotel(hotel_id):
        file = Attachment.get_or_none(Attachment.id == file_id, Attachment.hotel_id == hotel_id)
    if file is None:
        raise NotFound(GONE)
    return file


def read_token(token: str, *, keys: Keys, now: datetime, purpose: str = PURPOSE) -> tuple[int, int]:
    """Hotel and id of the row. Raises NotFound."""
    body = unseal(token, keys=keys, purpose=purpose, size=_BODY.size)
    hotel_id, file_id, until = _BODY.unpack(body)
    if now > datetime.fromtimestamp(until, UTC):
        raise NotFound(GONE)
    return hotel_id, file_id


def seal(body: bytes, *, keys: Keys, purpose: str) -> str:
    return base64.urlsafe_b64encode(body + keys.mac(purpose, body)).decode().rstrip("=")


def unseal(token: str, *, keys: Keys, purpose: str, size: int) -> bytes:
    """The body, of so many bytes. Raises NotFound."""
    try:
        sealed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise NotFound(GONE) from None
    body, mac = sealed[:-MAC_BYTES], sealed[-MAC_BYTES:]
    if len(body) != size or not keys.verify(purpose, body, mac):
        raise NotFound(GONE)
    return body

"""The short code in a message that a room's sign began: it ties one ticket to the room (R-QR-4).

It says where somebody stood, not who he is: guest and stay are found by his address or number as ever. In the caller's
transaction.
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta

from workflow.database import rows
from workflow.errors import Throttled
from workflow.models import RoomGreeting
from workflow.sealing import digest
from workflow.services.room_signs import Sign

LIFETIME = timedelta(days=1)
AN_HOUR = timedelta(hours=1)
MOST_AN_HOUR = 30  # of one room
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that looks like another
_LENGTH = 8
_IN_TEXT = re.compile(rf"\[room ([{_LETTERS}]{{{_LENGTH}}})\]", re.ASCII)


def make(sign: Sign, *, now: datetime) -> str:
    """As it stands in the message, brackets included. Raises Throttled."""
    ((lately,),) = rows(
        "SELECT count(*) FROM room_greetings WHERE room_code_id = %s AND created_at > %s",
        (sign.id, now - AN_HOUR),
    )
    if lately >= MOST_AN_HOUR:
        raise Throttled("Too many tries. Wait a minute, then try again.", 60)
    rows("DELETE FROM room_greetings WHERE room_code_id = %s AND created_at < %s", (sign.id, now - LIFETIME))
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    RoomGreeting.create(
        hotel_id=sign.hotel_id, room_code_id=sign.id, code_digest=digest(code), created_at=now
    )
    return f"[room {code}]"


def room_of(hotel_id: int, words: str, *, now: datetime) -> int | None:
    """The room of the first code in these words that is good, used up with that. A revoked sign's codes are not."""
    for code in _IN_TEXT.findall(words)[:3]:
        found = rows(
            "UPDATE room_greetings g SET used_at = %s FROM room_codes c WHERE c.id = g.room_code_id"
            " AND c.revoked_at IS NULL AND g.hotel_id = %s AND g.code_digest = %s AND g.used_at IS NULL"
            " AND g.created_at > %s RETURNING c.room_id",
            (now, hotel_id, digest(code), now - LIFETIME),
        )
        if found:
            return int(found[0][0])
    return None


def without_code(words: str) -> str:
    """What a person reads."""
    return _IN_TEXT.sub("", words).strip()

"""The sign of a room (R-QR-4): a code that stays the same until it is revoked, and lets in who also knows the last name
of a guest in that room. Such a session sees only what it opens itself.

`admit` opens its own transaction: a wrong try must stand although it is refused.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.database import before_hotel, hotel, rows
from workflow.errors import CodeRefused, Invalid, NotFound, Throttled
from workflow.models import Room, RoomCode, RoomTry
from workflow.presence import COLUMNS, presence_of
from workflow.sealing import Keys, digest
from workflow.services import guest_sessions, hotel_events
from workflow.services.guest_sessions import LONGEST_BY_SIGN, Admitted
from workflow.services.hotel_events import Thing
from workflow.values import Actor

PREFIX = "room_"
TRIES, WITHIN = 5, timedelta(hours=1)
MAX_NAME = 200
REFUSED = "The room and the last name do not fit together. Write the name as you gave it when booking."
UNKNOWN = "This sign is no longer in use. The reception is glad to help you."


@dataclass(frozen=True, slots=True)
class Sign:
    """The sign that was scanned."""

    id: int
    hotel_id: int
    hotel_name: str
    room_id: int
    room_number: str


@dataclass(frozen=True, slots=True)
class Entered:
    """A guest is let in."""

    session_token: str
    ends_at: datetime


_STAYS = f"""
SELECT g.name, s.id, {COLUMNS} FROM stays s JOIN guests g ON g.id = s.guest_id JOIN hotels h ON h.id = s.hotel_id
WHERE s.hotel_id = %s AND s.room_id = %s AND s.status = 'in_house' ORDER BY s.id
"""


def code_of(hotel_id: int, room_id: int, *, actor: Actor, keys: Keys, now: datetime) -> str:
    """The code of the room's sign, made when there is none. In the open transaction. Raises Invalid."""
    room = Room.get_or_none(Room.id == room_id, Room.hotel_id == hotel_id)
    if room is None:
        raise Invalid("There is no such room.", "roomIds")
    code = f"{PREFIX}{secrets.token_urlsafe(16)}"
    made = rows(
        "INSERT INTO room_codes (hotel_id, room_id, code_digest, sealed, created_at) VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT (room_id) WHERE revoked_at IS NULL DO NOTHING RETURNING id",
        (hotel_id, room_id, digest(code), keys.encrypt(code), now),
    )
    if made:
        hotel_events.added(hotel_id, Thing.SIGN, f"room {room.number}", actor=actor, now=now)
        return code
    kept = RoomCode.get(RoomCode.room_id == room_id, RoomCode.revoked_at.is_null())
    return keys.decrypt(kept.sealed)


def revoke(hotel_id: int, room_id: int, *, actor: Actor, now: datetime) -> None:
    """The sign opens nothing any more, and who came in by it is out. Raises NotFound."""
    room = Room.get_or_none(Room.id == min(room_id, 2**63 - 1), Room.hotel_id == hotel_id)
    if room is None or not _revoked(room, now=now):
        raise NotFound("This room has no sign in use.")
    hotel_events.removed(hotel_id, Thing.SIGN, f"room {room.number}", actor=actor, now=now)


def _revoked(room: Room, *, now: datetime) -> bool:
    in_use = (RoomCode.hotel_id == room.hotel_id, RoomCode.room_id == room.id, RoomCode.revoked_at.is_null())
    return bool(RoomCode.update(revoked_at=now).where(*in_use).execute())


def find(code: str) -> Sign:
    """The sign with this code, in transactions of its own. Raises CodeRefused: unknown and revoked alike."""
    if not code.startswith(PREFIX):
        raise CodeRefused(UNKNOWN)
    with before_hotel():
        (hotel_id,) = rows("SELECT bellhop_room_code(%s)", (digest(code),))[0]
    if hotel_id is None:
        raise CodeRefused(UNKNOWN)
    with hotel(hotel_id):
        found = rows(
            "SELECT c.id, c.hotel_id, h.name, r.id, r.number FROM room_codes c JOIN rooms r ON r.id = c.room_id"
            " JOIN hotels h ON h.id = c.hotel_id WHERE c.code_digest = %s AND c.revoked_at IS NULL"
            " AND h.archived_at IS NULL",
            (digest(code),),
        )
    if not found:
        raise CodeRefused(UNKNOWN)
    return Sign(*found[0])


def admit(sign: Sign, last_name: str, *, now: datetime) -> Entered:
    """A session for who knows the last name of a guest in this room now. An empty room refuses like a wrong name.

    Raises Invalid, and Throttled after five tries in an hour.
    """
    with hotel(sign.hotel_id):
        wait = _counted(sign, now=now)
        entered = _entered(sign, last_name, now=now) if wait is None else None
    if wait is not None:
        raise Throttled("Too many tries for this room. Ask at the reception, or try again in an hour.", wait)
    if entered is None:
        raise Invalid(REFUSED, "name")
    return entered


def _entered(sign: Sign, last_name: str, *, now: datetime) -> Entered | None:
    for name, stay_id, *stay in rows(_STAYS, (sign.hotel_id, sign.room_id)):
        presence = presence_of(*stay)
        if is_last_name(last_name, name) and presence.is_in(sign.room_id, presence.guest_id, now=now):
            RoomTry.delete().where(RoomTry.room_id == sign.room_id, RoomTry.at == now).execute()
            admitted = Admitted(sign.hotel_id, presence.guest_id, sign.room_id, stay_id, room_code_id=sign.id)
            token = guest_sessions.open_session(admitted, now=now)
            return Entered(token, min(presence.ends_at, now + LONGEST_BY_SIGN))
    return None


def _counted(sign: Sign, *, now: datetime) -> int | None:
    """Notes this try; the seconds to wait when there were too many. One try at a time in a room."""
    rows("SELECT pg_advisory_xact_lock(hashtextextended('room tries', %s))", (sign.room_id,))
    rows("DELETE FROM room_tries WHERE room_id = %s AND at <= %s", (sign.room_id, now - WITHIN))
    ((tries, oldest),) = rows("SELECT count(*), min(at) FROM room_tries WHERE room_id = %s", (sign.room_id,))
    if tries >= TRIES:
        return max(1, int((oldest + WITHIN - now).total_seconds()))
    RoomTry.create(hotel_id=sign.hotel_id, room_id=sign.room_id, at=now)
    return None


def is_last_name(said: str, name: str) -> bool:
    """Whether these words end the name, however they are accented and written; of "Sand, Mia" they come first.

    A name in one piece, as in Chinese, Japanese and Korean, begins with the family's.
    """
    wanted = _folded(said[:MAX_NAME])
    family, comma, _ = name.partition(",")
    words = [_folded(word) for word in (family if comma else name).replace("-", " ").split()]
    if not wanted or not words:
        return False
    if len(words) == 1 and ord(words[0][:1] or "a") >= 0x2E80:
        return words[0].startswith(wanted)
    return any("".join(words[start:]) == wanted for start in range(len(words)))


def _folded(text: str) -> str:
    """Letters and digits alone, without accents and case."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ø", "o").replace("ł", "l"))
    return "".join(letter for letter in plain if letter.isalnum())


def mail_address(hotel_id: int) -> str:
    """The hotel's desk address, "" when it has none. In the open transaction."""
    return _address(hotel_id, "email")


def whatsapp_number(hotel_id: int) -> str:
    """Digits alone, as wa.me takes them; "" when there is none. In the open transaction."""
    return "".join(digit for digit in _address(hotel_id, "whatsapp") if digit.isdigit())


def _address(hotel_id: int, kind: str) -> str:
    found = rows(
        "SELECT address FROM channels WHERE hotel_id = %s AND kind = %s AND enabled ORDER BY id LIMIT 1",
        (hotel_id, kind),
    )
    return str(found[0][0]) if found else ""
